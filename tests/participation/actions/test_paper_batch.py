import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.paper_batch import cast_batch, correct_papers, open_batch, read_paper
from participation.count_words import paper_record
from participation.enums import Eligibility, PhaseKind
from participation.forms.entry import EntryForm
from participation.forms.paper_batch import BatchForm
from participation.forms.paper_support import PaperSupportForm
from participation.models import ConsultationRound, PaperBatch, PaperReading, PollBookEntry, RollEntry
from participation.paper_rules import sample_of
from participation.queries.paper_batch import batches_of, papers_set_aside
from participation.queries.vote_record import record_of
from participation.voting_enums import PaperEntry, PaperRule, SecondedKind, SetAside, VotingChannel
from tests.documents import PDF
from tests.factories.accounts import person_with
from tests.factories.participation import (
    ConsultationRoundFactory,
    PhaseFactory,
    RollEntryFactory,
    SubjectFactory,
)
from tests.rounds import anew, by_two, in_envelopes, moment, with_other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

CAME, DURING = moment(11, 3, 12), moment(11, 4, 12)


@pytest.fixture
def vote():
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    for number in (1, 2, 3):
        RollEntryFactory(consultation_round=consultation_round, person=None, identifier=f"w-{number}")
    return anew(consultation_round)


@pytest.fixture
def park(vote):
    return SubjectFactory(consultation_round=vote)


@pytest.fixture
def colleague(db):
    return person_with(Role.CLERK)


def batch_of(vote, clerk, papers=1, channel=VotingChannel.PAPER, at=DURING):
    return open_batch(
        consultation_round=vote,
        channel=channel,
        papers=papers,
        received_at=CAME,
        scan=PDF,
        by=clerk,
        at=at,
    )


def read(batch, place, voter, *subjects, by, readable=True):
    choices = {subject.pk: 1 for subject in subjects} if readable else None
    read_paper(batch=batch, place=place, voter=voter, choices=choices, by=by, at=DURING)


def cast(batch, by):
    return cast_batch(batch=batch, by=by, at=DURING)


def vote_on_site(vote, identifier, *subjects, at):
    entry = vote.roll.get(identifier=identifier)
    choices = {subject.pk: 1 for subject in subjects}
    cast_ballot(consultation_round=anew(vote), voter=entry, choices=choices, at=at)


def test_a_batch_is_cast_once_two_people_read_every_paper_alike(vote, park, clerk, colleague):
    batch = batch_of(vote, clerk, papers=2)
    read(batch, 1, "w-1", park, by=clerk)
    read(batch, 1, "w-1", by=colleague)
    with pytest.raises(Refusal, match="Not entered by two people yet: 2"):
        cast(batch, clerk)
    for reader in (clerk, colleague):
        read(batch, 2, "w-2", by=reader)
    with pytest.raises(Refusal, match="Two people read these differently: 1"):
        cast(batch, clerk)
    with pytest.raises(Refusal, match="Two other people entered this paper"):
        read(batch, 1, "w-1", park, by=person_with(Role.CLERK))
    read(batch, 1, "w-1", park, by=colleague)
    cast(batch, colleague)
    assert in_envelopes() == [{park.reference.string: 1}, {}]
    batch.refresh_from_db()
    assert (batch.counted, batch.set_aside, PaperReading.objects.count()) == (2, [], 0)
    assert list(PollBookEntry.objects.values_list("channel", flat=True)) == [VotingChannel.PAPER] * 2
    told = str(list(AuditEntry.objects.values()))
    assert "w-1" not in told
    assert AuditEntry.objects.filter(act="ballot_cast", by=None).count() == 2
    for again in (lambda: cast(batch, clerk), lambda: read(batch, 1, "w-1", by=clerk)):
        with pytest.raises(Refusal, match="is in the ballot box"):
            again()


def test_what_was_entered_waits_sealed(vote, park, clerk):
    read(batch_of(vote, clerk), 1, "w-1", park, by=clerk)
    sealed = bytes(PaperReading.objects.get().sealed)
    assert b"w-1" not in sealed
    assert park.reference.string.encode() not in sealed


def test_the_database_holds_that_two_people_read_a_paper(vote, clerk):
    batch = batch_of(vote, clerk)
    read(batch, 1, "w-1", by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperReading.objects.create(batch=batch, place=1, turn=2, reader=clerk, sealed=b"x")


@pytest.mark.parametrize(
    ("rule", "web_at", "counts"),
    [
        ("web-first", moment(11, 2), "site"),
        ("paper-first", moment(11, 2), "paper"),
        ("last", moment(11, 2), "paper"),
        ("last", moment(11, 3, 13), "site"),
    ],
)
def test_of_a_ballot_on_paper_and_one_on_the_site_the_rules_say_which_counts(
    vote, park, clerk, colleague, rule, web_at, counts
):
    ConsultationRound.objects.update(paper_rule=rule)
    vote_on_site(vote, "w-1", at=web_at)
    batch = batch_of(vote, clerk)
    for reader in (clerk, colleague):
        read(batch, 1, "w-1", park, by=reader)
    done = cast(batch, clerk)
    assert in_envelopes() == [{park.reference.string: 1} if counts == "paper" else {}]
    assert (done.counted, papers_set_aside(batches_of(vote))) == (
        (1, []) if counts == "paper" else (0, [(1, 1, SetAside.ON_SITE)])
    )
    assert PollBookEntry.objects.count() == 1


def test_after_paper_the_site_replaces_it_unless_paper_goes_first(vote, park, clerk, colleague):
    batch = batch_of(vote, clerk)
    for reader in (clerk, colleague):
        read(batch, 1, "w-1", park, by=reader)
    cast(batch, clerk)
    with_other_rules(vote, paper_rule=PaperRule.PAPER_FIRST)
    with pytest.raises(Refusal, match="You voted on paper or by telephone"):
        vote_on_site(vote, "w-1", at=DURING)
    with_other_rules(vote, paper_rule=PaperRule.WEB_FIRST)
    vote_on_site(vote, "w-1", at=DURING)
    assert in_envelopes() == [{}]


def test_a_paper_that_marks_an_option_withdrawn_since_is_cast_with_the_rest(vote, park, clerk, colleague):
    SubjectFactory(consultation_round=vote)
    batch = batch_of(vote, clerk)
    for reader in (clerk, colleague):
        read(batch, 1, "w-1", park, by=reader)
    by_two(vote, SecondedKind.OPTION, about=str(park.pk), reason="De grond is verkocht.", by=clerk, at=DURING)
    assert cast(batch, clerk).counted == 1
    assert in_envelopes() == [{park.reference.string: 1}]


def test_a_second_paper_of_one_person_and_one_that_cannot_be_read_are_set_aside(vote, park, clerk, colleague):
    batch = batch_of(vote, clerk, papers=3)
    for reader in (clerk, colleague):
        read(batch, 1, "w-1", park, by=reader)
        read(batch, 2, "w-1", by=reader)
        read(batch, 3, "w-2", by=reader, readable=False)
    assert cast(batch, clerk).counted == 1
    assert papers_set_aside(batches_of(vote)) == [(1, 2, SetAside.TWICE), (1, 3, SetAside.UNREADABLE)]
    assert in_envelopes() == [{park.reference.string: 1}]
    batch_of(vote, clerk, papers=4)
    record = record_of(anew(vote))
    assert (record.papers_aside, record.papers_not_cast) == (
        [(SetAside.TWICE.label, 1), (SetAside.UNREADABLE.label, 1)],
        4,
    )


def test_a_paper_that_is_nobodys_is_set_aside_and_holds_up_no_other(vote, park, clerk, colleague):
    batch = batch_of(vote, clerk, papers=3, channel=VotingChannel.TELEPHONE)
    for reader, unknown in ((clerk, "K-777"), (colleague, "k -777")):
        read(batch, 1, "w-1", park, by=reader)
        read(batch, 2, unknown, by=reader, readable=False)
        read(batch, 3, "", by=reader, readable=False)
    assert cast(batch, clerk).counted == 1
    assert papers_set_aside(batches_of(vote)) == [(1, 2, SetAside.NO_VOTER), (1, 3, SetAside.NO_VOTER)]
    assert in_envelopes() == [{park.reference.string: 1}]


def test_papers_that_were_miscounted_are_corrected_with_a_reason_until_they_are_cast(vote, park, clerk, colleague):
    batch = batch_of(vote, clerk, papers=3)
    told = {"batch": batch, "reason": " Een envelop meegeteld. ", "by": clerk, "at": DURING}
    read(batch, 2, "w-2", park, by=clerk)
    for number, change, words in (
        (1, {}, "Entered already: 2"),
        (0, {}, "holds 1 to 200"),
        (201, {}, "holds 1 to 200"),
        (2, {"reason": " "}, "Say how it came"),
        (2, {"by": person_with(Role.RESIDENT)}, "Only the clerk"),
    ):
        with pytest.raises(Refusal, match=words):
            correct_papers(**told | change, papers=number)
    read(batch, 1, "w-1", by=clerk)
    correct_papers(**told, papers=4)
    correct_papers(**told, papers=2)
    detail = AuditEntry.objects.filter(act="paper_batch_recounted").latest("pk").detail
    assert (detail["before"], detail["papers"], detail["reason"]) == (4, 2, "Een envelop meegeteld.")
    for place, voter in ((1, "w-1"), (2, "w-2")):
        read(batch, place, voter, *([park] if place == 2 else []), by=colleague)
    assert cast(batch, clerk).counted == 2
    record = record_of(anew(vote))
    assert (record.papers, record.papers_cast, [one.words for one in record.sums if not one.closes]) == (2, 2, [])
    with pytest.raises(Refusal, match="is in the ballot box"):
        correct_papers(**told, papers=3)


def test_who_counted_one_paper_too_many_draws_the_sample_by_saying_so(vote, clerk, colleague):
    ConsultationRound.objects.update(paper_entry=PaperEntry.SAMPLE)
    batch = batch_of(vote, clerk, papers=2)
    read(batch, 1, "w-1", by=clerk)
    correct_papers(batch=batch, papers=1, reason="Verteld.", by=clerk, at=DURING)
    batch.refresh_from_db()
    assert sample_of(batch) == {1}
    with pytest.raises(Refusal, match="their number stands fast"):
        correct_papers(batch=batch, papers=2, reason="Toch niet.", by=colleague, at=DURING)


def test_papers_are_refused_of_nobody_on_the_roll_outside_the_vote_and_to_others_than_the_clerk(
    vote, park, clerk, resident
):
    batch = batch_of(vote, clerk)
    with pytest.raises(Refusal, match="Nobody on this roll"):
        read(batch, 1, "w-9", by=clerk)
    with pytest.raises(Refusal, match="papers 1 to 1"):
        read(batch, 2, "w-1", by=clerk)
    with pytest.raises(Refusal, match="Only the clerk"):
        read(batch, 1, "w-1", by=resident)
    with pytest.raises(Refusal, match="That time is over"):
        read_paper(batch=batch, place=1, voter="w-1", choices={}, by=clerk, at=moment(11, 15))
    with pytest.raises(Refusal):
        batch_of(vote, clerk, at=moment(11, 15))
    assert PaperBatch.objects.get().number == 1


@pytest.mark.parametrize("form", [EntryForm, BatchForm, PaperSupportForm])
def test_a_scan_of_whatever_came_in_has_a_largest_size(form):
    scan = SimpleUploadedFile("scan.pdf", PDF)
    field = form.base_fields["scan"]
    assert field.clean(scan) is scan
    scan.size = 10 * 1024 * 1024 + 1
    with pytest.raises(ValidationError, match="too big"):
        field.clean(scan)


def test_of_a_batch_that_is_entered_once_somebody_else_enters_a_sample_that_nobody_knew(vote, park, clerk, colleague):
    ConsultationRound.objects.update(paper_entry=PaperEntry.SAMPLE)
    batch = batch_of(vote, clerk, papers=120)
    assert sample_of(batch) == set()
    RollEntry.objects.bulk_create(RollEntry(consultation_round=vote, identifier=f"s-{n}") for n in range(1, 121))
    for place in range(1, 120):
        read(batch, place, f"s-{place}", by=clerk)
    read(batch, 1, "s-1", park, by=clerk)
    with pytest.raises(Refusal, match="Once all are entered a sample is drawn"):
        read(batch, 1, "s-1", park, by=colleague)
    batch.refresh_from_db()
    assert batch.seed == ""
    with pytest.raises(Refusal, match="Not entered yet: 120"):
        cast(batch, clerk)
    read(batch, 120, "s-120", by=clerk)
    batch.refresh_from_db()
    drawn = sample_of(batch)
    # Of 120 one in ten; anybody draws the same from the seed.
    hashes = {place: hashlib.sha256(f"{batch.seed}:{place}".encode()).hexdigest() for place in range(1, 121)}
    assert drawn == set(sorted(hashes, key=hashes.get)[:12])
    assert AuditEntry.objects.get(act="paper_sample_drawn").detail["seed"] == batch.seed
    other = min(set(range(1, 121)) - drawn)
    with pytest.raises(Refusal, match="what you entered stands fast"):
        read(batch, other, f"s-{other}", park, by=clerk)
    with pytest.raises(Refusal, match="not in the sample"):
        read(batch, other, f"s-{other}", by=colleague)
    for place in sorted(drawn):
        with pytest.raises(Refusal, match="Not entered by two people yet"):
            cast(batch, colleague)
        read(batch, place, f"s-{place}", *([park] if place == 1 else []), by=colleague)
    assert cast(batch, colleague).counted == 120
    record = record_of(anew(vote))
    assert (record.batches, record.batches_differed) == (1, 0)
    assert paper_record(record).startswith("Each ballot on paper or by telephone is entered once.")


def test_papers_that_bear_one_identifier_are_entered_again_with_the_sample(vote, park, clerk, colleague):
    ConsultationRound.objects.update(paper_entry=PaperEntry.SAMPLE)
    RollEntry.objects.bulk_create(RollEntry(consultation_round=vote, identifier=f"s-{n}") for n in range(1, 41))
    batch = batch_of(vote, clerk, papers=40)
    for place in range(1, 41):
        read(batch, place, "s-17" if place in (9, 38) else f"s-{place}", by=clerk)
    batch.refresh_from_db()
    hashes = {place: hashlib.sha256(f"{batch.seed}:{place}".encode()).hexdigest() for place in range(1, 41)}
    assert sample_of(batch) == {*sorted(hashes, key=hashes.get)[:10], 9, 17, 38}
    assert AuditEntry.objects.get(act="paper_sample_drawn").detail["papers"] == sorted(sample_of(batch))


def test_one_difference_in_the_sample_and_the_whole_batch_is_entered_again(vote, park, clerk, colleague):
    ConsultationRound.objects.update(paper_entry=PaperEntry.SAMPLE)
    batch = batch_of(vote, clerk, papers=11)
    RollEntry.objects.bulk_create(RollEntry(consultation_round=vote, identifier=f"s-{n}") for n in range(1, 12))
    for place in range(1, 12):
        read(batch, place, f"s-{place}", by=clerk)
    batch.refresh_from_db()
    drawn = sorted(sample_of(batch))
    # Ten at least, so all but one of eleven.
    (spared,) = set(range(1, 12)) - set(drawn)
    read(batch, drawn[0], f"s-{drawn[0]}", park, by=colleague)
    # Corrected or not: it was read differently.
    read(batch, drawn[0], f"s-{drawn[0]}", by=colleague)
    for place in drawn[1:]:
        read(batch, place, f"s-{place}", by=colleague)
    with pytest.raises(Refusal, match=f"Not entered by two people yet: {spared}"):
        cast(batch, clerk)
    read(batch, spared, f"s-{spared}", by=colleague)
    assert cast(batch, clerk).counted == 11
    assert "In 1 batch the sample showed a difference" in paper_record(record_of(anew(vote)))
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBatch.objects.update(seed="")
