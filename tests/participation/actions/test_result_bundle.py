import io
import zipfile
from hashlib import sha256
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions import result_bundle, tally_sheet
from participation.actions.tally_sheet import count_round
from participation.models import ResultBundle, TallySheet
from participation.models.result_bundle import hidden_name
from participation.queries.head import receipts_in
from participation.queries.lot import closing_head
from participation.queries.result_bundle import files_of, kept_file
from participation.verify import heads, verify
from participation.verify.bundle import zipped
from tests.participation.actions.test_tally_sheet import CLOSES, count, voted
from tests.rounds import anew, open_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def sheet(clerk) -> TallySheet:
    consultation_round, _subjects = voted("greedy", max_choices=2)
    return count(consultation_round, clerk)


def test_write_bundle_keeps_the_files_of_a_count_with_its_sheet(sheet, tmp_path, capsys):
    bundle = sheet.bundle
    data = kept_file(bundle)

    assert (bundle.sha256, bundle.size, bundle.made_at) == (sha256(data).hexdigest(), len(data), CLOSES)
    assert AuditEntry.objects.get(act="bundle_written").detail == {"sheet": sheet.sha256, "bundle": bundle.sha256}
    # From the same records the same bytes.
    assert zipped(files_of(sheet)) == data
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    assert verify.main([str(path), bundle.sha256]) == 0
    said = capsys.readouterr().out
    assert f"by the head {closing_head(sheet.consultation_round).sha256}." in said
    assert said.endswith("Same result.\n")
    # Any changed byte is found against the hash.
    draw = Random(1)
    for place in [0, len(data) - 1, *(draw.randrange(len(data)) for _ in range(200))]:
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << draw.randrange(8)]) + data[place + 1 :])
        with pytest.raises(verify.CannotTell, match="This is not the published bundle"):
            verify.read_bundle(path, bundle.sha256)
    path.write_bytes(data)
    box = sheet.consultation_round.box
    assert heads.main([str(path), box.verify_key]) == 0
    assert "1 heads, 7 castings: they belong together" in capsys.readouterr().out
    assert heads.main([str(path), "ab" * 32]) == 1


def test_bundle_says_nothing_of_who_voted(sheet):
    with zipfile.ZipFile(io.BytesIO(kept_file(sheet.bundle))) as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    people = [entry.person for entry in sheet.consultation_round.roll.all()]

    assert len(people) == 7
    for person in people:
        for word in (str(person.key), person.email, person.display_name):
            assert not [name for name, text in files.items() if word and word in text]
    assert files["receipts.txt"].split() == list(receipts_in(sheet.consultation_round))
    assert files["ballots.csv"].startswith("times,ballot\n")


def test_bundle_is_kept_once_and_never_changed(sheet):
    for change in (
        lambda: ResultBundle.objects.update(sha256="0" * 64),
        lambda: ResultBundle.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="bundle of a count is never"), transaction.atomic():
            change()


def test_count_round_writes_no_sheet_without_its_bundle(clerk, monkeypatch):
    consultation_round, _subjects = voted("approval")
    open_up(consultation_round, by=clerk, at=CLOSES)

    def fail(**_asked):
        raise OSError("No room is left.")

    with monkeypatch.context() as patch:
        patch.setattr(tally_sheet, "write_bundle", fail)
        with pytest.raises(OSError, match="No room"):
            count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES)
    assert (TallySheet.objects.count(), anew(consultation_round).counted_at) == (0, None)
    count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES)
    assert (TallySheet.objects.count(), ResultBundle.objects.count()) == (1, 1)


def test_count_that_was_killed_leaves_no_file_once_it_is_done_again(clerk, monkeypatch):
    consultation_round, _subjects = voted("approval")
    open_up(consultation_round, by=clerk, at=CLOSES)
    left = ResultBundle(sheet=TallySheet(consultation_round=consultation_round, number=1))
    name = hidden_name(left, "")

    def killed(**_asked):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(result_bundle, "record", killed)
        with pytest.raises(SystemExit):
            count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES)
    assert (ResultBundle.objects.count(), left.file.storage.exists(name)) == (0, True)
    sheet = count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES)
    assert sheet.bundle.file.name == name
    assert kept_file(sheet.bundle) == zipped(files_of(sheet))


def test_kept_file_refuses_what_is_gone_or_damaged_in_words(sheet):
    storage, name = sheet.bundle.file.storage, sheet.bundle.file.name
    with storage.open(name, "r+b") as file:
        file.seek(100)
        file.write(b"!")
    with pytest.raises(Refusal, match="damaged or changed"):
        kept_file(sheet.bundle)
    storage.delete(name)
    with pytest.raises(Refusal, match="is gone"):
        kept_file(ResultBundle.objects.get())


def test_export_bundle_writes_exactly_what_was_kept(sheet, tmp_path):
    path, reference = tmp_path / "out.zip", sheet.consultation_round.reference.string
    said = io.StringIO()

    call_command("export_bundle", reference, path, stdout=said)

    assert path.read_bytes() == kept_file(sheet.bundle)
    assert sheet.bundle.sha256 in said.getvalue()
    for arguments, sentence in (
        ((reference, path), "is there already"),
        (("RND-1999-001", tmp_path / "a.zip"), "There is no round RND-1999-001"),
        ((reference, tmp_path / "none/a.zip"), "cannot be written"),
        ((reference, tmp_path / "a.zip", "--sheet=2"), "has no tally sheet 2"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("export_bundle", *arguments, stdout=said)
    sheet.bundle.file.storage.delete(sheet.bundle.file.name)
    with pytest.raises(CommandError, match="is gone"):
        call_command("export_bundle", reference, tmp_path / "a.zip", stdout=said)
    assert not (tmp_path / "a.zip").exists()
