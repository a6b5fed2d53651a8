from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from base.citable import CitableField, declare
from base.enums import ReferenceKind, Shape
from base.models import CitablePage
from participation.enums import Eligibility, Force, Method, PhaseKind, Screening, TieRule
from proposals.enums import DecidingBody, ParticipationLevel
from proposals.forms.consultation_round_page import ConsultationRoundPageForm

RICH = ["h3", "bold", "italic", "ol", "ul", "link"]


class ConsultationRoundPage(CitablePage):
    """The editor's desk of a round. Publishing the source language puts the rules in force as records."""

    reference_kind = ReferenceKind.CONSULTATION_ROUND
    summary = models.TextField(_("in one or two plain sentences"), max_length=600)
    background = RichTextField(_("background"), blank=True, features=RICH)
    open_to_influence = RichTextField(_("what you can influence"), blank=True, features=RICH)
    not_open = RichTextField(_("what is settled already"), blank=True, features=RICH)
    who_decides = models.CharField(
        _("who decides"), max_length=10, choices=DecidingBody.choices, default=DecidingBody.COUNCIL
    )
    level = models.CharField(
        _("level of participation"),
        max_length=10,
        choices=ParticipationLevel.choices,
        default=ParticipationLevel.ADVISE,
    )
    what_happens_next = models.TextField(_("what happens with the outcome"), blank=True)

    is_standing = models.BooleanField(
        _("standing round"),
        default=False,
        help_text=_("Always open, under no agenda item: the door that never closes."),
    )
    method = models.CharField(_("how votes are counted"), max_length=20, choices=Method.choices, blank=True)
    budget = models.PositiveBigIntegerField(_("budget in whole euros"), null=True, blank=True)
    max_choices = models.PositiveIntegerField(_("marks per ballot at most"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("how many can be chosen"), null=True, blank=True)
    within_budget = models.BooleanField(_("one ballot may not cost more than the budget"), default=True)
    points = models.PositiveIntegerField(
        _("points to divide per ballot"), null=True, blank=True, help_text=_("Empty: people tick what they want.")
    )
    tie_rule = models.CharField(
        _("how a tie falls"), max_length=20, choices=TieRule.choices, default=TieRule.LOWER_COST
    )
    eligibility = models.CharField(
        _("who may vote"), max_length=12, choices=Eligibility.choices, default=Eligibility.SIGNED_IN
    )
    screening = models.CharField(
        _("reading of proposals"), max_length=8, choices=Screening.choices, default=Screening.BEFORE
    )
    force = models.CharField(_("force of the result"), max_length=16, choices=Force.choices, default=Force.ADVICE)

    base_form_class = ConsultationRoundPageForm
    template = "proposals/consultation_round_page.html"
    subpage_types: ClassVar[list[str]] = ["proposals.ProposalPage"]

    content_panels = [
        *CitablePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("background"),
                FieldPanel("open_to_influence"),
                FieldPanel("not_open"),
                FieldRowPanel([FieldPanel("who_decides"), FieldPanel("level")]),
                FieldPanel("what_happens_next"),
            ],
            heading=_("What it is about"),
        ),
        InlinePanel(
            "phase_rows",
            heading=_("Phases"),
            label=_("phase"),
            help_text=_(
                "The end is the first moment at which it is over: 15 December 00:00 is shown as 'until and including 14 December, 23:59'."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_standing"),
                FieldPanel("screening"),
                FieldPanel("method"),
                FieldRowPanel([FieldPanel("budget"), FieldPanel("max_choices"), FieldPanel("seats")]),
                FieldRowPanel([FieldPanel("within_budget"), FieldPanel("points")]),
                FieldPanel("tie_rule"),
                FieldRowPanel([FieldPanel("eligibility"), FieldPanel("force")]),
            ],
            heading=_("Rules"),
        ),
        *CitablePage.change_panels,
    ]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("summary"),
        TranslatableField("background"),
        TranslatableField("open_to_influence"),
        TranslatableField("not_open"),
        TranslatableField("what_happens_next"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "show_in_menus",
                "who_decides",
                "level",
                "is_standing",
                "method",
                "budget",
                "max_choices",
                "seats",
                "within_budget",
                "points",
                "tie_rule",
                "eligibility",
                "screening",
                "force",
                "phase_rows",
            )
        ),
    ]

    class Meta:
        verbose_name = _("consultation round")
        verbose_name_plural = _("consultation rounds")

    def render_content(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # The view reads the records beside the text; it lives a layer up from the models.
        from proposals.views.consultation_round import render_round

        return render_round(request, page=self, **kwargs)


# What is cited of a round: its text. The rules in force are records, which the round's page states beside it.
CONSULTATION_ROUND = declare(
    ReferenceKind.CONSULTATION_ROUND,
    [
        CitableField("title", _("Question")),
        CitableField("summary", _("Summary"), Shape.LINES),
        CitableField("background", _("Background"), Shape.PASSAGES),
        CitableField("open_to_influence", _("What you can influence"), Shape.PASSAGES),
        CitableField("not_open", _("What is settled already"), Shape.PASSAGES),
        CitableField("who_decides", _("Who decides"), Shape.TERM),
        CitableField("level", _("Level of participation"), Shape.TERM),
        CitableField("what_happens_next", _("What happens with the outcome"), Shape.LINES),
    ],
)


class PhaseRow(models.Model):
    """A phase as the editor plans it; `participation.Phase` is the one in force."""

    page = ParentalKey(ConsultationRoundPage, on_delete=models.CASCADE, related_name="phase_rows")
    kind = models.CharField(_("kind"), max_length=8, choices=PhaseKind.choices)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("is over at"), null=True, blank=True)

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("starts_at"), FieldPanel("ends_at")])]

    class Meta:
        ordering = ["starts_at", "pk"]
