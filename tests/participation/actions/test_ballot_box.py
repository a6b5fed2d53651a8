"""The ballot box: made, tested, filled, closed, opened, destroyed."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base import clock
from base.actions.audit_entry import record
from base.models import AuditEntry
from base.refusal import Refusal
from participation import sealing, server_seal
from participation.actions import ballot as ballot_actions
from participation.actions import box_opening as box_opening_actions
from participation.actions import envelope as envelope_actions
from participation.actions.ballot import cast_ballot
from participation.actions.ballot_box import (
    bring_part,
    close_box,
    collect_part,
    make_box,
    report_lost,
    try_box,
)
from participation.actions.box_opening import open_box
from participation.actions.head import write_head
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.tally_sheet import count_round
from participation.box_rules import opening_words, parts_words
from participation.enums import Keeping, PhaseKind
from participation.models import (
    Ballot,
    BallotBox,
    Casting,
    Envelope,
    Head,
    OpenedEnvelope,
    PaperReading,
    PollBookEntry,
    SecondedAct,
    SetAsideEnvelope,
)
from participation.queries.ballot import marked_ballots
from participation.queries.ballot_box import holders_of
from participation.queries.electoral_roll import voter_of
from participation.queries.head import heads_as_data, is_receipt_in, receipts_in
from participation.queries.seconded_act import waiting_acts
from participation.verify.heads import mistakes_in_heads
from participation.verify.heads import receipts_in as receipts_of_file
from participation.voting_enums import SecondedKind
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import (
    WORDS,
    CertificationFactory,
    ConsultationRoundFactory,
    PaperReadingFactory,
    PhaseFactory,
    SecondedActFactory,
    SubjectFactory,
)
from tests.rounds import anew, by_two, castings_file, count, moment, open_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(11, 1), moment(11, 15)
BEFORE, DURING = moment(10, 20), moment(11, 3, 12)


@pytest.fixture
def bare():
    """A round with a vote and without a box."""
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES, box=False)
    SubjectFactory(consultation_round=consultation_round)
    return consultation_round


@pytest.fixture
def vote():
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    return consultation_round


@pytest.fixture
def park(vote):
    return SubjectFactory(consultation_round=vote, label="Park")


def cast(vote, *subjects, by=None, at=DURING):
    choices = {subject.pk: 1 for subject in subjects}
    return cast_ballot(consultation_round=anew(vote), voter=voter_of(vote, by or UserFactory()), choices=choices, at=at)


# Making and testing -------------------------------------------------------------------------------------------------


def test_a_vote_takes_no_ballot_before_its_box_was_tested(bare, clerk):
    voter = UserFactory()
    with pytest.raises(Refusal, match="not ready yet"):
        cast(bare, by=voter)
    made = make_box(consultation_round=bare, by=clerk, at=DURING)
    with pytest.raises(Refusal, match="not ready yet"):
        cast(bare, by=voter)
    with pytest.raises(Refusal, match="does not open the box"):
        try_box(consultation_round=bare, passphrase=sealing.new_passphrase(), by=clerk, at=DURING)
    try_box(consultation_round=bare, passphrase=f"  {made.passphrase.upper()}\n", by=clerk, at=DURING)
    assert cast(bare, by=voter).entry.roll_entry.person == voter
    with pytest.raises(Refusal, match="it stays the box of this vote"):
        make_box(consultation_round=bare, by=clerk, at=DURING)


def test_a_round_that_was_cancelled_gets_no_box(bare, clerk):
    by_two(bare, SecondedKind.CANCEL, reason="Er is geen geld.", by=clerk, at=BEFORE)
    with pytest.raises(Refusal, match="This round was cancelled on"):
        make_box(consultation_round=anew(bare), by=clerk, at=BEFORE)


def test_what_the_database_keeps_of_a_box_does_not_open_it(bare, clerk, settings):
    made = make_box(consultation_round=bare, by=clerk, at=BEFORE)
    kept = json.dumps({field.attname: str(getattr(made.box, field.attname)) for field in BallotBox._meta.fields})
    assert made.passphrase not in kept
    assert "passphrase" not in AuditEntry.objects.get(act="box_made").detail
    settings.SECRET_KEY = "another key"
    # Its key needs the passphrase and nothing of the server's.
    try_box(consultation_round=bare, passphrase=made.passphrase, by=clerk, at=BEFORE)


def test_a_box_that_is_opened_together_takes_as_many_parts_as_it_needs(bare, clerk):
    holders = [person_with(Role.CLERK) for _number in range(3)]
    deputy = UserFactory()
    box = make_box(
        consultation_round=bare,
        by=clerk,
        at=BEFORE,
        holders=[(holders[0], deputy), (holders[1], None), (holders[2], None)],
    ).box
    first, second, third = box.holders.all()
    assert (box.needed, bytes(box.locked_key)) == (2, b"")
    words = collect_part(holder=first, by=holders[0], at=BEFORE)
    others = collect_part(holder=second, by=holders[1], at=BEFORE)
    for holder, by in ((first, holders[0]), (third, holders[0])):
        with pytest.raises(Refusal, match=r"cannot be shown again|Only they are shown it"):
            collect_part(holder=holder, by=by, at=BEFORE)
    with pytest.raises(Refusal, match="not the words of this part"):
        bring_part(holder=first, words=others, by=holders[0], at=BEFORE)
    with pytest.raises(Refusal, match="or their deputy"):
        bring_part(holder=first, words=words, by=holders[1], at=BEFORE)
    bring_part(holder=first, words=words.upper(), by=deputy, at=BEFORE)
    assert anew(bare).box.tested_at is None
    bring_part(holder=second, words=others, by=holders[1], at=BEFORE)
    assert anew(bare).box.tested_at == BEFORE
    assert {bytes(one.brought) for one in box.holders.all()} == {b""}

    park = SubjectFactory(consultation_round=bare)
    cast(bare, park)
    with pytest.raises(Refusal, match="opened after the close"):
        bring_part(holder=first, words=words, by=holders[0], at=DURING)
    bring_part(holder=first, words=words, by=holders[0], at=CLOSES)
    with pytest.raises(Refusal, match="waits for 1 part more, of") as waits:
        open_up(bare, by=clerk, at=CLOSES)
    assert str(holders[1]) in waits.value.sentence
    report_lost(holder=third, by=holders[2], at=CLOSES)
    bring_part(holder=second, words=others, by=holders[1], at=CLOSES)
    assert open_up(bare, by=clerk, at=CLOSES) == 1
    assert {bytes(one.brought) for one in box.holders.all()} == {b""}


def test_holders_are_mailed_to_collect_their_part_and_after_the_close_to_bring_it(
    bare, clerk, mailoutbox, django_capture_on_commit_callbacks
):
    people, deputy = [person_with(Role.CLERK) for _number in range(3)], UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        box = make_box(
            consultation_round=bare,
            by=clerk,
            at=BEFORE,
            holders=[(people[0], deputy), *((one, None) for one in people[1:])],
        ).box
    assert [mail.to[0] for mail in mailoutbox] == [one.email for one in people]
    for holder in box.holders.all():
        words = collect_part(holder=holder, by=holder.person, at=BEFORE)
        if holder.person != people[2]:
            bring_part(holder=holder, words=words, by=holder.person, at=BEFORE)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        bring_part(holder=holder, words=words, by=people[2], at=CLOSES)
    assert [mail.to[0] for mail in mailoutbox] == [people[0].email, deputy.email, people[1].email]
    assert all(f"/admin/rounds/{bare.reference.string}/box/" in mail.body for mail in mailoutbox)
    assert not any(word in mail.body.split() for mail in mailoutbox for word in words.split())


def test_a_box_whose_parts_are_lost_says_that_it_cannot_be_opened(bare, clerk):
    people = [person_with(Role.CLERK) for _number in range(3)]
    box = make_box(consultation_round=bare, by=clerk, at=BEFORE, holders=[(one, None) for one in people]).box
    box.tested_at = BEFORE
    box.save()
    for holder in box.holders.all()[:2]:
        report_lost(holder=holder, by=holder.person, at=CLOSES)
    with pytest.raises(Refusal, match="2 are needed, and 1 are left"):
        open_up(bare, by=clerk, at=CLOSES)


def test_a_part_of_somebody_else_is_lost_once_a_second_person_confirms_it(bare, clerk):
    people, colleague = [person_with(Role.CLERK) for _number in range(3)], person_with(Role.CLERK)
    box = make_box(consultation_round=bare, by=clerk, at=BEFORE, holders=[(one, None) for one in people]).box
    first, second, _third = box.holders.all()
    words = collect_part(holder=first, by=people[0], at=BEFORE)
    with pytest.raises(Refusal, match="not done by one person alone"):
        report_lost(holder=first, by=clerk, at=CLOSES)
    about = {"consultation_round": bare, "kind": SecondedKind.LOST_PART, "by": clerk, "at": CLOSES}
    with pytest.raises(Refusal, match="Say why"):
        ask_second(**about, about=str(first.pk), reason=" ")
    acts = [ask_second(**about, about=str(one.pk), reason="Zij is overleden.") for one in (first, second)]
    assert not box.holders.filter(lost_at__isnull=False).exists()
    with pytest.raises(Refusal, match="not done by one person alone"):
        confirm_act(act=acts[0], by=clerk, at=CLOSES)
    assert "Of the 3 parts 3 are left, and 2 are needed" in parts_words(box, holders_of(box))
    confirm_act(act=acts[0], by=colleague, at=CLOSES)
    assert "All 2 parts that are left are needed" in parts_words(box, holders_of(box))
    # Whoever loses their own says so alone; what was still to be confirmed of it waits no more.
    report_lost(holder=second, by=people[1], at=CLOSES)
    assert "1 are left, and 2 are needed: nobody can open this box" in parts_words(box, holders_of(box))
    assert waiting_acts(anew(bare), CLOSES) == []
    # Whoever has the words after all is not refused.
    bring_part(holder=first, words=words, by=people[0], at=CLOSES)
    first.refresh_from_db()
    assert (first.lost_at, bool(first.brought)) == (None, True)


def test_nobody_can_bring_two_parts(bare, clerk):
    one, other = UserFactory.create_batch(2)
    for holders in ([(one, None), (one, None)], [(one, other), (other, None)], [(one, clerk), (other, clerk)]):
        with pytest.raises(Refusal, match=r"twice|two"):
            make_box(consultation_round=bare, by=clerk, at=BEFORE, holders=holders)
    with pytest.raises(Refusal, match="at least 2 and at most all"):
        make_box(consultation_round=bare, by=clerk, at=BEFORE, holders=[(one, None), (other, None)], needed=3)


def test_parts_below_the_number_that_is_needed_say_nothing_of_the_key():
    secret = sealing.new_secret()
    parts = sealing.split(secret, needed=3, parts=4)
    with pytest.raises(sealing.CannotOpen):
        sealing.join(parts[:2])
    assert sealing.join(parts[1:]) == secret


# Casting ------------------------------------------------------------------------------------------------------------


def test_envelopes_are_as_long_however_much_is_marked_and_never_the_same_twice(vote, park):
    others = SubjectFactory.create_batch(5, consultation_round=vote)
    for marked in ([], [park], [park, *others], [park]):
        cast(vote, *marked)
    seals = [bytes(one) for one in Envelope.objects.values_list("sealed", flat=True)]
    assert (len({len(one) for one in seals}), len(set(seals))) == (1, 4)
    assert not any(park.reference.string.encode() in one for one in seals)


def test_cast_ballot_gives_a_receipt_that_is_kept_as_its_hash_alone(vote, park, resident):
    first = cast(vote, park, by=resident)
    second = cast(vote, by=resident)
    assert {len(one.receipt) for one in (first, second)} == {13}
    assert [is_receipt_in(vote, one.receipt) for one in (first, second)] == [False, True]
    spoken = f" {second.receipt[:4]} {second.receipt[4:].lower()}"
    assert (is_receipt_in(vote, spoken), is_receipt_in(vote, ""), is_receipt_in(vote, "A" * 13)) == (True, False, False)
    older, newer = Casting.objects.order_by("replaces")
    assert newer.replaces == older.envelope
    assert newer.envelope == sha256(Envelope.objects.get().sealed).hexdigest()
    kept = str(
        list(Casting.objects.values()) + list(PollBookEntry.objects.values()) + list(AuditEntry.objects.values())
    )
    assert second.receipt not in kept
    trail = str(list(AuditEntry.objects.values()))
    assert not any(text in trail for text in (newer.receipt, newer.envelope))


def test_cast_ballot_writes_all_or_nothing(vote, park, monkeypatch):
    def fail(*rows, **kwargs):
        record(*rows, **kwargs)
        if kwargs["act"] != "ballot_cast":
            return
        assert [model.objects.count() for model in (PollBookEntry, Envelope, Casting)] == [1, 1, 1]
        raise RuntimeError("out of memory")

    monkeypatch.setattr(ballot_actions, "record", fail)
    with pytest.raises(RuntimeError):
        cast(vote, park)
    assert [model.objects.count() for model in (PollBookEntry, Envelope, Casting)] == [0, 0, 0]


# Heads --------------------------------------------------------------------------------------------------------------


def test_heads_commit_to_every_casting_and_the_closing_one_fixes_the_box(
    vote, park, clerk, django_capture_on_commit_callbacks
):
    voters = UserFactory.create_batch(3)
    for number, voter in enumerate([*voters, voters[0]]):
        with django_capture_on_commit_callbacks(execute=True):
            cast(vote, park, by=voter, at=DURING + number * timedelta(minutes=6))
    # The first act, and the first after ten minutes; the last one waits for the closing head.
    assert [head.castings.count() for head in Head.objects.all()] == [1, 2]
    assert close_box(consultation_round=vote, at=CLOSES - timedelta(seconds=1)) is False
    assert close_box(consultation_round=vote, at=CLOSES) is True
    assert close_box(consultation_round=vote, at=CLOSES) is False
    with pytest.raises(Refusal, match="came too late"):
        cast(vote, park, at=CLOSES - timedelta(seconds=1))
    data = json.loads(json.dumps(heads_as_data(anew(vote), anew(vote).box)))
    castings = castings_file(vote)
    assert mistakes_in_heads(data, castings, anew(vote).box.verify_key) == []
    assert list(receipts_in(vote)) == receipts_of_file(castings)
    assert len(receipts_of_file(castings)) == 3

    for change in ({"envelope": "0" * 64}, {"receipt": "0" * 64}, {"replaces": "0" * 64}, {"head": "2"}):
        assert mistakes_in_heads(data, [castings[0] | change, *castings[1:]]) != []
    assert mistakes_in_heads(data, castings[1:]) != []
    for number, name, text in ((0, "content", '"at":"2026'), (1, "sha256", data["heads"][1]["sha256"])):
        forged = json.loads(json.dumps(data))
        forged["heads"][number][name] = forged["heads"][number][name].replace(text, text[:-1] + "7")
        assert forged == data or mistakes_in_heads(forged, castings) != []
    del data["heads"][1]
    assert mistakes_in_heads(data, castings) != []


def test_write_head_writes_none_where_nothing_came_in(vote, park):
    cast(vote, park)
    assert write_head(consultation_round=vote, at=DURING).number == 1
    assert write_head(consultation_round=vote, at=DURING + timedelta(days=1)) is None


def test_seal_boxes_writes_the_heads_that_are_due_and_closes_what_is_over(vote, park, monkeypatch):
    cast(vote, park)
    for moments, heads in ((DURING, [False]), (DURING + timedelta(days=1), [False]), (CLOSES, [False, True])):
        monkeypatch.setattr(clock, "now", lambda moments=moments: moments)
        call_command("seal_boxes")
        assert list(Head.objects.values_list("is_closing", flat=True)) == heads
    call_command("seal_boxes")
    assert Head.objects.count() == 2


def test_the_database_changes_no_casting_and_no_head(vote, park):
    cast(vote, park)
    write_head(consultation_round=vote, at=DURING)
    for write in (
        lambda: Casting.objects.update(receipt="0" * 64),
        lambda: Casting.objects.update(head=None),
        lambda: Casting.objects.all().delete(),
        lambda: Head.objects.update(sha256="0" * 64),
        lambda: Head.objects.update(is_closing=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


# Opening ------------------------------------------------------------------------------------------------------------


def test_open_box_takes_every_ballot_out_and_leaves_no_link(vote, park, clerk):
    pool = SubjectFactory(consultation_round=vote, label="Bad")
    for marks in ([park], [park, pool], [], [pool]):
        cast(vote, *marks)
    assert open_up(vote, by=clerk, at=CLOSES) == 4
    counts = [model.objects.count() for model in (Envelope, OpenedEnvelope, Ballot, PollBookEntry)]
    assert counts == [0, 4, 4, 4]
    assert marked_ballots(vote) == (
        {
            ((park.reference.string, 1),): 1,
            ((park.reference.string, 1), (pool.reference.string, 1)): 1,
            ((pool.reference.string, 1),): 1,
        },
        1,
    )
    # What is kept of a ballot: a random key, its round and its marks. Nothing says when or by whom it was cast.
    assert {field.name for field in Ballot._meta.get_fields()} == {"key", "consultation_round", "marks"}
    assert {field.name for field in OpenedEnvelope._meta.get_fields()} == {"key", "consultation_round", "sealed"}
    assert not any(field.name == "ballot" for field in PollBookEntry._meta.get_fields())
    entry = AuditEntry.objects.get(act="box_opened")
    assert (entry.by, entry.detail) == (
        clerk,
        {"ballots": 4, "set_aside": 0, "witness": str(anew(vote).box.witness), "witnesses": "De notaris"},
    )
    with pytest.raises(Refusal, match="has been opened"):
        open_up(vote, by=clerk, at=CLOSES)


def test_open_box_writes_ballots_and_seals_in_orders_of_their_own(vote, clerk):
    subjects = SubjectFactory.create_batch(12, consultation_round=vote)
    for subject in subjects:
        cast(vote, subject)
    seals = [bytes(one) for one in Envelope.objects.order_by("pk").values_list("sealed", flat=True)]
    open_up(vote, by=clerk, at=CLOSES)
    # In the order in which they lie in the table, as nearly as a query can tell.
    cast_in_order = [f'{{"{subject.reference.string}":1}}' for subject in subjects]
    written = list(Ballot.objects.values_list("marks", flat=True))
    kept = [bytes(one) for one in OpenedEnvelope.objects.values_list("sealed", flat=True)]
    assert (sorted(written), sorted(kept)) == (sorted(cast_in_order), sorted(seals))
    # One shuffle in 479,001,600 keeps the order.
    assert (written != cast_in_order, kept != seals) == (True, True)
    assert [cast_in_order.index(one) for one in written] != [seals.index(one) for one in kept]


@pytest.mark.parametrize("damage", ["taken", "added"])
def test_open_box_stays_closed_where_envelopes_poll_book_and_castings_do_not_fit(vote, park, clerk, damage):
    cast(vote, park)
    cast(vote, park)
    if damage == "taken":
        Envelope.objects.first().delete()
    else:
        Casting.objects.create(consultation_round=vote, envelope="0" * 64)
    before = Envelope.objects.count()
    with pytest.raises(Refusal, match="The box stays closed"):
        open_up(vote, by=clerk, at=CLOSES)
    counts = (Envelope.objects.count(), Ballot.objects.count(), OpenedEnvelope.objects.count())
    assert (counts, anew(vote).box.opened_at) == ((before, 0, 0), None)


def put_in(vote, envelope: Envelope, sealed: bytes, *, as_cast: bool = True) -> None:
    """Somebody who can write in the database puts another envelope in the place of one."""
    before = sha256(envelope.sealed).hexdigest()
    Envelope.objects.filter(pk=envelope.pk).update(sealed=sealed)
    if as_cast:
        digest = sha256(sealed).hexdigest()
        Casting.objects.create(consultation_round=vote, envelope=digest, replaces=before)


def test_open_box_sets_aside_what_cannot_be_counted_and_opens_the_rest(vote, park, clerk):
    for _voter in range(31):
        cast(vote, park)
    key, envelopes = vote.box.public_key, list(Envelope.objects.all())
    park_text = json.dumps({park.reference.string: 1}, separators=(",", ":"))
    twice = json.dumps({park.reference.string: 2}, separators=(",", ":"))
    put_in(vote, envelopes[0], sealing.seal(key, park_text, 64), as_cast=False)
    put_in(vote, envelopes[1], sealing.seal(sealing.public_key(sealing.new_secret()), "{}", 64))
    put_in(vote, envelopes[2], sealing.seal(key, twice, 64))
    # Of more than one in ten somebody looks first: while the box is closed they can be restored.
    fourth = bytes(envelopes[3].sealed)
    put_in(vote, envelopes[3], b"", as_cast=False)
    with pytest.raises(Refusal, match="4 envelopes cannot be counted"):
        open_up(vote, by=clerk, at=CLOSES)
    Envelope.objects.filter(pk=envelopes[3].pk).update(sealed=fourth)
    assert Ballot.objects.count() == SetAsideEnvelope.objects.count() == 0

    assert open_up(vote, by=clerk, at=CLOSES) == 28

    aside = dict(SetAsideEnvelope.objects.values_list("ground", "marks"))
    assert aside == {"changed": park_text, "unreadable": "", "against": twice}
    assert (Envelope.objects.count(), Ballot.objects.count(), OpenedEnvelope.objects.count()) == (0, 28, 31)
    assert AuditEntry.objects.get(act="box_opened").detail["set_aside"] == 3
    sheet = count_round(consultation_round=anew(vote), by=clerk, at=CLOSES)
    assert (sheet.cast, sheet.set_aside, sheet.blank) == (31, 3, 0)


def test_open_box_stays_closed_under_a_key_that_was_replaced(vote, park, clerk):
    cast(vote, park)
    BallotBox.objects.update(public_key=sealing.public_key(sealing.new_secret()))
    with pytest.raises(Refusal, match="key of this box was replaced"):
        open_up(vote, by=clerk, at=CLOSES)


def test_open_box_is_whole_or_nothing(vote, park, clerk, monkeypatch):
    cast(vote, park)
    for module, name in ((box_opening_actions, "record"), (envelope_actions, "_write_under_new_keys")):
        with monkeypatch.context() as patch:

            def fail(*args, **kwargs):
                raise RuntimeError("out of memory")

            patch.setattr(module, name, fail)
            with pytest.raises(RuntimeError):
                open_up(vote, by=clerk, at=CLOSES)
        assert (Envelope.objects.count(), Ballot.objects.count(), anew(vote).box.closed_at) == (1, 0, None)
    assert open_up(vote, by=clerk, at=CLOSES) == 1


def test_open_box_is_asked_by_one_clerk_and_done_by_another_after_the_close(vote, park, clerk, resident):
    cast(vote, park)
    colleague = person_with(Role.CLERK)
    asked = {"consultation_round": vote, "kind": SecondedKind.OPEN, "reason": "Het is tijd."}
    for by, at, also, words in (
        (resident, CLOSES, "", "Only the clerk"),
        (colleague, DURING, "", "Nobody opens the box before that"),
        (colleague, CLOSES, f"{colleague}, notaris", "is known by their account"),
    ):
        with pytest.raises(Refusal, match=words):
            ask_second(**asked, by=by, at=at, details={"also": also})
    act = ask_second(**asked, by=colleague, at=CLOSES, details={"also": "De notaris"})
    for by, typed, words in (
        (colleague, WORDS, "not done by one person alone"),
        (resident, WORDS, "Only the clerk"),
        (clerk, "niets", "does not open the box"),
    ):
        with pytest.raises(Refusal, match=words):
            confirm_act(act=act, by=by, at=CLOSES, passphrase=typed)
    with pytest.raises(Refusal, match="not done by one person alone"):
        open_box(consultation_round=anew(vote), first=clerk, by=clerk, at=CLOSES, passphrase=WORDS)
    assert (Envelope.objects.count(), len(waiting_acts(vote, CLOSES))) == (1, 1)
    for wrong, words in (
        # Whoever reaches the database opens it no more alone than on the screen, in one step or in two.
        ({"opened_at": CLOSES, "opened_by": clerk, "witness": colleague}, "when one person asked for it and another"),
        ({"keeping": Keeping.SERVER}, "For whom a box is made"),
    ):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            BallotBox.objects.filter(consultation_round=vote).update(**wrong)
    confirm_act(act=act, by=clerk, at=CLOSES, passphrase=WORDS)
    box = anew(vote).box
    assert (box.witness, box.opened_by, len(waiting_acts(vote, CLOSES))) == (colleague, clerk, 0)
    assert "another opened it, each from their own account. Also there: De notaris." in opening_words(box)
    for wrong in ({"witness": clerk}, {"opened_at": None}, {"witnesses": "Niemand"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BallotBox.objects.filter(pk=box.pk).update(**wrong)
    for change in (lambda done: done.update(reason="Om iets anders."), lambda done: done.delete()):
        with pytest.raises(IntegrityError, match=r"once, as it was asked|never deleted"), transaction.atomic():
            change(SecondedAct.objects.filter(pk=act.pk))
    with pytest.raises(IntegrityError, match="asked for first"), transaction.atomic():
        SecondedActFactory(consultation_round=vote, second=clerk, second_at=CLOSES)


def test_open_box_leaves_other_rounds_alone(vote, park, clerk):
    cast(vote, park)
    other = ConsultationRoundFactory()
    PhaseFactory(consultation_round=other, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    SubjectFactory(consultation_round=other)
    assert open_up(other, by=clerk, at=CLOSES) == 0
    assert (Envelope.objects.count(), Ballot.objects.count()) == (1, 0)


def test_destroy_envelopes_leaves_no_seal_key_part_or_paper_that_was_never_cast(vote, park, clerk):
    cast(vote, park)
    PaperReadingFactory(batch__consultation_round=vote)
    asked = {"consultation_round": vote, "kind": SecondedKind.DESTROY, "reason": "Niemand maakt bezwaar.", "by": clerk}
    with pytest.raises(Refusal, match="until the result stands"):
        ask_second(**asked, at=CLOSES)
    sheet = count(vote, by=clerk)
    with pytest.raises(Refusal, match="until two people have certified"):
        ask_second(**asked, at=moment(12, 1))
    CertificationFactory(sheet=sheet, first=clerk, second=UserFactory(), second_at=moment(12, 1))
    # One person asks, nothing is done, and another confirms.
    act = ask_second(**asked, at=moment(12, 1))
    for by, sentence in ((clerk, "not done by one person alone"), (UserFactory(), "Only the clerk")):
        with pytest.raises(Refusal, match=sentence):
            confirm_act(act=act, by=by, at=moment(12, 1))
    with pytest.raises(Refusal, match="asked for this already"):
        ask_second(**asked | {"by": person_with(Role.CLERK)}, at=moment(12, 1))
    with pytest.raises(IntegrityError, match=r"seconded_by_somebody_else|not two people"), transaction.atomic():
        SecondedAct.objects.filter(pk=act.pk).update(second=clerk, second_at=moment(12, 1), second_reason="Ja.")
    assert OpenedEnvelope.objects.count() == 1
    confirm_act(act=act, by=person_with(Role.CLERK), at=moment(12, 1), reason="Ik heb het nagekeken.")
    box = anew(vote).box
    assert not PaperReading.objects.exists()
    assert (OpenedEnvelope.objects.count(), bytes(box.locked_key), bytes(box.signing_key)) == (0, b"", b"")
    assert (Ballot.objects.count(), Casting.objects.count(), box.destroyed_at) == (1, 1, moment(12, 1))


def test_what_waits_with_the_server_outlives_a_new_key_of_the_server_where_the_old_one_is_named(settings):
    kept = server_seal.keep(b"words")
    settings.SECRET_KEY, old = "another key", settings.SECRET_KEY
    with pytest.raises(sealing.CannotOpen):
        server_seal.fetch(kept)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert server_seal.fetch(kept) == b"words"
