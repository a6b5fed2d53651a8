from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.fields import SynchronizedField

from base.enums import ChangeKind, ReferenceKind
from base.forms.page import BasePageForm, CitablePageForm, PublicPageForm
from base.languages import page_links
from base.models.published_version import PublishedVersion
from base.models.reference import Reference


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

    A subclass names its `reference_kind` and declares `citable_fields`: what enters the canonical JSON, in which order
    the templates do not care. The page's own fields are never shown to the public; the preview renders the same
    template from the same list.
    """

    reference_kind: ClassVar[ReferenceKind]
    citable_fields: ClassVar[list[str]] = []

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
        MultiFieldPanel([FieldPanel("change_note"), FieldPanel("change_kind")], heading=_("This change")),
    ]
    override_translatable_fields = [SynchronizedField("change_kind", overridable=False)]

    class Meta:
        abstract = True

    def citable_content(self) -> dict[str, Any]:
        """The declared fields as JSON values: what is hashed, cited and shown."""
        return {name: self.citable_value(name) for name in ["title", *self.citable_fields]}

    def citable_value(self, name: str) -> Any:
        """One field as a JSON value: text, whole number, date as ISO 8601, tags as a sorted list of names."""
        value = getattr(self, name)
        if value is None or isinstance(value, str | int | bool):
            return value
        if hasattr(value, "isoformat"):
            return value.isoformat()
        if hasattr(value, "names"):
            return sorted(value.names())
        raise ImproperlyConfigured(f"{type(self).__name__}.{name} has no JSON form: say it in citable_value.")

    @property
    def content_language(self) -> str:
        """The language the text is in, as its versions carry it."""
        return str(self.locale.language_code)

    def caused_by(self) -> Reference | None:
        """The reference of the decision behind the next version, if one is."""
        return None

    @property
    def reference(self) -> Reference | None:
        return Reference.objects.filter(translation_key=self.translation_key).first()

    @property
    def version(self) -> PublishedVersion | None:
        """The version in force in this page's language."""
        return (
            PublishedVersion.objects.filter(
                reference__translation_key=self.translation_key, language=self.content_language
            )
            .select_related("reference", "text", "caused_by")
            .newest_first()
            .first()
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.version
        if version is None:
            raise Http404
        return self.render_content(request, version=version, content=version.text.content)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.render_content(request, version=self.version, content=self.citable_content())

    def render_content(
        self, request: HttpRequest, *, version: PublishedVersion | None, content: dict[str, Any]
    ) -> HttpResponse:
        context = self.get_context(request) | {"version": version, "content": content}
        return TemplateResponse(request, self.get_template(request), context)
