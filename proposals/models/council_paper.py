from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from proposals.council_enums import MeetingBody, PaperKind
from proposals.models.corrected import Corrected, with_reason
from proposals.models.of_item import OfItem


class Meeting(Corrected):
    """A day on which college, committee or council met.

    `source` is its address in the council's information system, `reading` what was read there and confirmed.
    """

    body = models.CharField(_("of"), max_length=10, choices=MeetingBody.choices)
    held_on = models.DateField(_("on"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    source = models.CharField(max_length=500, blank=True)
    reading = models.ForeignKey(
        "proposals.CouncilReading", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )

    class Meta:
        verbose_name = _("meeting")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(body__in=MeetingBody.values), name="meeting_body_known"),
            models.UniqueConstraint(
                fields=["source"], condition=~Q(source="") & Q(corrects__isnull=True), name="meeting_once_per_source"
            ),
            models.UniqueConstraint(
                fields=["body", "held_on"], condition=Q(source=""), name="meeting_once_per_day_without_source"
            ),
            with_reason("meeting_corrected_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.held_on}"


class CouncilPaper(OfItem, Corrected):
    """A paper of college or council on an agenda item or a round.

    `part_of` is the proposal that an amendment changes or a motion goes with, or what a letter of withdrawal takes back.
    `holds_draft` says of a proposal to the council that its draft decision stands in it.
    `source` is its address in the council's information system, `reading` what was read there and confirmed.
    """

    about = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="council_papers"
    )
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="council_papers",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=300)
    dated_on = models.DateField(_("dated"))
    url = models.URLField(_("link"), max_length=500, blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    holds_draft = models.BooleanField(_("its draft decision stands in it"), default=False)
    source = models.CharField(max_length=500, blank=True)
    reading = models.ForeignKey(
        "proposals.CouncilReading", null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )

    class Meta:
        verbose_name = _("council paper")
        ordering = ["dated_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(
                condition=Q(about__isnull=False) | Q(consultation_round__isnull=False), name="paper_is_about_something"
            ),
            models.UniqueConstraint(
                fields=["source", "about"],
                condition=~Q(source="") & Q(corrects__isnull=True),
                name="paper_once_per_source",
            ),
            with_reason("paper_corrected_with_reason"),
            models.CheckConstraint(
                condition=Q(holds_draft=False) | Q(kind=PaperKind.COUNCIL_PROPOSAL), name="paper_with_draft_is_proposal"
            ),
            models.CheckConstraint(
                condition=~Q(part_of=F("id")) & ~Q(corrects=F("id")), name="paper_not_part_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    @property
    def thing(self) -> Any:
        """What it is about, by its number: the item or the round."""
        return self.about or self.consultation_round.reference  # type: ignore[union-attr]

    @property
    def label(self) -> str:
        """Its kind, number and title, where somebody chooses one or looks for it."""
        return f"{self}: {self.title}"


declare_redactable(
    Meeting,
    {"title": _("title"), "url": _("link"), "reason": _("why it is corrected")},
    emptied={"url": ()},
    name=_("meeting of the council"),
    written="recorded_at",
)
declare_redactable(
    CouncilPaper,
    {"title": _("title"), "number": _("number"), "url": _("link"), "reason": _("why it is corrected")},
    emptied={"number": ("kind",), "url": ()},
    name=_("council paper"),
    written="recorded_at",
    about=("about", "consultation_round__reference"),
)
