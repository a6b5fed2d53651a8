"""Who can vote, and when. Each rule returns a refusal as a sentence, or nothing."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from participation.box_rules import refusal_of_box, refusal_of_empty_paper
from participation.enums import Act, Eligibility
from participation.models import ConsultationRound, PollBookEntry, RollEntry
from participation.queries.electoral_roll import mailbox_has_voted
from participation.roll_rules import not_on_roll, refusal_of_mailbox
from participation.rules import ON_PAPER, refusal_of_phase, refusal_to_sign
from participation.voting_enums import PaperRule


def refusal_to_vote(voter: RollEntry, consultation_round: ConsultationRound, at: datetime) -> str:
    """Of a line of the roll, or of the one that voting would write for somebody who is signed in."""
    return (
        _refusal_of_moment(voter, consultation_round, at)
        or refusal_of_box(consultation_round)
        or _refusal_of_line(voter, consultation_round)
    )


def refusal_to_cast(voter: RollEntry, consultation_round: ConsultationRound, at: datetime) -> str:
    """The same of a ballot whose box was looked at when it was kept from closing."""
    return _refusal_of_moment(voter, consultation_round, at) or _refusal_of_line(voter, consultation_round)


def _refusal_of_moment(voter: RollEntry, consultation_round: ConsultationRound, at: datetime) -> str:
    if not voter.is_enrolled and (sentence := refusal_to_sign(voter.person or AnonymousUser())):
        return sentence
    return refusal_of_phase(consultation_round, Act.VOTE, at) or refusal_of_empty_paper(consultation_round, at)


def _refusal_of_line(voter: RollEntry, consultation_round: ConsultationRound) -> str:
    if consultation_round.eligibility == Eligibility.ROLL and not voter.is_enrolled:
        return not_on_roll()
    if consultation_round.eligibility != Eligibility.ROLL and voter.person is None:
        return _("In this vote everybody votes with an account, and a letter lets nobody in. Sign in to vote.")
    if consultation_round.paper_rule == PaperRule.PAPER_FIRST and voter.is_enrolled:
        book = PollBookEntry.objects.filter(roll_entry=voter, channel__in=ON_PAPER)
        if book.exists():
            return _(
                "You voted on paper or by telephone. In this vote that ballot counts, and cannot be replaced here."
            )
    return ""


def refusal_to_mark(voter: RollEntry, consultation_round: ConsultationRound, at: datetime) -> str:
    """Before a ballot is filled in: also what casting it is told by the database alone."""
    if sentence := refusal_to_vote(voter, consultation_round, at):
        return sentence
    if voter.person is None or voter.is_enrolled or not mailbox_has_voted(consultation_round, voter.person):
        return ""
    return refusal_of_mailbox()
