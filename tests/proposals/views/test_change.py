"""The form by which an author changes a proposal, what supporters see of it, and the moderators' desk of new texts."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from base import clock
from participation.actions.support import give_support
from participation.models import Change, Draft, Support
from participation.queries.change import versions_of
from proposals.actions.change import begin_change
from tests.factories.accounts import UserFactory
from tests.factories.base import AreaFactory
from tests.proposals.actions.test_change import change
from tests.rounds import COLLECTING, SUPPORTING, VOTING, hand_in, publish, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TYPED = {"title": "Bank", "summary": "Om te zitten.", "body": "Nu staat iedereen.", "note": "Korter.", "seen": "1"}


def english(name: str, args: list | None = None) -> str:
    """An address on the English site: a request before this one may have left its own language behind."""
    with translation.override("en"):
        return reverse(name, args=args)


@pytest.fixture
def bench(agenda_item, author):
    return hand_in(publish_round(agenda_item, screening="after"), by=author, title="Een bankje")


def labels(subject):
    return [one.label for one in versions_of([subject.reference_id])[subject.reference_id]]


def test_the_author_changes_it_by_the_form_and_sending_twice_changes_once(bench, author, signed_in, travel):
    travel(SUPPORTING)
    client = signed_in(author)
    string = bench.reference.string
    address = english("change_proposal", args=[string])
    assert address in client.get(english("proposal", args=[string])).content.decode()
    assert "told by mail" in client.get(address).content.decode()
    form = client.post(address).headers["Location"]
    shown = client.get(form).content.decode()
    assert "Een bankje" in shown
    assert 'name="language"' not in shown
    assert client.post(form, TYPED | {"note": ""}).status_code == 422
    check = client.post(form, TYPED | {"seen": "2"}).headers["Location"]
    assert "Korter." in client.get(check).content.decode()
    for _ in range(2):
        assert client.post(check).headers["Location"] == english("proposal", args=[string])
    assert labels(bench) == ["1", "2"]
    page = client.get(english("proposal", args=[string])).content.decode()
    assert "Changed by its author" in page
    assert english("difference", args=[string, "1", "2"]) in page


def test_two_windows_on_a_change_keep_both_and_say_so(bench, author, signed_in, travel):
    travel(SUPPORTING)
    client = signed_in(author)
    draft = begin_change(subject=bench, by=author, at=SUPPORTING)
    form = english("write_proposal", args=[bench.consultation_round.reference.string, draft.key])
    client.post(form, TYPED | {"save": "1"})
    answer = client.post(form, TYPED | {"title": "Stoel", "save": "1"})
    assert "elsewhere" in answer.headers["Location"]
    assert {(one.data["title"], one.changes_id) for one in Draft.objects.all()} == {
        ("Bank", bench.pk),
        ("Stoel", bench.pk),
    }


def test_once_voting_opened_it_is_refused_in_words_and_the_text_kept(bench, author, signed_in, travel):
    draft = begin_change(subject=bench, by=author, at=SUPPORTING)
    travel(VOTING)
    client = signed_in(author)
    string = bench.consultation_round.reference.string
    client.post(english("write_proposal", args=[string, draft.key]), TYPED)
    answer = client.post(english("check_proposal", args=[string, draft.key]))
    assert answer.status_code == 409
    assert "Voting has begun" in answer.content.decode()
    assert (Draft.objects.get().data["title"], labels(bench)) == ("Bank", ["1"])
    assert client.post(english("change_proposal", args=[bench.reference.string])).status_code == 409


def test_another_cannot_change_it(bench, signed_in, travel):
    travel(SUPPORTING)
    address = english("change_proposal", args=[bench.reference.string])
    assert signed_in(UserFactory()).get(address).status_code == 404
    assert signed_in().get(address).status_code == 302


def test_a_supporter_sees_that_it_changed_and_takes_support_back_or_gives_it_anew(bench, signed_in, travel):
    early, late = UserFactory(), UserFactory()
    give_support(subject=bench, by=early, at=SUPPORTING)
    change(bench, at=SUPPORTING.replace(hour=14))
    give_support(subject=bench, by=late, at=SUPPORTING.replace(hour=15))
    travel(SUPPORTING.replace(hour=16))
    said = "changed since you supported it"
    address = english("proposal", args=[bench.reference.string])
    for person, expected in ((early, True), (late, False)):
        client = signed_in(person)
        for place in (address, english("my_page")):
            assert (said in client.get(place).content.decode().lower()) is expected
        # What changed stands on the timeline for everybody; on their own page for whom it concerns.
        difference = english("difference", args=[bench.reference.string, "1", "2"])
        assert (difference in client.get(english("my_page")).content.decode()) is expected
    client = signed_in(early)
    client.post(english("support", args=[bench.reference.string]), {"support": "yes"})
    assert said not in client.get(address).content.decode().lower()
    client.post(english("support", args=[bench.reference.string]), {"support": "no"})
    assert Support.objects.filter(subject=bench).count() == 1


def test_moderators_see_both_texts_and_rule(consultation_round, author, moderator, signed_in, travel, monkeypatch):
    subject = publish(hand_in(consultation_round, by=author, title="Een bankje"), by=moderator)
    waits = change(subject, at=COLLECTING)
    travel(SUPPORTING)
    client, desk = signed_in(moderator), english("changes_desk")
    assert desk in client.get(english("moderation")).content.decode()
    shown = client.get(desk).content.decode()
    assert "Een bankje met leuning" in shown
    assert "Nu met een leuning." in shown
    # Nobody else reads it before that.
    assert "leuning" not in signed_in().get(english("proposal", args=[subject.reference.string])).content.decode()
    assert (
        "waits for a moderator"
        in signed_in(author).get(english("proposal", args=[subject.reference.string])).content.decode()
    )
    assert client.post(desk, {"change": waits.pk, "ruling": "refuse"}).status_code == 422
    with clock.set_to(SUPPORTING):
        answer = client.post(desk, {"change": waits.pk, "ruling": "publish"})
    assert (answer.headers["Location"], labels(subject)) == (desk, ["1", "2"])
    # The same questions whatever waits, page by page.
    others = [
        publish(hand_in(consultation_round, by=author, title=f"Bank {n}", tags=[f"t{n}"]), by=moderator)
        for n in range(3)
    ]
    counts = []
    for number, other in enumerate(others):
        with clock.set_to(COLLECTING):
            change(other, at=COLLECTING, area=AreaFactory(), tags=[f"nieuw {number}"])
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(desk).content.decode()
        assert f"nieuw {number}" in shown
        counts.append(len(asked))
    assert len(set(counts)) == 1
    monkeypatch.setattr("proposals.admin_views.change.PER_PAGE", 2)
    second = client.get(desk, {"page": "2"}).content.decode()
    assert ("nieuw 2" in second, "nieuw 1" in second, "page=1" in second) == (True, False, True)
    again = client.post(desk, {"change": waits.pk, "ruling": "publish"})
    assert "intussen" in str(list(get_messages(again.wsgi_request))[-1])
    assert Change.objects.get(pk=waits.pk).by == moderator
