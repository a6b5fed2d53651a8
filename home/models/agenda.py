from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from base.enums import ReferenceKind
from base.models import CitablePage, PublicPage, Reference
from base.theme_field import ThemeField

RICH = ["h3", "bold", "italic", "ol", "ul", "link"]


class AgendaPage(PublicPage):
    """One edition of the local educational agenda."""

    intro = models.TextField(_("in one or two plain sentences"), blank=True)
    period_from = models.PositiveSmallIntegerField(_("first year"))
    period_to = models.PositiveSmallIntegerField(_("last year"))

    template = "home/agenda_page.html"
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
    ]
    subpage_types: ClassVar[list[str]] = ["home.AgendaItemPage"]

    class Meta:
        verbose_name = _("agenda")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")),
                name="agenda_period_in_order",
                violation_error_message=_("The last year comes after the first."),
            )
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.views.agenda import agenda_context

        return super().get_context(request, *args, **kwargs) | agenda_context(request, page=self)


class AgendaItemTag(TaggedItemBase):
    content_object = ParentalKey("home.AgendaItemPage", on_delete=models.CASCADE, related_name="tagged_items")


class AgendaItemPage(CitablePage):
    """The editor's desk of an item of the local educational agenda."""

    reference_kind = ReferenceKind.AGENDA_ITEM
    citable_fields: ClassVar[list[str]] = [
        "summary",
        "problem",
        "ambition",
        "measures",
        "owner",
        "period_from",
        "period_to",
        "budget_amount",
        "budget_year",
        "budget_source",
        "tags",
    ]

    summary = models.TextField(_("summary in plain language"), max_length=900)
    problem = RichTextField(_("why"), features=RICH)
    ambition = RichTextField(_("what we want to reach"), blank=True, features=RICH)
    measures = RichTextField(_("what we are going to do"), blank=True, features=RICH)
    # The field of Wagtail's own Page is called owner too: this one is the city's.
    responsible = models.CharField(_("owner"), max_length=200)
    period_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    budget_amount = models.PositiveBigIntegerField(_("money in whole euros"), null=True, blank=True)
    budget_year = models.PositiveSmallIntegerField(_("year of the money"), null=True, blank=True)
    budget_source = models.CharField(_("where the money comes from"), max_length=200, blank=True)
    tags = ThemeField(through=AgendaItemTag, blank=True, verbose_name=_("themes"))
    decision = models.ForeignKey(
        "proposals.Decision",
        verbose_name=_("decision behind this change"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The next version will say which decision caused it."),
    )

    template = "home/agenda_item_page.html"
    subpage_types: ClassVar[list[str]] = ["proposals.ConsultationRoundPage"]
    fields_of_a_change: ClassVar[list[str]] = [*CitablePage.fields_of_a_change, "decision"]
    change_panels = [
        MultiFieldPanel(
            [FieldPanel("change_note"), FieldPanel("change_kind"), FieldPanel("decision")], heading=_("This change")
        )
    ]
    content_panels = [
        *CitablePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("problem"),
        FieldPanel("ambition"),
        FieldPanel("measures"),
        FieldPanel("responsible"),
        FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
        FieldRowPanel([FieldPanel("budget_amount"), FieldPanel("budget_year")]),
        FieldPanel("budget_source"),
        FieldPanel("tags"),
        *change_panels,
    ]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("summary"),
        TranslatableField("problem"),
        TranslatableField("ambition"),
        TranslatableField("measures"),
        TranslatableField("responsible"),
        TranslatableField("budget_source"),
        TranslatableField("tags"),
        TranslatableField("change_note"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "show_in_menus",
                "period_from",
                "period_to",
                "budget_amount",
                "budget_year",
                "change_kind",
                "decision",
            )
        ),
    ]

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def citable_value(self, name: str) -> Any:
        if name == "owner":
            return self.responsible
        return super().citable_value(name)

    def caused_by(self) -> Reference | None:
        return self.decision.reference if self.decision else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.views.agenda import agenda_item_context

        return super().get_context(request, *args, **kwargs) | agenda_item_context(request, page=self)
