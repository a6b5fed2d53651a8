"""The record of a vote (*proces-verbaal*): what was sent, cast, opened and counted, whether the sums close, and what happened."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from participation.box_rules import box_of, opening_words, parts_in_record
from participation.certification_rules import certification_of
from participation.models import (
    Ballot,
    BallotBox,
    Casting,
    Certification,
    ConsultationRound,
    CountObjection,
    Incident,
    PollBookEntry,
    ReplacedBallot,
    RollEntry,
    SetAsideEnvelope,
    TallySheet,
)
from participation.queries.ballot import ballot_subjects, options_of, profile_of
from participation.queries.electoral_roll import letters_of, removals_of
from participation.queries.head import castings_in
from participation.queries.lot import closing_head
from participation.queries.paper_batch import batches_of, papers_not_cast, papers_set_aside
from participation.queries.result_bundle import bundle_of
from participation.queries.turnout import Cell, turnout_by_channel
from participation.voting_enums import ReplacedBy, SetAsideGround


@dataclass(frozen=True)
class CheckedSum:
    """Two numbers that must be equal; with `at_most` the first may be smaller."""

    words: str
    left: int
    right: int
    at_most: bool = False
    is_of_channel: bool = False

    @property
    def closes(self) -> bool:
        return self.left <= self.right if self.at_most else self.left == self.right


@dataclass(frozen=True)
class VoteRecord:
    """All of it from records: what it says of marks, nobody reads before the result is public."""

    consultation_round: ConsultationRound
    box: BallotBox
    sheet: TallySheet | None
    earlier: list[TallySheet]
    certification: Certification | None
    letters: dict[str, int]
    removals: dict[str, int]
    channels: list[Cell]
    roll: int
    voted: int
    replaced: int
    replaced_by_new_code: int
    replaced_by_paper: int
    papers_aside: list[tuple[str, int]]
    papers_not_cast: int
    papers: int
    papers_cast: int
    batches: int
    batches_differed: int
    parts: list[str]
    opened: int
    blank: int
    emptied: int
    set_aside: list[tuple[str, int]]
    taken_back: int
    sums: list[CheckedSum]
    incidents: list[Incident]
    objections: list[CountObjection]
    rules_sha256: str
    closing_head: str
    bundle_sha256: str

    @property
    def is_opened(self) -> bool:
        return self.box.opened_at is not None

    @property
    def opening_words(self) -> str:
        return opening_words(self.box)

    @property
    def aside(self) -> int:
        return sum(times for _ground, times in self.set_aside)

    @property
    def tells_letters(self) -> bool:
        """How many letters were used tells how many voted by letter, and with that who did otherwise."""
        return all(channel.voters is not None for channel in self.channels)

    @property
    def told_sums(self) -> list[CheckedSum]:
        return [one for one in self.sums if self.tells_letters or not one.is_of_channel]

    @property
    def certified_at(self) -> datetime | None:
        return self.certification.second_at if self.certification is not None else None

    @property
    def incidents_then(self) -> list[Incident]:
        """Those that stood there when two people certified the count; all as long as they did not."""
        at = self.certified_at
        return [one for one in self.incidents if at is None or one.entered_at <= at]

    @property
    def incidents_since(self) -> list[Incident]:
        """What was written down after the certificate: nobody certified it."""
        at = self.certified_at
        return [one for one in self.incidents if at is not None and one.entered_at > at]

    @property
    def marked(self) -> int:
        return self.opened - self.blank - self.emptied

    @property
    def refusal(self) -> str:
        """Which sums do not close."""
        wrong = [f"{one.words}: {one.left} / {one.right}" for one in self.sums if not one.closes]
        return _("The sums do not close. %(sums)s.") % {"sums": "; ".join(wrong)} if wrong else ""


def record_of(consultation_round: ConsultationRound, *, recounts_blank: bool = False) -> VoteRecord | None:
    """None of a vote without a ballot box. `recounts_blank` holds the blank ballots in the box against the sheet too."""
    box = box_of(consultation_round)
    if box is None:
        return None
    sheets = list(consultation_round.tally_sheets.select_related("certification").order_by("-number"))
    about: dict[str, Any] = {"consultation_round": consultation_round}
    book = PollBookEntry.objects.filter(**about)
    aside = Counter(SetAsideEnvelope.objects.filter(**about, taken_back_at=None).values_list("ground", flat=True))
    replaced = Counter(ReplacedBallot.objects.filter(**about).values_list("replaced_by", flat=True))
    figures: dict[str, Any] = {
        "letters": letters_of(consultation_round),
        "removals": removals_of(consultation_round),
        "roll": RollEntry.objects.filter(**about).count(),
        "voted": book.count(),
        "replaced": book.aggregate(times=Sum("times_replaced"))["times"] or 0,
        "replaced_by_new_code": replaced[ReplacedBy.NEW_CODE],
        "replaced_by_paper": replaced[ReplacedBy.PAPER],
        "opened": Ballot.objects.filter(**about).count(),
        "blank": sheets[0].blank if sheets else 0,
        "emptied": sheets[0].emptied if sheets else 0,
        "set_aside": [(str(SetAsideGround(ground).label), times) for ground, times in sorted(aside.items())],
    }
    batches = batches_of(consultation_round)
    papers_aside = Counter(why for _batch, _place, why in papers_set_aside(batches))
    castings = Casting.objects.filter(**about).count()
    inside = castings_in(consultation_round).count()
    closing = closing_head(consultation_round)
    sums = _sums(figures, castings, inside, sheets[0] if sheets else None, is_opened=box.opened_at is not None)
    papers, papers_cast = sum(one.papers for one in batches), sum(one.counted or 0 for one in batches)
    if batches:
        rest = papers_cast + sum(papers_aside.values()) + papers_not_cast(batches)
        words = _("papers that came in = in the box + set aside + never put in it")
        sums.append(CheckedSum(words, papers, rest, is_of_channel=True))
    if sheets and recounts_blank:
        blank, emptied = _without_marks(consultation_round)
        sums.append(CheckedSum(_("blank, as the box = as the sheet"), blank, sheets[0].blank))
        if emptied or sheets[0].emptied:
            words = _("marked nothing but what was withdrawn, as the box = as the sheet")
            sums.append(CheckedSum(words, emptied, sheets[0].emptied))
    certification = certification_of(sheets[0]) if sheets else None
    bundle = bundle_of(sheets[0]) if sheets else None
    return VoteRecord(
        **about,
        **figures,
        box=box,
        sheet=sheets[0] if sheets else None,
        earlier=sheets[1:],
        certification=certification,
        channels=turnout_by_channel(consultation_round),
        papers_aside=[(str(why.label), times) for why, times in papers_aside.items()],
        papers_not_cast=papers_not_cast(batches),
        papers=papers,
        papers_cast=papers_cast,
        batches=len(batches),
        batches_differed=sum(batch.differed_at is not None for batch in batches),
        parts=parts_in_record(box),
        taken_back=SetAsideEnvelope.objects.filter(**about, taken_back_at__isnull=False).count(),
        sums=sums,
        incidents=list(Incident.objects.filter(**about).select_related("corrects", "corrected_by")),
        objections=list(CountObjection.objects.filter(**about)),
        rules_sha256=getattr(getattr(consultation_round, "rules", None), "sha256", ""),
        closing_head=closing.sha256 if closing else "",
        bundle_sha256=bundle.sha256 if bundle else "",
    )


def _without_marks(consultation_round: ConsultationRound) -> tuple[int, int]:
    """The ballots on which nothing was marked, and those on which nothing was but what was withdrawn."""
    if ballot_subjects(consultation_round).count() > options_of(consultation_round).count():
        profile = profile_of(consultation_round)
        return profile.blank, profile.emptied
    return Ballot.objects.filter(consultation_round=consultation_round, marks="{}").count(), 0


def _sums(
    figures: dict[str, Any], castings: int, inside: int, sheet: TallySheet | None, *, is_opened: bool
) -> list[CheckedSum]:
    aside = sum(times for _ground, times in figures["set_aside"])
    voted, opened, letters = (figures[name] for name in ("voted", "opened", "letters"))
    sums = [
        CheckedSum(_("voted, at most as many as on the roll"), voted, figures["roll"], at_most=True),
        CheckedSum(_("castings = first ballots + replacements"), castings, voted + figures["replaced"]),
        CheckedSum(_("envelopes in the box = lines in the poll book"), inside, voted),
    ]
    if letters["sent"]:
        words = _("letters used, at most as many as sent")
        sums.append(CheckedSum(words, letters["used"], letters["sent"], at_most=True, is_of_channel=True))
    if is_opened:
        sums.append(CheckedSum(_("envelopes in the box = opened + set aside"), inside, opened + aside))
    if sheet is not None:
        counted = sheet.cast - sheet.set_aside
        sums.append(CheckedSum(_("opened = counted on the sheet"), opened, counted))
    return sums
