from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from base.actions.reference import show_reference
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.follow import (
    ask_to_follow,
    claim_notices,
    confirm_follow,
    follow_again,
    follow_as_person,
    release_notices,
    stop_follows,
    stop_own_follows,
    sweep_follows,
)
from participation.enums import FollowMoment
from participation.models import Follow, Notice
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT, ReferenceFactory, VersionTextFactory
from tests.factories.participation import FollowFactory, NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DAY = timedelta(days=1)
PUBLISHED = {"moment": FollowMoment.VERSION, "what": "7"}


@pytest.fixture
def thing():
    """Something with a published text."""
    return VersionTextFactory().version.reference


def asks(thing, address="sam@example.nl", at=MOMENT, client="192.0.2.1"):
    return ask_to_follow(reference=thing, address=address, language="nl", client=client, at=at)


def follows_of(reference):
    return [
        (follow.person, follow.address, follow.confirmed_at) for follow in Follow.objects.filter(reference=reference)
    ]


def test_follow_as_person_is_confirmed_at_once_and_twice_is_once(thing, resident):
    for _time in range(2):
        follow_as_person(reference=thing, language="nl", by=resident, at=MOMENT)
    assert follows_of(thing) == [(resident, "", MOMENT)]


def test_follow_as_person_takes_over_what_was_asked_for_the_same_mailbox(thing, resident):
    asks(thing, resident.email.upper())
    follow_as_person(reference=thing, language="nl", by=resident, at=MOMENT)
    assert follows_of(thing) == [(resident, "", MOMENT)]


def test_ask_to_follow_waits_until_it_is_confirmed(thing):
    follow = asks(thing, "  Sam@Example.NL ")
    assert follows_of(thing) == [(None, "sam@example.nl", None)]
    confirm_follow(key=follow.key, at=MOMENT + DAY)
    confirm_follow(key=follow.key, at=MOMENT + 2 * DAY)
    assert follows_of(thing) == [(None, "sam@example.nl", MOMENT + DAY)]


def test_ask_to_follow_mails_a_mailbox_once_a_day_about_one_thing(thing):
    assert asks(thing) is not None
    assert asks(thing, at=MOMENT + DAY - timedelta(seconds=1)) is None
    again = asks(thing, at=MOMENT + DAY)
    assert again is not None
    assert Follow.objects.get().asked_at == MOMENT + DAY


def test_ask_to_follow_mails_a_mailbox_so_many_times_a_day_and_keeps_no_address_beyond(settings):
    settings.FOLLOW = settings.FOLLOW | {"mails_per_address_per_day": 2}
    things = [VersionTextFactory().version.reference for _number in range(3)]
    assert [asks(one) is not None for one in things] == [True, True, False]
    assert Follow.objects.count() == 2
    assert asks(things[2], "noor@example.nl") is not None
    assert asks(things[2], at=MOMENT + DAY) is not None


def test_ask_to_follow_mails_nobody_who_is_told_already(thing, resident):
    FollowFactory(reference=thing, address="sam@example.nl")
    FollowFactory(reference=thing, person=resident, address="")
    assert (asks(thing), asks(thing, resident.email)) == (None, None)
    assert Follow.objects.count() == 2


def test_ask_to_follow_is_limited_by_where_it_comes_from_in_words(thing, settings):
    settings.FOLLOW = settings.FOLLOW | {"asked_per_client_per_hour": 1}
    asks(thing)
    with pytest.raises(Refusal, match="Try again after"):
        asks(thing, "noor@example.nl")
    assert asks(thing, "noor@example.nl", client="192.0.2.2") is not None


def test_nobody_begins_to_follow_what_is_not_public(thing, resident):
    unwritten = ReferenceFactory()
    follow = asks(thing)
    show_reference(reference=thing, is_public=False)
    for reference in (thing, unwritten):
        with pytest.raises(Refusal, match="not public"):
            follow_as_person(reference=reference, language="nl", by=resident, at=MOMENT)
        with pytest.raises(Refusal, match="not public"):
            asks(reference)
    with pytest.raises(Refusal, match="not public"):
        confirm_follow(key=follow.key, at=MOMENT)


def test_confirm_follow_refuses_what_is_gone(thing):
    with pytest.raises(Refusal, match="too old"):
        confirm_follow(key="nothing", at=MOMENT)


def test_stop_follows_deletes_the_address_and_can_be_taken_back(thing, resident):
    follow, own = FollowFactory(reference=thing, address="sam@example.nl"), FollowFactory(person=resident, address="")
    other = FollowFactory(reference=thing)
    NoticeFactory(follow=follow)
    stopped = stop_follows(keys=[follow.key, own.key])
    assert (list(Follow.objects.all()), Notice.objects.count()) == ([other], 0)
    VersionTextFactory(version__reference=own.reference)
    for _time in range(2):
        follow_again(stopped=stopped, at=MOMENT + DAY)
    assert follows_of(own.reference) == [(resident, "", MOMENT + DAY)]
    assert (None, "sam@example.nl", MOMENT + DAY) in follows_of(thing)
    assert Follow.objects.count() == 3


def test_stop_own_follows_leaves_those_of_others(thing, resident):
    for person in (resident, UserFactory()):
        for reference in (thing, VersionTextFactory().version.reference):
            follow_as_person(reference=reference, language="nl", by=person, at=MOMENT)
    assert stop_own_follows(by=resident, reference=thing) == 1
    assert Follow.objects.filter(person=resident).count() == 1
    stop_own_follows(by=resident)
    assert (Follow.objects.filter(person=resident).count(), Follow.objects.count()) == (0, 2)


def test_sweep_follows_deletes_what_nobody_confirmed_in_time(thing):
    old, young = FollowFactory(confirmed_at=None), FollowFactory(confirmed_at=None, asked_at=MOMENT + DAY)
    confirmed = FollowFactory()
    assert sweep_follows(by=None, at=MOMENT + 7 * DAY + timedelta(seconds=1)) == 1
    assert set(Follow.objects.all()) == {young, confirmed}
    assert AuditEntry.objects.get(act="follows_swept").detail == {"swept": 1}
    assert not Follow.objects.filter(pk=old.pk).exists()


def test_sweep_command_sweeps_addresses_too(thing, capsys):
    FollowFactory(confirmed_at=None, asked_at=MOMENT - timedelta(days=1000))
    call_command("sweep_drafts")
    assert "Unconfirmed addresses deleted: 1" in capsys.readouterr().out


def test_claim_notices_gives_each_follow_to_one_who_tells(thing):
    first, second = FollowFactory(reference=thing), FollowFactory(reference=thing)
    assert claim_notices(follows=[first.pk], **PUBLISHED, at=MOMENT) == [first]
    assert claim_notices(follows=[first.pk, second.pk], **PUBLISHED, at=MOMENT) == [second]
    assert claim_notices(follows=[first.pk, second.pk], **PUBLISHED, at=MOMENT) == []
    release_notices(follows=[first.pk], **PUBLISHED)
    assert claim_notices(follows=[first.pk, second.pk], **PUBLISHED, at=MOMENT) == [first]
    assert len(claim_notices(follows=[first.pk, second.pk], moment=FollowMoment.VERSION, what="8", at=MOMENT)) == 2


def test_claim_notices_leaves_out_who_is_not_confirmed_stopped_or_closed(thing):
    closed = FollowFactory(person=UserFactory(is_active=False), address="")
    gone = FollowFactory()
    stop_follows(keys=[gone.key])
    pks = [FollowFactory(confirmed_at=None).pk, closed.pk, gone.pk]
    assert claim_notices(follows=pks, **PUBLISHED, at=MOMENT) == []
    assert Notice.objects.count() == 0


def test_erasing_a_person_erases_what_they_follow(thing, resident):
    NoticeFactory(follow=follow_as_person(reference=thing, language="nl", by=resident, at=MOMENT))
    resident.delete()
    assert (Follow.objects.count(), Notice.objects.count()) == (0, 0)


def test_no_trail_says_who_follows_what(thing, resident):
    before = AuditEntry.objects.count()
    follow_as_person(reference=thing, language="nl", by=resident, at=MOMENT)
    follow = asks(thing)
    confirm_follow(key=follow.key, at=MOMENT)
    stop_follows(keys=[follow.key])
    assert AuditEntry.objects.count() == before
    assert "sam" not in str(follow) + repr(follow)


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""},
        {"address": "SAM@example.nl"},
        {"key": "taken"},
    ],
)
def test_database_refuses_a_follow_that_cannot_be(thing, wrong):
    FollowFactory(reference=thing, address="sam@example.nl", key="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowFactory(**{"reference": thing} | wrong)


def test_database_refuses_a_person_twice_unconfirmed_or_with_an_address(thing, resident):
    FollowFactory(reference=thing, person=resident, address="")
    for wrong in ({"address": ""}, {"address": "sam@example.nl"}, {"address": "", "confirmed_at": None}):
        reference = thing if wrong == {"address": ""} else ReferenceFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowFactory(**{"reference": reference, "person": resident} | wrong)


def test_database_refuses_a_second_notice_of_one_moment(thing):
    notice = NoticeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeFactory(follow=notice.follow, what=notice.what)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeFactory(follow=notice.follow, moment="weather")
