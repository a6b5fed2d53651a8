"""Sentences and facts of a count: how sure it is, and what its record says."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from base.instants import moment, until
from participation.ballot_rules import adopts
from participation.box_rules import box_of
from participation.enums import Eligibility
from participation.models import ConsultationRound, Subject, TallySheet
from participation.queries.ballot import turnout
from participation.queries.certification import Standing
from participation.queries.turnout import LEAST
from participation.queries.vote_record import VoteRecord
from participation.round_change_rules import refusal_of_stop
from participation.rule_words import paper_words
from participation.tally_words import tie_words, words_by_option


def standing_words(standing: Standing) -> str:
    certification, consultation_round = standing.certification, standing.sheet.consultation_round
    if consultation_round.cancelled_at is not None:
        return f"{refusal_of_stop(consultation_round)} {_('This count decides nothing.')}"
    if certification is not None and certification.second_at is not None:
        return _("This result was certified by two people on %(moment)s, after the ballots had been counted again.") % {
            "moment": moment(certification.second_at)
        }
    if standing.objections_until is not None:
        return _(
            "This result is provisional: two people certify it after the objections. You can object %(until)s."
        ) % {"until": until(standing.objections_until)}
    return _("This result is provisional: it is not certified yet.")


def turnout_words(consultation_round: ConsultationRound) -> str:
    """How many voted, as staff read it: until the box is closed no number under 10, as on the screen of the roll."""
    number, box = turnout(consultation_round), box_of(consultation_round)
    if number < LEAST and box is not None and box.closed_at is None:
        return _("Fewer than 10 people have voted yet.")
    return ngettext("%(count)s person has voted.", "%(count)s people have voted.", number) % {
        "count": number_format(number, force_grouping=True)
    }


@dataclass(frozen=True)
class OutcomeLine:
    """What became of one option: `why` is what its count rests on."""

    subject: Subject
    label: str
    is_chosen: bool
    verdict: str
    why: str


def tie_lines(sheet: TallySheet) -> list[str]:
    """Each tie of a count, and the rule that settled it."""
    lines = sheet.lines.select_related("subject__reference")
    labels = {line.subject.reference.string: line.subject.public_label for line in lines}
    return [tie_words(tie, labels) for tie in sheet.outcome["ties"]]


def outcome_lines(sheet: TallySheet) -> list[OutcomeLine]:
    """Every option of a sheet, what was chosen first and in its order."""
    lines = list(sheet.lines.select_related("subject__reference"))
    labels = {line.subject.reference.string: line.subject.public_label for line in lines}
    words = words_by_option(sheet.rule, sheet.outcome, labels)
    chosen, other = _("chosen"), _("not chosen")
    if adopts(sheet.consultation_round):
        chosen, other = pgettext("by a vote", "adopted"), pgettext("by a vote", "not adopted")
    return [
        OutcomeLine(
            line.subject,
            labels[string := line.subject.reference.string],
            line.place is not None,
            chosen if line.place is not None else other,
            words.get(string, ""),
        )
        for line in sorted(lines, key=lambda one: (one.place is None, one.place or 0))
    ]


def paper_record(record: VoteRecord) -> str:
    """How ballots on paper were entered, where there were any; how many stands apart."""
    if not record.batches:
        return ""
    said = paper_words(record.consultation_round)
    if record.batches_differed:
        more = ngettext(
            "In %(count)s batch the sample showed a difference: two people entered every paper of it.",
            "In %(count)s batches the sample showed a difference: two people entered every paper of them.",
            record.batches_differed,
        )
        return f"{said} {more % {'count': number_format(record.batches_differed, force_grouping=True)}}"
    return said


def _papers(record: VoteRecord) -> list[tuple[str, int | None]]:
    """How many came in; not where a way of voting stays untold."""
    if not record.batches:
        return []
    figures: list[tuple[str, int]] = [
        (_("Papers that came in"), record.papers),
        (_("of which put in the ballot box"), record.papers_cast),
        *((_("Papers set aside: %(ground)s") % {"ground": ground}, times) for ground, times in record.papers_aside),
    ]
    if record.papers_not_cast:
        figures.append((_("Papers that came in and were not put in the ballot box"), record.papers_not_cast))
    return [(label, figure if record.tells_letters else None) for label, figure in figures]


def record_facts(record: VoteRecord, *, is_public: bool) -> list[dict[str, str]]:
    """What came in, and once the result is public what was in the box; nothing before the close."""
    if record.box.closed_at is None:
        return []
    has_roll = record.consultation_round.eligibility == Eligibility.ROLL
    facts: list[tuple[str, int | None]] = [(_("On the electoral roll"), record.roll)] if has_roll else []
    if record.removals["lines"]:
        facts.append((_("Taken off the roll before voting began"), record.removals["lines"]))
    if record.letters["sent"]:
        facts += [
            (_("Letters with a code sent"), record.letters["sent"]),
            *([(_("of which for who was taken off the roll"), lost)] if (lost := record.removals["letters"]) else []),
            (_("Letters replaced"), record.letters["replaced"]),
            (_("Letters used"), record.letters["used"] if record.tells_letters else None),
        ]
    facts += [
        (_("People who voted"), record.voted),
        # One way alone is all who voted.
        *[
            (_("voted %(channel)s") % {"channel": cell.label}, cell.voters)
            for cell in record.channels
            if len(record.channels) > 1
        ],
        (_("Ballots that were replaced by another"), record.replaced),
        (_("of which replaced after a new code was made"), record.replaced_by_new_code),
        *(
            [
                (
                    _("of which replaced by one on paper or by telephone"),
                    record.replaced_by_paper if record.tells_letters else None,
                )
            ]
            if record.batches
            else []
        ),
        *_papers(record),
    ]
    if is_public and record.is_opened:
        facts += [
            (_("Ballots counted"), record.opened),
            (_("of which blank"), record.blank),
            *([(_("of which only what was withdrawn was marked"), record.emptied)] if record.emptied else []),
            (_("Set aside"), record.aside),
            *((_("Set aside: %(ground)s") % {"ground": ground}, times) for ground, times in record.set_aside),
        ]
        if record.taken_back:
            facts.append((_("Set aside at first, counted after all"), record.taken_back))
    return [
        {"label": label, "value": _("not told") if value is None else number_format(value, force_grouping=True)}
        for label, value in facts
    ]
