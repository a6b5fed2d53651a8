from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction


@hooks.register("before_bulk_action")
def refuse_people_in_bulk(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Wagtail's bulk actions on people leave no audit entry and do not spare superusers."""
    if isinstance(action, UserBulkAction):
        raise PermissionDenied(_("Change people one at a time: each change is recorded."))
