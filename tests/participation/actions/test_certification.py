"""From the provisional count to the certified one: objections, two people, corrections."""

import json
from datetime import timedelta
from shutil import copytree

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base import clock
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.certification import certify, countersign
from participation.actions.consultation_round import publish_result
from participation.actions.count_objection import (
    Objector,
    forget_objectors,
    object_to_count,
    read_objector,
    rule_on_objection,
)
from participation.actions.recount import begin_recount
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.tally_sheet import correct_count
from participation.certification_rules import awaits_correction
from participation.count_steps import steps_of
from participation.count_tasks import count_again
from participation.count_words import record_facts
from participation.models import (
    Ballot,
    Casting,
    Certification,
    CountObjection,
    ObjectionSender,
    Recount,
    SetAsideEnvelope,
    TallyLine,
    TallySheet,
)
from participation.queries.certification import counted_again, standing_of
from participation.queries.vote_record import record_of
from participation.verify.bundle import FOLDER
from participation.voting_enums import ObjectionRuling, SecondedKind
from proposals.queries.thread import round_thread
from tests.factories.accounts import UserFactory, person_with
from tests.rounds import COUNTING, anew, by_two, count, moment, with_other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES, DURING = moment(11, 1), moment(11, 15), moment(11, 3, 12)
# The result is public on Friday 20 November; seven days later is a Friday.
OBJECTING, AFTER = moment(11, 27, 23), moment(11, 28)
NOOR = Objector("Noor", "Dorpsstraat 1", "noor@example.nl")


@pytest.fixture
def counted(vote, clerk):
    count(vote, by=clerk)
    return anew(vote)


@pytest.fixture
def second():
    return clerk_named("Wim")


def clerk_named(name):
    person = person_with(Role.CLERK)
    person.display_name = name
    person.save()
    return person


def object_now(vote, text="Mijn bon staat er niet bij.", at=OBJECTING, by=None):
    return object_to_count(
        consultation_round=anew(vote), text=text, sender=NOOR, language="nl", by=by or UserFactory(), at=at
    )


def rule(objection, clerk, ruling=ObjectionRuling.REJECTED, at=OBJECTING):
    return rule_on_objection(
        objection=objection, ruling=ruling, gist="Een bon zou ontbreken.", ground="Zij staat er.", by=clerk, at=at
    )


def certified(vote, first, second, at=AFTER):
    certify(consultation_round=vote, asked=second, by=first, at=at)
    return countersign(consultation_round=vote, by=second, at=at)


def test_a_count_is_certified_by_two_people_after_a_recount(counted, clerk, second):
    assert not standing_of(counted, COUNTING).is_certified
    waiting = certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    assert (waiting.is_whole, waiting.recount_sha256) == (False, waiting.sheet.sha256)
    assert [station.stamp for station in round_thread(anew(counted), [], AFTER) if station.stamp] == ["counted"]
    for person in (clerk, person_with(Role.CLERK)):
        with pytest.raises(Refusal, match="The certificate waits for Wim"):
            countersign(consultation_round=counted, by=person, at=AFTER)
    done = countersign(consultation_round=counted, by=second, at=AFTER)
    assert (done.first, done.second, done.second_at) == (clerk, second, AFTER)
    assert done.bundle_sha256 == done.sheet.bundle.sha256
    assert done.closing_head == counted.heads.get(is_closing=True).sha256
    assert standing_of(anew(counted), AFTER).is_certified
    assert [station.stamp for station in round_thread(anew(counted), [], AFTER) if station.stamp] == ["certified"]
    assert AuditEntry.objects.get(act="count_certified").by == second
    with pytest.raises(Refusal, match="has been certified"):
        certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)


def test_the_second_person_is_somebody_else_who_may_count_and_their_deputy_may_come(counted, clerk, second, resident):
    deputy = clerk_named("Hanneke")
    for asked, other, words in (
        (clerk, None, "somebody else than you"),
        (second, second, "somebody else than you"),
        (None, None, "not certified by one person alone"),
        (resident, None, "who may count"),
    ):
        with pytest.raises(Refusal, match=words):
            certify(consultation_round=counted, asked=asked, deputy=other, by=clerk, at=AFTER)
    certify(consultation_round=counted, asked=clerk_named("Ria"), by=clerk, at=AFTER)
    # As long as nobody was the second, the first may ask somebody else.
    certify(consultation_round=counted, asked=second, deputy=deputy, by=clerk, at=AFTER)
    with pytest.raises(Refusal, match="waits for"):
        certify(consultation_round=counted, asked=clerk, by=second, at=AFTER)
    assert countersign(consultation_round=counted, by=deputy, at=AFTER).second == deputy


def test_the_database_keeps_sheets_and_certificates_as_they_were_written(counted, clerk, second):
    certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certification.objects.update(second=clerk_named("Ria"), second_at=AFTER)
    countersign(consultation_round=counted, by=second, at=AFTER)
    for kept, change in (
        (Certification, {"second_at": None, "second": None}),
        (TallyLine, {"score": 0}),
        (TallySheet, {"cast": 0}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.objects.all()._raw_delete("default")


def test_nothing_is_certified_while_somebody_can_object_or_waits_for_a_ruling(counted, clerk, second):
    objection = object_now(counted)
    assert object_now(counted) == objection
    with pytest.raises(Refusal, match="Objection 1 waits for a ruling"):
        certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    rule(objection, clerk)
    with pytest.raises(Refusal, match="People can object until and including Friday 27 November"):
        certify(consultation_round=counted, asked=second, by=clerk, at=OBJECTING)
    with pytest.raises(Refusal, match="That time is over"):
        object_now(counted, "Nog een", at=AFTER)
    certified(counted, clerk, second)
    with pytest.raises(Refusal, match="nobody can object to it any more"):
        object_now(counted, "Nog een")


def test_nothing_is_certified_that_a_recount_does_not_find(counted, clerk, second):
    ballot = Ballot.objects.get(marks__contains="VST")
    Ballot.objects.filter(pk=ballot.pk).update(marks="{}")
    # Whoever reads the record has no ballot counted again.
    assert (record_of(counted).blank, record_of(counted).refusal) == (2, "")
    with pytest.raises(Refusal, match="blank, as the box = as the sheet: 3 / 2"):
        certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    other = counted.subjects.get(label="Bad").reference.string
    Ballot.objects.filter(pk=ballot.pk).update(marks=json.dumps({other: 1}))
    with pytest.raises(Refusal, match="Counted again, the ballots give another outcome"):
        certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    Ballot.objects.filter(pk=ballot.pk).update(marks=ballot.marks)
    certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    # Between the two somebody changes the stored bundle.
    bundle = TallySheet.objects.get().bundle
    with bundle.file.storage.open(bundle.file.name, "r+b") as file:
        file.seek(200)
        file.write(b"!")
    with pytest.raises(Refusal, match="damaged or changed"):
        countersign(consultation_round=counted, by=second, at=AFTER)
    assert not standing_of(anew(counted), AFTER).is_certified


def test_the_program_that_was_published_certifies_and_not_the_one_of_today(vote, clerk, second, tmp_path, monkeypatch):
    copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "verify.py").write_text("raise SystemExit('Not the same.')")
    with monkeypatch.context() as patched:
        patched.setattr("participation.verify.bundle.FOLDER", tmp_path)
        count(vote, by=clerk)
    with pytest.raises(Refusal, match="does not find the same result: Not the same"):
        certify(consultation_round=anew(vote), asked=second, by=clerk, at=AFTER)


def test_what_is_corrected_during_the_recount_is_not_certified(vote, clerk, second, monkeypatch):
    vote = with_other_rules(vote, objection_days=0)
    count(vote, by=clerk)

    def corrected_meanwhile(sheet):
        found = counted_again(sheet)
        correct_count(consultation_round=anew(vote), reason="Een fout.", by=clerk, at=AFTER)
        return found

    monkeypatch.setattr("participation.actions.certification.counted_again", corrected_meanwhile)
    with pytest.raises(Refusal, match="corrected while it was counted again"):
        certify(consultation_round=anew(vote), asked=second, by=clerk, at=AFTER)
    assert not Certification.objects.exists()


def test_a_recount_certifies_when_it_is_done_and_one_that_a_worker_left_is_begun_anew(
    counted, clerk, second, monkeypatch, django_capture_on_commit_callbacks
):
    asked = {"consultation_round": counted, "asked": second, "by": clerk}
    # Its worker dies: nothing ended, and nothing is certified.
    begin_recount(**asked, at=AFTER)
    with pytest.raises(Refusal, match="being counted again for you"):
        begin_recount(**asked, at=AFTER + timedelta(minutes=29))
    assert not Certification.objects.exists()
    monkeypatch.setattr(clock, "now", lambda: AFTER + timedelta(minutes=31))
    with django_capture_on_commit_callbacks(execute=True):
        begin_recount(**asked, at=AFTER + timedelta(minutes=30))
    done, waiting = Recount.objects.get(), Certification.objects.get()
    assert (waiting.first, waiting.asked, waiting.first_at) == (clerk, second, AFTER + timedelta(minutes=31))
    assert (done.ended_at, done.refusal) == (waiting.first_at, "")
    # A task that is taken twice does nothing the second time.
    count_again.func(done.pk)
    assert Certification.objects.get().first_at == waiting.first_at

    with django_capture_on_commit_callbacks(execute=False) as later:
        begin_recount(consultation_round=counted, by=second, at=AFTER)
    second.groups.clear()
    for task in later:
        task()
    refused = Recount.objects.get(by=second)
    assert (refused.refusal[:14], Certification.objects.get().second) == ("Only the clerk", None)
    with pytest.raises(Refusal, match="waits for Wim"):
        begin_recount(consultation_round=counted, by=clerk_named("Ria"), at=AFTER)


def test_what_was_corrected_after_a_recount_was_asked_for_is_not_certified(
    counted, clerk, second, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False) as later:
        begin_recount(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    correct_count(consultation_round=anew(counted), reason="Een fout.", by=clerk, at=AFTER)
    for task in later[:1]:
        task()
    assert Recount.objects.get().refusal
    assert not Certification.objects.exists()


def test_sums_that_do_not_close_are_named(counted, clerk, second):
    Casting.objects.create(consultation_round=counted, envelope="1" * 64)
    with pytest.raises(Refusal, match="castings = first ballots"):
        certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)


def test_an_objection_that_is_right_asks_for_a_correction_and_that_for_a_new_certificate(counted, clerk, second):
    first = TallySheet.objects.get()
    certify_later = rule(object_now(counted), clerk, ObjectionRuling.CORRECTED)
    open_still = "Objection 1 was found right: correct the count first"
    with pytest.raises(Refusal, match=open_still):
        certify(consultation_round=counted, asked=second, by=clerk, at=AFTER)
    with pytest.raises(Refusal, match="Say why the count is corrected"):
        correct_count(consultation_round=counted, reason=" ", by=clerk, at=AFTER)
    sheet = correct_count(consultation_round=counted, reason="Een optie telde dubbel.", by=clerk, at=AFTER)
    assert (sheet.number, sheet.reason, certify_later.ruling) == (2, "Een optie telde dubbel.", "corrected")
    assert TallySheet.objects.get(number=1).sha256 == first.sha256
    # A count with the same figures corrects nothing: the objection stays open, until it is ruled on otherwise.
    assert (first.is_repeat, sheet.is_repeat, sheet.sha256 == first.sha256) == (False, True, True)
    with pytest.raises(Refusal, match=open_still):
        certify(consultation_round=counted, asked=second, by=clerk, at=moment(12, 8))
    rule(certify_later, clerk, ObjectionRuling.NOTED, at=AFTER)
    with pytest.raises(Refusal, match="was ruled on"):
        rule(certify_later, clerk, at=AFTER)
    # Provisional again: the days to object begin anew.
    with pytest.raises(Refusal, match="People can object"):
        certify(consultation_round=counted, asked=second, by=clerk, at=moment(12, 4))
    assert certified(counted, clerk, second, at=moment(12, 8)).sheet == sheet
    # A certified result is corrected by a new sheet too, and certified anew, but not by one person.
    again = {"consultation_round": counted, "reason": "Nog eens.", "at": moment(12, 9)}
    with pytest.raises(Refusal, match="not done by one person alone"):
        correct_count(**again, by=clerk)
    act = ask_second(**again, kind=SecondedKind.CORRECT, by=clerk)
    assert standing_of(anew(counted), moment(12, 9)).is_certified
    confirm_act(act=act, by=second, at=moment(12, 9), reason="Ik heb het nagekeken.")
    third = TallySheet.objects.get(number=3)
    assert (third.reason, third.by) == ("Nog eens.", second)
    assert not standing_of(anew(counted), moment(12, 9)).is_certified
    assert certified(counted, clerk, second, at=moment(12, 20)).sheet == third
    assert Certification.objects.count() == 2


def test_a_correction_can_count_an_envelope_that_was_set_aside(vote, clerk):
    count(vote, by=clerk)
    Ballot.objects.filter(marks__contains="VST").delete()
    park = vote.subjects.get(label="Park").reference.string
    readable = SetAsideEnvelope.objects.create(
        consultation_round=vote, ground="changed", marks=json.dumps({park: 1}, separators=(",", ":"))
    )
    unread = SetAsideEnvelope.objects.create(consultation_round=vote, ground="unreadable")
    with pytest.raises(Refusal, match="nothing of it can be read"):
        correct_count(consultation_round=vote, reason="x", take_back=[unread], by=clerk, at=AFTER)
    unread.delete()
    sheet = correct_count(consultation_round=vote, reason="Hersteld.", take_back=[readable], by=clerk, at=AFTER)
    assert (sheet.cast, sheet.set_aside, sheet.blank) == (3, 0, 2)
    assert sheet.lines.get(subject__label="Park").score == 1
    readable.refresh_from_db()
    assert (readable.taken_back_at, readable.taken_back_because) == (AFTER, "Hersteld.")
    assert record_of(anew(vote)).refusal == ""
    # These are the figures of before the envelope was lost. What has others settles an objection that was found right.
    objection = rule(object_now(vote, at=AFTER), clerk, ObjectionRuling.CORRECTED, at=AFTER)
    assert (sheet.is_repeat, awaits_correction(objection)) == (True, True)
    Ballot.objects.filter(marks__contains="VST").delete()
    other = correct_count(consultation_round=anew(vote), reason="Anders.", by=clerk, at=AFTER + timedelta(hours=1))
    assert (other.is_repeat, awaits_correction(objection)) == (False, False)


def test_the_steps_say_what_is_done_and_whom_the_next_waits_for(vote, clerk, second):
    def now(at):
        return [(step.done_at is not None, step.waits) for step in steps_of(anew(vote), at)]

    assert [done for done, _waits in now(DURING)] == [True, False, False, False, False, False, False, False]
    assert "Voting goes on" in now(DURING)[1][1]
    # This box opens with a passphrase: nobody holds a part of it, so the clerk makes it and opens it.
    assert [steps_of(anew(vote), DURING)[step].role for step in (0, 2)] == ["the clerk", "the clerk"]
    assert "Nobody opens the box before that" in now(DURING)[2][1]
    count(vote, by=clerk)
    assert [done for done, _waits in now(OBJECTING)] == [True, True, True, True, True, False, False, False]
    certify(consultation_round=vote, asked=second, by=clerk, at=AFTER)
    assert now(AFTER)[5] == (True, "They begin with the provisional result.")
    assert now(AFTER)[6] == (False, "The certificate waits for Wim.")
    countersign(consultation_round=vote, by=second, at=AFTER)
    assert [done for done, _waits in now(AFTER)] == [True] * 7 + [False]
    assert now(AFTER)[7] == (False, "")


# Objections and incidents -------------------------------------------------------------------------------------------


def test_who_objects_is_read_by_the_clerk_alone_with_an_entry_and_forgotten(counted, clerk, resident):
    objection = object_now(counted, by=resident)
    assert (objection.number, objection.sender.name) == (1, "Noor")
    entries = AuditEntry.objects.filter(act="count_objected_to").values_list("by", "detail")
    assert list(entries) == [(None, {"number": 1})]
    with pytest.raises(Refusal, match="Only the clerk"):
        read_objector(objection=objection, by=resident, at=OBJECTING)
    assert read_objector(objection=objection, by=clerk, at=OBJECTING).address == "Dorpsstraat 1"
    assert AuditEntry.objects.filter(act="objector_read", by=clerk).count() == 1
    assert forget_objectors(by=None, at=moment(12, 1)) == 0
    rule(objection, clerk)
    assert forget_objectors(by=None, at=OBJECTING.replace(year=2032)) == 1
    assert (ObjectionSender.objects.count(), CountObjection.objects.count()) == (0, 1)


def test_an_objection_is_ruled_on_once_with_a_reason_by_the_clerk(counted, clerk, resident):
    objection = object_now(counted)
    with pytest.raises(Refusal, match="Only the clerk"):
        rule(objection, resident)
    with pytest.raises(Refusal, match="why you rule so"):
        rule_on_objection(objection=objection, ruling="rejected", gist="x", ground=" ", by=clerk, at=OBJECTING)
    rule(objection, clerk)
    with pytest.raises(Refusal, match="was ruled on"):
        rule(objection, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        CountObjection.objects.update(ground="Anders.")


def test_the_record_has_every_figure_of_a_vote(counted):
    record = record_of(counted)
    assert (record.roll, record.voted, record.replaced) == (3, 3, 1)
    assert (record.opened, record.blank, record.marked, record.aside) == (3, 2, 1, 0)
    told = {fact["label"]: fact["value"] for fact in record_facts(record, is_public=True)}
    # Neither a roll nor a second way of voting is told of where there is none.
    assert told["People who voted"] == "3"
    assert not {"On the electoral roll", "voted with an account"} & told.keys()
    assert record.refusal == ""
    assert len(record.rules_sha256) == len(record.closing_head) == len(record.bundle_sha256) == 64


def test_sums_close_where_an_option_was_withdrawn_during_the_vote(vote, clerk, second):
    by_two(
        vote,
        SecondedKind.OPTION,
        about=str(vote.subjects.get(label="Park").pk),
        reason="Het kan niet.",
        by=clerk,
        at=DURING,
    )
    sheet = count(vote, by=clerk)
    record = record_of(anew(vote))
    # Who marked nothing else did not vote blank.
    assert (sheet.blank, sheet.emptied, record.blank, record.emptied) == (2, 1, 2, 1)
    assert (record.aside, record.refusal) == (0, "")
    assert certified(anew(vote), clerk, second).is_whole


def test_a_vote_without_days_to_object_can_be_certified_at_once(vote, clerk, second):
    vote = with_other_rules(vote, objection_days=0)
    count(vote, by=clerk)
    assert certified(vote, clerk, second, at=COUNTING).is_whole
    publish_result(consultation_round=vote, by=clerk, at=COUNTING)
