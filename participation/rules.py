"""Who may do what, when. Each rule returns a refusal as a sentence, or nothing where the way is free."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from base.counter import Counter
from base.instants import beginning, clock, moment, until
from base.models import PublishedVersion, Reference
from base.queries.published_version import version_in_force
from participation.box_rules import refusal_to_fill_paper
from participation.enums import EXAMINED, PERMITTED, SETTLED, Act, Moderation, OutsideHours, State, TieRule
from participation.hours import opens_again
from participation.models import Claim, Comment, ConsultationRound, Subject
from participation.queries.co_author import is_author, is_leading_author
from participation.queries.moderation_hours import back_at, hours_of
from participation.queries.origin import known_origins
from participation.round_change_rules import refusal_of_stop
from participation.tally.lot import as_drawn
from participation.voting_enums import COUNT as COUNT
from participation.voting_enums import VotingChannel

MODERATE = "participation.add_ruling"
ANSWER = "participation.answer_officially"
TAKE_OVER = "participation.add_origin"
HOUR = 60 * 60
# As its column.
LONGEST_DRAW = 200
ON_PAPER = (VotingChannel.PAPER, VotingChannel.TELEPHONE)


def can_moderate(person: Any) -> bool:
    return bool(person.has_perm(MODERATE))


def can_see(person: Any, thing: Any) -> bool:
    """The one rule of visibility for what residents write (a subject or a comment).

    What is visible everybody sees; what waits for a moderator, was hidden or withdrawn only who wrote it and the moderators.
    """
    if thing.moderation == Moderation.VISIBLE:
        return True
    if not person.is_authenticated:
        return False
    return can_moderate(person) or is_author(person, thing)


def refusal_of_phase(consultation_round: ConsultationRound, act: Act, at: datetime) -> str:
    """Why the clock does not permit an act now, and when it will or where to go instead."""
    if sentence := refusal_of_stop(consultation_round):
        return sentence
    if consultation_round.permits(act, at):
        return ""
    fitting = [phase for phase in consultation_round.phases.all() if act in PERMITTED[phase.kind]]
    coming = next((phase for phase in fitting if not phase.has_begun(at)), None)
    if coming is not None:
        return _("You can %(act)s from %(moment)s on.") % {
            "act": act.label,
            "moment": beginning(coming.starts_at),
        }
    ends = [phase.ends_at for phase in fitting if phase.ends_at is not None]
    if ends and act == Act.VOTE:
        return _(
            "You could vote %(until)s. That time is over. The result stands on the page of the round once it is counted."
        ) % {"until": until(max(ends))}
    if ends:
        return _(
            "You could %(act)s %(until)s. That time is over. With 'Start something yourself' you can always make a proposal."
        ) % {"act": act.label, "until": until(max(ends))}
    return _("In this round you cannot %(act)s. With 'Start something yourself' you can always make a proposal.") % {
        "act": act.label
    }


def refusal_of_talk(consultation_round: ConsultationRound, act: Act, at: datetime) -> str:
    """Of what is said at once: the clock of the phases, and that of the moderators where the round rests without them."""
    if sentence := refusal_of_phase(consultation_round, act, at):
        return sentence
    laid_down = hours_of(consultation_round)
    opens = opens_again(laid_down.hours, at)
    # In the term that the law lays down people are heard, unless the round itself says when.
    takes_over = consultation_round.is_formal and laid_down is not consultation_round
    if opens is None or takes_over or laid_down.outside_hours != OutsideHours.REST:
        return ""
    return _("The discussion rests until %(moment)s: then moderators are there again.") % {"moment": moment(opens)}


def notice_of_hours(consultation_round: ConsultationRound, at: datetime) -> str:
    """What somebody should know who writes outside the hours of the moderators; nothing within them."""
    opens = back_at(consultation_round, at)
    if opens is None:
        return ""
    return _("No moderator is there now. What you write waits, and is read from %(moment)s on.") % {
        "moment": moment(opens)
    }


def refusal_to_sign(person: Any) -> str:
    if not person.is_authenticated:
        return _("Sign in first; that takes a mail address and no password.")
    return ""


def refusal_of_merged(subject: Subject) -> str:
    if subject.merged_into_id is None:
        return ""
    kept = Reference.objects.get(subject=subject.merged_into_id)
    return _("This proposal is part of %(reference)s now: go on there.") % {"reference": kept.string}


def refusal_to_comment(person: Any, subject: Subject, at: datetime) -> str:
    if sentence := refusal_to_sign(person):
        return sentence
    if subject.moderation != Moderation.VISIBLE:
        return _("You cannot comment on this proposal, because it is not published.")
    return refusal_of_merged(subject) or refusal_of_talk(subject.consultation_round, Act.COMMENT, at)


def refusal_to_react(
    person: Any, consultation_round: ConsultationRound | None, version: PublishedVersion, at: datetime
) -> str:
    """`consultation_round` is the one about the text, if there is any."""
    if sentence := refusal_to_sign(person):
        return sentence
    if version.is_withdrawn or not version.reference.is_public:
        return _("This text is not public any more, so there is nothing to react to.")
    return refusal_of_reacting(consultation_round, at)


def refusal_of_reacting(consultation_round: ConsultationRound | None, at: datetime) -> str:
    """The same for everybody."""
    if consultation_round is None:
        return _("The municipality does not ask for reactions to this text now.")
    return refusal_of_talk(consultation_round, Act.REACT, at)


def refusal_to_answer_officially(person: Any, subject: Subject) -> str:
    """No phase binds the municipality: it may answer when the talk is over."""
    if not person.has_perm(ANSWER):
        return _("Only who has that task answers for the municipality.")
    return "" if subject.is_visible else _("You cannot comment on this proposal, because it is not published.")


def edit_until(comment: Comment) -> datetime:
    """The end, exclusive, of the time in which its author may change a comment."""
    return comment.posted_at + timedelta(minutes=settings.TALK["edit_minutes"])


def refusal_to_edit(person: Any, comment: Comment, at: datetime) -> str:
    if comment.author_id is None or comment.author_id != person.pk:
        return _("Only its author can change a comment.")
    if comment.moderation == Moderation.WITHDRAWN:
        return _("You withdrew this comment before.")
    if comment.moderation == Moderation.HIDDEN:
        return _("A moderator hid this comment, so nobody reads it any more.")
    if edit_until(comment) <= at:
        return _(
            "You could change this comment until %(time)s, %(minutes)d minutes after you posted it. Answer it to add something, or withdraw it."
        ) % {"time": clock(edit_until(comment)), "minutes": settings.TALK["edit_minutes"]}
    if not comment.is_official and (sentence := refusal_of_talk(comment.subject.consultation_round, Act.COMMENT, at)):
        return sentence
    claim = Claim.objects.filter(comment=comment).first()
    if claim is not None and claim.holds(at):
        return _("A moderator is reading this comment. Change it after that, or withdraw it.")
    return ""


def refusal_to_find_helpful(person: Any, comment: Comment, at: datetime) -> str:
    if sentence := refusal_to_sign(person):
        return sentence
    if comment.author_id == person.pk:
        return _("This is your own comment; others say whether it helps.")
    if not (comment.is_visible and comment.subject.is_visible):
        return _("This comment is not public now.")
    return refusal_of_phase(comment.subject.consultation_round, Act.COMMENT, at)


def refusal_to_withdraw_comment(person: Any, comment: Comment) -> str:
    """At any time: words are their author's."""
    if comment.author_id is None or comment.author_id != person.pk:
        return _("Only its author can withdraw a comment.")
    if comment.moderation == Moderation.HIDDEN:
        return _("A moderator hid this comment, so nobody reads it any more.")
    return _("You withdrew this comment before.") if comment.moderation == Moderation.WITHDRAWN else ""


def refusal_to_withdraw_subject(person: Any, subject: Subject, at: datetime) -> str:
    if not is_leading_author(person, subject):
        return _("Only its author can withdraw a proposal.")
    if subject.moderation == Moderation.HIDDEN:
        return _("A moderator hid this proposal, so nobody reads it any more.")
    if subject.moderation == Moderation.WITHDRAWN:
        return _("You withdrew this proposal before.")
    if subject.last_event is not None and subject.last_event.state in SETTLED | {State.ASSESSED}:
        return _("The municipality has examined this proposal, so it belongs to the record.")
    if subject.merged_into_id is not None:
        return _("It is part of another proposal. Ask it back first; then you can withdraw it.")
    if subject.parts.all():
        return _("Proposals of others are part of it. A moderator can take them apart; then you can withdraw yours.")
    consultation_round = subject.consultation_round
    if consultation_round.voting is not None and consultation_round.voting.has_begun(at):
        return _("Voting has begun, so the ballot paper stands fast and this proposal on it.")
    phases = consultation_round.phases.all()
    if phases and all(phase.has_ended(at) for phase in phases):
        return _("This round is over, and what was handed in belongs to its record.")
    return ""


def refusal_to_change_subject(person: Any, subject: Subject, at: datetime) -> str:
    """While proposals are collected or supported; what waits for a moderator is read as it is."""
    if not is_leading_author(person, subject):
        return _("Only its author can change a proposal.")
    if subject.moderation == Moderation.HIDDEN:
        return _("A moderator hid this proposal, so it cannot be changed.")
    if subject.moderation == Moderation.WITHDRAWN:
        return _("You withdrew this proposal before.")
    if subject.moderation == Moderation.AWAITING:
        return _("A moderator reads this proposal as it is. You can change it once it is public.")
    if subject.merged_into_id is not None:
        return _("It is part of another proposal. Ask it back first; then you can change it.")
    if subject.last_event is not None and subject.last_event.state in EXAMINED:
        return _("The municipality has examined this proposal, so it belongs to the record.")
    consultation_round = subject.consultation_round
    if consultation_round.voting is not None and consultation_round.voting.has_begun(at):
        return _("Voting has begun, so the ballot paper stands fast and this proposal on it.")
    if not (consultation_round.permits(Act.PROPOSE, at) or consultation_round.permits(Act.SUPPORT, at)):
        return _("A proposal can be changed while proposals are collected or supported, and not now.")
    return ""


def refusal_to_propose(person: Any, consultation_round: ConsultationRound, at: datetime) -> str:
    return refusal_to_sign(person) or refusal_of_phase(consultation_round, Act.PROPOSE, at)


def refusal_to_fill_in(person: Any, consultation_round: ConsultationRound, at: datetime) -> str:
    """Why somebody cannot answer the questions of a round now."""
    if not consultation_round.asks_questions:
        return _("This round asks no questions. Look on its page for how you can take part.")
    if not consultation_round.questionnaire.is_open_to_guests and (sentence := refusal_to_sign(person)):
        return sentence
    return refusal_of_phase(consultation_round, Act.FILL_IN, at)


def refusal_to_see_answers(consultation_round: ConsultationRound, at: datetime, *, is_rehearsal: bool = False) -> str:
    """Nobody reads figures while people still answer, unless the round said so beforehand. In a rehearsal `at` may lie ahead of
    that, with the answers of today.
    """
    if not consultation_round.asks_questions:
        return _("This round asks no questions. Look on its page for how you can take part.")
    if consultation_round.questionnaire.shows_meanwhile:
        return ""
    is_paused = consultation_round.paused_at is not None
    if (
        is_rehearsal
        or is_paused
        or consultation_round.permits(Act.FILL_IN, at)
        or consultation_round.will_permit(Act.FILL_IN, at)
    ):
        return _("The answers are counted when this is over. Nobody sees a figure before that.")
    return ""


def sheets_by_client() -> Counter:
    return Counter("sheet-client", settings.QUESTIONNAIRE["guests_per_client_per_hour"], HOUR)


def refusal_of_guest(is_within_limit: bool, at: datetime) -> str:
    if is_within_limit:
        return ""
    return _(
        "Many answers came from where you are in a short time. Yours still stand below: send them after %(time)s."
    ) % {"time": clock(sheets_by_client().free_at(at))}


def refusal_to_lead_count(person: Any) -> str:
    """Whoever counts also sees to the ballot paper and makes the result public."""
    return "" if person.has_perm(COUNT) else _("Only the clerk sees to the ballot paper, the count and the result.")


def refusal_to_count(consultation_round: ConsultationRound, at: datetime) -> str:
    voting = consultation_round.voting
    if voting is None or not consultation_round.method:
        return _("This round has no vote, so there is nothing to count.")
    if sentence := refusal_of_stop(consultation_round):
        return sentence
    if not voting.has_ended(at):
        return _("Voting goes on %(until)s. Nobody sees a count before that.") % {"until": until(voting.ends_at)}
    if consultation_round.counted_at is not None:
        return _("This vote has been counted.")
    box = getattr(consultation_round, "box", None)
    if box is None or box.opened_at is None:
        return _("Open the ballot box first; then count.")
    return ""


def refusal_to_draw(consultation_round: ConsultationRound, public_value: str) -> str:
    """A lot is drawn with the value that the rules named beforehand."""
    value = as_drawn(public_value)
    if TieRule(consultation_round.tie_rule).draws and not value:
        return _("Enter the value that the lot is drawn with: %(draw)s.") % {"draw": consultation_round.public_draw}
    if (over := len(value) - LONGEST_DRAW) > 0:
        return _("The value that the lot is drawn with is %(over)d characters too long: it has %(most)d at most.") % {
            "over": over,
            "most": LONGEST_DRAW,
        }
    return ""


def refusal_to_correct(consultation_round: ConsultationRound, reason: str) -> str:
    if consultation_round.counted_at is None:
        return _("This vote has not been counted, so there is nothing to correct.")
    if sentence := refusal_of_stop(consultation_round):
        return sentence
    return "" if reason.strip() else _("Say why the count is corrected: everybody reads it.")


def refusal_to_take_over(person: Any, consultation_round: ConsultationRound, at: datetime) -> str:
    """Why nothing from elsewhere can be added to a round. Its phases do not matter: people wrote it long before."""
    if not person.has_perm(TAKE_OVER):
        return _("Only who looks after the site takes over what was written elsewhere.")
    voting = consultation_round.voting
    if sentence := refusal_to_fill_paper(consultation_round, at):
        return sentence
    if voting is not None and voting.has_begun(at):
        return _("Voting has begun: the ballot paper stands fast. Take this over into a round without a vote.")
    return ""


def refusal_to_take_over_twice(source: str, kind: str, identifiers: Sequence[str]) -> str:
    known = known_origins(source, kind, identifiers)
    if not known:
        return ""
    return _(
        "%(count)d of these were taken over from '%(source)s' before, '%(first)s' among them. Nothing is taken over twice."
    ) % {"count": len(known), "source": source, "first": next(one for one in identifiers if one in known)}


def follows_asked_of_address() -> Counter:
    """Mails to one address that ask to confirm."""
    return Counter("follow-address", settings.FOLLOW["mails_per_address_per_day"], 24 * HOUR)


def follows_asked_by_client() -> Counter:
    return Counter("follow-client", settings.FOLLOW["asked_per_client_per_hour"], HOUR)


def refusal_to_follow(reference: Reference) -> str:
    """What the public cannot read now, nobody can begin to follow."""
    if reference.is_public and version_in_force(reference.pk, settings.LANGUAGE_CODE) is not None:
        return ""
    return _("This cannot be followed, because it is not public.")


def refusal_of_client(is_within_limit: bool, at: datetime) -> str:
    """Says nothing about the address that was asked for."""
    if is_within_limit:
        return ""
    return _("Many mails were asked from where you are in a short time. Try again after %(time)s.") % {
        "time": clock(follows_asked_by_client().free_at(at))
    }
