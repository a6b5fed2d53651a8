from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from base.admin_views import STAFF
from base.menu import RightfulMenuItem
from participation.entry_rules import ENTER
from participation.models import Subject
from proposals.actions.council_paper import KEEP_PAPERS
from proposals.actions.decision import RECORD
from proposals.admin_views.answer_row import AnswerRowView
from proposals.admin_views.change import ChangesView
from proposals.admin_views.commitment import CommitmentsView, CommitmentView
from proposals.admin_views.council import CouncilPapersView, CouncilPaperView
from proposals.admin_views.council_difference import DifferencesView
from proposals.admin_views.council_term import CouncilTermsView
from proposals.admin_views.decision import DecisionsView
from proposals.admin_views.entry import EnterView, EntriesView, ScanView
from proposals.admin_views.formal_view import FormalViewsView, FormalViewView, RecordFormalViewView
from proposals.admin_views.later_answer import LaterAnswerLookView, LaterAnswerView
from proposals.admin_views.official_publication import PublicationsView
from proposals.admin_views.population import PopulationView
from proposals.admin_views.recipe import NewRoundView, RecipeView, RoundReadyView
from proposals.admin_views.response_document import AnswersAsReadView, AnswersOfView, AnswersView
from proposals.commitment_rules import KEEP
from proposals.models import ProposalPage
from proposals.response_rules import ANSWER
from proposals.rules import READ_VIEWS, SET_POPULATION


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("decisions/", DecisionsView.as_view(), name="decisions_desk"),
        path("promises/", CommitmentsView.as_view(), name="commitments_desk"),
        path("promises/<str:reference>/", CommitmentView.as_view(), name="commitment_desk"),
        path("answers/", AnswersView.as_view(), name="answers_desk"),
        path("answers/<str:reference>/", AnswersOfView.as_view(), name="answers_of"),
        path("answers/<str:reference>/as-read/", AnswersAsReadView.as_view(), name="answers_as_read"),
        path("answers/<str:reference>/<int:number>/", AnswerRowView.as_view(), name="answer_row"),
        path("council/papers/", CouncilPapersView.as_view(), name="council_papers_desk"),
        path("council/papers/<int:pk>/", CouncilPaperView.as_view(), name="council_paper_desk"),
        path("council/differences/", DifferencesView.as_view(), name="council_differences_desk"),
        path("council/terms/", CouncilTermsView.as_view(), name="council_terms_desk"),
        path("council/publications/", PublicationsView.as_view(), name="publications_desk"),
        path("answers/<str:reference>/asked/<int:pk>/", LaterAnswerLookView.as_view(), name="later_answer_desk"),
        path("answers/<str:reference>/later/<str:key>/", LaterAnswerView.as_view(), name="later_answer"),
        path("entries/", EntriesView.as_view(), name="entries"),
        path("entries/scans/<int:pk>/", ScanView.as_view(), name="scan"),
        path("entries/<str:reference>/", EnterView.as_view(), name="enter"),
        path("formal-views/", FormalViewsView.as_view(), name="formal_views_desk"),
        path("formal-views/results/", FormalViewsView.as_view(results_only=True), name="formal_views_desk_results"),
        path("formal-views/record/", RecordFormalViewView.as_view(), name="record_formal_view"),
        path("formal-views/<str:reference>/", FormalViewView.as_view(), name="formal_view_desk"),
        path("population/", PopulationView.as_view(), name="population"),
        path("new-round/", NewRoundView.as_view(), name="new_round"),
        path("new-round/ready/<int:pk>/", RoundReadyView.as_view(), name="round_ready"),
        path("new-round/<str:recipe>/", RecipeView.as_view(), name="recipe"),
        path("moderation/changes/", ChangesView.as_view(), name="changes_desk"),
    ]


@hooks.register("register_admin_menu_item")
def entries_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Enter for somebody"), reverse("entries"), icon_name="edit", order=158, permission=ENTER
    )


@hooks.register("register_admin_menu_item")
def new_round_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("New round"), reverse("new_round"), icon_name="plus", order=159, permission=STAFF
    )


@hooks.register("register_admin_menu_item")
def decisions_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Decisions"), reverse("decisions_desk"), icon_name="doc-full", order=170, permission=RECORD
    )


@hooks.register("register_admin_menu_item")
def answers_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Answers"), reverse("answers_desk"), icon_name="comment", order=168, permission=ANSWER
    )


@hooks.register("register_admin_menu_item")
def council_papers_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Council papers"),
        reverse("council_papers_desk"),
        icon_name="doc-full",
        order=169,
        permission=KEEP_PAPERS,
    )


@hooks.register("register_admin_menu_item")
def commitments_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Promises"), reverse("commitments_desk"), icon_name="tasks", order=172, permission=KEEP
    )


@hooks.register("register_admin_menu_item")
def formal_views_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Formal views"),
        reverse("formal_views_desk"),
        icon_name="doc-full-inverse",
        order=165,
        permission=READ_VIEWS,
    )


@hooks.register("register_admin_menu_item")
def population_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Population"), reverse("population"), icon_name="group", order=175, permission=SET_POPULATION
    )


# Before: after it the page is read anew.
@hooks.register("before_publish_page")
def tell_of_moved_ends(request: HttpRequest, page: Page) -> None:
    """The law moves the end of a formal round's term: who typed another must hear of it before it is printed."""
    for sentence in getattr(page, "moved_ends", ()):
        messages.warning(request, sentence)


@hooks.register("before_publish_page")
def refuse_to_publish_against_ruling(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What residents wrote becomes public by a moderator's ruling and not by an editor's button."""
    if not isinstance(page, ProposalPage):
        return None
    subject = Subject.objects.filter(reference__translation_key=page.translation_key).first()
    if subject is not None and subject.is_visible:
        return None
    messages.error(request, _("This proposal waits for a moderator or was hidden by one. Rule on it in Moderation."))
    return redirect("wagtailadmin_pages:edit", page.pk)
