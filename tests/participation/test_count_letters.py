"""Who is told by mail of what becomes of a count: clerks of an objection, followers of a correction and of the certificate."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.enums import Role
from base import clock
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.certification import certify, countersign
from participation.actions.count_objection import Objector, object_to_count, rule_on_objection, rule_on_objections
from participation.actions.seconded_act import ask_second
from participation.actions.tally_sheet import correct_count
from participation.enums import FollowMoment
from participation.letter_tasks import tell_of_objection
from participation.models import CountObjection, TallySheet
from participation.news import news_of
from participation.queries.electoral_roll import voter_of
from participation.voting_enums import ObjectionRuling, SecondedKind
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import FollowFactory, SubjectFactory
from tests.rounds import VOTING, anew, count, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OBJECTING, RULING, CORRECTING, CERTIFYING = moment(11, 23), moment(11, 24), moment(11, 24, 1), moment(12, 8)
REASON = "Eén envelop telde niet mee."


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """What goes out by mail because of an act at a moment: address and subject of each."""

    def act(at, do):
        mail.outbox.clear()
        with clock.set_to(at), django_capture_on_commit_callbacks(execute=True):
            do()
        return sorted((one.to[0], one.subject) for one in mail.outbox)

    return act


def test_clerks_hear_once_of_an_objection_and_followers_of_correction_and_certificate(site_ground, clerk, mailed):
    vote = publish_round(site_ground.home, title="Waar komt de bank?")
    park = SubjectFactory(consultation_round=vote)
    cast_ballot(consultation_round=vote, voter=voter_of(vote, UserFactory()), choices={park.pk: 1}, at=VOTING)
    second = person_with(Role.CLERK)
    person_with(Role.MODERATOR)
    FollowFactory(reference=vote.reference, address="volger@example.nl", language="nl")
    count(anew(vote), by=clerk)
    reference = vote.reference.string

    sent = {"consultation_round": anew(vote), "text": "Mijn bon ontbreekt.", "language": "en", "at": OBJECTING}
    made = []
    told = mailed(
        OBJECTING,
        lambda: made.append(
            object_to_count(**sent, sender=Objector("Noor", "Kade 1", "noor@example.nl"), by=UserFactory())
        ),
    )
    came_in = f"Bezwaar 1 tegen de telling van {reference} is binnengekomen"
    at_desks = sorted((one.email, came_in) for one in (clerk, second))
    assert sorted(told) == sorted(
        [*at_desks, ("noor@example.nl", "We received your objection 1 to the count of Waar komt de bank?")]
    )
    to_desk = next(one for one in mail.outbox if one.to == [clerk.email])
    assert reverse("certify_desk", args=[reference]) in to_desk.body
    # Neither who objects nor what against is in a mail.
    assert not {"Noor", "Kade", "bon"} & set(str(to_desk.message()).replace(",", " ").split())
    assert mailed(OBJECTING, lambda: tell_of_objection.func(made[0].pk)) == []
    # However many come in on a day, a clerk gets one mail of it.
    second_one = {**sent, "text": "Een som klopt niet.", "sender": Objector("Sam", "Kade 2"), "by": UserFactory()}
    told = mailed(OBJECTING, lambda: made.append(object_to_count(**second_one)))
    assert told == []
    ruling = {"ruling": ObjectionRuling.REJECTED, "gist": "Een som.", "ground": "Hij klopt."}
    assert mailed(RULING, lambda: rule_on_objection(objection=made[1], **ruling, by=clerk, at=RULING)) == []
    # Several get one ruling in one act, or none of them does.
    with pytest.raises(Refusal, match="was ruled on"):
        rule_on_objections(objections=made, **ruling, by=clerk, at=RULING)
    assert CountObjection.objects.get(ruled_at=None) == made[0]

    ruled = {"objection": made[0], "ruling": ObjectionRuling.NOTED, "gist": "Een bon.", "ground": "Zij ontbrak."}
    told = mailed(RULING, lambda: rule_on_objection(**ruled, by=clerk, at=RULING))
    assert [address for address, _subject in told] == ["noor@example.nl"]
    about = {"consultation_round": anew(vote), "by": clerk}
    told = mailed(CORRECTING, lambda: correct_count(**about, reason=REASON, at=CORRECTING))
    # Whose proposal was on the ballot paper hears it as well; of who voted nobody looks.
    counted = f"{reference}: opnieuw geteld, niets veranderd"
    assert park.author is not None
    assert sorted(told) == sorted([(park.author.email, counted), ("volger@example.nl", counted)])
    assert REASON in mail.outbox[0].body

    assert mailed(CERTIFYING, lambda: certify(**about, asked=second, at=CERTIFYING)) == [
        (second.email, f"Je bent gevraagd de telling van {reference} vast te stellen")
    ]
    told = mailed(CERTIFYING, lambda: countersign(consultation_round=anew(vote), by=second, at=CERTIFYING))
    assert told == [("volger@example.nl", f"{reference}: de telling is vastgesteld")]
    asked = {"consultation_round": anew(vote), "kind": SecondedKind.DESTROY, "reason": REASON, "by": clerk}
    # Who asked knows it, and the reason is read at the desk.
    assert mailed(CERTIFYING, lambda: ask_second(**asked, at=CERTIFYING)) == [
        (second.email, f"Er wordt een tweede persoon gevraagd: {reference}")
    ]
    assert (reverse("seconded_desk", args=[reference]) in mail.outbox[0].body, REASON in mail.outbox[0].body) == (
        True,
        False,
    )
    # What a newer state of the count tells by itself is not told late.
    first, newest = TallySheet.objects.order_by("number")
    with clock.set_to(CERTIFYING):
        assert news_of(FollowMoment.CORRECTION, str(newest.pk)) is None
        assert news_of(FollowMoment.CERTIFICATE, str(first.pk)) is None
