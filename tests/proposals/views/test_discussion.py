"""A round that is talked about itself: the same comments, the same moderators, and a clock that opens and closes it."""

import pytest
from django.urls import reverse

from base.refusal import Refusal
from participation.actions.consultation_round import put_in_force
from participation.enums import PhaseKind, QueueTab
from participation.models import Subject
from participation.queries.moderation import Sieve, queue
from participation.queries.subject import subject_by_reference
from participation.round_plan import PhasePlan, RulesPlan
from tests.factories.accounts import UserFactory
from tests.rounds import moment, publish_round

pytestmark = pytest.mark.django_db

OPENS, CLOSES = moment(9, 15), moment(10, 1)


@pytest.fixture
def discussion(agenda_item):
    phases = [(PhaseKind.DISCUSS, OPENS, CLOSES)]
    return publish_round(
        agenda_item, title="Wat mist de buurt?", method="", phases=phases, is_discussed=True, host="Bibliotheek Noord"
    )


def test_discussion_is_talked_about_on_its_own_page_while_it_is_open(discussion, signed_in, travel):
    string = discussion.reference.string
    place, form = discussion.reference.get_absolute_url(), reverse("write_comment", args=[string])
    person = UserFactory()
    statuses = []
    for at in (moment(9, 10), moment(9, 20), moment(10, 2)):
        travel(at)
        client = signed_in(person)
        statuses.append(client.post(form, {"text": f"Een speeltuin op {at:%d-%m}."}).status_code)
    assert statuses == [409, 302, 409]
    text = client.get(place, follow=True).content.decode()
    assert "Een speeltuin op 20-09." in text
    assert "Bibliotheek Noord" in text
    comment = subject_by_reference(string).comments.get()
    assert client.get(comment.get_absolute_url()).status_code == 200
    assert [row.target for row in queue(QueueTab.UNREAD, Sieve(), moment(10, 2), None).rows] == [comment]


def test_discussion_is_no_proposal(discussion, client, travel):
    travel(moment(9, 20))
    string = discussion.reference.string
    assert client.get(reverse("proposal", args=[string])).status_code == 404
    assert list(client.get(reverse("proposals", args=[string])).context["rows"]) == []
    page = client.post(reverse("report_subject", args=[string]), {"why": "x", "ground": "spam", "in_good_faith": "on"})
    assert page.status_code in {409, 422}


def test_discussion_takes_no_proposals_and_stays_what_it_is(discussion):
    rules = RulesPlan(title="Wat mist de buurt?", language="nl", is_discussed=True)
    given = {"reference": discussion.reference, "about": discussion.about, "by": None, "at": moment(9, 1)}
    with pytest.raises(Refusal):
        put_in_force(rules=rules, phases=[PhasePlan(PhaseKind.COLLECT, OPENS, CLOSES)], **given)
    with pytest.raises(Refusal):
        put_in_force(
            rules=RulesPlan(title="x", language="nl"), phases=[PhasePlan(PhaseKind.DISCUSS, OPENS, CLOSES)], **given
        )
    assert Subject.objects.get().label == "Wat mist de buurt?"
