import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from home.enums import CitationAct, DocumentKind, Position, QuoteCheck


class CitationQuerySet(models.QuerySet["Citation"]):
    def current(self) -> "CitationQuerySet":
        """The newest row of every citation; of a withdrawn one that is its withdrawal."""
        return self.filter(superseded_by__isnull=True)

    def standing(self) -> "CitationQuerySet":
        return self.current().exclude(act=CitationAct.WITHDRAWN)

    def with_version(self) -> "CitationQuerySet":
        return self.select_related("party", "version__reference", "version__withdrawal__replaced_by")

    def newest_first(self) -> "CitationQuerySet":
        return self.order_by("-registered_at", "-pk")


class Citation(models.Model):
    """A party's citation of a published version, as it was from one moment on.

    A row is written once: a change, a correction of facts or a withdrawal is a new row that supersedes it. `key` is the
    same in all rows of a citation, `registered_at` the moment of the first. The rows stand whatever later happens to the
    cited thing; only the quoted words go where a redaction destroyed the words that they quote.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    act = models.CharField(max_length=12, choices=CitationAct.choices, default=CitationAct.REGISTERED)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    party = models.ForeignKey("home.Party", on_delete=models.PROTECT, related_name="citations")
    document_title = models.CharField(_("title of the document"), max_length=255)
    document_kind = models.CharField(_("kind of document"), max_length=20, choices=DocumentKind.choices)
    document_address = models.URLField(_("address of the document"), max_length=500, blank=True)
    document_page = models.CharField(_("page"), max_length=40, blank=True)

    version = models.ForeignKey("base.PublishedVersion", on_delete=models.PROTECT, related_name="citations")
    # The identifier of a passage of the version; none is the version as a whole.
    passage = models.CharField(max_length=80, blank=True)
    quote = models.TextField(_("quoted words"), blank=True)
    # Compared when the row was written: the words of a version never change.
    quote_check = models.CharField(max_length=12, choices=QuoteCheck.choices, blank=True)

    position = models.CharField(_("position"), max_length=12, choices=Position.choices, blank=True)
    explanation = models.TextField(_("in the party's own words"), blank=True)
    language = models.CharField(max_length=12)

    objects = CitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(supersedes__isnull=True), name="citation_registered_once"
            ),
            models.CheckConstraint(condition=Q(act__in=CitationAct.values), name="citation_act_known"),
            models.CheckConstraint(
                condition=Q(act=CitationAct.REGISTERED, supersedes__isnull=True)
                | (~Q(act=CitationAct.REGISTERED) & Q(supersedes__isnull=False)),
                name="citation_first_row_registers",
            ),
            models.CheckConstraint(condition=Q(at__gte=F("registered_at")), name="citation_in_order"),
            models.CheckConstraint(condition=Q(document_kind__in=DocumentKind.values), name="citation_document_known"),
            models.CheckConstraint(
                condition=Q(quote="", quote_check__in=["", QuoteCheck.REDACTED])
                | (~Q(quote="") & Q(quote_check__in=[one for one in QuoteCheck.values if one != QuoteCheck.REDACTED])),
                name="citation_quote_checked",
            ),
            models.CheckConstraint(
                condition=Q(position="", explanation="") | (Q(position__in=Position.values) & ~Q(explanation="")),
                name="citation_position_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-registered_at"], name="citation_of_party"),
            models.Index(fields=["version", "-registered_at"], name="citation_of_version"),
        ]

    def __str__(self) -> str:
        return f"citation {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("citation", args=[self.key])

    @property
    def is_withdrawn(self) -> bool:
        return self.act == CitationAct.WITHDRAWN

    @property
    def cited_address(self) -> str:
        """Where the cited words stand, for ever."""
        anchor = f"#{self.passage}" if self.passage else ""
        return f"{self.version.lasting_address}{anchor}"
