from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from base.redactable import declare_redactable
from base.two_people import accounts_of
from proposals.council_enums import AnswerVerdict


class ResponseDocument(models.Model):
    """The answer to everything that was said in a round (*nota van beantwoording*). Open to change until somebody else than
    who offered it approved it; published whole, and from then on only corrected by new rows.

    `due_on` is the day that was promised. `sha256` is of the rows as they were published.
    """

    reference = models.OneToOneField("base.Reference", on_delete=models.PROTECT, related_name="response_document")
    consultation_round = models.OneToOneField(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="response_document"
    )
    intro = models.TextField(_("in a few sentences"), blank=True)
    intro_en = models.TextField(_("in a few sentences, in English"), blank=True)
    # Counts the saves of what stands above the answers, as that of a row.
    intro_edition = models.PositiveIntegerField(default=0)
    due_on = models.DateField(_("promised by"))
    begun_at = models.DateTimeField()
    # How many rows were ever made: no number is given twice, also when rows became one.
    rows_made = models.PositiveIntegerField(default=0)
    # What whoever sent it back said is still to be done.
    remark = models.TextField(blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("response document")
        permissions = [
            ("answer_responsedocument", "Can write answers to what people said in a round"),
            ("approve_responsedocument", "Can approve and publish the answers of a round"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True, offered_by__isnull=True)
                | Q(offered_at__isnull=False, offered_by__isnull=False),
                name="response_offered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, offered_at__isnull=False)
                & ~Q(approved_by=F("offered_by")),
                name="response_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, sha256="")
                | Q(published_at__isnull=False, approved_at__isnull=False) & ~Q(sha256=""),
                name="response_published_once_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.reference.string


class ResponseRowQuerySet(models.QuerySet["ResponseRow"]):
    def in_force(self) -> "ResponseRowQuerySet":
        """A corrected row gives way to its correction."""
        return self.filter(corrected_by__isnull=True)

    def written_by(self, person: Any) -> "ResponseRowQuerySet":
        """In which words of theirs stand, or stood."""
        theirs = accounts_of(person)
        return self.filter(Q(answered_by__in=theirs) | Q(writers__person__in=theirs)).distinct()

    def in_place(self) -> "ResponseRowQuerySet":
        """In the order in which they are read: a correction stands where the answer stood that it corrects."""
        return self.order_by(Coalesce("place", "number"), "number")

    def public(self) -> "ResponseRowQuerySet":
        return self.in_force().filter(document__published_at__isnull=False)


class ResponseRow(models.Model):
    """One answer, to one contribution or to all that say the same. Numbered for good.

    `summary` is what was said, in the words of the municipality; of one contribution it may be empty: that is quoted,
    unless it is a formal view, which only the clerk reads.
    `before` and `after` are the versions between which the text changed because of it. Who answered is never public.
    `edition` counts the saves: whoever saves over a newer one is told.
    """

    document = models.ForeignKey(ResponseDocument, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    theme = models.CharField(_("theme"), max_length=100, blank=True)
    summary = models.TextField(_("what was said"), blank=True)
    summary_en = models.TextField(_("what was said, in English"), blank=True)
    answer = models.TextField(_("the answer"), blank=True)
    answer_en = models.TextField(_("the answer, in English"), blank=True)
    verdict = models.CharField(_("what we do with it"), max_length=12, choices=AnswerVerdict.choices, blank=True)
    reason = models.TextField(_("why not"), blank=True)
    reason_en = models.TextField(_("why not, in English"), blank=True)
    forwarded_to = models.CharField(_("forwarded to"), max_length=200, blank=True)
    before = models.ForeignKey(
        "base.PublishedVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        "base.PublishedVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.CharField(_("which department answers"), max_length=100, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # Of a row that was added to published answers; the others are approved with their document.
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.PositiveIntegerField(default=0)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    corrected_because = models.TextField(_("why it is corrected"), blank=True)
    # Of a correction alone: the number of the first answer that it goes back to, where it is read.
    place = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = ResponseRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="response_row_number_once"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=AnswerVerdict.values), name="response_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer="") & ~Q(verdict="") & ~Q(department=""),
                name="response_row_answered_whole",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=AnswerVerdict.NOT_ADOPTED) | Q(answered_at__isnull=True) | ~Q(reason=""),
                name="response_not_adopted_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=AnswerVerdict.FORWARDED) | Q(answered_at__isnull=True) | ~Q(forwarded_to=""),
                name="response_forwarded_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=True, after__isnull=True) | Q(before__isnull=False, after__isnull=False),
                name="response_change_between_two_versions",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("answered_by")),
                name="response_row_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrected_because=""), name="response_corrected_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, place__isnull=True) | Q(corrects__isnull=False, place__isnull=False),
                name="response_correction_has_a_place",
            ),
        ]
        indexes = [models.Index(fields=["document", "theme"])]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"

    @property
    def has_view(self) -> bool:
        """Whether a formal view stands in it."""
        return self.contributions.filter(formal_view__isnull=False).exists()

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def tone(self) -> str:
        """Of its stamp."""
        return AnswerVerdict(self.verdict).tone if self.verdict else "ink"

    def said_in(self, language: str) -> tuple[str, str, str]:
        """What was said and the answer in a language or else as they were written, and the language they are in."""
        if language == "en" and self.answer_en:
            return self.summary_en or self.summary, self.answer_en, "en"
        return self.summary, self.answer, settings.LANGUAGE_CODE

    def reason_in(self, language: str) -> tuple[str, str]:
        if language == "en" and self.reason_en:
            return self.reason_en, "en"
        return self.reason, settings.LANGUAGE_CODE


class AnswerWriter(models.Model):
    """Who ever kept words of an answer, also as a draft, or of what stands above the answers (no row). They approve none of it."""

    document = models.ForeignKey(ResponseDocument, on_delete=models.PROTECT, related_name="writers")
    row = models.ForeignKey(ResponseRow, null=True, blank=True, on_delete=models.CASCADE, related_name="writers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "person"], name="answer_writer_once"),
            models.UniqueConstraint(
                fields=["document", "person"], condition=Q(row__isnull=True), name="intro_writer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row or self.document_id}: {self.person_id}"


class AnsweredContribution(models.Model):
    """That a row answers a contribution: a comment, a proposal, or a formal view. Each may stand in more than one row."""

    row = models.ForeignKey(ResponseRow, on_delete=models.PROTECT, related_name="contributions")
    comment = models.ForeignKey(
        "participation.Comment", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_in"
    )
    subject = models.ForeignKey(
        "participation.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_in"
    )
    formal_view = models.ForeignKey(
        "proposals.FormalView", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_in"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, subject__isnull=True, formal_view__isnull=True)
                | Q(comment__isnull=True, subject__isnull=False, formal_view__isnull=True)
                | Q(comment__isnull=True, subject__isnull=True, formal_view__isnull=False),
                name="answered_is_one_contribution",
            ),
            *(
                models.UniqueConstraint(fields=["row", kind], name=f"row_answers_{kind}_once")
                for kind in ("comment", "subject", "formal_view")
            ),
        ]


@register_snippet
class ReusableAnswer(models.Model):
    """Words that several rows may begin with."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    text = models.TextField(_("the answer"))
    text_en = models.TextField(_("the answer, in English"), blank=True)

    class Meta:
        verbose_name = _("reusable answer")
        verbose_name_plural = _("reusable answers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


declare_redactable(
    ResponseDocument,
    {"intro": _("in a few sentences"), "intro_en": _("in a few sentences, in English")},
    name=_("what stands above the answers"),
    written="begun_at",
    about=("reference",),
    public=Q(published_at__isnull=False),
)
declare_redactable(
    ResponseRow,
    {
        "theme": _("theme"),
        "summary": _("what was said"),
        "summary_en": _("what was said, in English"),
        "answer": _("the answer"),
        "answer_en": _("the answer, in English"),
        "reason": _("why not"),
        "reason_en": _("why not, in English"),
        "forwarded_to": _("forwarded to"),
        "department": _("which department answers"),
        "corrected_because": _("why it is corrected"),
    },
    name=_("answer"),
    written="answered_at",
    about=("document__reference",),
    number="number",
    public=Q(document__published_at__isnull=False),
)
