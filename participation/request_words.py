"""What follows for a request, and what its ordinance lays down, in the words that everybody reads."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import day
from participation.enums import State
from participation.life_enums import Instrument, WhoMay
from participation.models import Ordinance, StateEvent
from participation.request_life import due_on


def next_words(ordinance: Ordinance, state: State) -> str:
    """What comes next; nothing where nothing does."""
    body = ordinance.get_body_display()
    by_both = {
        State.SUPPORTING: _("Enough support, and handing it over to the municipality"),
        State.PUBLISHED: _("Handing it over to the municipality"),
        State.THRESHOLD: _("Handing it over to the municipality, by those who started it"),
        State.HANDED_OVER: _("The clerk judges whether it is admissible"),
    }
    if ordinance.instrument == Instrument.INITIATIVE:
        own = {
            State.ADMITTED: _("It comes on the agenda of %(body)s") % {"body": body},
            State.ON_AGENDA: _("It is dealt with by %(body)s") % {"body": body},
            State.PUT_OFF: _("It comes on the agenda of %(body)s") % {"body": body},
        }
    else:
        decides = _("A decision of %(body)s") % {"body": body}
        own = {
            State.ADMITTED: _("Talks with those who asked it"),
            State.TALKS: decides,
            State.PUT_OFF: decides,
            State.GRANTED: _("An agreement about how it is done"),
            State.AGREEMENT: _("It is carried out"),
            State.RUNNING: _("It is evaluated, as the agreement lays down"),
        }
    return (by_both | own).get(state, "")


def beginning_words(ordinance: Ordinance) -> str:
    """What a button says that begins one."""
    return {
        Instrument.INITIATIVE: _("Start a citizens' initiative"),
        Instrument.CHALLENGE: _("Challenge the municipality"),
    }[Instrument(ordinance.instrument)]


def beginnings(found: Iterable[Ordinance]) -> list[tuple[str, Ordinance]]:
    """What can be begun under each, in the words of its button."""
    return [(beginning_words(one), one) for one in found]


def what_follows(event: StateEvent) -> list[str]:
    """After a step of a request: what comes next, and by when."""
    ordinance = event.subject.ordinance
    coming = next_words(ordinance, State(event.state)) if ordinance is not None else ""
    if ordinance is None or not coming:
        return []
    due = due_on(ordinance, list(event.subject.state_events.all()))
    said = _("What comes next: %(what)s.") % {"what": coming}
    return [said] if due is None else [said, _("That is due by %(day)s.") % {"day": day(due)}]


def ordinance_facts(ordinance: Ordinance) -> list[dict[str, str]]:
    """Who may, how many, how long and who decides: what somebody wants to know before they begin."""
    facts = [
        (_("Who may start and support it"), _who(ordinance)),
        (_("Support that it needs"), _needed(ordinance)),
        (_("Time to collect it"), _weeks(ordinance.collecting_weeks)),
        (_("Is it admissible? Judged within"), _weeks(ordinance.admission_weeks)),
        (_("Who deals with it"), str(ordinance.get_body_display())),
        (_("Within"), _decision(ordinance)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _who(ordinance: Ordinance) -> str:
    who = str(WhoMay(ordinance.who).label)
    if ordinance.youngest is not None:
        who = _("%(who)s and is %(age)d years or older") % {"who": who, "age": ordinance.youngest}
    return _("%(who)s; organisations may start it too") % {"who": who} if ordinance.takes_organisations else who


def _needed(ordinance: Ordinance) -> str:
    if ordinance.needed is None:
        return _("none")
    people = ngettext("%(number)s person", "%(number)s people", ordinance.needed) % {
        "number": _grouped(ordinance.needed)
    }
    if ordinance.share is None or ordinance.population_on is None:
        return people
    of_whom: dict[str, Any] = {
        "people": people,
        "share": number_format(ordinance.share.normalize()),
        "population": _grouped(ordinance.population or 0),
        "day": day(ordinance.population_on),
    }
    if ordinance.most is None:
        return _("%(people)s: %(share)s%% of %(population)s on %(day)s") % of_whom
    return _("%(people)s: %(share)s%% of %(population)s on %(day)s, and never more than %(most)s") % {
        **of_whom,
        "most": _grouped(ordinance.most),
    }


def _decision(ordinance: Ordinance) -> str:
    words = _weeks(ordinance.decision_weeks)
    if ordinance.extension_weeks is None:
        return words
    return _("%(term)s, which can once be made %(more)s longer") % {
        "term": words,
        "more": _weeks(ordinance.extension_weeks),
    }


def _weeks(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("%(number)d week", "%(number)d weeks", number) % {"number": number}


def _grouped(value: int) -> str:
    return str(number_format(value, force_grouping=True))
