from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.admin_views.consultation_round import RoundsView, RoundView
from participation.admin_views.moderation import ModerationView, RuleView
from participation.rules import COUNT, MODERATE


class RightfulMenuItem(MenuItem):
    """Shown to whoever has the right to the screen behind it."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("moderation/", ModerationView.as_view(), name="moderation"),
        path("moderation/<str:kind>/<int:pk>/", RuleView.as_view(), name="rule"),
        path("rounds/", RoundsView.as_view(), name="rounds_desk"),
        path("rounds/<str:reference>/", RoundView.as_view(), name="round_desk"),
    ]


@hooks.register("register_admin_menu_item")
def moderation_item() -> MenuItem:
    return RightfulMenuItem(_("Moderation"), reverse("moderation"), icon_name="comment", order=150, permission=MODERATE)


@hooks.register("register_admin_menu_item")
def rounds_item() -> MenuItem:
    return RightfulMenuItem(
        _("Rounds and counts"), reverse("rounds_desk"), icon_name="history", order=160, permission=COUNT
    )
