from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from base.citable import CitableField, declare
from base.enums import ReferenceKind, Shape
from base.models import CitablePage
from participation.enums import CommentScreening, Eligibility, Force, OutsideHours, Screening, TieRule
from participation.method_words import method_choices
from participation.voting_enums import OptionOrder, PaperEntry, PaperRule, RarePattern
from proposals.enums import DecidingBody, ParticipationLevel
from proposals.forms.consultation_round_page import ConsultationRoundPageForm
from proposals.panels import PhasesPanel, SiteHoursPanel

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
    method = models.CharField(_("how votes are counted"), max_length=40, choices=method_choices, blank=True)
    settings = models.JSONField(_("what this way of counting leaves to you"), default=dict, blank=True)
    budget = models.PositiveBigIntegerField(_("budget in whole euros"), null=True, blank=True)
    max_choices = models.PositiveIntegerField(_("marks per ballot at most"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("how many can be chosen"), null=True, blank=True)
    within_budget = models.BooleanField(_("one ballot may not cost more than the budget"), default=True)
    points = models.PositiveIntegerField(
        _("points to divide per ballot"),
        null=True,
        blank=True,
        help_text=_(
            "For ways of counting with points. Empty: people tick what they want, or give each as many points as one option can get."
        ),
    )
    tie_rule = models.CharField(
        _("how a tie falls"), max_length=20, choices=TieRule.choices, default=TieRule.LOWER_COST
    )
    public_draw = models.CharField(
        _("what the lot is drawn with"),
        max_length=200,
        blank=True,
        help_text=_(
            "Only where a lot settles ties: a public value that nobody can know when voting ends, for example 'the winning number of the state lottery of 10 December'."
        ),
    )
    eligibility = models.CharField(
        _("who may vote"), max_length=12, choices=Eligibility.choices, default=Eligibility.SIGNED_IN
    )
    screening = models.CharField(
        _("reading of proposals"), max_length=8, choices=Screening.choices, default=Screening.BEFORE
    )
    comment_screening = models.CharField(
        _("reading of comments"), max_length=8, choices=CommentScreening.choices, default=CommentScreening.AFTER
    )
    outside_hours = models.CharField(
        _("outside moderation hours"), max_length=8, choices=OutsideHours.choices, default=OutsideHours.HOLD
    )
    force = models.CharField(_("force of the result"), max_length=16, choices=Force.choices, default=Force.ADVICE)
    force_decision = models.URLField(
        _("decision that says so"),
        max_length=500,
        blank=True,
        help_text=_(
            "Not for advice alone. The address of the council's decision to follow the result, or of the mandate of the budget."
        ),
    )
    objection_days = models.PositiveSmallIntegerField(
        _("days to object to the count"),
        default=7,
        help_text=_("From the moment the count is public. 0 is not at all."),
    )
    paper_rule = models.CharField(
        _("where somebody votes on the site and on paper, this counts"),
        max_length=12,
        choices=PaperRule.choices,
        default=PaperRule.WEB_FIRST,
    )
    paper_entry = models.CharField(
        _("how ballots on paper and by telephone are entered"),
        max_length=8,
        choices=PaperEntry.choices,
        default=PaperEntry.TWICE,
    )
    option_order = models.CharField(
        _("order of the options"), max_length=8, choices=OptionOrder.choices, default=OptionOrder.DRAWN
    )
    rare_pattern = models.CharField(
        _("how the ballots are published"), max_length=8, choices=RarePattern.choices, default=RarePattern.AS_IS
    )
    is_evaluation = models.BooleanField(
        _("evaluation of what was carried out"),
        default=False,
        help_text=_(
            "How did it go? Begin it after the execution of the item did: 'carried out and evaluated' then rests on it."
        ),
    )
    asks_stance = models.BooleanField(
        _("ask whether a comment is for, against or neutral"),
        default=False,
        help_text=_("Asked of first comments, not of answers; the page shows how many of each there are."),
    )
    is_discussed = models.BooleanField(
        _("a discussion about the question itself"),
        default=False,
        help_text=_(
            "People react to this page, not to proposals. Give it phases 'Discuss' only: they say from when to when."
        ),
    )
    host = models.CharField(
        _("host of the discussion"),
        max_length=120,
        blank=True,
        help_text=_("The role, department or organisation that leads it, as people read it."),
    )

    support_threshold = models.PositiveIntegerField(
        _("support that is needed"), null=True, blank=True, help_text=_("As a number. Empty: none, or the share below.")
    )
    support_share = models.DecimalField(
        _("or a share of the population, in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_on = models.DateField(_("counted on"), null=True, blank=True)

    is_formal = models.BooleanField(
        _("formal round"),
        default=False,
        help_text=_(
            "People give a formal view in the phase 'Discuss': six weeks at least, and until and including a working day. Leave its end empty for the shortest term."
        ),
    )
    notice = models.CharField(
        _("number of the notice"), max_length=60, blank=True, help_text=_("In the official gazette: gmb-2026-123456.")
    )
    laid_out = models.TextField(
        _("where and when the documents lie for inspection"),
        max_length=600,
        blank=True,
        help_text=_("On site: the address, and the days and hours."),
    )

    guests_answer = models.BooleanField(
        _("answer without an account"),
        default=False,
        help_text=_("More people answer, and nothing keeps one from answering again. The results say so."),
    )
    answers_meanwhile = models.BooleanField(_("show results while people answer"), default=False)
    # What the municipality put to the vote there is offered for the paper of this one.
    copied_from = models.ForeignKey(
        "participation.ConsultationRound",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    base_form_class = ConsultationRoundPageForm
    # What the form tells who saves it: ends that by law are others than were typed.
    moved_ends: Sequence[str] = ()
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
        PhasesPanel(heading=_("Phases beside each other")),
        MultiFieldPanel(
            [
                FieldPanel("is_standing"),
                FieldPanel("is_evaluation"),
                FieldPanel("screening"),
                FieldPanel("comment_screening"),
                FieldPanel("method"),
                FieldPanel("settings"),
                FieldRowPanel(
                    [
                        FieldPanel("budget"),
                        FieldPanel("max_choices"),
                        FieldPanel("seats", help_text=_("Empty: one, where the way of counting chooses a number.")),
                    ]
                ),
                FieldRowPanel([FieldPanel("within_budget"), FieldPanel("points")]),
                FieldPanel("support_threshold"),
                FieldRowPanel([FieldPanel("support_share"), FieldPanel("population"), FieldPanel("population_on")]),
                FieldRowPanel([FieldPanel("tie_rule"), FieldPanel("public_draw")]),
                FieldRowPanel([FieldPanel("eligibility"), FieldPanel("paper_rule")]),
                FieldRowPanel([FieldPanel("option_order"), FieldPanel("paper_entry")]),
                FieldRowPanel([FieldPanel("force"), FieldPanel("force_decision")]),
                FieldRowPanel([FieldPanel("objection_days"), FieldPanel("rare_pattern")]),
            ],
            heading=_("Rules"),
        ),
        MultiFieldPanel(
            [FieldPanel("asks_stance"), FieldPanel("is_discussed"), FieldPanel("host")], heading=_("Discussion")
        ),
        MultiFieldPanel(
            [FieldPanel("is_formal"), FieldPanel("notice"), FieldPanel("laid_out")], heading=_("Formal views")
        ),
        InlinePanel(
            "questionnaire_rows",
            heading=_("Questionnaire"),
            label=_("question"),
            help_text=_(
                "Asked in the phase 'Discuss', of everybody. Once somebody answered, the questions stand fast."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("guests_answer"), FieldPanel("answers_meanwhile")], heading=_("Answers to the questionnaire")
        ),
        InlinePanel(
            "hours_rows",
            heading=_("Moderation hours"),
            label=_("hours"),
            help_text=_("On the city's clock. None: those of the whole site. An end at 00:00 is midnight."),
        ),
        FieldPanel("outside_hours"),
        SiteHoursPanel(heading=_("Hours of the site")),
        InlinePanel(
            "question_rows",
            heading=_("Extra questions"),
            label=_("question"),
            help_text=_(
                "Asked in the form of a proposal, and shown with the answer on its page. Everybody can read the answers."
            ),
        ),
        InlinePanel(
            "kind_rows",
            heading=_("What can be begun here"),
            label=_("kind"),
            help_text=_("For a standing round: what somebody can begin beside a proposal, and what you promise them."),
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
        TranslatableField("host"),
        TranslatableField("laid_out"),
        TranslatableField("kind_rows"),
        TranslatableField("questionnaire_rows"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "show_in_menus",
                "who_decides",
                "level",
                "is_standing",
                "is_evaluation",
                "method",
                "settings",
                "budget",
                "max_choices",
                "seats",
                "within_budget",
                "points",
                "tie_rule",
                "public_draw",
                "eligibility",
                "screening",
                "comment_screening",
                "outside_hours",
                "hours_rows",
                "force",
                "force_decision",
                "objection_days",
                "paper_rule",
                "paper_entry",
                "option_order",
                "rare_pattern",
                "asks_stance",
                "is_discussed",
                "is_formal",
                "notice",
                "guests_answer",
                "answers_meanwhile",
                "support_threshold",
                "support_share",
                "population",
                "population_on",
                "phase_rows",
                "question_rows",
            )
        ),
    ]

    class Meta:
        verbose_name = _("consultation round")
        verbose_name_plural = _("consultation rounds")

    def citable_fields(self) -> list[CitableField]:
        # A round without them is cited as before there were any.
        left_out = {"kinds": not self.kind_rows.all()} | {
            name: not getattr(self, name) for name in ("host", "notice", "laid_out")
        }
        return [field for field in super().citable_fields() if not left_out.get(field.name)]

    def citable_value(self, field: CitableField) -> Any:
        if field.name == "kinds":
            return {str(row.get_kind_display()): row.words for row in self.kind_rows.all()}
        return super().citable_value(field)

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
        CitableField("host", _("Host of the discussion")),
        CitableField("notice", _("Notice")),
        CitableField("laid_out", _("For inspection"), Shape.LINES),
        CitableField("kinds", _("What you can begin here"), Shape.PARTS, source="kind_rows"),
    ],
)
