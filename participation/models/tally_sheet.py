from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable


class TallySheet(models.Model):
    """The written record of a count: figures, outcome, explanation. Written once; a correction is the next number, with
    its reason.

    `cast` is how many voted: those whose ballot was blank, and those whose envelope was set aside, among them.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="tally_sheets"
    )
    number = models.PositiveIntegerField(default=1)
    rule = models.CharField(max_length=40)
    tie_rule = models.CharField(max_length=20)
    # What a lot was drawn with, beside the closing head: entered by who counted, at `counted_at`.
    public_value = models.CharField(max_length=200, blank=True)
    counted_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cast = models.PositiveIntegerField()
    # On which nothing was marked; and `emptied`: nothing but options that were withdrawn since.
    blank = models.PositiveIntegerField()
    emptied = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    # Whether every figure is that of the sheet before: then it corrects nothing.
    is_repeat = models.BooleanField(default=False)
    budget = models.PositiveBigIntegerField(null=True, blank=True)
    cost = models.PositiveBigIntegerField(default=0)
    # The outcome as `participation.tally` wrote it, options named by their reference.
    outcome = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation_round", "number"], name="tally_sheet_once"),
            models.CheckConstraint(
                condition=Q(cast__gte=F("blank") + F("emptied") + F("set_aside")), name="tally_sheet_sums"
            ),
            models.CheckConstraint(condition=Q(number__gt=1) | Q(is_repeat=False), name="tally_sheet_first_is_new"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="tally_sheet_corrected_with_reason"),
        ]


class TallyLine(models.Model):
    """One option's figures on a sheet; `place` is its place among the chosen, in the order in which they were chosen."""

    sheet = models.ForeignKey(TallySheet, on_delete=models.PROTECT, related_name="lines")
    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="tally_lines")
    # Below nothing where more are against than for.
    score = models.BigIntegerField()
    cost = models.PositiveBigIntegerField(null=True, blank=True)
    place = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "subject"], name="tally_line_once")]


declare_redactable(
    TallySheet,
    {"reason": _("why it is corrected")},
    name=_("tally sheet"),
    written="counted_at",
    about=("consultation_round__reference",),
    number="number",
)
