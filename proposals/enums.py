from django.db import models
from django.utils.translation import gettext_lazy as _


class ParticipationLevel(models.TextChoices):
    INFORM = "inform", _("you are informed")
    CONSULT = "consult", _("you are asked what you think")
    ADVISE = "advise", _("you advise")
    COPRODUCE = "coproduce", _("you make the plan with us")
    DECIDE = "decide", _("you decide with us")


class DecidingBody(models.TextChoices):
    COUNCIL = "council", _("the municipal council")
    EXECUTIVE = "executive", _("the mayor and aldermen")


class ProposalKind(models.TextChoices):
    """What somebody begins. In a round about something it is always a proposal."""

    PROPOSAL = "proposal", _("a proposal")
    DAY = "day", _("an inspiration day")
    LEARN = "learn", _("I want to learn something")
    TEACH = "teach", _("I can teach something")
    AGENDA = "agenda", _("something for the agenda")


class ListOrder(models.TextChoices):
    NEWEST = "newest", _("newest")
    SUPPORTED = "supported", _("most supported")
    DISCUSSED = "discussed", _("most discussed")
    RANDOM = "random", _("random")


class AttachmentKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    DOCUMENT = "document", _("document")


class QuestionKind(models.TextChoices):
    """How a question of a round is answered."""

    TEXT = "text", _("in words")
    CHOICE = "choice", _("by choosing one answer")
    NUMBER = "number", _("with a whole number")
    DAY = "day", _("with a day")


class Verdict(models.TextChoices):
    ADOPTED = "adopted", _("adopted")
    ADOPTED_AMENDED = "adopted-amended", _("adopted with changes")
    REJECTED = "rejected", _("rejected")
    DEFERRED = "deferred", _("put off")

    @property
    def tone(self) -> str:
        """The tone of its stamp."""
        return {Verdict.REJECTED: "red", Verdict.DEFERRED: "amber"}.get(self, "green")


# What a decision of which a text is the outcome comes to.
CARRIED = frozenset({Verdict.ADOPTED, Verdict.ADOPTED_AMENDED})


class Following(models.TextChoices):
    """How a decision stands to the result of a vote that was to be followed."""

    FOLLOWS = "follows", _("This follows the result of the vote.")
    WITH_CHANGES = "with-changes", _("This follows the result of the vote, with additions or changes.")
    DEPARTS = "departs", _("This departs from the result of the vote.")

    @property
    def needs_reasons(self) -> bool:
        return self is not Following.FOLLOWS


class ViewChannel(models.TextChoices):
    """How a formal view came in: in writing or spoken, as its sender chose (Awb 3:15)."""

    WEB = "web", _("web site")
    PAPER = "paper", _("on paper")
    MAIL = "mail", _("by mail")
    DESK = "desk", _("spoken at the desk")
    TELEPHONE = "telephone", _("spoken by telephone")


class Timing(models.TextChoices):
    """When a formal view came, beside the term."""

    IN_TIME = "in-time", _("within the term")
    EARLY = "early", _("before the term")
    LATE = "late", _("after the term")


class AgeBand(models.TextChoices):
    TO_17 = "0-17", _("up to 17")
    TO_29 = "18-29", _("18 to 29")
    TO_44 = "30-44", _("30 to 44")
    TO_64 = "45-64", _("45 to 64")
    FROM_65 = "65+", _("65 and over")


class FoundKind(models.TextChoices):
    """What is found by its words beside what has published versions."""

    ANSWERS = "answers", _("Response document")
    ANSWER = "answer", _("Answer")
    VOTE = "vote", _("Vote of the council")
