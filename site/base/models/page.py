from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.forms import RadioSelect
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Revision

from base.blocks import published_stream
from base.citable import CitableField, declared_fields, with_identifiers
from base.enums import ChangeKind, ReferenceKind, Shape
from base.forms.page import BasePageForm, CitablePageForm, PublicPageForm
from base.languages import page_links
from base.links import as_header, original_links
from base.models.published_version import PublishedVersion
from base.models.reference import Reference
from base.panels import VersionsPanel
from base.rich_text import published_html


def term(value: Any) -> dict[str, str]:
    """A term of a taxonomy as it is cited: its stable code, and what it was called at this moment."""
    return {"code": getattr(value, "code", "") or value.slug, "label": str(value)}


class BasePage(Page):
    """Every page of the city's site."""

    base_form_class = BasePageForm

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        links = SimpleLazyObject(lambda: page_links(self, request))
        return super().get_context(request, *args, **kwargs) | {"language_links": links}


class PublicPage(BasePage):
    """What is cited, and the pages that lead to it: everybody's, whatever privacy or expiry says of a page above.

    Lists, neutral addresses and downloads read records, which know no privacy of pages: so the pages have none either.
    """

    private_page_options: ClassVar[list[str]] = []
    base_form_class = PublicPageForm

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[Any]:
        return PageViewRestriction.objects.none()


class CitablePage(PublicPage):
    """The editor's desk of something that is cited: its public address shows the current published version's text.

    A subclass names its `reference_kind`; beside it the module declares the fields that enter the canonical JSON. The
    page's own fields are never shown to the public; the preview renders the same template from the same list.
    """

    reference_kind: ClassVar[ReferenceKind]

    change_note = models.TextField(
        _("what changed and why"),
        blank=True,
        help_text=_("Readers see this beside the new version. Empty again after each publication."),
    )
    change_kind = models.CharField(
        _("kind of change"), max_length=12, choices=ChangeKind.choices, default=ChangeKind.SUBSTANTIVE
    )

    # What an editor says of one publication; empty again after it.
    fields_of_a_change: ClassVar[list[str]] = ["change_note", "change_kind"]

    base_form_class = CitablePageForm
    change_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("change_note", heading=_("For readers")),
                FieldPanel(
                    "change_kind",
                    widget=RadioSelect,
                    help_text=_(
                        "Did the meaning change, however little? Then the substance changed: the text gets the next number, and whoever cites or follows it is told. Was only a spelling mistake or a clumsy sentence mended? Then only the wording: the number stays and gets a correction behind it, such as 2.1, and nobody is told. In doubt, choose the substance."
                    ),
                ),
            ],
            heading=_("What changed and why"),
            help_text=_("Needed to publish other words than those that are public now; a draft can wait."),
            icon="edit",
        ),
        VersionsPanel(),
    ]

    class Meta:
        abstract = True

    def citable_content(self) -> dict[str, Any]:
        """The declared fields as JSON values: what is hashed, cited and shown, passages still without identifiers."""
        return {field.name: self.citable_value(field) for field in self.citable_fields()}

    def citable_fields(self) -> list[CitableField]:
        """The fields that the next version has."""
        return [field for field in declared_fields(self.reference_kind) if not field.is_retired]

    def citable_value(self, field: CitableField) -> Any:
        """One field as a JSON value: text, whole number, day as ISO 8601, resolved HTML, terms as codes and labels."""
        value = getattr(self, field.attribute)
        if field.shape == Shape.PASSAGES:
            return published_stream(value) if isinstance(value, StreamValue) else published_html(value)
        if field.shape == Shape.TERMS:
            return sorted((term(one) for one in value.all()), key=lambda one: one["code"])
        if field.shape == Shape.TERM:
            return self.term_of(field, value) if value else None
        if value is None or isinstance(value, str | int | bool):
            return value
        if hasattr(value, "isoformat"):
            return value.isoformat()
        raise ImproperlyConfigured(f"{type(self).__name__}.{field.name} has no JSON form: say it in citable_value.")

    def term_of(self, field: CitableField, value: Any) -> dict[str, str]:
        """A choice of the page's own field, or a term of a taxonomy."""
        choice = getattr(self, f"get_{field.attribute}_display", None)
        return {"code": value, "label": str(choice())} if choice else term(value)

    def shown_files(self) -> list[tuple[str, str]]:
        """The files that its texts show: the declared field, and the name of the file in the storage."""
        kinds = (get_image_model(), get_document_model())
        named = {
            (field.name, model, str(key))
            for field in declared_fields(self.reference_kind)
            if field.shape == Shape.PASSAGES
            for model, key, *_path in self._meta.get_field(field.attribute).extract_references(
                getattr(self, field.attribute)
            )
            if model in kinds
        }
        files = {
            (kind, str(one.pk)): one.file.name
            for kind in {model for _name, model, _key in named}
            for one in kind._default_manager.filter(pk__in=[key for _name, model, key in named if model is kind])
        }
        return [(name, files[model, key]) for name, model, key in named if (model, key) in files]

    def forget_change(self) -> None:
        """What was said of this publication says nothing of the next one: on the page, and in what an editor opens."""
        fields = [self._meta.get_field(name) for name in self.fields_of_a_change]
        said = {field.name: [] if field.many_to_many else field.get_default() for field in fields}
        if not any(self._says(field, said[field.name]) for field in fields):
            return
        columns = {field.name: said[field.name] for field in fields if not field.many_to_many}
        type(self)._base_manager.filter(pk=self.pk).update(**columns)
        for field in fields:
            if field.many_to_many:
                getattr(self, field.name).clear()
                getattr(self, field.name).commit()
        for revision in Revision.objects.filter(pk__in=[self.live_revision_id, self.latest_revision_id]):
            if revision.content.get("has_unpublished_changes") and revision.pk != self.live_revision_id:
                continue
            revision.content |= said
            revision.save(update_fields=["content"])

    def _says(self, field: Any, empty: Any) -> bool:
        value = field.value_from_object(self)
        return bool((list(value) if field.many_to_many else value) != empty)

    @property
    def content_language(self) -> str:
        """The language the text is in, as its versions carry it."""
        return str(self.locale.language_code)

    def refusal_to_publish(self) -> str:
        """What is still wrong with the text, in words for the editor, on whatever path it is published."""
        return ""

    def caused_by(self) -> Reference | None:
        """The reference of the decision behind the next version, if one is."""
        return None

    @property
    def reference(self) -> Reference | None:
        return Reference.objects.filter(translation_key=self.translation_key).first()

    @property
    def version(self) -> PublishedVersion | None:
        """The version in force in this page's language."""
        versions = PublishedVersion.objects.filter(
            reference__translation_key=self.translation_key, language=self.content_language
        ).newest_first()
        return next(iter(PublishedVersion.objects.filter(pk__in=versions.values("pk")[:1]).read()), None)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.version
        if version is None:
            raise Http404
        if version.is_withdrawn:
            # What it replaced does not come back: until the next version the page says what became of this one.
            told = {
                "version": version,
                "withdrawal": version.withdrawal,
                "replacement": version.withdrawal.replacement,
            }
            return TemplateResponse(request, "base/tombstone.html", told, status=410)
        response = self.render_content(request, version=version, content=version.content)
        response["Link"] = as_header(original_links(version.reference))
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        version = self.version
        content = with_identifiers(self.reference_kind, self.citable_content(), version.content if version else {})
        return self.render_content(request, version=version, content=content)

    def render_content(
        self, request: HttpRequest, *, version: PublishedVersion | None, content: dict[str, Any]
    ) -> HttpResponse:
        context = self.get_context(request) | {"version": version, "content": content}
        return TemplateResponse(request, self.get_template(request), context)
