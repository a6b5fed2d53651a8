"""Proposals become one when every author agrees, and come apart again; nobody is counted twice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.comment import post_comment
from participation.actions.merge import answer_merge, answer_merge_for, call_off_merge, propose_merge, split_proposal
from participation.actions.relation import relate, unrelate
from participation.actions.state_event import move_proposal
from participation.actions.subject import withdraw_subject
from participation.actions.support import give_support, take_support_back
from participation.enums import MergeState, Moderation, PhaseKind, State
from participation.merge_rules import refusal_to_answer
from participation.models import Merge, MergeAnswer, Relation, Subject, Support
from participation.queries.ballot import ballot_subjects
from participation.queries.contribution import own_supports
from participation.queries.merge import open_merge, own_merge_answers, parts_of, related_to
from participation.queries.state_event import state_of
from participation.queries.subject import support_count
from tests.factories.accounts import UserFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, StateEventFactory, SubjectFactory
from tests.rounds import hide, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OPENS, CLOSES = moment(9, 15), moment(10, 1)
AT, HOUR = moment(9, 20), timedelta(hours=1)


@pytest.fixture
def consultation_round():
    found = ConsultationRoundFactory()
    PhaseFactory(consultation_round=found, kind=PhaseKind.SUPPORT, starts_at=OPENS, ends_at=CLOSES)
    PhaseFactory(consultation_round=found, kind=PhaseKind.VOTE, starts_at=CLOSES)
    return found


def public(consultation_round, **fields) -> Subject:
    subject = SubjectFactory(consultation_round=consultation_round, submitted_at=OPENS - HOUR, **fields)
    for state in (State.SUBMITTED, State.PUBLISHED):
        StateEventFactory(subject=subject, state=state, at=OPENS - HOUR)
    return subject


@pytest.fixture
def bench(consultation_round):
    return public(consultation_round, author_name="Noor", earlier_supports=3)


@pytest.fixture
def seat(consultation_round):
    return public(consultation_round, author_name="Sam", earlier_supports=2)


def anew(subject: Subject) -> Subject:
    return Subject.objects.select_related("reference", "consultation_round").get(pk=subject.pk)


def asked(moderator, kept, *others, at=AT) -> Merge:
    return propose_merge(kept=kept, others=others, reason="Ze vragen hetzelfde.", by=moderator, at=at)


def agree(merge: Merge, at=AT) -> None:
    for answer in merge.answers.select_related("subject__author"):
        answer_merge(answer=answer, agrees=True, reason="", by=answer.subject.author, at=at)


def united(moderator, kept, *others, at=AT) -> None:
    agree(asked(moderator, kept, *others, at=at), at=at)


def test_when_all_authors_agree_the_supports_are_united_and_each_person_counts_once(
    bench, seat, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    both, one = UserFactory(), UserFactory()
    for subject, person in ((bench, both), (seat, both), (seat, one)):
        give_support(subject=subject, by=person, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        merge = asked(moderator, bench, seat)
    assert {tuple(mail.to) for mail in mailoutbox} == {(bench.author.email,), (seat.author.email,)}
    assert [answer.subject for answer in own_merge_answers(seat.author)] == [seat]
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        agree(merge)
    merge.refresh_from_db()
    bench, seat = anew(bench), anew(seat)
    assert (merge.state, seat.merged_into, parts_of(bench)) == (MergeState.DONE, bench, [seat])
    # Two people, and what was counted elsewhere: three and two.
    assert (support_count(bench), bench.supports_here, bench.earlier_supports) == (7, 2, 5)
    assert (state_of(seat, AT), state_of(bench, AT)) == (State.MERGED, State.SUPPORTING)
    event = seat.state_events.get(state=State.MERGED)
    assert (event.went_to, event.reason, event.by) == (bench.reference, "Ze vragen hetzelfde.", None)
    assert list(Subject.objects.visible()) == [bench]
    assert list(ballot_subjects(bench.consultation_round)) == [bench]
    assert [support.subject for support in own_supports(both)] == [bench]
    # The author of the kept one, the author of the other, and who supported the other: each once.
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert told == sorted([bench.author.email, seat.author.email, both.email, one.email])
    assert AuditEntry.objects.filter(act="merge_done").exists()


def test_one_no_ends_it_and_needs_a_reason(bench, seat, moderator):
    merge = asked(moderator, bench, seat)
    mine, theirs = merge.answers.select_related("subject__author")
    answer_merge(answer=mine, agrees=True, reason="", by=mine.subject.author, at=AT)
    with pytest.raises(Refusal, match="why"):
        answer_merge(answer=theirs, agrees=False, reason=" ", by=theirs.subject.author, at=AT)
    answer_merge(answer=theirs, agrees=False, reason="Die van mij is anders.", by=theirs.subject.author, at=AT)
    merge.refresh_from_db()
    assert (merge.state, anew(seat).merged_into, open_merge(bench)) == (MergeState.REFUSED, None, None)
    with pytest.raises(Refusal, match="not open"):
        answer_merge(answer=theirs, agrees=True, reason="", by=theirs.subject.author, at=AT)


def test_nobody_answers_for_another_but_a_moderator_for_whom_has_no_account(consultation_round, bench, moderator):
    paper = public(consultation_round, author=None)
    merge = asked(moderator, bench, paper)
    of_bench, of_paper = merge.answers.select_related("subject__author")
    for act in (
        lambda: answer_merge(answer=of_bench, agrees=True, reason="", by=UserFactory(), at=AT),
        lambda: answer_merge(answer=of_paper, agrees=True, reason="", by=moderator, at=AT),
        lambda: answer_merge_for(answer=of_bench, how="Aan de balie.", by=moderator, at=AT),
        lambda: answer_merge_for(answer=of_paper, how=" ", by=moderator, at=AT),
        lambda: answer_merge_for(answer=of_paper, how="Aan de balie.", by=bench.author, at=AT),
    ):
        with pytest.raises(Refusal):
            act()
    answer_merge_for(answer=of_paper, how="Aan de balie.", by=moderator, at=AT)
    answer_merge(answer=of_bench, agrees=True, reason="", by=bench.author, at=AT)
    assert anew(paper).merged_into == bench
    assert MergeAnswer.objects.get(subject=paper).written_by == moderator


def test_what_cannot_become_one_is_refused_in_words(consultation_round, bench, seat, moderator, clerk):
    elsewhere, hidden = public(ConsultationRoundFactory()), public(consultation_round, moderation=Moderation.HIDDEN)
    settled = public(consultation_round)
    move_proposal(subject=settled, state=State.NOT_TAKEN, by=clerk, at=AT, reason="Te duur.")
    for others in ((), (bench,), (elsewhere,), (hidden,), (settled,)):
        with pytest.raises(Refusal):
            asked(moderator, bench, *others)
    with pytest.raises(Refusal, match="moderator"):
        asked(bench.author, bench, seat)
    with pytest.raises(Refusal, match="Voting has begun"):
        asked(moderator, bench, seat, at=CLOSES)
    assert not Merge.objects.exists()
    merge = asked(moderator, bench, seat)
    with pytest.raises(Refusal, match="asked already"):
        asked(moderator, seat, public(consultation_round))
    # It was right when it was asked, and is not any more: nothing of it happens, the last yes neither.
    with pytest.raises(Refusal, match="Voting has begun"):
        agree(merge, at=CLOSES)
    assert (anew(seat).merged_into, MergeAnswer.objects.get(subject=seat).agrees) == (None, None)
    # Nor is an author asked for a yes that would be refused.
    answer = MergeAnswer.objects.get(subject=seat)
    assert "Voting has begun" in refusal_to_answer(seat.author, answer, CLOSES)
    assert refusal_to_answer(seat.author, answer, AT) == ""
    call_off_merge(merge=Merge.objects.get(), by=moderator, at=AT)
    united(moderator, bench, seat)
    third = public(consultation_round)
    for kept, other in ((third, bench), (third, seat), (seat, third)):
        with pytest.raises(Refusal):
            asked(moderator, kept, other)
    united(moderator, bench, third)
    assert parts_of(bench) == [seat, third]


def test_the_database_holds_what_part_of_what_may_be(consultation_round, bench, seat):
    third, elsewhere = public(consultation_round), public(ConsultationRoundFactory())
    Subject.objects.filter(pk=seat.pk).update(merged_into=bench)
    for part, kept in ((third, third), (third, seat), (bench, third), (third, elsewhere)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Subject.objects.filter(pk=part.pk).update(merged_into=kept)
    with pytest.raises(DatabaseError), transaction.atomic():
        Subject.objects.filter(pk=seat.pk).update(ballot_line=1)


def test_what_is_part_of_another_takes_no_support_comment_or_withdrawal_of_its_own(bench, seat, moderator):
    stale = anew(seat)
    united(moderator, bench, seat)
    for subject in (stale, anew(seat)):
        with pytest.raises(Refusal, match=bench.reference.string):
            give_support(subject=subject, by=UserFactory(), at=AT)
    with pytest.raises(Refusal, match=bench.reference.string):
        post_comment(subject=anew(seat), text="Ik ook.", language="nl", author_name="", by=UserFactory(), at=AT)
    for subject in (seat, bench):
        with pytest.raises(Refusal, match="part of"):
            withdraw_subject(subject=anew(subject), reason="Toch niet.", by=subject.author, at=AT)


def test_split_gives_each_the_supports_it_had_but_for_who_took_theirs_back(consultation_round, bench, seat, moderator):
    third = public(consultation_round)
    both, of_seat, gone, later = UserFactory(), UserFactory(), UserFactory(), UserFactory()
    for subject, person in ((bench, both), (seat, both), (seat, of_seat), (third, of_seat), (seat, gone)):
        give_support(subject=subject, by=person, at=AT)
    united(moderator, bench, seat, third)
    bench = anew(bench)
    take_support_back(subject=bench, by=gone, at=AT)
    give_support(subject=bench, by=later, at=AT)
    assert set(bench.supports.values_list("supporter", flat=True)) == {both.pk, of_seat.pk, later.pk}
    with pytest.raises(Refusal):
        split_proposal(subject=seat, reason="Toch anders.", by=UserFactory(), at=AT)
    with pytest.raises(Refusal):
        split_proposal(subject=seat, reason=" ", by=seat.author, at=AT)
    with pytest.raises(Refusal, match="Voting has begun"):
        split_proposal(subject=seat, reason="Toch anders.", by=seat.author, at=CLOSES)
    split_proposal(subject=seat, reason="Toch anders.", by=seat.author, at=AT + HOUR)
    seat, bench = anew(seat), anew(bench)
    assert (seat.merged_into, state_of(seat, AT + HOUR), parts_of(bench)) == (None, State.SUPPORTING, [third])
    assert set(seat.supports.values_list("supporter", flat=True)) == {both.pk, of_seat.pk}
    # Whoever supported the third as well stays with the whole.
    assert set(bench.supports.values_list("supporter", flat=True)) == {both.pk, of_seat.pk, later.pk}
    assert (bench.earlier_supports, seat.earlier_supports) == (3, 2)
    split_proposal(subject=third, reason="Ook.", by=moderator, at=AT + HOUR)
    assert set(Support.objects.filter(subject=bench).values_list("supporter", flat=True)) == {both.pk, later.pk}
    with pytest.raises(Refusal, match="cannot become"):
        split_proposal(subject=third, reason="Nog eens.", by=moderator, at=AT + HOUR)


def test_support_given_anew_to_the_whole_stays_with_it_after_a_split(bench, seat, moderator):
    anew_too, came = UserFactory(), UserFactory()
    for person in (anew_too, came):
        give_support(subject=seat, by=person, at=AT)
    united(moderator, bench, seat)
    give_support(subject=anew(bench), by=anew_too, at=AT)
    split_proposal(subject=seat, reason="Toch anders.", by=seat.author, at=AT + HOUR)
    supporters = {one: set(one.supports.values_list("supporter", flat=True)) for one in (anew(bench), anew(seat))}
    assert list(supporters.values()) == [{anew_too.pk}, {anew_too.pk, came.pk}]


def test_supports_that_are_united_can_be_enough(bench, seat, moderator):
    bench.consultation_round.support_threshold = 7
    bench.consultation_round.save()
    give_support(subject=anew(bench), by=UserFactory(), at=AT)
    give_support(subject=anew(seat), by=UserFactory(), at=AT)
    assert state_of(bench, AT) == State.SUPPORTING
    united(moderator, anew(bench), anew(seat))
    assert state_of(bench, AT) == State.THRESHOLD


def test_who_wrote_a_part_hears_what_becomes_of_the_whole(
    bench, seat, moderator, clerk, mailoutbox, django_capture_on_commit_callbacks
):
    united(moderator, bench, seat)
    with django_capture_on_commit_callbacks(execute=True):
        move_proposal(subject=anew(bench), state=State.NOT_TAKEN, by=clerk, at=AT + HOUR, reason="Te duur.")
    assert {mail.to[0] for mail in mailoutbox} == {bench.author.email, seat.author.email}


def test_related_proposals_are_shown_both_ways_until_it_is_taken_back(bench, seat, moderator):
    for _ in range(2):
        relate(subject=seat, other=bench, by=moderator, at=AT)
    assert (related_to(bench), related_to(seat), Relation.objects.count()) == ([seat], [bench], 1)
    for other, by in ((bench, bench.author), (seat, moderator), (None, moderator)):
        with pytest.raises(Refusal):
            relate(subject=seat, other=other, by=by, at=AT)
    unrelate(subject=bench, other=seat, by=moderator, at=AT)
    assert (related_to(bench), Relation.objects.count()) == ([], 0)


@pytest.mark.parametrize("ends", ["withdraw", "hide"])
def test_what_leaves_public_view_ends_the_question_and_who_was_asked_is_told(
    ends, bench, seat, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    merge = asked(moderator, bench, seat)
    with django_capture_on_commit_callbacks(execute=True):
        if ends == "withdraw":
            withdraw_subject(subject=seat, reason="Het is er al.", by=seat.author, at=AT)
        else:
            hide(seat, by=moderator, at=AT)
    merge.refresh_from_db()
    assert (merge.state, merge.ended_at, open_merge(bench)) == (MergeState.GONE, AT, None)
    told = [mail for mail in mailoutbox if "not public any more" in mail.body or "niet meer openbaar" in mail.body]
    assert [mail.to for mail in told] == [[bench.author.email]]
    with pytest.raises(Refusal, match="not open"):
        answer_merge(answer=merge.answers.get(subject=bench), agrees=True, reason="", by=bench.author, at=AT)
