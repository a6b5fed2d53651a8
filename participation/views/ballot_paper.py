"""A ballot paper as it is shown: what is asked of each line, and the marks in the words of who made them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.queries.published_version import versions_in_force
from base.templatetags.components import money
from participation.ballot_rules import kind_of, marks_one, reading_of, settings_of, takes_neutral
from participation.forms.ballot import BallotForm
from participation.models import ConsultationRound, Subject
from participation.tally.profile import APPROVAL, POINTS, RANKED, STANCES, ballot
from participation.tally.ranking import read
from participation.tally_words import quoted


@dataclass(frozen=True)
class BallotRow:
    """A line of the ballot paper: hidden text gives way to its number. `url` leads to its text, and is empty on a bare paper and
    where that says no more than the label, as of a question of the municipality.
    `value` is None where it has no mark, `typed` what stood in its field, `words` what the mark says.
    """

    subject: Subject
    label: str
    summary: str
    url: str
    value: int | None
    typed: str
    words: str

    @property
    def is_marked(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Meter:
    """What there is to spend, of money or of points, and what is spent; `words` are the same for reading."""

    budget: int
    spent: int
    words: dict[str, str]
    points: bool

    @property
    def over(self) -> bool:
        return self.spent > self.budget


@dataclass(frozen=True)
class BallotPaper:
    """`kind` names the template of its lines. `answers` are what one can say of a line: values with their words. `input`: checkbox, or radio where one is chosen."""

    kind: str
    instruction: str
    rows: list[BallotRow]
    answers: list[tuple[str, str]]
    input: str
    meter: Meter | None
    notes: list[str]

    @property
    def marked(self) -> list[BallotRow]:
        """As they are looked through: what has a place in the order of places."""
        rows = [row for row in self.rows if row.is_marked]
        return sorted(rows, key=lambda row: row.value or 0) if self.kind == RANKED.name else rows

    @property
    def unmarked(self) -> list[BallotRow]:
        return [row for row in self.rows if not row.is_marked]


def paper_of(
    consultation_round: ConsultationRound, subjects: Sequence[Subject], form: BallotForm, *, bare: bool = False
) -> BallotPaper:
    """`bare`: titles and marks alone, as on paper."""
    kind = kind_of(consultation_round)
    answers = _answers(consultation_round, len(subjects))
    texts = {} if bare else versions_in_force((subject.reference_id for subject in subjects), "")
    rows = []
    for subject in subjects:
        version = texts.get(subject.reference_id)
        content = version.content if version is not None and subject.is_visible else {}
        summary = str(content.get("summary", ""))
        summary = "" if summary == subject.public_label else summary
        says_more = bool(summary or content.get("body")) or not subject.is_visible
        value = form.choices.get(subject.pk)
        rows.append(
            BallotRow(
                subject=subject,
                label=subject.public_label,
                summary=summary,
                url=reverse("reference", args=[subject.reference.string]) if says_more and not bare else "",
                value=value,
                typed=form.typed.get(subject.pk, ""),
                words="" if value is None else _words(kind.name, value, dict(answers)),
            )
        )
    return BallotPaper(
        kind=kind.name,
        instruction=_instruction(consultation_round),
        rows=rows,
        answers=answers,
        input="radio" if kind is APPROVAL and marks_one(consultation_round) else "checkbox",
        meter=_meter(consultation_round, form),
        notes=_notes(consultation_round, rows) if kind is RANKED else [],
    )


def _meter(consultation_round: ConsultationRound, form: BallotForm) -> Meter | None:
    points = form.kind is POINTS
    if points:
        budget, spent = consultation_round.points, sum(form.choices.values())
    else:
        fits = consultation_round.has_budget and consultation_round.within_budget
        budget, spent = consultation_round.budget if fits else None, form.cost
    if budget is None:
        return None
    figures = {"budget": budget, "spent": spent, "left": abs(budget - spent)}
    words = {name: str(figure) if points else money(figure) for name, figure in figures.items()}
    return Meter(budget, spent, words, points)


def _answers(consultation_round: ConsultationRound, lines: int) -> list[tuple[str, str]]:
    kind = kind_of(consultation_round)
    if kind is RANKED:
        most = min(lines, consultation_round.max_choices or lines)
        return [(str(rank), str(rank)) for rank in range(1, most + 1)]
    if kind is not STANCES:
        return []
    if takes_neutral(consultation_round):
        return [("1", _("For")), ("0", _("Neutral")), ("-1", _("Against"))]
    return [("1", _("Yes")), ("-1", _("No"))]


def mark_words(consultation_round: ConsultationRound, lines: int, value: int | None) -> str:
    """What a mark says, in the words of the ballot; None is a line without one. `lines`: how many there are."""
    if value is None:
        return _("blank")
    kind = kind_of(consultation_round)
    return _words(kind.name, value, dict(_answers(consultation_round, lines)))


def _words(kind: str, value: int, answers: dict[str, str]) -> str:
    if kind == POINTS.name:
        return ngettext("%(count)d point", "%(count)d points", value) % {"count": value}
    if kind == RANKED.name:
        return _("Place %(rank)d") % {"rank": value}
    return answers.get(str(value), "")


def _instruction(consultation_round: ConsultationRound) -> str:
    kind, most = kind_of(consultation_round), consultation_round.max_choices
    if kind is RANKED:
        return " ".join([_ranked_instruction(most), *_reading(consultation_round)])
    if kind is STANCES:
        if takes_neutral(consultation_round):
            return _("Say of each whether you are for, neutral or against. You may leave lines open.")
        return _("Say yes or no to each. What you leave blank counts for neither.")
    if kind is POINTS:
        return _points_instruction(consultation_round)
    if marks_one(consultation_round):
        return _("Choose one, or none: that is a blank ballot.")
    if consultation_round.has_budget and consultation_round.within_budget:
        return _(
            "Mark what you find worth its money, for as long as it fits the budget. You need not spend everything."
        )
    if most:
        return _("Mark what you find good: %(most)d at most.") % {"most": most}
    return _("Mark everything that you find good. You may mark as much as you want.")


def _points_instruction(consultation_round: ConsultationRound) -> str:
    settings = settings_of(consultation_round)
    if consultation_round.points is None:
        said = _("Give each as many points as you find it worth. Leave open what gets none.")
    elif settings.get("spend") == "all":
        said = _("Divide all %(points)d points over what you find good.") % {"points": consultation_round.points}
    else:
        said = _("Divide at most %(points)d points over what you find good.") % {"points": consultation_round.points}
    each = settings.get("most_each")
    if each is not None:
        said += " " + _("Each can get %(most)d at most.") % {"most": int(each)}
    if consultation_round.has_budget and consultation_round.within_budget:
        said += " " + _("What gets points may cost %(budget)s at most together.") % {
            "budget": money(consultation_round.budget)
        }
    return said


def _ranked_instruction(most: int | None) -> str:
    said = _(
        "Give place 1 to what you want most, place 2 to what you want next, and so on. Leave open what you do not want."
    )
    return said if most is None else f"{said} " + _("There are %(most)d places at most.") % {"most": most}


def _reading(consultation_round: ConsultationRound) -> list[str]:
    """How a place that is skipped or shared is read, before anybody makes the mistake."""
    reading = reading_of(consultation_round)
    skipped = {
        "pass-over": _("A place that you skip is passed over."),
        "stop": _("What stands after a place that you skip is not counted."),
        "refuse": _("Skip no place."),
    }
    shared = {
        "pass-over": _("Give each place once: what shares a place is passed over."),
        "stop": _("Give each place once: what shares a place is not counted, and nor is what stands after it."),
        "refuse": _("Give each place once."),
    }
    said = [skipped.get(str(reading.get("skipped_ranks")), ""), shared.get(str(reading.get("equal_ranks")), "")]
    return [sentence for sentence in said if sentence]


def _notes(consultation_round: ConsultationRound, rows: Sequence[BallotRow]) -> list[str]:
    """What of a ballot with places the count will not read, said before it is cast."""
    marks = ballot((row.subject.reference.string, row.value) for row in rows if row.value is not None)
    reading = reading_of(consultation_round)
    if not marks or "skipped_ranks" not in reading:
        return []
    given = sorted(mark.value for mark in marks)
    notes = [
        _("You gave place %(rank)d to more than one.") % {"rank": rank}
        for rank in sorted(set(given))
        if given.count(rank) > 1
    ]
    notes += [
        _("You skipped place %(rank)d.") % {"rank": rank}
        for rank in range(1, given[-1])
        if rank not in given and rank - 1 in {0, *given}
    ]
    counted = read(marks, reading)
    lost = [row.label for row in rows if row.is_marked and row.subject.reference.string not in counted]
    if lost:
        notes.append(_("Not counted by the rules: %(lines)s.") % {"lines": ", ".join(quoted(label) for label in lost)})
    return notes
