"""What can be done now, and until when: the one box that every page about a round has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.instants import beginning, until
from participation.box_rules import empty_paper_words, lost_parts_words, refusal_of_untested, rounds_lacking_parts
from participation.enums import PERMITTED, Act, RoundState
from participation.models import ConsultationRound
from participation.queries.ballot import rounds_voted_in, rounds_without_paper
from participation.queries.consultation_round import RoundStanding
from participation.round_change_rules import cancelled_on, refusal_of_stop
from proposals.enums import DecidingBody
from proposals.models import Decision, ResponseDocument
from proposals.queries.consultation_round import RoundCard
from proposals.queries.response_document import silent_rounds
from proposals.response_rules import owes_answers


@dataclass(frozen=True)
class Now:
    """`actions` are buttons as the component wants them: `[{label, url, kind}]`."""

    title: str
    body: str
    actions: list[dict[str, Any]] = field(default_factory=list)
    # It says what was decided, and so does the stamp beside it.
    is_decided: bool = False

    @property
    def is_quiet(self) -> bool:
        return not self.actions


def now_of(
    consultation_round: ConsultationRound,
    standing: RoundStanding,
    at: datetime,
    *,
    has_voted: bool = False,
    decision: Decision | None = None,
    begins: str = "",
    lacks_paper: bool = False,
    lacks_parts: bool = False,
    document: ResponseDocument | None = None,
    is_silent: bool = False,
) -> Now:
    """`has_voted`: the reader has; `decision`: the newest that was recorded on the round; `begins`: what somebody begins here
    under an ordinance, who makes a proposal elsewhere; `lacks_paper`: voting would have begun with nothing to vote on;
    `lacks_parts`: too few parts of its box are left; `document`: the answers to what was said, public or not; `is_silent`:
    nobody reacted.
    """
    if lacks_paper:
        return Now(title=_("Voting has not begun"), body=empty_paper_words())
    string = consultation_round.reference.string
    if standing.state == RoundState.OPEN:
        return _open(consultation_round, standing, string, at, has_voted, begins or _("Make a proposal"), lacks_parts)
    if decision is not None:
        return decided(decision)
    if standing.state in (RoundState.PAUSED, RoundState.CANCELLED):
        # Why stands right under it, or on the page that a card leads to.
        if consultation_round.cancelled_at is not None:
            return Now(title=_("Cancelled"), body=cancelled_on(consultation_round.cancelled_at))
        return Now(title=_("Paused"), body=refusal_of_stop(consultation_round))
    answers = _answers(consultation_round, document)
    if standing.state == RoundState.PUBLISHED:
        return Now(
            title=_("The vote has been counted"),
            body=_("See what was chosen, and why."),
            actions=[
                {"label": _("See the result"), "url": reverse("result", args=[string]), "kind": "primary"},
                *({**one, "kind": "quiet"} for one in answers),
            ],
        )
    if standing.state == RoundState.COUNTED:
        return Now(
            title=_("The ballots have been counted"), body=_("The result is published soon, with its explanation.")
        )
    if is_silent:
        return Now(title=_("Taking part is over"), body=_("Nobody reacted."))
    if standing.open_phases:
        return _running(standing)
    coming = standing.next_phase
    if coming is not None:
        return Now(
            title=_("Coming: %(phase)s") % {"phase": coming.get_kind_display().lower()},
            body=_("From %(moment)s on.") % {"moment": beginning(coming.starts_at)},
        )
    if answers:
        return Now(
            title=_("Everything that was said has its answer"),
            body=_("Read what the municipality does with it, and why."),
            actions=answers,
        )
    if consultation_round.method:
        return Now(
            title=_("Voting is over"),
            body=_("The ballots lie in the closed box until the clerk counts them. Nobody sees a figure before that."),
        )
    return Now(
        title=_("Taking part is over"), body=_("The municipality weighs what people said. Its answer will stand here.")
    )


def _answers(consultation_round: ConsultationRound, document: ResponseDocument | None) -> list[dict[str, Any]]:
    if consultation_round.answered_at is None or document is None:
        return []
    address = reverse("response_document", args=[document.reference.string])
    return [{"label": _("Read the answers"), "url": address, "kind": "primary"}]


def nows_of(
    cards: Iterable[RoundCard], decisions: Iterable[Decision], reader: Any, at: datetime
) -> list[tuple[RoundCard, Now]]:
    """Each card of `listed_rounds` with its box; `decisions` are all that were taken on these rounds. Four queries."""
    cards = list(cards)
    rounds = [card.consultation_round for card in cards]
    voted, without_paper = rounds_voted_in(rounds, reader), rounds_without_paper(rounds, at)
    without_parts = rounds_lacking_parts(rounds)
    silent = silent_rounds(one for one in rounds if owes_answers(one, at))
    newest = {
        decision.consultation_round_id: decision
        for decision in sorted(decisions, key=lambda decision: (decision.decided_on, decision.pk))
    }
    return [
        (
            card,
            now_of(
                card.consultation_round,
                card.standing,
                at,
                has_voted=card.consultation_round.pk in voted,
                decision=newest.get(card.consultation_round.pk),
                lacks_paper=card.consultation_round.pk in without_paper,
                lacks_parts=card.consultation_round.pk in without_parts,
                document=getattr(card.consultation_round, "response_document", None),
                is_silent=card.consultation_round.pk in silent,
            ),
        )
        for card in cards
    ]


def decided(decision: Decision) -> Now:
    is_of_executive = decision.body == DecidingBody.EXECUTIVE
    title = _("Decided by the mayor and aldermen: %(verdict)s") if is_of_executive else _("Decided: %(verdict)s")
    return Now(
        title=title % {"verdict": decision.get_verdict_display()},
        body=decision.title_en if get_language() == "en" and decision.title_en else decision.title,
        actions=[
            {
                "label": _("Read the decision"),
                "url": reverse("decision", args=[decision.reference.string]),
                "kind": "primary",
            }
        ],
        is_decided=True,
    )


def _open(
    consultation_round: ConsultationRound,
    standing: RoundStanding,
    string: str,
    at: datetime,
    has_voted: bool,
    begins: str,
    lacks_parts: bool,
) -> Now:
    permitted = [act for act in Act if consultation_round.permits(act, at)]
    if Act.VOTE in permitted and (untested := refusal_of_untested(consultation_round)):
        permitted.remove(Act.VOTE)
        if not permitted:
            return Now(title=_("Voting has not begun"), body=untested)
    may_answer = Act.FILL_IN in permitted and consultation_round.asks_questions
    if Act.VOTE in permitted and lacks_parts:
        return Now(title=_("Nobody can vote now"), body=lost_parts_words())
    if Act.VOTE in permitted:
        first, words = Act.VOTE, _("You can replace it %(until)s.") if has_voted else _("That can be done %(until)s.")
        title = _("Your ballot is in the box") if has_voted else _("Now: vote")
        label = _("Replace your ballot") if has_voted else _("Vote")
        action = {"label": label, "url": reverse("ballot", args=[string])}
    elif Act.PROPOSE in permitted:
        first, words = Act.PROPOSE, _("That can be done %(until)s.")
        title = _("Now: %(what)s") % {"what": f"{begins[0].lower()}{begins[1:]}"}
        action = {"label": begins, "url": reverse("start_proposal", args=[string])}
    else:
        first, words = permitted[0], _("That can be done %(until)s.")
        title = _("Now: support what you like, and react") if Act.SUPPORT in permitted else _("Now: react")
        action = {}
    kind = "quiet" if Act.VOTE in permitted and has_voted else "primary"
    actions = [{**action, "kind": kind}] if action else []
    if consultation_round.term is not None and consultation_round.term.is_open(at):
        title = _("Now: give your formal view")
        actions.append({"label": _("Give your formal view"), "url": reverse("start_view", args=[string]), "kind": kind})
    if may_answer:
        kind = "quiet" if actions else "primary"
        title = title if actions else _("Now: answer a few questions")
        address = reverse("questionnaire", args=[string])
        actions.append({"label": _("Answer the questions"), "url": address, "kind": kind})
    if consultation_round.is_discussed and not consultation_round.is_formal:
        address = f"{consultation_round.reference.get_absolute_url()}#comments"
        actions = [{"label": _("To the discussion"), "url": address, "kind": "primary"}]
    elif {Act.SUPPORT, Act.COMMENT} & set(permitted) and consultation_round.takes_proposals:
        kind = "quiet" if actions else "primary"
        actions.append({"label": _("See the proposals"), "url": reverse("proposals", args=[string]), "kind": kind})
    ends = [phase.ends_at for phase in standing.open_phases if first in PERMITTED[phase.kind]]
    latest = None if None in ends else max(end for end in ends if end is not None)
    body = _("That can be done at any time.") if latest is None else words % {"until": until(latest)}
    return Now(title=title, body=_and_then(body, standing, latest), actions=actions)


def _running(standing: RoundStanding) -> Now:
    """A phase in which nothing is asked."""
    ends_at = standing.closes_at
    body = _("This goes on %(until)s.") % {"until": until(ends_at)} if ends_at else ""
    return Now(title=standing.open_phases[0].get_kind_display(), body=_and_then(body, standing, ends_at))


def _and_then(words: str, standing: RoundStanding, ends_at: datetime | None) -> str:
    """What comes once this ends, or begins before it does."""
    coming = standing.next_phase
    if coming is None:
        return words
    if ends_at is not None and ends_at <= coming.starts_at:
        after = _("After that: %(phase)s, from %(moment)s on.")
    else:
        after = _("Beside it: %(phase)s, from %(moment)s on.")
    said = after % {"phase": coming.get_kind_display().lower(), "moment": beginning(coming.starts_at)}
    return f"{words} {said}".strip()
