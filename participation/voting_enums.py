"""How a vote goes: by which way people come to it, what counts of what came in, and what becomes of the rest."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperRule(models.TextChoices):
    """Which counts where somebody votes on the site and on paper."""

    WEB_FIRST = "web-first", _("the ballot on the site; the one on paper is set aside")
    PAPER_FIRST = "paper-first", _("the ballot on paper; the one on the site is set aside")
    LAST = "last", _("the one that came in last")


class OptionOrder(models.TextChoices):
    """In which order a voter finds the options. The paper itself, and how ties fall, go by their numbers."""

    DRAWN = "drawn", _("drawn for each voter; by number on paper")
    NUMBER = "number", _("by number")
    ALPHABET = "alphabet", _("by alphabet")


class PaperEntry(models.TextChoices):
    """How ballots on paper and by telephone are entered."""

    TWICE = "twice", _("every paper by two people")
    SAMPLE = "sample", _("every paper once, and a drawn sample again by somebody else")


class RarePattern(models.TextChoices):
    """How ballots are published that fewer than 5 voters marked alike."""

    AS_IS = "as-is", _("every ballot as it was marked, without its voter")
    MERGED = "merged", _("ballots that fewer than 5 people marked alike are published merged")


class VotingChannel(models.TextChoices):
    """By which way somebody came on the electoral roll, and by which a ballot came in."""

    WEB = "web", _("with an account")
    LETTER = "letter", _("with the code of a letter")
    PAPER = "paper", _("on paper")
    TELEPHONE = "phone", _("by telephone")
    IMPORT = "import", _("taken over from another system")


class RollSource(models.TextChoices):
    """By what somebody came on the electoral roll first."""

    RESIDENTS = "residents", _("verified residents")
    MEMBERS = "members", _("members of an organisation")
    LIST = "list", _("a list of mail addresses")
    LETTERS = "letters", _("a list for letters")
    OTHER = "other", _("otherwise")


# Of whose people the site knows nothing but what who made the list says.
LISTS = (RollSource.LETTERS, RollSource.LIST)


class LetterForm(models.TextChoices):
    """How somebody gets the code to vote with."""

    PRINT = "print", _("a letter")
    LARGE = "large", _("a letter in large print")
    SPOKEN = "spoken", _("spoken")
    BRAILLE = "braille", _("in braille")


class SetAside(models.TextChoices):
    """Why a paper was not counted."""

    UNREADABLE = "unreadable", _("it cannot be read, or breaks the rules of the ballot paper")
    NO_VOTER = "no-voter", _("no identifier can be read on it, or one that is not on the electoral roll")
    TWICE = "twice", _("an earlier paper of the same batch bears its identifier")
    ON_SITE = "on-site", _("this person voted on the site, and that ballot counts")
    BEFORE = "before", _("this person voted on paper or by telephone before")


# What the paper itself says. Of the other grounds no screen says which paper it was: it would tell that somebody voted.
OF_THE_PAPER = (SetAside.UNREADABLE, SetAside.NO_VOTER, SetAside.TWICE)


class ReplacedBy(models.TextChoices):
    """What took the place of a ballot without the act of who holds its receipt."""

    NEW_CODE = "new-code", _("a ballot that was cast with a new code")
    PAPER = "paper", _("a ballot on paper or by telephone")


class SetAsideGround(models.TextChoices):
    """Why an envelope is not counted."""

    CHANGED = "changed", _("it is not the envelope that was cast: somebody changed it")
    UNREADABLE = "unreadable", _("the key of the ballot box does not open it")
    NO_BALLOT = "no-ballot", _("it holds no ballot of this vote")
    AGAINST_RULES = "against", _("it marks what the rules do not allow")


class ObjectionRuling(models.TextChoices):
    """What became of an objection to a count."""

    CORRECTED = "corrected", _("right: the count is corrected")
    NOTED = "noted", _("right, but the count stays as it is")
    REJECTED = "rejected", _("not right")


class SecondedKind(models.TextChoices):
    """What one person asks for and another confirms."""

    LOST_PART = "lost-part", _("A part of the ballot box is lost")
    DESTROY = "destroy", _("Destroy envelopes and keys")
    CORRECT = "correct", _("Count a vote anew")
    OPEN = "open", _("Open the ballot box")
    NEW_CODE = "new-code", _("A new code for a voter")
    NEW_CODES = "new-codes", _("New codes for a print run that was lost")
    CANCEL = "cancel", _("Cancel the round for good")
    OPTION = "option", _("Withdraw an option from the ballot paper")
    NEW_BOX = "new-box", _("Take the tested ballot box away, so that another one is made")


# What is never undone: who confirms it says why in their own words.
FINAL = (SecondedKind.DESTROY, SecondedKind.CORRECT, SecondedKind.CANCEL, SecondedKind.OPTION, SecondedKind.NEW_BOX)

# The right to lead a vote and to count it.
COUNT = "participation.count_consultationround"
