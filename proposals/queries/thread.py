from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.enums import StationState
from base.instants import clock, day, days_left, last_minute, span
from base.models import PublishedVersion
from base.thread import Station, happened, in_order, with_next
from participation.certification_rules import certification_of
from participation.enums import SETTLED, Moderation, PhaseKind, State
from participation.life_words import facts_of_step, written, written_in
from participation.models import ConsultationRound, PaperSupport, Phase, RoundChange, Subject
from participation.queries.request import RequestStanding, standing_of
from participation.queries.state_event import happened_on
from participation.request_life import taken_back
from proposals.models import Decision, ResponseDocument
from proposals.motion_life import take_up_by
from proposals.queries.kind import Promise
from proposals.queries.request import requests_waiting
from proposals.queries.result import ResultLine
from proposals.response_rules import intake_of, is_overdue, nobody_reacted, owes_answers, promised_day


def round_thread(
    consultation_round: ConsultationRound,
    decisions: list[Decision],
    at: datetime,
    document: ResponseDocument | None = None,
    is_silent: bool | None = None,
) -> list[Station]:
    """The stations of a round: its phases, its count, the answers to what was said, what was decided. `is_silent`: that nobody
    reacted, where that was asked already."""
    if is_silent is None:
        is_silent = nobody_reacted(consultation_round, at)
    # Where there is nothing to answer nobody answers.
    stations = round_stations(consultation_round, at, but=PhaseKind.ANSWER if is_silent else None)
    if document is not None and document.published_at is not None:
        stations.append(_answered_station(document, document.published_at))
    elif is_silent:
        stations.append(_silent_station(consultation_round))
    elif owes_answers(consultation_round, at):
        stations.append(_unanswered_station(promised_day(consultation_round, at), at))
    stations.extend(decision_station(decision) for decision in decisions)
    if not decisions and _is_to_be_decided(consultation_round):
        stations.append(Station(label=_("The decision"), at=None, state=StationState.LATER))
    return with_next(in_order(stations))


def owed_stations(consultation_round: ConsultationRound, at: datetime) -> list[Station]:
    """Of a round whose item goes no further: the answer that people still get to what they said, or may say."""
    if consultation_round.cancelled_at is not None or consultation_round.is_standing:
        return []
    if consultation_round.answered_at is not None or not consultation_round.lets_people_speak:
        return []
    return [_unanswered_station(promised_day(consultation_round, at), at)]


def _is_to_be_decided(consultation_round: ConsultationRound) -> bool:
    about = consultation_round.about
    is_withdrawn = about is not None and about.withdrawn_at is not None
    return not (consultation_round.is_standing or consultation_round.cancelled_at is not None or is_withdrawn)


def _answered_station(document: ResponseDocument, published_at: datetime) -> Station:
    return Station(
        label=_("The answers"),
        at=published_at,
        when=day(published_at),
        url=reverse("response_document", args=[document.reference.string]),
        stamp=_("answered"),
    )


def _silent_station(consultation_round: ConsultationRound) -> Station:
    """From the moment at which nobody could react any more."""
    ends = [phase.ends_at for phase in intake_of(consultation_round) if phase.ends_at is not None]
    closed = max(ends, default=None)
    return Station(label=_("Nobody reacted"), at=closed, when=day(closed) if closed is not None else "")


def _unanswered_station(promised: date, at: datetime) -> Station:
    """When everything that was said is answered, or should have been."""
    return Station(
        label=_("The answers"),
        at=None,
        when=_("promised by %(day)s") % {"day": day(promised)},
        stamp=_("late") if is_overdue(promised, at) else "",
        stamp_tone="amber",
        state=StationState.LATER,
    )


def round_stations(consultation_round: ConsultationRound, at: datetime, but: PhaseKind | None = None) -> list[Station]:
    """Its phases `but` those of a kind, and its count; a round that was cancelled before that is not counted any more."""
    course = course_stations(consultation_round, at)
    stations = [station for phase, station in course if phase is None or phase.kind != but]
    is_counted = consultation_round.cancelled_at is None or consultation_round.result_published_at is not None
    return [*stations, result_station(consultation_round)] if consultation_round.method and is_counted else stations


def course_stations(consultation_round: ConsultationRound, at: datetime) -> list[tuple[Phase | None, Station]]:
    """Each phase with its station; of a round that was cancelled those that had begun, and that it was."""
    phases, cancelled_at = list(consultation_round.phases.all()), consultation_round.cancelled_at
    if cancelled_at is None:
        return [(phase, phase_station(phase, at)) for phase in phases if not phase.is_skipped]
    begun: list[tuple[Phase | None, Station]] = [
        (phase, _until(phase, cancelled_at)) for phase in phases if phase.starts_at < cancelled_at
    ]
    end = Station(
        label=_("The round"), at=cancelled_at, when=day(cancelled_at), stamp=_("cancelled"), stamp_tone="amber"
    )
    return [*begun, (None, end)]


def _until(phase: Phase, stopped_at: datetime) -> Station:
    """A phase that had begun, and was over at the latest when something stopped it."""
    ends_at = min(phase.over_at or stopped_at, stopped_at)
    return Station(label=phase.get_kind_display(), at=phase.starts_at, when=span(phase.starts_at, ends_at))


def _off_paper_station(change: RoundChange) -> Station:
    return Station(
        label=_("Off the ballot paper"), at=change.at, when=day(change.at), stamp=_("withdrawn"), stamp_tone="amber"
    )


def phase_station(phase: Phase, at: datetime) -> Station:
    state = StationState.LATER
    note = ""
    if phase.has_ended(at):
        state = StationState.REACHED
    elif phase.has_begun(at):
        state = StationState.NOW
        note = time_left(phase.over_at, at)
    return Station(
        label=phase.get_kind_display(),
        at=phase.starts_at,
        when=span(phase.starts_at, phase.over_at),
        note=note,
        state=state,
    )


def time_left(end: datetime | None, at: datetime) -> str:
    if end is None:
        return ""
    days = days_left(end, at)
    if days == 0:
        last = timezone.localtime(last_minute(end))
        if (last.hour, last.minute) == (23, 59):
            return _("now, until the end of today")
        return _("now, until and including %(time)s today") % {"time": clock(last)}
    return ngettext("now, %(days)d day left", "now, %(days)d days left", days) % {"days": days}


def result_station(consultation_round: ConsultationRound) -> Station:
    counted_at = consultation_round.counted_at
    if counted_at is None or consultation_round.result_published_at is None:
        voting = consultation_round.voting
        return Station(label=_("The count"), at=voting.ends_at if voting else None, state=StationState.LATER)
    return Station(
        label=_("The count"),
        at=counted_at,
        when=day(counted_at),
        url=reverse("result", args=[consultation_round.reference.string]),
        stamp=_("certified") if _is_certified(consultation_round) else _("counted"),
        state=StationState.REACHED,
    )


def _is_certified(consultation_round: ConsultationRound) -> bool:
    """Of prefetched sheets without a query: whether two people declared the newest one right."""
    newest = max(consultation_round.tally_sheets.all(), key=lambda sheet: sheet.number, default=None)
    certification = certification_of(newest)
    return certification is not None and certification.is_whole


def decision_station(decision: Decision) -> Station:
    return Station(
        label=_("Decision of %(body)s") % {"body": decision.get_body_display()},
        at=happened(decision.decided_on, decision.recorded_at),
        when=day(decision.decided_on),
        url=reverse("decision", args=[decision.reference.string]),
        stamp=decision.get_verdict_display(),
        stamp_tone=decision.stamp_tone,
        state=StationState.REACHED,
    )


def proposal_thread(
    subject: Subject,
    decisions: list[Decision],
    line: ResultLine | None,
    at: datetime,
    state: State = State.PUBLISHED,
    promise: Promise | None = None,
    versions: Sequence[PublishedVersion] = (),
    lists: Sequence[PaperSupport] = (),
    off_paper: RoundChange | None = None,
) -> list[Station]:
    """What became of a proposal, and what is still to come for it; `off_paper` took it out of the vote while people voted."""
    stations = [Station(label=_("Handed in"), at=subject.submitted_at, when=day(subject.submitted_at))]
    moderated = _moderation_station(subject)
    stations.append(moderated)
    if not subject.is_visible:
        return stations
    consultation_round = subject.consultation_round
    request = standing_of(subject, state, at)
    # Of a request the clock is its own, and not that of its round.
    for phase, station in course_stations(consultation_round, at) if request is None else ():
        kind = phase.kind if phase is not None else ""
        if phase is not None and kind == PhaseKind.VOTE and off_paper is not None:
            station = _until(phase, off_paper.at)
        if kind != PhaseKind.COLLECT and not (kind == PhaseKind.VOTE and subject.kept_off_because):
            # What was open already when the proposal became public belongs after that in its own story.
            since = station.at or at
            stations.append(replace(station, at=max(since, moderated.at or since)))
    if off_paper is not None:
        stations.append(_off_paper_station(off_paper))
    if line is not None:
        stations.append(_count_station(consultation_round, is_chosen=line.is_chosen))
    stations.extend(_event_stations(subject))
    stations.extend(_list_station(one) for one in lists if one.checked)
    stations.extend(_change_station(old, new) for old, new in pairwise(versions))
    if request is not None:
        return with_next(in_order([*stations, *_request_stations(request), *_take_up_stations(request)]))
    last = subject.last_event
    is_settled = off_paper is not None or (last is not None and last.state in SETTLED)
    if promise is not None and not is_settled:
        stations.append(_promised_station(promise))
    stations.extend(decision_station(decision) for decision in decisions)
    if not decisions and _is_to_be_decided(consultation_round) and not is_settled:
        stations.append(Station(label=_("The decision"), at=None, state=StationState.LATER))
    return with_next(in_order(stations))


def _event_stations(subject: Subject) -> list[Station]:
    """What the municipality and the supporters made of it; the author's and the moderator's steps stand above, the clock's below."""
    stations, seen, last = [], set(), ""
    _standing, back = taken_back(subject.instrument, list(subject.state_events.all()))
    mistakes = {one.pk for found in back.values() for one in found}
    for event in subject.state_events.all():
        is_again = event.state == State.PUBLISHED and event.state in seen
        again = _("On its own again") if last == State.MERGED else _("Taken up again")
        seen.add(event.state)
        last = event.state
        if event.state in (State.SUBMITTED, State.PUBLISHED, State.EXPIRED, State.WITHDRAWN) and not is_again:
            continue
        state, on = State(event.state), happened_on(event)
        # Of what lies ahead, as a meeting that it was put on the agenda of, both days are told: that of the step, and its own.
        is_ahead = event.on is not None and event.on != on
        label = again if is_again else str(state.label).capitalize()
        if event.pk in back:
            label = capfirst(_("taken back: %(step)s") % {"step": back[event.pk][0].get_state_display()})
            on, is_ahead = timezone.localtime(event.at).date(), False
        stations.append(
            Station(
                label=label,
                at=happened(on, event.at),
                when=day(on),
                note=" ".join(facts_of_step(event, with_day=is_ahead)),
                said=written(event),
                said_language=written_in(event),
                url=event.went_to.get_absolute_url() if event.went_to is not None else event.document,
                stamp=_("a mistake, taken back") if event.pk in mistakes else "",
                stamp_tone="amber",
            )
        )
    return stations


def _request_stations(request: RequestStanding) -> list[Station]:
    """What comes next for a request, and by when; its time to collect support, while that lasts or when it was too short."""
    ends_at = request.subject.support_until
    if request.state == State.EXPIRED and ends_at is not None:
        return [Station(label=str(State.EXPIRED.label).capitalize(), at=ends_at, when=day(last_minute(ends_at)))]
    if request.is_over or not request.next_words:
        return []
    due, when, note = request.due_on, "", ""
    if request.state == State.SUPPORTING and ends_at is not None:
        when, note = _("by %(day)s at the latest") % {"day": day(last_minute(ends_at))}, time_left(ends_at, request.at)
    elif due is not None:
        when = _("by %(day)s at the latest") % {"day": day(due)}
        note = _("It waits since %(day)s.") % {"day": day(request.since)}
    else:
        note = _("It waits since %(day)s.") % {"day": day(request.since)}
    return [
        Station(
            label=request.next_words,
            at=None,
            when=when,
            note=note,
            stamp=_("late") if request.is_late else "",
            stamp_tone="amber",
            state=StationState.LATER,
        )
    ]


def _take_up_stations(request: RequestStanding) -> list[Station]:
    """Of an initiative that was agreed to, until it is promised who does it: by when that is said."""
    if request.state != State.GRANTED:
        return []
    return [
        Station(
            label=_("The municipality says who does it, and by when"),
            at=None,
            when=_("by %(day)s at the latest") % {"day": day(due := take_up_by(agreed_on))},
            stamp=_("late") if is_overdue(due, request.at) else "",
            stamp_tone="amber",
            state=StationState.LATER,
        )
        for _subject, agreed_on in requests_waiting(request.subject.pk)
    ]


def _list_station(one: PaperSupport) -> Station:
    label = ngettext("%(number)s signature on paper", "%(number)s signatures on paper", one.checked)
    number = number_format(one.checked, force_grouping=True)
    return Station(label=label % {"number": number}, at=one.received_at, when=day(one.received_at))


def _change_station(old: PublishedVersion, new: PublishedVersion) -> Station:
    return Station(
        label=_("Changed by its author"),
        at=new.published_at,
        when=day(new.published_at),
        said=new.change_note,
        said_language=new.note_language,
        url=reverse("difference", args=[new.reference.string, old.label, new.label]),
    )


def _promised_station(promise: Promise) -> Station:
    note = _("%(what)s By: %(department)s.") % {
        "what": promise.what_happens_next,
        "department": promise.department,
    }
    return Station(
        label=_("What we promised"), at=None, when=promise.by_when, note=note.strip(), state=StationState.LATER
    )


def _moderation_station(subject: Subject) -> Station:
    ruling = subject.last_ruling
    if subject.moderation == Moderation.AWAITING:
        return Station(
            label=_("A moderator reads it"),
            at=subject.submitted_at,
            when=_("within two working days"),
            state=StationState.NOW,
        )
    if subject.moderation == Moderation.HIDDEN and ruling is not None:
        return Station(
            label=_("Not published"),
            at=ruling.at,
            when=day(ruling.at),
            note=ruling.get_ground_display(),
            stamp=_("hidden"),
            stamp_tone="amber",
        )
    if subject.withdrawn_at is not None:
        return Station(label=_("Withdrawn by its author"), at=subject.withdrawn_at, when=day(subject.withdrawn_at))
    published = next((event for event in subject.state_events.all() if event.state == State.PUBLISHED), None)
    since = published.at if published is not None else ruling.at if ruling is not None else subject.submitted_at
    return Station(label=_("Published"), at=since, when=day(since))


def _count_station(consultation_round: ConsultationRound, *, is_chosen: bool) -> Station:
    counted_at = consultation_round.counted_at
    return Station(
        label=_("The count"),
        at=counted_at,
        when=day(counted_at) if counted_at else "",
        url=reverse("result", args=[consultation_round.reference.string]),
        stamp=_("chosen") if is_chosen else _("not chosen"),
        stamp_tone="green" if is_chosen else "amber",
    )
