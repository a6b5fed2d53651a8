"""Following while somebody else does the same, each on a connection of their own."""

import pytest

from participation.actions.follow import ask_to_follow, claim_notices, confirm_follow, stop_follows
from participation.enums import FollowMoment
from participation.models import Follow, Notice
from tests.database_races import at_once
from tests.factories.base import MOMENT, VersionTextFactory
from tests.factories.participation import FollowFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("many_connections")]


def test_two_who_ask_at_once_are_one_follow_and_one_mail():
    reference = VersionTextFactory().version.reference
    ask = {"reference": reference, "language": "nl", "client": "192.0.2.1", "at": MOMENT}
    answers = at_once(*[lambda: ask_to_follow(address="sam@example.nl", **ask) for _number in range(4)])
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert sum(one is not None for one in answers) == 1
    assert Follow.objects.count() == 1


def test_two_who_confirm_at_once_are_one_follow():
    follow = FollowFactory(reference=VersionTextFactory().version.reference, confirmed_at=None)
    answers = at_once(*[lambda: confirm_follow(key=follow.key, at=MOMENT) for _number in range(2)])
    assert answers == [follow, follow]
    assert Follow.objects.get().confirmed_at == MOMENT


def test_two_workers_tell_each_follow_once():
    pks = [FollowFactory().pk for _number in range(10)]
    told = {"follows": pks, "moment": FollowMoment.VERSION, "what": "7", "at": MOMENT}
    answers = at_once(*[lambda: claim_notices(**told) for _number in range(3)])
    assert sorted(follow.pk for claimed in answers for follow in claimed) == pks
    assert Notice.objects.count() == 10


def test_a_stop_during_the_telling_fails_nobody():
    follow = FollowFactory()
    told = {"follows": [follow.pk], "moment": FollowMoment.VERSION, "what": "7", "at": MOMENT}
    answers = at_once(lambda: claim_notices(**told), lambda: stop_follows(keys=[follow.key]))
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert (Follow.objects.count(), Notice.objects.count()) == (0, 0)
