from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.ballot_box import close_box
from participation.actions.box_opening import destroy_envelopes
from participation.actions.certification import certify
from participation.actions.consultation_round import publish_result
from participation.actions.round_change import (
    cancel_round,
    extend_phase,
    pause_round,
    resume_round,
    withdraw_option,
)
from participation.actions.tally_sheet import correct_count, count_round
from participation.count_words import record_facts, standing_words
from participation.enums import Act, FollowMoment, PhaseKind, RoundChangeKind, RoundState, State
from participation.exports.ballots import CountedBallots, written
from participation.models import ConsultationRound, Envelope, PollBookEntry, RoundChange, RoundRules, Subject
from participation.news import news_of
from participation.queries.ballot import options_of, profile_of
from participation.queries.certification import standing_of
from participation.queries.consultation_round import standing, state_at
from participation.queries.electoral_roll import voter_of
from participation.queries.result_bundle import kept_file
from participation.queries.round_change import shown_changes
from participation.queries.vote_record import record_of
from participation.round_change_rules import refusal_to_withdraw_option
from participation.verify import verify
from participation.voting_enums import SecondedKind
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import (
    CertificationFactory,
    ConsultationRoundFactory,
    PhaseFactory,
    SubjectFactory,
)
from tests.rounds import anew, by_two, count, moment, open_up, with_other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(11, 1), moment(11, 15)
DURING, LATER, AFTER = moment(11, 3, 12), moment(11, 5, 12), moment(12, 1)
WHY = "Storm op zondag: het stembureau was dicht."


@pytest.fixture
def vote() -> ConsultationRound:
    consultation_round = ConsultationRoundFactory(method="irv")
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    return consultation_round


@pytest.fixture
def three(vote) -> list[Subject]:
    return [SubjectFactory(consultation_round=vote, label=label) for label in ("Park", "Bad", "Plein")]


def cast(vote, *ranked, at=DURING):
    choices = {subject.pk: rank for rank, subject in enumerate(ranked, start=1)}
    return cast_ballot(consultation_round=anew(vote), voter=voter_of(vote, UserFactory()), choices=choices, at=at)


def cancel(vote, clerk, at=AFTER):
    return by_two(vote, SecondedKind.CANCEL, reason=WHY, by=clerk, at=at)


def said(clerk, at=DURING, why=WHY):
    return {"reason": why, "by": clerk, "at": at}


def test_extend_phase_only_makes_a_running_phase_longer(vote, three, clerk):
    def extend(ends_at, at=DURING, why=WHY):
        found = anew(vote)
        return extend_phase(
            consultation_round=found, phase=found.voting, ends_at=ends_at, **said(clerk, at=at, why=why)
        )

    for refused, words in [
        ({"ends_at": CLOSES - timedelta(minutes=1)}, "longer, not shorter"),
        ({"ends_at": AFTER, "at": OPENS - timedelta(seconds=1)}, "has not begun"),
        ({"ends_at": AFTER, "at": CLOSES}, "is over"),
        ({"ends_at": AFTER, "why": " "}, "everybody reads the reason"),
        # 2036 for 2026 is never taken back.
        ({"ends_at": CLOSES.replace(year=2036)}, "Friday 14 November 2036, 23:59: look at the month and the year"),
        ({"ends_at": CLOSES + timedelta(weeks=13, minutes=1)}, "13 weeks longer at most"),
    ]:
        with pytest.raises(Refusal, match=words):
            extend(**refused)
    assert RoundChange.objects.count() == 0
    change = extend(moment(11, 20))
    assert (change.ends_before, change.ends_after, change.reason) == (CLOSES, moment(11, 20), WHY)
    assert AuditEntry.objects.get(act="round_extended").detail["reason"] == WHY
    # Who comes after the old end is in time.
    cast(vote, three[0], at=moment(11, 19))
    with pytest.raises(Refusal):
        extend_phase(
            consultation_round=anew(vote), phase=anew(vote).voting, ends_at=AFTER, **said(UserFactory(), at=DURING)
        )


def test_pause_stops_every_act_and_the_close_until_it_is_resumed(vote, three, clerk):
    cast(vote, three[0])
    pause_round(consultation_round=anew(vote), **said(clerk))
    assert not any(anew(vote).permits(act, DURING) for act in Act)
    with pytest.raises(Refusal, match="paused"):
        cast(vote, three[1], at=LATER)
    # The end passes meanwhile: nothing is closed or opened.
    assert close_box(consultation_round=anew(vote), at=AFTER) is False
    with pytest.raises(Refusal, match="paused"):
        open_up(vote, by=clerk, at=AFTER)
    assert standing(anew(vote), LATER).state == RoundState.PAUSED
    assert ConsultationRound.objects.annotate(state=state_at(LATER)).get().state == RoundState.PAUSED
    key = anew(vote).voting.pk
    with pytest.raises(Refusal, match="over at once"):
        resume_round(consultation_round=anew(vote), ends={}, **said(clerk, at=AFTER))
    with pytest.raises(Refusal, match="longer, not shorter"):
        resume_round(consultation_round=anew(vote), ends={key: moment(11, 14)}, **said(clerk, at=LATER))
    resume_round(consultation_round=anew(vote), ends={key: moment(12, 10)}, **said(clerk, at=AFTER))
    cast(vote, three[1], at=moment(12, 2))
    kinds = list(RoundChange.objects.values_list("kind", flat=True))
    assert kinds == [RoundChangeKind.PAUSED, RoundChangeKind.EXTENDED, RoundChangeKind.RESUMED]


def test_closed_box_stays_closed_for_whoever_read_the_clock_just_before(vote, three, clerk):
    cast(vote, three[0])
    close_box(consultation_round=anew(vote), at=CLOSES)
    just_before = said(clerk, at=CLOSES - timedelta(seconds=1))
    found = anew(vote)
    for words, act in (
        ("is over", lambda: extend_phase(consultation_round=found, phase=found.voting, ends_at=AFTER, **just_before)),
        ("is over", lambda: withdraw_option(subject=three[1], first=UserFactory(), **just_before)),
        ("Nothing is open", lambda: pause_round(consultation_round=found, **just_before)),
    ):
        with pytest.raises(Refusal, match=words):
            act()


def test_cancelled_round_is_over_and_its_ballots_are_never_opened(vote, three, clerk):
    cast(vote, three[0])
    cancel(vote, clerk, at=DURING)
    for act in (
        lambda: cast(vote, three[1], at=LATER),
        lambda: open_up(vote, by=clerk, at=AFTER),
        lambda: count_round(consultation_round=anew(vote), by=clerk, at=AFTER),
        lambda: pause_round(consultation_round=anew(vote), **said(clerk, at=LATER)),
    ):
        with pytest.raises(Refusal, match="cancelled"):
            act()
    assert PollBookEntry.objects.count() == 1
    assert standing(anew(vote), LATER).state == RoundState.CANCELLED
    destroy_envelopes(consultation_round=anew(vote), first=UserFactory(), by=clerk, at=AFTER)
    box = anew(vote).box
    assert (Envelope.objects.count(), bytes(box.locked_key), bytes(box.signing_key)) == (0, b"", b"")


def test_provisional_result_is_cancelled_and_a_certified_one_is_not(vote, three, clerk):
    cast(vote, three[0])
    sheet = count(vote, by=clerk, public=False)
    other = UserFactory()
    with transaction.atomic():
        publish_result(consultation_round=anew(vote), by=clerk, at=AFTER)
        CertificationFactory(sheet=sheet, first=clerk, second=other, second_at=AFTER)
        with pytest.raises(Refusal, match="can no longer be cancelled"):
            cancel(vote, clerk)
        transaction.set_rollback(True)
    with transaction.atomic():
        cancel(vote, clerk)
        with pytest.raises(Refusal, match="cancelled"):
            publish_result(consultation_round=anew(vote), by=clerk, at=AFTER)
        transaction.set_rollback(True)
    publish_result(consultation_round=anew(vote), by=clerk, at=AFTER)
    # Who dislikes the outcome does not undo it alone, nor does the database let them.
    with pytest.raises(Refusal, match="not done by one person alone"):
        cancel_round(consultation_round=anew(vote), **said(clerk, at=AFTER))
    with pytest.raises(IntegrityError, match="rely on is cancelled when two people"), transaction.atomic():
        ConsultationRound.objects.update(cancelled_at=AFTER)
    cancel(vote, clerk)
    with pytest.raises(Refusal, match="cancelled"):
        correct_count(consultation_round=anew(vote), reason=WHY, by=clerk, at=AFTER)
    with pytest.raises(Refusal, match="cancelled"):
        certify(consultation_round=anew(vote), asked=person_with(Role.CLERK), by=clerk, at=moment(12, 20))
    assert standing(anew(vote), AFTER).state == RoundState.CANCELLED
    assert ConsultationRound.objects.annotate(state=state_at(AFTER)).get().state == RoundState.CANCELLED
    assert Subject.objects.with_state(AFTER).get(pk=three[0].pk).state == State.PUBLISHED
    words = standing_words(standing_of(anew(vote), AFTER))
    assert ("was cancelled" in words, "decides nothing" in words) == (True, True)
    assert "had been opened by then" in shown_changes(anew(vote))[0].headline


def test_option_that_is_withdrawn_counts_as_if_nobody_had_marked_it(vote, three, clerk, tmp_path, capsys):
    park, pool, square = three
    for ranked in ((pool, park), (pool, square), (park, square), (square, park), (square, park)):
        cast(vote, *ranked)
    # One whose only mark will be gone, and one that never had a mark: two different things.
    cast(vote, pool)
    cast(vote)
    rules = RoundRules.objects.get().sha256
    with pytest.raises(Refusal, match="keep it off"):
        withdraw_option(subject=SubjectFactory(), first=UserFactory(), **said(clerk))
    with pytest.raises(Refusal, match="not done by one person alone"):
        withdraw_option(subject=pool, first=clerk, **said(clerk))
    with pytest.raises(IntegrityError, match="An option is withdrawn when two"), transaction.atomic():
        withdraw_option(subject=pool, first=UserFactory(), **said(clerk))
    option = {"kind": SecondedKind.OPTION, "about": str(pool.pk), "reason": WHY, "by": clerk, "at": DURING}
    by_two(vote, **option)
    with pytest.raises(Refusal, match="withdrawn before"):
        by_two(vote, **option)
    with pytest.raises(Refusal, match="not on the ballot paper"):
        cast(vote, pool, at=LATER)
    open_up(vote, by=clerk, at=AFTER)
    sheet = count_round(consultation_round=anew(vote), by=clerk, at=AFTER)
    # What stood second behind it counts as first: three for the square, two for the park.
    assert sheet.outcome["winners"] == [square.reference.string]
    assert sheet.outcome["scores"] == {park.reference.string: 2, square.reference.string: 3}
    assert (sheet.cast, sheet.blank, sheet.emptied, RoundRules.objects.get().sha256) == (7, 1, 1, rules)
    record = record_of(anew(vote), recounts_blank=True)
    assert (record.blank, record.emptied, record.marked, record.refusal) == (1, 1, 5, "")
    counted = profile_of(anew(vote))
    labels = {one.reference.string: one.label for one in (park, square)}
    exported = CountedBallots("Buurt", "nl", "irv", counted, labels, sheet.outcome["winners"])
    said_of_one = "1 of the ballots without a mark here marked only what was withdrawn during the vote."
    assert f'"Buurt {said_of_one}"' in written(exported, "blt").decode()
    path = tmp_path / "bundle.zip"
    path.write_bytes(kept_file(sheet.bundle))
    assert verify.main([str(path)]) == 0
    told = capsys.readouterr().out
    assert "5 ballots counted, 1 blank.\nOn 1 more only what was withdrawn was marked" in told
    facts = {fact["label"]: fact["value"] for fact in record_facts(record_of(anew(vote)), is_public=True)}
    assert (facts["of which blank"], facts["of which only what was withdrawn was marked"]) == ("1", "1")


def test_so_many_options_stay_as_there_are_to_choose(vote, three, clerk):
    park, pool, square = three
    cast(vote, park)
    option = {"kind": SecondedKind.OPTION, "reason": WHY, "by": clerk, "at": DURING}
    for gone in (park, pool):
        by_two(vote, **option, about=str(gone.pk))
    # Asked or confirmed: nobody is left to vote on nothing.
    with pytest.raises(Refusal, match=r"nothing to choose\. Cancel the round instead"):
        by_two(vote, **option, about=str(square.pk))
    assert options_of(anew(vote)).get() == square
    many = with_other_rules(anew(vote), seats=2)
    assert "than the 2 that are chosen" in refusal_to_withdraw_option(many, options_of(many).get(), DURING)


def test_no_option_is_withdrawn_from_a_vote_whose_ballots_give_all_their_points(clerk):
    vote = ConsultationRoundFactory(method="cumulative", points=3, settings={"spend": "all"})
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    park, _pool = (SubjectFactory(consultation_round=vote, label=label) for label in ("Park", "Bad"))
    cast(vote, park, _pool)
    with pytest.raises(Refusal, match="gives all its points"):
        withdraw_option(subject=park, first=UserFactory(), **said(clerk))


def test_changes_are_never_written_over_and_never_shorten(vote, three, clerk):
    change = pause_round(consultation_round=anew(vote), **said(clerk))
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundChange.objects.update(reason="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundChange.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundChange.objects.create(
            consultation_round=change.consultation_round,
            kind=RoundChangeKind.EXTENDED,
            reason="x",
            at=DURING,
            ends_before=CLOSES,
            ends_after=OPENS,
        )


def test_followers_are_told_once_per_act_with_the_reason(vote, three, clerk, monkeypatch):
    told = []
    monkeypatch.setattr("participation.actions.round_change.announce", lambda **said: told.append(said))
    pause_round(consultation_round=anew(vote), **said(clerk))
    ends = {anew(vote).voting.pk: moment(11, 20)}
    resume_round(consultation_round=anew(vote), ends=ends, **said(clerk, at=LATER))
    resumed = RoundChange.objects.get(kind=RoundChangeKind.RESUMED)
    assert [one["moment"] for one in told] == [FollowMoment.ROUND] * 2
    assert (told[-1]["what"], told[-1]["references"]) == (resumed.pk, [vote.reference_id])
    news = news_of(FollowMoment.ROUND, str(resumed.pk))
    assert news.headline == f"{vote.reference.string}: resumed"
    words = [paragraph.text for paragraph in news.paragraphs]
    assert "Longer: 'Vote' goes on until and including Thursday 19 November 2026, 23:59." in words
    assert words[-1] == WHY
