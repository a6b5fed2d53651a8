"""What goes into the bundle of a count, all of it read from records; and the bundle as it was kept."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base.canonical import canonical_json
from base.kept_file import kept_bytes
from participation.ballot_rules import kind_of, settings_of
from participation.models import ConsultationRound, ResultBundle, RollEntry, TallySheet
from participation.queries.ballot import ballot_subjects, profile_of
from participation.queries.head import castings_as_csv, heads_as_data, receipts_in
from participation.queries.lot import lot_of
from participation.queries.round_rules import rules_text
from participation.tally.ties import CHAINS
from participation.verify.bundle import Box, Lot, Turnout, bundle_files


def files_of(sheet: TallySheet) -> dict[str, bytes]:
    """The files of a count by name: the same bytes for as long as its records stay the same."""
    consultation_round = sheet.consultation_round
    profile = profile_of(consultation_round)
    lot = lot_of(sheet)
    return bundle_files(
        rules=counted_rules(sheet),
        profile=profile,
        outcome=sheet.outcome,
        turnout=Turnout(
            size=RollEntry.objects.filter(consultation_round=consultation_round).count(),
            receipts=receipts_in(consultation_round),
            set_aside=sheet.cast - sum(profile.ballots.values()),
            opening=roll_at_opening(consultation_round),
        ),
        lot=None if lot is None else Lot(lot.head, lot.public_value),
        box=Box(heads_as_data(consultation_round, consultation_round.box), castings_as_csv(consultation_round)),
    )


def counted_rules(sheet: TallySheet) -> str:
    """The rules as they were published when the vote began, byte for byte; of a vote that began before rules were published,
    those of them that the count needs."""
    one = sheet.consultation_round
    return rules_text(one) if hasattr(one, "rules") else canonical_json(_rules_of_count(sheet))


def _rules_of_count(sheet: TallySheet) -> dict[str, Any]:
    one = sheet.consultation_round
    return {
        "round": one.reference.string,
        "title": one.title,
        "method": sheet.rule,
        "kind": kind_of(one).name,
        "settings": settings_of(one),
        "seats": one.seats,
        "budget": sheet.budget,
        "ties": list(CHAINS[sheet.tie_rule].names),
        "max_choices": one.max_choices,
        "points": one.points,
        "within_budget": one.within_budget,
        "rare_pattern": one.rare_pattern,
        "options": [{"reference": line.reference.string, "cost": line.cost} for line in ballot_subjects(one)],
    }


def roll_at_opening(consultation_round: ConsultationRound) -> dict[str, Any] | None:
    """The roll as it was published when voting began; of a vote that began before rolls were published there is none."""
    roll = getattr(consultation_round, "electoral_roll", None)
    if roll is None or roll.published_at is None:
        return None
    return {"size": roll.size, "sha256": roll.sha256}


def bundle_of(sheet: TallySheet) -> ResultBundle | None:
    """None of what was counted before bundles were kept."""
    return ResultBundle.objects.filter(sheet=sheet).select_related("sheet__consultation_round__reference").first()


def bundles_of(consultation_round: ConsultationRound) -> QuerySet[ResultBundle]:
    """The newest first."""
    found = ResultBundle.objects.filter(sheet__consultation_round=consultation_round).order_by("-sheet__number")
    return found.select_related("sheet__consultation_round__reference")


def kept_file(bundle: ResultBundle) -> bytes:
    """Exactly what was kept. Raises Refusal when it is gone or is not what it was: nobody is handed another bundle."""
    return kept_bytes(
        bundle.file,
        bundle.sha256,
        gone=_(
            "The file of this bundle is gone from where files are kept. Ask the municipality to put it back from a backup."
        ),
        changed=_(
            "The file of this bundle was damaged or changed: its SHA-256 is another. It is not handed out. Ask the municipality to put it back from a backup."
        ),
    )
