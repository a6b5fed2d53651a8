from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from base.rights import Rights, has_one_of


class RightfulMenuItem(MenuItem):
    """Shown to whoever has the right to the screen behind it, or one of the rights."""

    def __init__(self, *args: Any, permission: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return has_one_of(request.user, self.permission)
