from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from base.menu import RightfulMenuItem
from participation.admin_views.ballot_box import BallotBoxView
from participation.admin_views.certification import CertificationView, ObjectionView, RecountView
from participation.admin_views.consultation_round import RoundsView, RoundView
from participation.admin_views.electoral_roll import ElectoralRollView
from participation.admin_views.equated_day import EquatedDayViewSet
from participation.admin_views.merge import MergeView
from participation.admin_views.moderation import HeldWordsView, ModerationView, RuleTogetherView, RuleView
from participation.admin_views.moderation_hours import ModerationHoursView
from participation.admin_views.ordinance import OrdinanceEndView, OrdinancesView
from participation.admin_views.paper_batch import PaperBatchesView, PaperBatchView, PaperScanView
from participation.admin_views.paper_support import PaperSupportView
from participation.admin_views.round_change import RoundChangesView, RoundChangeView
from participation.admin_views.seconded_act import SecondedActsView
from participation.admin_views.state_event import ProposalsView, ProposalView, RequestsView
from participation.admin_views.voting_help import VotingHelpView
from participation.life import MOVE
from participation.rules import COUNT, MODERATE

register_snippet(EquatedDayViewSet)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("moderation/", ModerationView.as_view(), name="moderation"),
        path("moderation/together/", RuleTogetherView.as_view(), name="rule_together"),
        path("moderation/hours/", ModerationHoursView.as_view(), name="moderation_hours"),
        path("moderation/words/", HeldWordsView.as_view(), name="held_words"),
        path("moderation/among/<str:reference>/", MergeView.as_view(), name="merge_desk"),
        path("moderation/<str:kind>/<int:pk>/", RuleView.as_view(), name="rule"),
        path("proposals/", ProposalsView.as_view(), name="proposals_desk"),
        path("proposals/<str:reference>/", ProposalView.as_view(), name="proposal_desk"),
        path("requests/", RequestsView.as_view(), name="requests_desk"),
        path("ordinances/", OrdinancesView.as_view(), name="ordinances_desk"),
        path("ordinances/<int:pk>/end/", OrdinanceEndView.as_view(), name="ordinance_end"),
        path("entries/<str:reference>/paper/", PaperSupportView.as_view(), name="paper_support"),
        path("rounds/", RoundsView.as_view(), name="rounds_desk"),
        path("rounds/help/", VotingHelpView.as_view(), name="voting_help"),
        path("rounds/<str:reference>/roll/", ElectoralRollView.as_view(), name="roll_desk"),
        path("rounds/<str:reference>/paper/", PaperBatchesView.as_view(), name="paper_batches"),
        path("rounds/<str:reference>/paper/<int:number>/", PaperBatchView.as_view(), name="paper_batch"),
        path("rounds/<str:reference>/paper/<int:number>/scan/", PaperScanView.as_view(), name="paper_scan"),
        path("rounds/<str:reference>/certify/", CertificationView.as_view(), name="certify_desk"),
        path("rounds/<str:reference>/certify/recount/", RecountView.as_view(), name="recount_desk"),
        path("rounds/<str:reference>/objections/<int:number>/", ObjectionView.as_view(), name="objection_desk"),
        path("rounds/<str:reference>/second/", SecondedActsView.as_view(), name="seconded_desk"),
        path("rounds/<str:reference>/box/", BallotBoxView.as_view(), name="box_desk"),
        path("rounds/<str:reference>/changes/", RoundChangesView.as_view(), name="round_changes"),
        path("rounds/<str:reference>/changes/<str:act>/", RoundChangeView.as_view(), name="round_change"),
        path("rounds/<str:reference>/", RoundView.as_view(), name="round_desk"),
    ]


@hooks.register("register_admin_menu_item")
def moderation_item() -> MenuItem:
    return RightfulMenuItem(_("Moderation"), reverse("moderation"), icon_name="comment", order=150, permission=MODERATE)


@hooks.register("register_admin_menu_item")
def proposals_item() -> MenuItem:
    return RightfulMenuItem(_("Proposals"), reverse("proposals_desk"), icon_name="form", order=155, permission=MOVE)


@hooks.register("register_admin_menu_item")
def requests_item() -> MenuItem:
    return RightfulMenuItem(
        _("Initiatives and challenges"), reverse("requests_desk"), icon_name="form", order=156, permission=MOVE
    )


@hooks.register("register_admin_menu_item")
def rounds_item() -> MenuItem:
    return RightfulMenuItem(
        _("Rounds and counts"), reverse("rounds_desk"), icon_name="history", order=160, permission=COUNT
    )
