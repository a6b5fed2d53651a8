"""Letters with codes: when they are made and replaced, and how often a code is tried. Each rule returns a refusal as a sentence,
or nothing."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.counter import Counter
from base.instants import beginning, clock, day, until
from participation.codes import LENGTH, strange_signs
from participation.enums import Eligibility
from participation.models import ConsultationRound, PollBookEntry, RollEntry, RollRemoval, VotingLetter
from participation.queries.electoral_roll import OwnLines, letters_that_lie
from participation.round_change_rules import has_vote_begun
from participation.rules import HOUR, refusal_to_lead_count
from participation.voting_enums import RollSource

EVERYBODY = "all"
# The first group of a code, as letters show it.
BEGINNING = 4


def wrong_by_beginning() -> Counter:
    return _counter("letter-code-beginning", "wrong_codes_of_one_beginning")


def wrong_by_client() -> Counter:
    return _counter("letter-code", "wrong_codes_per_client")


def first_by_client() -> Counter:
    """The same count with another limit: while many guess, who comes anew can still mistype a few times."""
    return _counter("letter-code", "wrong_codes_while_many_guess")


def wrong_by_all() -> Counter:
    return Counter("letter-codes", settings.VOTING_LETTERS["wrong_codes_per_hour"], HOUR)


def _counter(name: str, limit: str) -> Counter:
    """Of a few minutes: who sits beside somebody that guesses waits no longer."""
    return Counter(name, settings.VOTING_LETTERS[limit], settings.VOTING_LETTERS["minutes_to_wait"] * 60)


def beginning_of(client: str, code: str) -> str:
    """Under which wrong codes are counted that begin alike and come from one address."""
    return f"{client}:{code[:BEGINNING]}"


def count_wrong(client: str, code: str, at: datetime) -> None:
    wrong_by_beginning().count(beginning_of(client, code), at=at)
    wrong_by_client().count(client, at=at)
    wrong_by_all().count(EVERYBODY, at=at)


def refusal_of_tries(client: str, code: str, ends_at: datetime | None, at: datetime) -> str:
    """Wrong codes that begin alike, from one address, and from all together: never so many that a code could be guessed, and
    never so long that others at that address are kept out. `ends_at` is when voting ends: no later time is told.
    """
    counter = first_by_client() if wrong_by_all().is_full(EVERYBODY, at=at) else wrong_by_client()
    begins = wrong_by_beginning()
    if not counter.is_full(client, at=at) and not begins.is_full(beginning_of(client, code), at=at):
        return ""
    free_at = counter.free_at(at)
    if ends_at is not None and free_at >= ends_at:
        return _(
            "Too many wrong codes came from where you are, and voting ends before you can try again. Call now: we help you."
        )
    return _(
        "Too many wrong codes came from where you are. Try again after %(time)s, or call: we help you, and make a new code if need be."
    ) % {"time": clock(free_at)}


def refusal_of_signs(text: str) -> str:
    """Of what cannot be a code at all: what is wrong with it."""
    if strange := strange_signs(text):
        return _("These signs are in no code: %(signs)s. Look once more at what your letter says.") % {"signs": strange}
    typed = sum(sign.isalnum() for sign in text)
    return _("A code has %(length)d letters and digits, and you typed %(typed)d. Look once more at your letter.") % {
        "length": LENGTH,
        "typed": typed,
    }


def unknown_code() -> str:
    return _("No letter of this vote has this code. Type it once more as your letter says it, or call: we help you.")


def refusal_of_replaced(letter: VotingLetter) -> str:
    if letter.replaced_at is None:
        return ""
    return _(
        "This code was replaced by another on %(day)s and works no more. Use the newest letter. If you have none, call: you get a new code."
    ) % {"day": day(letter.replaced_at)}


def refusal_to_claim(entry: RollEntry, person: Any, own: OwnLines) -> str:
    """Why a letter does not become one with an account."""
    if entry.person_id is not None and entry.person_id != person.pk:
        return _("This code was used with another account. Sign out, and the code alone lets you in.")
    if VotingLetter.objects.filter(roll_entry__in=own.same).exists():
        return _(
            "Another letter is of your account or your mail address. Is this one somebody else's? Sign out first: then this code alone lets them in."
        )
    if PollBookEntry.objects.filter(roll_entry__in=own.same).exists():
        return _("You have voted already, without this letter. Replace that ballot if you want: a person has one vote.")
    # Where a line of theirs becomes one with it, nobody comes beside who stands at that address.
    if own.others and not own.same:
        return _(
            "Another account at your mail address is on this electoral roll. Is this letter somebody else's, or do you share the address? Sign out first: then this code alone lets in whose letter it is."
        )
    return ""


def refusal_of_letters(consultation_round: ConsultationRound, at: datetime) -> str:
    """Why a round gets no letters, or no more."""
    voting = consultation_round.voting
    if voting is None or not consultation_round.method:
        return _("This round has no vote, so nobody needs a code.")
    if consultation_round.eligibility != Eligibility.ROLL:
        why = _(
            "Everybody who is signed in may vote in this round, so it needs no list, and with a letter somebody could vote twice."
        )
        if has_vote_begun(consultation_round, at):
            return f"{why} {_('Voting has begun, so that stands fast.')}"
        return f"{why} {_('Let an editor choose ‘only who is on the electoral roll’ first.')}"
    if voting.has_ended(at):
        return _("Voting is over: nobody comes on the roll any more, and a new code would lead nowhere.")
    return ""


def refusal_of_growth(consultation_round: ConsultationRound, at: datetime) -> str:
    """Why nobody comes on the roll any more: everybody read how many were on it when voting began."""
    if not has_vote_begun(consultation_round, at):
        return ""
    return _(
        "Voting has begun, so the electoral roll stands fast. Who is on it can still get a new code, once two people say so."
    )


def refusal_to_take_off(consultation_round: ConsultationRound, reason: str, at: datetime) -> str:
    """Everybody read how many were on the roll when voting began."""
    if refusal_of_growth(consultation_round, at):
        return _("Voting has begun, so the electoral roll stands fast: nobody is taken off it any more.")
    return "" if reason.strip() else _("Say why: it is kept.")


def refusal_of_taken_off(removal: RollRemoval | None) -> str:
    """To who types the code of a letter whose line is gone."""
    if removal is None:
        return ""
    return _(
        "This letter works no more: who it was for was taken off the electoral roll on %(day)s. Is that wrong? Call us: we tell you why. Nobody is added once voting has begun."
    ) % {"day": day(removal.at)}


def refusal_of_letters_alone(consultation_round: ConsultationRound, at: datetime) -> str:
    """Why one person makes no codes any more, whether or not somebody voted already."""
    if not refusal_of_growth(consultation_round, at):
        return ""
    return _(
        "Voting has begun: with a new code somebody could replace a ballot that lies in the box. Search for the identifier, and ask for a new code there: a second person confirms it and gives it to the voter."
    )


def refusal_beside_letters(consultation_round: ConsultationRound) -> str:
    """Why nobody comes on the roll by what the site knows of them: a letter whose account it does not know may be theirs."""
    unknown = RollEntry.objects.filter(consultation_round=consultation_round, person=None, address="")
    if not unknown.exclude(identifier="").exists():
        return ""
    return _(
        "On this roll stand people by letter of whom the site does not know the account: somebody could stand on it twice, and vote twice. List the mail address with each identifier first, or hold one vote by letter and another by account."
    )


def refusal_beside_accounts(consultation_round: ConsultationRound) -> str:
    """Why no letters are made for new people: they may be on the roll by their account."""
    by_account = RollEntry.objects.filter(
        consultation_round=consultation_round, source__in=[RollSource.RESIDENTS, RollSource.MEMBERS], identifier=""
    )
    if not by_account.exists():
        return ""
    return _(
        "On this roll stand verified residents or members by their account: who gets a letter too could vote twice. List the mail address with each identifier first; then letters can be made for those."
    )


def refusal_to_send(person: Any, consultation_round: ConsultationRound, at: datetime) -> str:
    return refusal_to_lead_count(person) or refusal_of_letters(consultation_round, at)


def lying_letters_words(consultation_round: ConsultationRound, at: datetime) -> str:
    """What is to be done where letters went out and people vote at another time after all; nothing once voting is over."""
    number, voting = letters_that_lie(consultation_round), consultation_round.voting
    if not number or voting is None or voting.has_ended(at):
        return ""
    said = ngettext(
        "%(number)d letter says another time than people vote now: from %(start)s, %(until)s.",
        "%(number)d letters say another time than people vote now: from %(start)s, %(until)s.",
        number,
    ) % {"number": number, "start": beginning(voting.starts_at), "until": until(voting.ends_at)}
    if voting.has_begun(at):
        todo = _("Voting has begun, so letters are not made anew for that: tell everybody who got one.")
    else:
        todo = _("Make them anew, or tell everybody who got one.")
    return f"{said} {todo}"


def refusal_of_pdf(letters: int) -> str:
    """Why so many letters do not leave as one PDF."""
    most = settings.VOTING_LETTERS["most_in_pdf"]
    if letters > most:
        return _("A PDF holds at most %(most)d letters. Take the print file, or cut the list.") % {"most": most}
    return ""
