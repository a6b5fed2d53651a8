"""Facts and sentences of a round and its result, as the components want them."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from base.citable import code_of
from base.instants import beginning, day, until
from base.queries.published_version import version_in_force
from base.templatetags.components import money
from base.words import rounded
from participation.ballot_rules import adopts, is_yes_or_no, kind_of
from participation.enums import Eligibility, Force, State, TieRule
from participation.method_words import method_meaning
from participation.models import ConsultationRound, Subject, TallySheet
from participation.queries.lot import is_settled_by_lot
from participation.support_rules import refusal_of_supporting
from participation.tally.profile import POINTS, RANKED, STANCES
from participation.tally.rules import method
from participation.tally_words import quoted
from proposals.enums import DecidingBody, ParticipationLevel
from proposals.models import Decision
from proposals.queries.commitment import Course
from proposals.queries.result import Result, ResultLine
from proposals.response_rules import is_overdue
from proposals.views.count_words import (
    bar_note,
    bar_value,
    count_rounds,
    figure_table,
    rounds_table,
    unit_of,
)


def round_facts(content: dict[str, Any]) -> list[dict[str, str]]:
    facts = [
        (_("Your influence"), _label(ParticipationLevel, code_of(content, "level"))),
        (_("Who decides"), _label(DecidingBody, code_of(content, "who_decides"))),
        (_("Host of the discussion"), content.get("host") or ""),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def term_facts(consultation_round: ConsultationRound, content: dict[str, Any]) -> list[dict[str, str]]:
    """The term of a formal round, where it was announced and where everything lies; nothing of an informal one."""
    term = consultation_round.term
    if term is None:
        return []
    facts = [
        (_("From"), beginning(term.starts_at)),
        (_("Last moment"), until(term.ends_at)),
        (_("Notice in the official gazette"), content.get("notice") or consultation_round.notice),
        (_("For inspection"), content.get("laid_out") or consultation_round.laid_out),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def answers_words(promised: date | None, at: datetime) -> str:
    """By when what was said in a round is answered, or since when that is late; `promised` is no day while it still runs."""
    if promised is None:
        return _("When this round is over the municipality answers everything that was said.")
    if is_overdue(promised, at):
        return _(
            "The municipality answers everything that was said, and promised to do so by %(day)s at the latest. It is late."
        ) % {"day": day(promised)}
    return _("The municipality answers everything that was said, by %(day)s at the latest.") % {"day": day(promised)}


def support_facts(consultation_round: ConsultationRound) -> list[dict[str, str]]:
    """How many must support a proposal, and of whom that is a share; nothing where no number is asked."""
    if consultation_round.support_threshold is None:
        return []
    number = _grouped(consultation_round.support_threshold)
    words = ngettext("%(number)s resident", "%(number)s residents", consultation_round.support_threshold)
    facts = [{"label": _("Support that a proposal needs"), "value": words % {"number": number}}]
    if consultation_round.support_share is not None and consultation_round.population_on is not None:
        value = _("%(share)s%% of the %(population)s residents of %(day)s") % {
            "share": number_format(consultation_round.support_share.normalize()),
            "population": _grouped(consultation_round.population or 0),
            "day": day(consultation_round.population_on),
        }
        facts.append({"label": _("That is"), "value": value})
    return facts


def support_progress(subject: Subject, at: datetime) -> str:
    """How many are needed, or were and came; the number there is stands beside it. Nothing where none is asked."""
    needed = subject.needed
    if needed is None:
        return ""
    if any(event.state == State.THRESHOLD for event in subject.state_events.all()):
        words = _("Enough support: %(needed)s were needed")
    elif not refusal_of_supporting(subject, at):
        words = ngettext("%(needed)s supporter is needed", "%(needed)s supporters are needed", needed)
    else:
        return ""
    return words % {"needed": _grouped(needed)}


def result_words(result: Result) -> dict[str, Any]:
    """The sentence first, then facts, then bars: everything the result page says besides the reasons."""
    sheet, consultation_round = result.sheet, result.consultation_round
    labels = {line.subject.reference.string: line.subject.public_label for line in result.lines}
    languages = {line.subject.reference.string: line.subject.language for line in result.lines}
    valid = sheet.cast - sheet.blank - sheet.emptied
    facts = [
        (_("Voted"), _grouped(sheet.cast)),
        (_("Could vote"), _could_vote(result)),
        (_("Blank ballots"), _grouped(sheet.blank)),
        (_("Only what was withdrawn was marked"), _grouped(sheet.emptied) if sheet.emptied else ""),
        (_("Budget"), money(sheet.budget)),
        (_("Cost of what was chosen"), money(sheet.cost) if sheet.budget is not None else ""),
    ]
    rows = [
        {
            "label": line.subject.public_label,
            "url": reverse("proposal", args=[line.subject.reference.string]),
            "lang": line.subject.language,
            "value": bar_value(line),
            "value_words": _grouped(bar_value(line)),
            "note": " · ".join(
                part
                for part in (
                    line.subject.reference.string,
                    money(line.cost) if consultation_round.has_budget else "",
                    bar_note(line, consultation_round),
                )
                if part
            ),
            "chosen": line.is_chosen,
        }
        for line in result.lines
    ]
    return {
        "sentence": _sentence(result, valid),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "bar_rows": rows,
        # What is for stands against all who voted; elsewhere options stand against each other.
        "bars_whole": sheet.cast if kind_of(consultation_round) is STANCES else 0,
        "bars_title": _("First places per option") if sheet.outcome.get("counts") else _("Count per option"),
        "unit": unit_of(consultation_round),
        "figures": figure_table(result, chosen_words(consultation_round)),
        "rounds": count_rounds(result, labels),
        "rounds_table": rounds_table(result, labels, languages),
        "note_heading": _("Number and cost") if consultation_round.has_budget else _("Number"),
        "chosen_words": chosen_words(consultation_round),
        "chosen_heading": chosen_heading(consultation_round),
        "blank_words": " ".join(words for words in (_blank_words(sheet), _emptied_words(sheet)) if words),
        "turnout_words": _turnout_words(result),
        "rule_words": method_meaning(sheet.rule),
        "tie_rule_words": _label(TieRule, sheet.tie_rule) if method(sheet.rule).can_tie else "",
    }


def is_final(consultation_round: ConsultationRound) -> bool:
    """Whether the outcome itself gives the money; otherwise college or council still decides."""
    return consultation_round.has_budget and consultation_round.force == Force.MANDATED


def chosen_words(consultation_round: ConsultationRound) -> str:
    if is_final(consultation_round):
        return _("gets money")
    return pgettext("by a vote", "adopted") if adopts(consultation_round) else _("chosen")


def chosen_heading(consultation_round: ConsultationRound) -> str:
    if is_final(consultation_round):
        return _("This gets money")
    return _("Adopted") if adopts(consultation_round) else _("The voters chose this")


def who_decides_words(content: dict[str, Any]) -> str:
    """Of a round's text; without it, whoever may."""
    return _label(DecidingBody, code_of(content, "who_decides")) or _("the municipal council or the mayor and aldermen")


def standing_of_result(
    consultation_round: ConsultationRound, decisions: list[Decision], content: dict[str, Any]
) -> str:
    """What the outcome of a vote is worth as long as nothing was decided on it; nothing once a decision is recorded."""
    if decisions:
        return ""
    if consultation_round.cancelled_at is not None:
        return _("This round was cancelled: what the voters chose decides nothing.")
    body = who_decides_words(content)
    if is_final(consultation_round):
        return _("The outcome is final: %(body)s gave the voters this budget beforehand.") % {"body": body}
    if consultation_round.force == Force.FOLLOWED_UNLESS:
        return _(
            "This is advice. It is for %(body)s to decide, and to give reasons for not following it. No decision has been recorded yet."
        ) % {"body": body}
    return _("This is advice. It is for %(body)s to decide. No decision has been recorded yet.") % {"body": body}


def _blank_words(sheet: TallySheet) -> str:
    if not sheet.blank:
        return ""
    if sheet.rule.startswith("equal-shares"):
        return _(
            "Blank ballots count for the turnout. They take no share of the money: it was divided over the ballots with a mark."
        )
    return _("Blank ballots count for the turnout and choose nothing.")


def _emptied_words(sheet: TallySheet) -> str:
    if not sheet.emptied:
        return ""
    return ngettext(
        "On %(count)s ballot only what was withdrawn while people voted was marked: it counts for the turnout, and is not blank.",
        "On %(count)s ballots only what was withdrawn while people voted was marked: they count for the turnout, and are not blank.",
        sheet.emptied,
    ) % {"count": _grouped(sheet.emptied)}


def _sentence(result: Result, valid: int) -> str:
    said, drawn = _outcome(result, valid), _("A lot decided where options were equal.")
    return f"{said} {drawn}" if result.chosen and is_settled_by_lot(result.sheet) and valid else said


def _outcome(result: Result, valid: int) -> str:
    count = len(result.chosen)
    if not valid and result.sheet.emptied:
        return _("Whoever marked something marked only what was withdrawn since, so nothing was chosen.")
    if not valid:
        return _("Nobody marked anything, so nothing was chosen.")
    voted = ngettext("%(count)s person voted.", "%(count)s people voted.", result.sheet.cast) % {
        "count": _grouped(result.sheet.cast)
    }
    if result.consultation_round.has_budget:
        figures = {"count": count, "cost": money(result.sheet.cost), "budget": money(result.sheet.budget)}
        if is_final(result.consultation_round):
            words = ngettext(
                "%(count)d proposal gets money: %(cost)s of %(budget)s.",
                "%(count)d proposals get money: %(cost)s of %(budget)s.",
                count,
            )
        else:
            words = ngettext(
                "They chose %(count)d proposal, which costs %(cost)s of the %(budget)s.",
                "They chose %(count)d proposals, which cost %(cost)s of the %(budget)s together.",
                count,
            )
        return f"{voted} {words % figures}"
    if is_yes_or_no(result.consultation_round) and len(result.lines) == 1:
        return f"{voted} {_answer(result.lines[0])}"
    if count == 0:
        return voted + " " + _("Nothing was chosen.")
    if last := _last_round(result):
        return f"{voted} {last}"
    if kind_of(result.consultation_round) in (RANKED, STANCES):
        titles = ", ".join(quoted(line.subject.public_label) for line in result.chosen)
        words = _("Adopted: %(titles)s.") if adopts(result.consultation_round) else _("Chosen: %(titles)s.")
        return f"{voted} {words % {'titles': titles}}"
    if tied := _tied_first(result):
        return f"{voted} {tied}"
    first = _("Most marks went to “%(title)s”.")
    if kind_of(result.consultation_round) is POINTS:
        first = _("Most points went to “%(title)s”.")
    return f"{voted} {first % {'title': result.chosen[0].subject.public_label}}"


def _tied_first(result: Result) -> str:
    """Where the first was not ahead of all others: with whom it was equal, and what put it first."""
    first = result.chosen[0]
    tie = next((tie for tie in result.sheet.outcome["ties"] if tie["step"] == first.place), None)
    if tie is None:
        return ""
    words = _("Equal, with %(count)s each: %(titles)s. The rule for ties, stated beforehand, put %(title)s first.")
    labels = {line.subject.reference.string: quoted(line.subject.public_label) for line in result.lines}
    return words % {
        "count": _grouped(first.score),
        "titles": ", ".join(labels[option] for option in tie["options"]),
        "title": quoted(first.subject.public_label),
    }


def _answer(line: ResultLine) -> str:
    """Of one question."""
    words = _("Adopted: %(title)s, with %(yes)s yes and %(no)s no.")
    if not line.is_chosen:
        words = _("Not adopted: %(title)s, with %(yes)s yes and %(no)s no.")
    yes, no = (_grouped(line.numbers[name]) for name in ("in_favour", "against"))
    return words % {"title": quoted(line.subject.public_label), "yes": yes, "no": no}


def _last_round(result: Result) -> str:
    """With how many votes one was chosen of several that people put in order; nothing in other counts."""
    counts = result.sheet.outcome.get("counts", [])
    if result.sheet.rule != "irv" or not counts or len(result.chosen) != 1:
        return ""
    chosen, last = result.chosen[0].subject, counts[-1]
    votes = {option: int(value) for option, value in last["votes"].items()}
    return _("Chosen: %(title)s, with %(votes)s of the %(all)s votes in round %(number)d, the last of the count.") % {
        "title": quoted(chosen.public_label),
        "votes": _grouped(votes[chosen.reference.string]),
        "all": _grouped(sum(votes.values())),
        "number": last["count"],
    }


def _turnout_words(result: Result) -> str:
    """How many of those who could did; nothing where that is not known."""
    if result.consultation_round.eligibility != Eligibility.ROLL or not result.roll:
        return ""
    return _("%(voted)s of the %(roll)s people on the electoral roll voted: %(percent)s%%.") % {
        "voted": _grouped(result.sheet.cast),
        "roll": _grouped(result.roll),
        "percent": rounded(Fraction(100 * result.sheet.cast, result.roll), 1),
    }


def _could_vote(result: Result) -> str:
    if result.consultation_round.eligibility == Eligibility.ROLL:
        return ngettext("%(count)s person on the roll", "%(count)s people on the roll", result.roll) % {
            "count": _grouped(result.roll)
        }
    return str(result.consultation_round.get_eligibility_display())


def _grouped(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""


def round_text(consultation_round: ConsultationRound | None, language: str) -> dict[str, str] | None:
    """The title of a round as its page has it in a language, or else as it was written, and the language that it is in."""
    if consultation_round is None:
        return None
    version = version_in_force(consultation_round.reference_id, language)
    if version is None:
        return {"title": consultation_round.title, "language": consultation_round.language}
    return {"title": version.title, "language": version.language}


def due_words(course: Course) -> str:
    """By when, how that changed, and how much later than was promised first it was done."""
    if not course.days_over:
        return _by_when(course)
    over = ngettext(
        "done %(number)d day later than promised", "done %(number)d days later than promised", course.days_over
    )
    return f"{_by_when(course)}; {over % {'number': course.days_over}}"


def _by_when(course: Course) -> str:
    if not course.was_moved:
        return day(course.due_on)
    put_off = ngettext(
        "%(day)s; put off %(number)d time, it was to be %(first)s",
        "%(day)s; put off %(number)d times, it was to be %(first)s",
        course.times_moved,
    ) % {"day": day(course.due_on), "number": course.times_moved, "first": day(course.first_due_on)}
    if not course.days_late:
        return put_off
    late = ngettext("by then it was %(number)d day late", "by then it was %(number)d days late", course.days_late) % {
        "number": course.days_late
    }
    return f"{put_off}; {late}"
