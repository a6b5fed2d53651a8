from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from base.blocks import CITABLE_BLOCKS, RICH, has_words
from base.characters import is_blank
from base.citable import CitableField, declare
from base.enums import ReferenceKind, Shape
from base.models import CitablePage, PublicPage, Reference
from base.models.page import term
from base.theme_field import ThemeField
from base.words import at_most_words
from home.enums import AdoptedBy, EditionState, ItemOrigin
from home.forms.agenda_item import AgendaItemPageForm
from home.models.taxonomy import named_in
from home.panels import StillMissingPanel

SUMMARY_WORDS = 120


def is_empty(value: Any) -> bool:
    """Whether nobody filled a field in: nought euros are an answer."""
    if hasattr(value, "exists"):
        return not value.exists()
    return value is None or (value != 0 and not value)


class AgendaPage(PublicPage):
    """One edition of the local educational agenda."""

    intro = models.TextField(_("in one or two plain sentences"), blank=True)
    period_from = models.PositiveSmallIntegerField(_("first year"))
    period_to = models.PositiveSmallIntegerField(_("last year"))
    edition_state = models.CharField(
        _("state of this edition"), max_length=8, choices=EditionState.choices, default=EditionState.DRAFT
    )
    adopted_by = models.CharField(_("adopted by"), max_length=10, choices=AdoptedBy.choices, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("edition before this one"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="successors",
    )

    template = "home/agenda_page.html"
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
        MultiFieldPanel(
            [FieldPanel("edition_state"), FieldRowPanel([FieldPanel("adopted_by"), FieldPanel("adopted_on")])],
            heading=_("This edition"),
        ),
        PageChooserPanel("predecessor", "home.AgendaPage"),
    ]
    subpage_types: ClassVar[list[str]] = ["home.AgendaItemPage"]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("period_from", "period_to", "edition_state", "adopted_by", "adopted_on", "predecessor")
    ]

    class Meta:
        verbose_name = _("agenda")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")),
                name="agenda_period_in_order",
                violation_error_message=_("The last year comes after the first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(edition_state=EditionState.ADOPTED)
                | (~models.Q(adopted_by="") & models.Q(adopted_on__isnull=False)),
                name="agenda_adopted_by_whom_and_when",
                violation_error_message=_("Say by whom and when this edition was adopted."),
            ),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.views.agenda import agenda_context

        return super().get_context(request, *args, **kwargs) | agenda_context(request, page=self)


class AgendaItemTag(TaggedItemBase):
    content_object = ParentalKey("home.AgendaItemPage", on_delete=models.CASCADE, related_name="tagged_items")


class AgendaItemPage(CitablePage):
    """The editor's desk of an item of the local educational agenda."""

    reference_kind = ReferenceKind.AGENDA_ITEM

    summary = models.TextField(
        _("summary in plain language"), max_length=1200, validators=[at_most_words(SUMMARY_WORDS)]
    )
    problem = RichTextField(_("why"), blank=True, features=RICH)
    ambition = RichTextField(_("what we want to reach"), blank=True, features=RICH)
    measures = StreamField(CITABLE_BLOCKS, verbose_name=_("what we are going to do"), blank=True)
    # The field of Wagtail's own Page is called owner too: this one is the city's.
    responsible = models.CharField(_("owner"), max_length=200)
    partners = models.CharField(
        _("partners"), max_length=500, blank=True, help_text=_("Organisations, parted by commas; no persons.")
    )
    period_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    budget_amount = models.PositiveBigIntegerField(_("money in whole euros"), null=True, blank=True)
    budget_year = models.PositiveSmallIntegerField(_("year of the money"), null=True, blank=True)
    budget_source = models.CharField(_("where the money comes from"), max_length=200, blank=True)
    action_kinds = ParentalManyToManyField("home.ActionKind", verbose_name=_("kinds of action"), blank=True)
    feature_areas = ParentalManyToManyField("home.FeatureArea", verbose_name=_("UNESCO areas"), blank=True)
    target_groups = ParentalManyToManyField("home.TargetGroup", verbose_name=_("for whom"), blank=True)
    areas = ParentalManyToManyField("base.Area", verbose_name=_("neighbourhoods"), blank=True)
    origin = models.CharField(_("where it came from"), max_length=20, choices=ItemOrigin.choices, blank=True)
    supersedes = models.ForeignKey(
        "base.Reference",
        verbose_name=_("supersedes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        limit_choices_to={"kind": ReferenceKind.AGENDA_ITEM},
        help_text=_("The agenda item that no longer applies now that this one is there."),
    )
    tags = ThemeField(through=AgendaItemTag, blank=True, verbose_name=_("themes"))
    decision = models.ForeignKey(
        "proposals.Decision",
        verbose_name=_("decision behind this change"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_(
            "The next version will say which decision caused it. You choose from the decisions on this item that adopted something."
        ),
    )
    amendments = ParentalManyToManyField(
        "proposals.CouncilPaper",
        verbose_name=_("amendments that this text carries out"),
        blank=True,
        related_name="+",
        help_text=_(
            "Carried by the council, and not in the text yet. Tick those whose words stand in it now: readers see that. The others "
            "go on waiting."
        ),
    )

    base_form_class = AgendaItemPageForm
    template = "home/agenda_item_page.html"
    subpage_types: ClassVar[list[str]] = ["proposals.ConsultationRoundPage"]
    fields_of_a_change: ClassVar[list[str]] = [*CitablePage.fields_of_a_change, "decision", "amendments"]
    # What makes an item whole, and may come later: the editor sees what of it is not there yet.
    suggested_fields: ClassVar[list[str]] = [
        "problem",
        "ambition",
        "measures",
        "partners",
        "period_from",
        "period_to",
        "budget_amount",
        "budget_year",
        "budget_source",
        "action_kinds",
        "feature_areas",
        "target_groups",
        "areas",
        "origin",
        "tags",
    ]
    content_panels = [
        StillMissingPanel(),
        *CitablePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("problem"), FieldPanel("ambition"), FieldPanel("measures")], heading=_("The text")),
        FieldPanel("origin"),
        FieldRowPanel([FieldPanel("responsible"), FieldPanel("partners")]),
        FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
        FieldRowPanel([FieldPanel("budget_amount"), FieldPanel("budget_year"), FieldPanel("budget_source")]),
        MultiFieldPanel(
            [
                FieldPanel("action_kinds", widget=CheckboxSelectMultiple),
                FieldPanel("feature_areas", widget=CheckboxSelectMultiple),
                FieldPanel("target_groups", widget=CheckboxSelectMultiple),
                FieldPanel("areas", widget=CheckboxSelectMultiple),
                FieldPanel("tags"),
            ],
            heading=_("To be found by"),
        ),
        FieldPanel("supersedes"),
        FieldPanel("decision"),
        FieldPanel("amendments", widget=CheckboxSelectMultiple),
        *CitablePage.change_panels,
    ]
    translatable_fields: ClassVar[list[Any]] = [
        *(
            TranslatableField(name)
            for name in (
                "title",
                "slug",
                "seo_title",
                "search_description",
                "summary",
                "problem",
                "ambition",
                "measures",
                "responsible",
                "partners",
                "budget_source",
                "tags",
            )
        ),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "show_in_menus",
                "period_from",
                "period_to",
                "budget_amount",
                "budget_year",
                "action_kinds",
                "feature_areas",
                "target_groups",
                "areas",
                "origin",
                "supersedes",
            )
        ),
    ]

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    @property
    def has_text(self) -> bool:
        return any(has_words(getattr(self, field.attribute)) for field in AGENDA_ITEM if field.shape == Shape.PASSAGES)

    def citable_value(self, field: CitableField) -> Any:
        if field.name in ("action_kinds", "feature_areas", "target_groups"):
            # In the language of the text, whichever language the editor ticked them in.
            terms = named_in(getattr(self, field.name).all(), self.locale_id)
            return sorted(map(term, terms), key=lambda one: one["code"])
        if field.name == "supersedes":
            return self.supersedes.string if self.supersedes else None
        return super().citable_value(field)

    def refusal_to_publish(self) -> str:
        if self.needed_to_publish:
            return str(_("An agenda item needs a title, a summary, a text and an owner before it is published."))
        if (words := len(self.summary.split())) > SUMMARY_WORDS:
            sentence = _("The summary has %(words)s words; at most %(most)s keep it plain.")
            return str(sentence % {"words": words, "most": SUMMARY_WORDS})
        return ""

    @property
    def needed_to_publish(self) -> dict[str, str]:
        """The fields without which it is not published and that are still empty, with their labels.

        The text may stand in any of its three fields.
        """
        empty = [name for name in ("title", "summary", "responsible") if is_blank(getattr(self, name))]
        return self.labels_of(empty) | ({} if self.has_text else {"problem": str(_("Text"))})

    @property
    def not_yet_filled(self) -> dict[str, str]:
        """The fields that are suggested and still empty, with their labels."""
        return self.labels_of(name for name in self.suggested_fields if is_empty(getattr(self, name)))

    @classmethod
    def labels_of(cls, names: Iterable[str]) -> dict[str, str]:
        """What the editor's form calls fields."""
        return {name: str(capfirst(cls._meta.get_field(name).verbose_name)) for name in names}

    def caused_by(self) -> Reference | None:
        return self.decision.reference if self.decision else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.views.agenda import agenda_item_context

        return super().get_context(request, *args, **kwargs) | agenda_item_context(request, page=self)


# What is cited of an item. Its state is not in it: that changes while the text stays.
AGENDA_ITEM = declare(
    ReferenceKind.AGENDA_ITEM,
    [
        CitableField("title", _("Title")),
        CitableField("summary", _("Summary"), Shape.LINES),
        CitableField("problem", _("Why"), Shape.PASSAGES),
        CitableField("ambition", _("What we want to reach"), Shape.PASSAGES),
        CitableField("measures", _("What we are going to do"), Shape.PASSAGES),
        CitableField("owner", _("Owner"), source="responsible"),
        CitableField("partners", _("Partners")),
        CitableField("period_from", _("First year"), Shape.NUMBER),
        CitableField("period_to", _("Last year"), Shape.NUMBER),
        CitableField("budget_amount", _("Money"), Shape.MONEY),
        CitableField("budget_year", _("Year of the money"), Shape.NUMBER),
        CitableField("budget_source", _("Where the money comes from")),
        CitableField("action_kinds", _("Kinds of action"), Shape.TERMS),
        CitableField("feature_areas", _("UNESCO areas"), Shape.TERMS),
        CitableField("target_groups", _("For whom"), Shape.TERMS),
        CitableField("areas", _("Neighbourhoods"), Shape.TERMS),
        CitableField("origin", _("Where it came from"), Shape.TERM),
        CitableField("supersedes", _("Supersedes")),
        CitableField("tags", _("Themes"), Shape.TERMS),
    ],
)
