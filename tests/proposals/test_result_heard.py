"""The result of a vote is told once, as it is made public, to who took part in its round and to who follows: never to voters."""

from datetime import timedelta

import pytest
from django.core import mail

from participation.actions.consultation_round import publish_result
from participation.actions.tally_sheet import correct_count
from participation.models import Letter
from proposals.answer_tasks import tell_of_result
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, FollowFactory, SupportFactory
from tests.rounds import COUNTING, anew, count, hand_in, publish, publish_round, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_day_of_counting")]


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    def of(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox)
        return {one.to[0]: " ".join(f"{one.subject} {one.body}".split()) for one in mail.outbox}

    return of


def test_who_took_part_or_follows_hears_the_result_once(agenda_item, author, resident, moderator, clerk, told):
    poll = publish_round(agenda_item, max_choices=1)
    bench = publish(hand_in(poll, by=author), by=moderator)
    # Another proposal of somebody who supports the bench too: one mail.
    pond = publish(hand_in(poll, by=resident, title="Een vijver bij de bank"), by=moderator)
    SupportFactory(subject=bench, supporter=resident)
    supporter, voter = SupportFactory(subject=pond).supporter, UserFactory(email="kiezer@example.nl")
    FollowFactory(reference=poll.reference, person=author, address="", confirmed_at=COUNTING)
    follower, of_pond = FollowFactory(reference=poll.reference), FollowFactory(reference=pond.reference)
    english = CommentFactory(subject=bench, author=UserFactory(email="english@example.nl"), language="en")
    vote(poll, bench, by=voter)
    sheet = count(poll, by=clerk, public=False)
    heard = told(lambda: publish_result(consultation_round=anew(poll), by=clerk, at=COUNTING))
    assert set(heard) == {
        *(one.email for one in (author, resident, supporter, english.author)),
        *(follower.address, of_pond.address),
    }
    assert f"Je voorstel {bench.reference}, “{bench.label}”: gekozen." in heard[author.email]
    for words in (
        f"Je voorstel {pond.reference}, “{pond.label}”: niet gekozen.",
        f"Je steunt {bench.reference}, “{bench.label}”: gekozen.",
        "iets hebt gezegd en er een voorstel steunt",
    ):
        assert words in heard[resident.email]
    assert f"Je steunt {pond.reference}, “{pond.label}”: niet gekozen." in heard[supporter.email]
    assert "Some of this mail is in Dutch" in heard[english.author.email]
    assert "omdat je dit volgt" in heard[follower.address].lower()
    assert all(f"{poll.reference}: " in one and ("/uitslag/" in one or "/result/" in one) for one in heard.values())
    assert not any(one in " ".join(heard.values()) for one in (voter.email, "gestemd op"))
    # Once: neither a second press nor a second worker tells it again.
    assert not told(lambda: publish_result(consultation_round=anew(poll), by=clerk, at=COUNTING))
    assert not told(lambda: tell_of_result.enqueue(sheet.pk, "result"))
    # What was told is told anew where it was counted anew.
    again = {"consultation_round": anew(poll), "reason": "Een hertelling.", "at": COUNTING + timedelta(hours=1)}
    assert set(told(lambda: correct_count(**again, by=clerk))) == set(heard)
    assert Letter.objects.filter(kind="outcome").count() == 2 * 4
