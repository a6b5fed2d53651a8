from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from base.citable import CitableField, declare
from base.enums import ReferenceKind, Shape
from base.models import Reference
from base.redactable import declare_redactable
from proposals.council_enums import CommitmentOrigin, CommitmentStep

# What is cited of a promise, in each language it was recorded in. What became of it is not in it: that changes.
COMMITMENT = declare(
    ReferenceKind.COMMITMENT,
    [
        CitableField("title", _("What is promised"), Shape.LINES),
        CitableField("department", _("Who does it")),
        CitableField("made_on", _("Promised on"), Shape.DAY),
        CitableField("due_on", _("By"), Shape.DAY),
        CitableField("origin", _("Promised"), Shape.TERM),
        CitableField("about", _("About")),
        CitableField("decision", _("With decision")),
    ],
)


class Commitment(models.Model):
    """Something the municipality promised: by whom, by when. What became of it are its events.

    `about` is the agenda item, `paper` the motion or the minutes, `decision` what it was promised with, `subject` the request of
    residents that was agreed to.
    """

    reference = models.OneToOneField("base.Reference", on_delete=models.PROTECT, related_name="commitment")
    origin = models.CharField(_("promised"), max_length=8, choices=CommitmentOrigin.choices)
    about = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    decision = models.ForeignKey(
        "proposals.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    paper = models.ForeignKey(
        "proposals.CouncilPaper", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    subject = models.ForeignKey(
        "participation.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    text = models.TextField(_("what is promised"))
    text_en = models.TextField(_("what is promised, in English"), blank=True)
    department = models.CharField(_("who does it"), max_length=100)
    made_on = models.DateField(_("promised on"))
    due_on = models.DateField(_("by"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("commitment")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=CommitmentOrigin.values), name="commitment_origin_known"),
            models.CheckConstraint(
                condition=Q(about__isnull=False) | Q(consultation_round__isnull=False) | Q(subject__isnull=False),
                name="commitment_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(origin=CommitmentOrigin.REQUEST, subject__isnull=False)
                | ~Q(origin=CommitmentOrigin.REQUEST) & Q(subject__isnull=True),
                name="commitment_on_a_request",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(department=""), name="commitment_says_what_and_by_whom"),
            models.CheckConstraint(condition=Q(due_on__gte=F("made_on")), name="commitment_due_after_it_was_made"),
        ]

    def __str__(self) -> str:
        return self.reference.string

    @property
    def thing(self) -> Reference | None:
        """What it is about, by its number: the item, the round or the request."""
        named = self.consultation_round or self.subject
        return self.about or (named.reference if named is not None else None)

    def said_in(self, language: str) -> tuple[str, str]:
        """The promise in a language or else as it was recorded, and the language that it is in."""
        return (self.text_en, "en") if language == "en" and self.text_en else (self.text, settings.LANGUAGE_CODE)

    def citable_content(self, language: str) -> dict[str, Any]:
        """The declared fields in one of its languages, as JSON values."""
        about = self.thing
        with override(language):
            return {
                "title": self.said_in(language)[0],
                "department": self.department,
                "made_on": self.made_on.isoformat(),
                "due_on": self.due_on.isoformat(),
                "origin": {"code": self.origin, "label": str(self.get_origin_display())},
                "about": about.string if about else None,
                "decision": self.decision.reference.string if self.decision else None,
            }


class CommitmentCorrection(models.Model):
    """Why a promise that was recorded wrongly stands in other words since. The version before has the words as they were;
    the database lets a promise change only between this row and the version that follows (proposals.triggers)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="corrections")
    version = models.OneToOneField("base.PublishedVersion", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why it is corrected"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="commitment_corrected_with_reason"),
        ]


class Milestone(models.Model):
    """A step in carrying a commitment out."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(_("what"), max_length=200)
    title_en = models.CharField(_("what, in English"), max_length=200, blank=True)
    due_on = models.DateField(_("by"))
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("milestone")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class CommitmentEvent(models.Model):
    """What happened to a commitment, or to one milestone of it. The newest holds; none is ever changed.

    What is done shows its evidence: words, and a link or a picture where there is one. What is put off has a new day.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="events")
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=8, choices=CommitmentStep.choices)
    happened_on = models.DateField(_("on"))
    note = models.TextField(_("what happened, for everybody"), blank=True)
    note_en = models.TextField(_("what happened, in English"), blank=True)
    evidence_url = models.URLField(_("link to what shows it"), max_length=500, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("the new day"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=CommitmentStep.values), name="commitment_step_known"),
            models.CheckConstraint(
                condition=Q(step=CommitmentStep.MOVED, due_on__isnull=False)
                | ~Q(step=CommitmentStep.MOVED) & Q(due_on__isnull=True),
                name="commitment_moved_to_a_day",
            ),
            models.CheckConstraint(
                condition=Q(step=CommitmentStep.STARTED) | ~Q(note=""), name="commitment_event_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(step=CommitmentStep.DONE)
                | Q(milestone__isnull=False)
                | ~Q(evidence_url="")
                | Q(picture__isnull=False),
                name="commitment_done_is_shown",
            ),
        ]

    def said_in(self, language: str) -> tuple[str, str]:
        """What happened in a language or else as it was recorded, and the language that it is in."""
        return (self.note_en, "en") if language == "en" and self.note_en else (self.note, settings.LANGUAGE_CODE)


class Spending(models.Model):
    """The money of a commitment in one year, in whole euros. The newest row of a year holds."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="spendings")
    year = models.PositiveSmallIntegerField(_("year"))
    planned = models.PositiveBigIntegerField(_("planned"))
    spent = models.PositiveBigIntegerField(_("spent"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["year", "at", "pk"]

    @property
    def more(self) -> int:
        """By how much more was spent than was planned."""
        return max(0, (self.spent or 0) - self.planned)


declare_redactable(
    CommitmentCorrection,
    {"reason": _("why it is corrected")},
    name=_("correction of a promise"),
    written="at",
    about=("commitment__reference",),
)
declare_redactable(
    Milestone,
    {"title": _("what"), "title_en": _("what, in English")},
    name=_("milestone"),
    written="recorded_at",
    about=("commitment__reference",),
)
declare_redactable(
    CommitmentEvent,
    {"note": _("what happened, for everybody"), "note_en": _("what happened, in English")},
    name=_("what became of a promise"),
    written="at",
    about=("commitment__reference",),
)
