from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class RightfulMenuItem(MenuItem):
    """Shown to whoever has the right to the screen behind it, or one of the rights."""

    def __init__(self, *args: Any, permission: str | tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permissions = (permission,) if isinstance(permission, str) else permission

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(one) for one in self.permissions)
