from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class RightfulMenuItem(MenuItem):
    """Shown to whoever has the right to the screen behind it."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))
