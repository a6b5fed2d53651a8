from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base.refusal import Refusal
from participation.actions.appeal import decide_appeal, make_appeal
from participation.actions.ruling import rule_on, take_ruling_back
from participation.enums import AppealOutcome, Moderation, RulingKind
from participation.models import Appeal
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import AppealFactory, CommentFactory, ReportFactory, SubjectFactory
from tests.rounds import AMSTERDAM, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AT = moment(9, 20)
HIDING = {"kind": RulingKind.HIDE, "ground": "insult", "reason": "Het scheldt."}


@pytest.fixture(params=[SubjectFactory, CommentFactory], ids=["subject", "comment"])
def hidden(request, moderator):
    target = request.param()
    rule_on(target=target, **HIDING, by=moderator, at=AT)
    return target


@pytest.fixture
def second():
    return person_with(Role.MODERATOR)


def object_to(target, by=None, at=AT, report=None, why="Het is kritiek.") -> Appeal:
    by = target.author if by is None else by
    return make_appeal(ruling=target.rulings.last(), report=report, why=why, language="nl", by=by, at=at)


def decide(appeal, by, outcome=AppealOutcome.OVERTURNED, **given):
    return decide_appeal(appeal=appeal, outcome=outcome, **{"reason": "Zo is het."} | given, by=by, at=AT)


@pytest.mark.parametrize(
    ("outcome", "after", "kind"),
    [(AppealOutcome.OVERTURNED, Moderation.VISIBLE, "publish"), (AppealOutcome.UPHELD, Moderation.HIDDEN, "hide")],
)
def test_decide_appeal_is_a_ruling_either_way(hidden, second, outcome, after, kind):
    appeal = object_to(hidden)
    decision = decide(appeal, second, outcome)
    hidden.refresh_from_db()
    appeal.refresh_from_db()
    assert (hidden.moderation, decision.kind, decision.reason) == (after, kind, "Zo is het.")
    assert (appeal.outcome, appeal.decision, appeal.decided_by) == (outcome, decision, second)
    with pytest.raises(Refusal, match="has been decided"):
        decide(appeal, second)


def test_decide_appeal_is_another_moderators(hidden, moderator):
    appeal = object_to(hidden)
    with pytest.raises(Refusal, match="another moderator decides"):
        decide(appeal, moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealFactory(
            ruling=hidden.rulings.last(),
            person=None,
            report=ReportFactory(),
            outcome="upheld",
            decision=hidden.rulings.last(),
            decided_by=moderator,
            decided_at=AT,
        )


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.MODERATOR, Role.ADMINISTRATOR}])
def test_decide_appeal_is_the_moderators(hidden, role):
    with pytest.raises(Refusal, match="Only a moderator"):
        decide(object_to(hidden), person_with(role))
    hidden.refresh_from_db()
    assert hidden.moderation == Moderation.HIDDEN


def test_decide_appeal_wants_a_reason(hidden, second):
    with pytest.raises(Refusal, match="Say why"):
        decide(object_to(hidden), second, reason=" ")


def test_make_appeal_is_the_authors(hidden):
    with pytest.raises(Refusal, match="Only its author"):
        object_to(hidden, by=UserFactory())


def test_make_appeal_says_why(hidden):
    with pytest.raises(Refusal, match="Say why"):
        object_to(hidden, why=" \n")


def test_make_appeal_ends_with_the_term(hidden):
    # Half a year from 20 September, the last day included.
    end = datetime(2027, 3, 23, tzinfo=AMSTERDAM)
    with pytest.raises(Refusal, match="That time is over"):
        object_to(hidden, at=end)
    assert object_to(hidden, at=end - timedelta(seconds=1)).is_open


def test_make_appeal_once(hidden):
    object_to(hidden)
    with pytest.raises(Refusal, match="You objected to this already"):
        object_to(hidden)


def test_make_appeal_is_against_what_stands(hidden, moderator):
    ruling = hidden.rulings.last()
    take_ruling_back(ruling=ruling, reason="Vergissing.", by=moderator, at=AT)
    with pytest.raises(Refusal, match="does not stand any more"):
        make_appeal(ruling=ruling, report=None, why="Nee.", language="nl", by=hidden.author, at=AT)


def test_what_was_decided_on_an_objection_is_the_last_word(hidden, second):
    decide(object_to(hidden), second, AppealOutcome.UPHELD)
    with pytest.raises(Refusal, match="last word"):
        object_to(hidden)


def test_an_open_objection_keeps_from_ruling_otherwise(hidden, moderator):
    object_to(hidden)
    with pytest.raises(Refusal, match="Decide the objection"):
        rule_on(target=hidden, kind=RulingKind.PUBLISH, by=moderator, at=AT)
    with pytest.raises(Refusal, match="Decide the objection"):
        take_ruling_back(ruling=hidden.rulings.last(), reason="Toch niet.", by=moderator, at=AT)


def test_who_reported_objects_where_the_words_stay_and_one_decision_answers_all(moderator, second):
    comment = CommentFactory()
    reports = [ReportFactory(subject=None, comment=comment) for _number in range(2)]
    rule_on(target=comment, kind=RulingKind.PUBLISH, reason="Het kan.", by=moderator, at=AT)
    for report in reports:
        report.refresh_from_db()
    appeals = [object_to(comment, by=UserFactory(), report=report) for report in reports]
    with pytest.raises(Refusal, match="ground"):
        decide(appeals[0], second)
    decision = decide(appeals[0], second, ground="insult")
    comment.refresh_from_db()
    assert comment.moderation == Moderation.HIDDEN
    assert set(Appeal.objects.values_list("decision", flat=True)) == {decision.pk}
    for report in reports:
        report.refresh_from_db()
        assert report.ruling == decision


def test_who_reported_objects_to_nothing_that_was_hidden(moderator):
    comment = CommentFactory()
    report = ReportFactory(subject=None, comment=comment)
    rule_on(target=comment, **HIDING, by=moderator, at=AT)
    report.refresh_from_db()
    with pytest.raises(Refusal, match="as you wanted it"):
        object_to(comment, by=UserFactory(), report=report)
