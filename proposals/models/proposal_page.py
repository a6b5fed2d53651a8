from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel

from base.citable import CitableField, declare
from base.enums import ReferenceKind, Shape
from base.geometry import centre_of
from base.marks import marked_html
from base.models import CitablePage
from base.panels import VersionsPanel
from proposals.enums import ProposalKind

# What was cited of a proposal when its body was a plain text.
PLAIN = ("title", "summary", "body", "language", "area", "cost", "tags")


class ProposalTag(TaggedItemBase):
    content_object = ParentalKey("proposals.ProposalPage", on_delete=models.CASCADE, related_name="tagged_items")
    # That of its proposal, so that the themes of a round are found without reading its proposals.
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TaggedItemBase.Meta):
        indexes = [models.Index(fields=["tag", "consultation_round"], name="proposal_tags_of_round")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.consultation_round_id = self.content_object.consultation_round_id
        super().save(*args, **kwargs)


class ProposalPage(CitablePage):
    """What a resident asks of the city, in the words of its author and in one language.

    It lives once, under the page of its round in the round's source language; both language sites show it.
    """

    reference_kind = ReferenceKind.PROPOSAL

    # The round it was handed in to, as its subject has it.
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=ProposalKind.choices, default=ProposalKind.PROPOSAL, db_index=True
    )
    summary = models.CharField(_("in one sentence"), max_length=300)
    # With the marks of base.marks. A resident writes one; what is taken over from elsewhere may have no more than its summary.
    body = models.TextField(_("the proposal"), blank=True)
    # Handed in before a body had marks, or taken over from elsewhere: cited as plain lines, as its versions have it.
    is_plain = models.BooleanField(default=False, editable=False)
    answers = models.JSONField(_("answers to the questions of the round"), default=dict, blank=True)
    # What each shows and the hash of its bytes, by name; the files themselves are attachments.
    attachments = models.JSONField(_("pictures and documents"), default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal_pages"
    )
    author_name = models.CharField(_("name to show"), max_length=80, blank=True)
    language = models.CharField(max_length=12, default="nl")
    area = models.ForeignKey(
        "base.Area", verbose_name=_("neighbourhood"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # In words and as a GeoJSON geometry, as it is cited; and where that stands on the map.
    place = models.JSONField(_("place"), null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    latitude = models.FloatField(null=True, blank=True, editable=False)
    cost = models.PositiveBigIntegerField(_("estimated cost in whole euros"), null=True, blank=True)
    tags = ClusterTaggableManager(through=ProposalTag, blank=True, verbose_name=_("themes"))

    # Proposals come in by the public form; staff neither write nor change one.
    is_creatable = False
    template = "proposals/proposal_page.html"
    subpage_types: ClassVar[list[str]] = []
    # Staff read a resident's words here; they do not edit them.
    content_panels = [
        FieldPanel("kind", read_only=True),
        FieldPanel("title", read_only=True),
        FieldPanel("summary", read_only=True),
        FieldPanel("body", read_only=True),
        FieldPanel("area", read_only=True),
        FieldPanel("place", read_only=True),
        FieldPanel("cost", read_only=True),
        FieldPanel("tags", read_only=True),
        VersionsPanel(),
    ]
    promote_panels: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__range=(-180, 180),
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    latitude__isnull=False,
                ),
                name="proposal_place_on_earth",
            )
        ]
        indexes = [models.Index(fields=["area", "consultation_round"], name="proposal_areas_of_round")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps beside its place where that stands on the map."""
        geometry = (self.place or {}).get("geometry")
        self.longitude, self.latitude = centre_of(geometry) if geometry else (None, None)
        if "place" in (kwargs.get("update_fields") or []):
            kwargs["update_fields"] = {*kwargs["update_fields"], "longitude", "latitude"}
        super().save(*args, **kwargs)

    def serializable_data(self) -> dict[str, Any]:
        # Not in revisions: they follow from the place, and are forgotten with it.
        data: dict[str, Any] = super().serializable_data()
        return {name: value for name, value in data.items() if name not in ("longitude", "latitude")}

    def citable_fields(self) -> list[CitableField]:
        if self.is_plain:
            return [field for field in PROPOSAL if field.name in PLAIN]
        # Without a place it is cited as before there were any.
        return [field for field in super().citable_fields() if field.name != "place" or self.place]

    def citable_value(self, field: CitableField) -> Any:
        if field.name == "text":
            return marked_html(self.body)
        if field.shape in (Shape.PARTS, Shape.PLACE):
            return getattr(self, field.attribute)
        return super().citable_value(field)

    def shown_files(self) -> list[tuple[str, str]]:
        # The marks of a body show no file; what stands beside it goes with its attachment.
        return []

    def with_content_json(self, content: dict[str, Any]) -> "ProposalPage":
        # No text of a revision: a revision from before them does not know them.
        page: ProposalPage = super().with_content_json(content)
        page.is_plain = self.is_plain
        page.consultation_round_id = self.consultation_round_id
        return page

    @property
    def content_language(self) -> str:
        return str(self.language)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Both language sites show a proposal at its reference, not at its place in the tree."""
        parts = super().get_url_parts(request)
        reference = self.reference
        if parts is None or reference is None:
            return parts
        return parts[0], parts[1], reverse("proposal", args=[reference.string])

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reference = self.reference
        if reference is None:
            raise Http404
        return redirect("proposal", reference.string)

    def render_content(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # The view reads the records beside the text; it lives a layer up from the models.
        from proposals.views.proposal import render_proposal

        return render_proposal(request, **kwargs)


# What is cited of a proposal. Who wrote it is not in it: a name can be taken back, a published text cannot.
PROPOSAL = declare(
    ReferenceKind.PROPOSAL,
    [
        CitableField("kind", _("Kind"), Shape.TERM),
        CitableField("title", _("Title")),
        CitableField("summary", _("In one sentence"), is_text=True),
        CitableField("body", _("The proposal"), Shape.LINES, is_retired=True),
        CitableField("text", _("The proposal"), Shape.PASSAGES, source="body"),
        CitableField("language", _("Language")),
        CitableField("area", _("Neighbourhood"), Shape.TERM),
        CitableField("place", _("Place"), Shape.PLACE),
        CitableField("cost", _("Estimated cost"), Shape.MONEY),
        CitableField("tags", _("Themes"), Shape.TERMS),
        CitableField("answers", _("Answers to the questions of the round"), Shape.PARTS),
        CitableField("attachments", _("Pictures and documents"), Shape.PARTS),
    ],
)
