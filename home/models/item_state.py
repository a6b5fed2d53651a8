from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from home.enums import PUBLIC_WORD, Authority, ItemStep, PublicWord, Recorder
from proposals.enums import DecidingBody, ParticipationLevel

# On what a step rests, as fields.
EVIDENCE = ("evidence", "paper", "beside", "vote", "meeting", "publication", "version", "version_before", "document")
# What whoever takes a step says with it, as fields (home.item_life says which step asks for what).
ANSWERS = ("level", "who_decides", "consult_again", "speakers")
# What applied does not any more.
LAPSES = (ItemStep.SUPERSEDED, ItemStep.REPEALED, ItemStep.EXPIRED)


class ItemState(models.Model):
    """Where an agenda item is since a moment. Outside the cited text; a new state is a new row, the newest holds.

    What it rests on (home.item_life says which step asks for what): `evidence` is a round, a response document, a decision or
    a promise, `paper` one of college or council, `beside` what goes with that (a draft decision, an advice), `vote` that of the
    council, `meeting` the one on whose agenda it stands, `publication` that in the gazette, `version` the text, `version_before`
    the one to which people reacted, `document` what is elsewhere.

    What was said with it: `level` and `who_decides` before people are asked, `consult_again` of another text, `speakers` how many
    spoke in the committee. `authority` is on whose it was taken, `recorded_as` with whose right; steps that
    were recorded before the site asked for it have neither. `weeks` is the term of this state as it was then (home.models.WayTerms).
    `takes_back` is the step that was a mistake. The public reads `department`, never `by`.
    """

    reference = models.ForeignKey("base.Reference", on_delete=models.PROTECT, related_name="item_states")
    step = models.CharField(_("state"), max_length=20, choices=ItemStep.choices)
    since = models.DateTimeField()
    reason = models.TextField(_("why"), blank=True)
    department = models.CharField(_("who"), max_length=100, blank=True)
    evidence = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_of"
    )
    paper = models.ForeignKey(
        "proposals.CouncilPaper", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states"
    )
    publication = models.ForeignKey(
        "proposals.OfficialPublication", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states"
    )
    meeting = models.ForeignKey(
        "proposals.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states"
    )
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    document = models.URLField(_("link to the document that says so"), max_length=500, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    beside = models.ForeignKey(
        "proposals.CouncilPaper", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states_beside"
    )
    vote = models.ForeignKey(
        "proposals.CouncilVote", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states"
    )
    version = models.ForeignKey(
        "base.PublishedVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states"
    )
    version_before = models.ForeignKey(
        "base.PublishedVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(_("level of participation"), max_length=10, choices=ParticipationLevel.choices, blank=True)
    who_decides = models.CharField(_("who decides"), max_length=10, choices=DecidingBody.choices, blank=True)
    consult_again = models.BooleanField(_("people are asked again"), null=True, blank=True)
    speakers = models.PositiveSmallIntegerField(_("how many people spoke in the committee"), null=True, blank=True)
    authority = models.CharField(_("on whose authority"), max_length=10, choices=Authority.choices, blank=True)
    recorded_as = models.CharField(_("recorded by"), max_length=10, choices=Recorder.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        permissions = [("prepare_item", "Can take an agenda item as far as its consultation")]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ItemStep.values), name="item_step_known"),
            models.CheckConstraint(
                condition=~Q(step__in=[ItemStep.WITHDRAWN, ItemStep.RETURNED, ItemStep.ON_HOLD, *LAPSES])
                | ~Q(reason=""),
                name="item_step_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=LAPSES)
                | Q(evidence__isnull=False)
                | Q(publication__isnull=False)
                | ~Q(document=""),
                name="item_lapses_on_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(step=ItemStep.EVALUATED) | Q(evidence__isnull=False), name="item_evaluated_in_a_round"
            ),
            models.CheckConstraint(
                condition=Q(takes_back__isnull=True) | ~Q(reason=""), name="item_step_taken_back_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(authority__in=["", *Authority.values]) & Q(recorded_as__in=["", *Recorder.values]),
                name="item_step_authority_known",
            ),
            models.CheckConstraint(
                condition=Q(level="", who_decides="") | ~Q(level="") & ~Q(who_decides=""),
                name="item_influence_with_who_decides",
            ),
            # What was recorded before steps had an authority stays as it is.
            models.CheckConstraint(
                condition=~Q(step=ItemStep.CONSULTATION_READY, authority=Authority.OWNER, recorded_as=Recorder.EDITOR)
                | ~Q(level=""),
                name="item_ready_with_influence",
            ),
            models.CheckConstraint(
                condition=~Q(step=ItemStep.DRAFT, authority=Authority.OWNER) | Q(consult_again__isnull=False),
                name="item_new_text_asked_again_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(step=ItemStep.INTERNAL_REVIEW, authority=Authority.EDITOR) | Q(version__isnull=False),
                name="item_reviewed_in_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(step=ItemStep.DEFERRED_ON_TIE, authority=Authority.COUNCIL) | Q(vote__isnull=False),
                name="item_tied_in_a_vote",
            ),
            models.CheckConstraint(
                condition=~Q(step=ItemStep.RETURNED, authority=Authority.COUNCIL)
                | Q(evidence__isnull=False)
                | Q(paper__isnull=False),
                name="item_returned_on_evidence",
            ),
        ]
        indexes = [models.Index(fields=["reference", "-since"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.step}"

    @property
    def rests_on(self) -> dict[str, Any]:
        """On what evidence, and what was said with it, as fields."""
        return {name: getattr(self, name) for name in (*EVIDENCE, *ANSWERS)}

    @property
    def word(self) -> PublicWord:
        return PUBLIC_WORD[ItemStep(self.step)]


def mark_of(step: str, since: datetime) -> str:
    """What tells where an item is from every other time that it was anywhere, whether that is written yet or not: a form
    carries what its reader saw."""
    return f"{ItemStep(step).value} {since.astimezone(UTC).isoformat()}"


def still_standing(states: Iterable[ItemState]) -> list[ItemState]:
    """Without what was taken back and what took it back, in the order given: the last holds."""
    found = list(states)
    mistakes = {one.takes_back_id for one in found}
    return [one for one in found if one.takes_back_id is None and one.pk not in mistakes]


declare_redactable(
    ItemState,
    {"reason": _("why"), "department": _("who")},
    name=_("step of an agenda item"),
    written="since",
    about=("reference",),
)
