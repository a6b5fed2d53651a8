from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingBody(models.TextChoices):
    EXECUTIVE = "executive", _("the mayor and aldermen")
    COMMITTEE = "committee", _("the council's committee")
    COUNCIL = "council", _("the municipal council")


class PaperKind(models.TextChoices):
    """What a paper is, each with its Dutch word in the council's information system (proposals.imports)."""

    PLAN = "plan", _("participation plan")
    EXECUTIVE_DECISION = "executive-decision", _("decision of the mayor and aldermen")
    COUNCIL_PROPOSAL = "council-proposal", _("proposal to the council")
    DRAFT_DECISION = "draft-decision", _("draft decision of the council")
    COMMITTEE_ADVICE = "committee-advice", _("advice of the committee")
    AMENDMENT = "amendment", _("amendment")
    MOTION = "motion", _("motion")
    COUNCIL_DECISION = "council-decision", _("decision of the council")
    WITHDRAWAL = "withdrawal", _("letter of withdrawal")
    OTHER = "other", _("another paper")


# What the council votes on: not on what others wrote to it or decided themselves. Initiatives are among the others.
VOTED_ON = frozenset(
    {
        PaperKind.COUNCIL_PROPOSAL,
        PaperKind.AMENDMENT,
        PaperKind.MOTION,
        PaperKind.COUNCIL_DECISION,
        PaperKind.OTHER,
    }
)
# What the council can decide on once its item has come to it; a motion may come at any time.
AFTER_THE_ROUND = frozenset(
    {PaperKind.COUNCIL_PROPOSAL, PaperKind.DRAFT_DECISION, PaperKind.AMENDMENT, PaperKind.COUNCIL_DECISION}
)
# What a body decided, on a day.
DECIDING = frozenset({PaperKind.EXECUTIVE_DECISION, PaperKind.COUNCIL_DECISION})
# By which the council settles an item: what it decided on a day is what its vote on such a paper came to.
SETTLING = frozenset({PaperKind.COUNCIL_PROPOSAL, PaperKind.COUNCIL_DECISION})
# With what a paper goes; every other kind goes with any of them.
GOES_WITH = {
    # An amendment may change an amendment.
    PaperKind.AMENDMENT: frozenset({PaperKind.COUNCIL_PROPOSAL, PaperKind.AMENDMENT}),
    PaperKind.MOTION: frozenset({PaperKind.COUNCIL_PROPOSAL}),
    PaperKind.DRAFT_DECISION: frozenset({PaperKind.COUNCIL_PROPOSAL}),
}


class CouncilOutcome(models.TextChoices):
    # Of a paper other words are used than of a plan.
    ADOPTED = "adopted", pgettext_lazy("vote of the council", "adopted")
    REJECTED = "rejected", pgettext_lazy("vote of the council", "rejected")
    TIED = "tied", _("the votes were tied: put off to a next meeting")
    VOID = "void", _("too few members took part: the vote does not count")

    @property
    def tone(self) -> str:
        return {CouncilOutcome.ADOPTED: "green", CouncilOutcome.REJECTED: "red"}.get(self, "amber")


# After these a paper is not voted on again.
SETTLED = frozenset({CouncilOutcome.ADOPTED, CouncilOutcome.REJECTED})
# What members of the council do in a vote, as fields of a group's votes.
HEADS = ("in_favour", "against", "abstained", "absent")
# And what becomes of every seat of a group.
SEATS = (*HEADS, "vacant")
HEAD_WORDS = {"in_favour": _("for"), "against": _("against"), "abstained": _("abstained"), "absent": _("absent")}


class CommitmentOrigin(models.TextChoices):
    """Where a promise was made."""

    DECISION = "decision", _("with a decision")
    MOTION = "motion", _("on a motion of the council")
    MEETING = "meeting", _("in a meeting")
    ANSWER = "answer", _("in the answer to residents")
    REQUEST = "request", _("on a request of residents")


class CommitmentStep(models.TextChoices):
    """What happened to a promise or to one of its milestones; the newest of each holds."""

    STARTED = "started", _("begun")
    ON_HOLD = "on-hold", _("on hold")
    # Of a promise other words are used than of a decision.
    MOVED = "moved", pgettext_lazy("promise", "put off")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
    REOPENED = "reopened", _("taken up again")
    # Of the whole promise alone, and the last of it.
    MISTAKE = "mistake", _("recorded by mistake")


class AnswerGrouping(models.TextChoices):
    """How comments come to the rows of answers; they can be joined and split after."""

    EACH = "each", _("a row for each")
    SUBJECT = "subject", _("one row for all comments on one proposal or text")
    THREAD = "thread", _("one row for each conversation")


class AnswerVerdict(models.TextChoices):
    """What the municipality does with what people said."""

    ADOPTED = "adopted", _("taken over")
    PARTLY = "partly", _("partly taken over")
    ALREADY = "already", _("already the policy")
    NOT_ADOPTED = "not-adopted", _("not taken over")
    OUT_OF_SCOPE = "out-of-scope", _("not what this is about")
    FORWARDED = "forwarded", _("forwarded")

    @property
    def tone(self) -> str:
        return {AnswerVerdict.ADOPTED: "green", AnswerVerdict.PARTLY: "green", AnswerVerdict.NOT_ADOPTED: "red"}.get(
            self, "amber"
        )
