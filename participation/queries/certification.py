"""What is looked at before two people certify a count: its records, and the ballots counted again by two programs."""

import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from base.refusal import Refusal
from participation.certification_rules import (
    PATIENCE,
    certification_of,
    is_from_elsewhere,
    objections_until,
    refusal_to_certify,
)
from participation.models import Certification, ConsultationRound, TallySheet
from participation.queries.result_bundle import bundle_of, kept_file
from participation.queries.tally_sheet import counted_anew, newest_sheet, sheet_digest
from participation.queries.vote_record import record_of


@dataclass(frozen=True)
class Standing:
    """How sure a published result is. `objections_until` is empty where nobody can object, or can any more."""

    sheet: TallySheet
    certification: Certification | None
    objections_until: datetime | None

    @property
    def is_certified(self) -> bool:
        return self.certification is not None and self.certification.is_whole


def standing_of(consultation_round: ConsultationRound, at: datetime) -> Standing | None:
    """None of what was settled elsewhere, or before counts were certified here."""
    sheet = newest_sheet(consultation_round)
    if sheet is None or is_from_elsewhere(consultation_round):
        return None
    ends_at = objections_until(consultation_round, sheet)
    return Standing(sheet, certification_of(sheet), ends_at if ends_at is not None and at < ends_at else None)


def refusal_of_certificate(consultation_round: ConsultationRound, at: datetime) -> str:
    """Why this count cannot be certified now, beside the recount."""
    sheet = newest_sheet(consultation_round)
    if sentence := refusal_to_certify(consultation_round, sheet, at):
        return sentence
    record = record_of(consultation_round, recounts_blank=True)
    return record.refusal if record is not None else ""


@dataclass(frozen=True)
class CountedAgain:
    """What was counted again and found to be right."""

    sheet: TallySheet
    bundle_sha256: str

    def stands(self) -> bool:
        """Whether it is still what it was, and the newest."""
        newest = newest_sheet(self.sheet.consultation_round)
        if newest is None or (newest.pk, newest.sha256) != (self.sheet.pk, self.sheet.sha256):
            return False
        bundle = bundle_of(newest)
        return bundle is not None and bundle.sha256 == self.bundle_sha256


def counted_again(sheet: TallySheet) -> CountedAgain:
    """Counts the ballots again, and lets the program in the bundle count what was published. Raises Refusal where either
    differs from the sheet. It can take minutes: nothing is locked meanwhile."""
    _profile, outcome = counted_anew(sheet.consultation_round, sheet.public_value)
    digests = {
        sheet_digest(sheet.consultation_round, data, sheet.public_value) for data in (outcome.as_data(), sheet.outcome)
    }
    if digests != {sheet.sha256}:
        raise Refusal(
            _(
                "Counted again, the ballots give another outcome than the sheet. Find out why before anybody certifies it."
            )
        )
    bundle = bundle_of(sheet)
    if bundle is None:
        raise Refusal(
            _("This count has no bundle, so nobody outside can repeat it. Correct the count: that writes one.")
        )
    said = _verified(kept_file(bundle), bundle.sha256)
    if said:
        raise Refusal(_("The program in the bundle does not find the same result: %(said)s") % {"said": said})
    return CountedAgain(sheet, bundle.sha256)


def _verified(data: bytes, published_hash: str) -> str:
    """Nothing where the program in the bundle finds the same result, run as anybody runs it; otherwise what it says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        path.write_bytes(data)
        with zipfile.ZipFile(path) as bundle:
            program = bundle.extract("verify.py", folder)
        try:
            # The program as it was published: its bundle has the hash that stands in the database.
            run = subprocess.run(  # noqa: S603
                [sys.executable, program, str(path), published_hash],
                capture_output=True,
                text=True,
                timeout=PATIENCE.total_seconds(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _("it was not ready in time.")
    return "" if run.returncode == 0 else " ".join((run.stdout or run.stderr).split())[-500:]
