from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from proposals.council_enums import CouncilOutcome
from proposals.models.corrected import Corrected, with_reason


class CouncilVote(Corrected):
    """What the council came to on one paper in one meeting. The database refuses a second one in force (proposals.triggers).

    `in_office` is how many members the council had then, `barred` how many of them may not take part (Gemeentewet 28).
    Without a vote that was asked for (`was_called`) a paper is adopted. `is_second` says that the votes were tied on it
    in a meeting before. `outcome` follows from the figures (proposals.council_arithmetic) and never from a hand; `despite` is
    why it stands although the council published something else in what was read of it (proposals.council_contradiction).
    """

    paper = models.ForeignKey("proposals.CouncilPaper", on_delete=models.PROTECT, related_name="votes")
    meeting = models.ForeignKey("proposals.Meeting", on_delete=models.PROTECT, related_name="votes")
    in_office = models.PositiveSmallIntegerField(_("members in office"))
    barred = models.PositiveSmallIntegerField(_("members who may not take part"), default=0)
    was_called = models.BooleanField(_("a vote was asked for"), default=True)
    is_second = models.BooleanField(_("the votes were tied on it before"), default=False)
    outcome = models.CharField(max_length=12, choices=CouncilOutcome.choices)
    reading = models.ForeignKey(
        "proposals.CouncilReading", null=True, blank=True, on_delete=models.PROTECT, related_name="votes"
    )
    despite = models.TextField(_("why it is recorded all the same"), blank=True)

    class Meta:
        verbose_name = _("vote of the council")
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=CouncilOutcome.values), name="council_outcome_known"),
            models.CheckConstraint(condition=Q(in_office__gt=0), name="council_vote_of_members"),
            with_reason("council_vote_corrected_with_reason"),
            models.CheckConstraint(
                condition=Q(despite="") | Q(reading__isnull=False), name="council_vote_despite_what_was_read"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.paper_id}"

    @property
    def tone(self) -> str:
        """Of its stamp."""
        return CouncilOutcome(self.outcome).tone


class GroupVote(models.Model):
    """How one group voted: numbers of members, no names; and how many of its seats nobody held."""

    vote = models.ForeignKey(CouncilVote, on_delete=models.PROTECT, related_name="groups")
    group = models.ForeignKey("proposals.CouncilGroup", on_delete=models.PROTECT, related_name="votes")
    in_favour = models.PositiveSmallIntegerField(_("for"), default=0)
    against = models.PositiveSmallIntegerField(_("against"), default=0)
    abstained = models.PositiveSmallIntegerField(_("abstained"), default=0)
    absent = models.PositiveSmallIntegerField(_("absent"), default=0)
    vacant = models.PositiveSmallIntegerField(_("vacant"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "group"], name="group_votes_once")]


declare_redactable(
    CouncilVote,
    {"reason": _("why it is corrected"), "despite": _("why it is recorded all the same")},
    name=_("vote of the council"),
    written="recorded_at",
    about=("paper__about", "paper__consultation_round__reference"),
)
