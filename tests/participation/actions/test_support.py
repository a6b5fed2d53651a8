from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.support import give_support, take_support_back
from participation.enums import Moderation, PhaseKind
from participation.models import Subject, Support
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, PhaseFactory, SubjectFactory, SupportFactory
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES, INSTANT = moment(9, 15), moment(10, 1), timedelta(microseconds=1)
DURING = moment(9, 20)


@pytest.fixture
def bench() -> Subject:
    subject = SubjectFactory()
    PhaseFactory(consultation_round=subject.consultation_round, kind=PhaseKind.SUPPORT, starts_at=OPENS, ends_at=CLOSES)
    return subject


def counted(subject: Subject) -> int:
    return Subject.objects.with_counts().get(pk=subject.pk).support_count


def test_give_support_is_one_per_person_however_often_it_is_given(bench, resident):
    first = give_support(subject=bench, by=resident, at=DURING)
    again = give_support(subject=bench, by=resident, at=DURING + timedelta(hours=1))
    give_support(subject=bench, by=UserFactory(), at=DURING)
    assert (again, again.given_at, counted(bench)) == (first, DURING + timedelta(hours=1), 2)


def test_the_database_holds_one_support_per_person(bench, resident):
    SupportFactory(subject=bench, supporter=resident)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportFactory(subject=bench, supporter=resident)


def test_take_support_back_lets_it_be_given_again(bench, resident):
    give_support(subject=bench, by=resident, at=DURING)
    take_support_back(subject=bench, by=resident, at=DURING)
    assert counted(bench) == 0
    take_support_back(subject=bench, by=resident, at=DURING)
    give_support(subject=bench, by=resident, at=DURING)
    assert counted(bench) == 1


def test_take_support_back_takes_ones_own_alone(bench, resident):
    give_support(subject=bench, by=UserFactory(), at=DURING)
    give_support(subject=SubjectFactory(consultation_round=bench.consultation_round), by=resident, at=DURING)
    take_support_back(subject=bench, by=resident, at=DURING)
    assert Support.objects.count() == 2


@pytest.mark.parametrize("at", [OPENS - INSTANT, CLOSES])
@pytest.mark.parametrize("act", [give_support, take_support_back])
def test_support_stands_fast_outside_its_phase(bench, resident, act, at):
    SupportFactory(subject=bench, supporter=resident)
    other = SupportFactory(subject=bench).supporter
    Support.objects.filter(supporter=other).delete()
    with pytest.raises(Refusal):
        act(subject=bench, by=resident if act is take_support_back else other, at=at)
    assert counted(bench) == 1


@pytest.mark.parametrize("moderation", [Moderation.AWAITING, Moderation.HIDDEN])
def test_give_support_is_refused_for_what_is_not_public(bench, resident, moderation):
    bench.moderation = moderation
    with pytest.raises(Refusal, match="not published"):
        give_support(subject=bench, by=resident, at=DURING)


def test_give_support_leaves_no_trail_of_who_supports_what(bench, resident):
    give_support(subject=bench, by=resident, at=DURING)
    take_support_back(subject=bench, by=resident, at=DURING)
    assert AuditEntry.objects.filter(by=resident).count() == 0


def test_with_counts_adds_what_was_counted_elsewhere_and_counts_visible_comments(bench):
    Subject.objects.filter(pk=bench.pk).update(earlier_supports=100)
    SupportFactory.create_batch(2, subject=bench)
    CommentFactory.create_batch(3, subject=bench)
    CommentFactory(subject=bench, moderation=Moderation.HIDDEN)
    subject = Subject.objects.with_counts().get(pk=bench.pk)
    assert (subject.support_count, subject.comment_count) == (102, 3)
