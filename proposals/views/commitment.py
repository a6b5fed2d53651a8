import csv
from datetime import date
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import clock
from base.enums import StationState
from base.instants import day
from base.queries.published_version import version_in_force
from base.spreadsheet import defused
from base.thread import Station, happened, in_order
from participation.views.follow import follow_block
from proposals.commitment_life import CommitmentState
from proposals.models import CommitmentEvent
from proposals.queries.commitment import (
    CommitmentStanding,
    Course,
    commitment_standing,
    commitments,
    promised,
    standings,
)
from proposals.queries.council import paper_now
from proposals.queries.motion import motions_waiting
from proposals.views.motion import motion_cards
from proposals.views.words import due_words, round_text

# What can be asked for, in the order of the page.
PARTS = ("late", "put-off", "going", "done", "dropped", "mistake")


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """What the municipality promised: what is late, on the way, done and dropped."""
    today = timezone.localtime(clock.now()).date()
    rows = standings(commitments())
    asked = request.GET.get("part", "")
    asked = asked if asked in PARTS else ""
    groups = {part: [one for one in rows if part_of(one, today) == part] for part in PARTS}
    shown = {part: found for part, found in groups.items() if found and asked in (part, "")}
    context = {
        "figures": promised(rows, today),
        "groups": [(part, PART_WORDS[part](), [card(one, today) for one in found]) for part, found in shown.items()],
        "chosen": asked,
        "motions": [] if asked else motion_cards(motions_waiting(), str(get_language()), with_item=True),
        "crumbs": [{"label": _("What became of it?"), "url": reverse("outcomes")}],
    }
    return render(request, "proposals/commitments.html", context)


@require_safe
def commitment(request: HttpRequest, reference: str) -> HttpResponse:
    standing = commitment_standing(reference)
    if standing is None or not standing.commitment.reference.is_public:
        raise Http404
    language, one = str(get_language()), standing.commitment
    today = timezone.localtime(clock.now()).date()
    text, written_in = one.said_in(language)
    context = {
        **follow_block(request, one.reference),
        "commitment": one,
        "standing": standing,
        "paper": paper_now(one.paper) if one.paper is not None else None,
        "text": text,
        "text_language": written_in,
        "stamp": stamp(standing, today),
        "facts": [
            {"label": _("Who does it"), "value": one.department, "lang": settings.LANGUAGE_CODE},
            {"label": _("Promised on"), "value": day(one.made_on)},
            {"label": _("By"), "value": due_words(standing)},
        ],
        "stations": stations(standing, language),
        "milestones": [(*step.said_in(language), step, stamp(step, today)) for step in standing.milestones],
        "item_text": version_in_force(one.about_id, language) if one.about_id else None,
        "round_text": round_text(one.consultation_round, language),
        "crumbs": [{"label": _("What was promised"), "url": reverse("commitments")}],
    }
    return render(request, "proposals/commitment.html", context)


@require_safe
def commitment_csv(request: HttpRequest) -> HttpResponse:
    """The register as a table."""
    today = timezone.localtime(clock.now()).date()
    response = HttpResponse(content_type="text/csv; charset=utf-8", status=HTTPStatus.OK)
    response["Content-Disposition"] = 'attachment; filename="commitments.csv"'
    table = csv.writer(response)
    table.writerow(
        [
            *(
                "number",
                "promise",
                "department",
                "about",
                "made_on",
                "first_due_on",
                "due_on",
                "state",
                "late",
                "evidence",
            ),
            "times_put_off",
            "days_late_when_put_off",
            "days_late_when_done",
        ]
    )
    for one in standings(commitments()):
        made = one.commitment
        row = [
            made.reference.string,
            made.text,
            made.department,
            made.thing or "",
            made.made_on,
            one.first_due_on,
            one.due_on,
        ]
        evidence = one.last.evidence_url if one.last is not None and one.state == CommitmentState.DONE else ""
        course = [one.state.value, int(one.is_late(today)), evidence, one.times_moved, one.days_late, one.days_over]
        table.writerow([defused(str(cell)) for cell in [*row, *course]])
    return response


def part_of(standing: CommitmentStanding, today: date) -> str:
    if standing.state.is_over:
        return str(standing.state.value)
    if standing.is_late(today):
        return "late"
    return "put-off" if standing.is_put_off(today) else "going"


PART_WORDS = {
    "late": lambda: _("Later than promised"),
    "put-off": lambda: _("Put off to a later day"),
    "going": lambda: _("Still in time"),
    "done": lambda: _("Done"),
    "dropped": lambda: _("Will not happen"),
    "mistake": lambda: _("Recorded by mistake"),
}


def card(standing: CommitmentStanding, today: date) -> dict[str, object]:
    text, language = standing.commitment.said_in(str(get_language()))
    return {
        "standing": standing,
        "commitment": standing.commitment,
        "text": text,
        "language": language,
        "due": due_words(standing),
        "stamp": stamp(standing, today),
    }


def stamp(course: Course, today: date) -> tuple[str, str]:
    """Words and tone."""
    if course.is_late(today):
        return _("late"), "amber"
    if course.is_put_off(today):
        return pgettext("promise", "put off"), "amber"
    if course.days_over:
        return _("done late"), "amber"
    tone = {CommitmentState.DONE: "green", CommitmentState.DROPPED: "red"}.get(course.state, "ink")
    return str(course.state.label), tone


def _event_note(event: CommitmentEvent) -> str:
    """The new day of what was put off, and when something was written down that was not so on its own day."""
    recorded_on = timezone.localtime(event.at).date()
    found = [_("The new day is %(day)s.") % {"day": day(event.due_on)}] if event.due_on is not None else []
    if recorded_on != event.happened_on:
        found.append(_("Recorded on %(day)s.") % {"day": day(recorded_on)})
    return " ".join(found)


def stations(standing: CommitmentStanding, language: str) -> list[Station]:
    """The promise, what happened since, and the day that it is due."""
    made = standing.commitment
    found = [Station(label=_("Promised"), at=happened(made.made_on, made.recorded_at), when=day(made.made_on))]
    titles = {step.milestone.pk: step.said_in(language)[0] for step in standing.milestones}
    found += [
        Station(
            label=_("Corrected"),
            at=one.at,
            when=day(one.at),
            note=_("Read how it was recorded before."),
            said=one.reason,
            said_language=settings.LANGUAGE_CODE,
            url=one.version.get_absolute_url(),
        )
        for one in made.corrections.all()
    ]
    for event in standing.events:
        label = str(event.get_step_display()).capitalize()
        if event.milestone_id is not None:
            label = f"{titles[event.milestone_id]}: {event.get_step_display()}"
        said, written_in = event.said_in(language)
        found.append(
            Station(
                label=label,
                at=happened(event.happened_on, event.at),
                when=day(event.happened_on),
                note=_event_note(event),
                said=said,
                said_language=written_in,
                url=event.evidence_url,
            )
        )
    if not standing.state.is_over:
        found.append(Station(label=_("To be done"), at=None, when=day(standing.due_on), state=StationState.NEXT))
    return in_order(found)
