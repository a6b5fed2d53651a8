from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
)

from accounts.enums import Role
from accounts.roles import RIGHTS, ROOT, Rights
from base.actions.audit_entry import record

# Wagtail's migrations make these two; their rights are not ours, and "Moderators" means something else here.
WAGTAIL_GROUPS = ("Editors", "Moderators")
WAGTAIL_WORKFLOW = "Moderators approval"


@transaction.atomic
def grant_roles(*, by: Any, at: datetime) -> None:
    """Makes the groups of the roles, each with exactly its rights: what does not belong is taken away. Safe to repeat.

    Rights on pages are given as far as the pages are there; `grant_page_rights` does the rest when one is made.
    """
    changed = {}
    for role, rights in RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=role)
        changes = [
            *_set_model_rights(group, rights),
            *_set_page_rights(group, rights),
            *_set_collection_rights(group, rights),
        ]
        if changes:
            changed[str(role)] = sorted(changes)
    _replace_wagtail_groups()
    if changed:
        record(act="roles_granted", about="roles", by=by, at=at, changed=changed)


@transaction.atomic
def grant_page_rights(*, page: Page, by: Any, at: datetime) -> None:
    """Gives the roles what they hold on a page of this kind, just made."""
    kind = type(page)._meta.label
    if kind == ROOT and page.depth > 1:
        return
    given = []
    for role, rights in RIGHTS.items():
        if kind not in rights.pages:
            continue
        group, _created = Group.objects.get_or_create(name=role)
        for permission in _permissions(f"wagtailcore.{act}_page" for act in rights.pages[kind]):
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
            given.append(f"{role}: {permission.codename}")
    if given:
        record(act="page_rights_granted", about=f"page {page.pk}", by=by, at=at, given=sorted(given))


def _set_model_rights(group: Group, rights: Rights) -> list[str]:
    wanted = set(_permissions(rights.models))
    had = set(group.permissions.select_related("content_type"))
    group.permissions.set(wanted)
    return [f"{permission.content_type.app_label}.{permission.codename}" for permission in had ^ wanted]


def _set_page_rights(group: Group, rights: Rights) -> list[str]:
    wanted = {
        (page, permission)
        for kind, acts in rights.pages.items()
        for page in _pages(kind)
        for permission in _permissions(f"wagtailcore.{act}_page" for act in acts)
    }
    had = {
        (line.page_id, line.permission): line
        for line in GroupPagePermission.objects.filter(group=group).select_related("permission")
    }
    GroupPagePermission.objects.filter(pk__in=[had[key].pk for key in had.keys() - wanted]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission=permission)
        for page, permission in wanted - had.keys()
    )
    return [f"page {page}: {permission.codename}" for page, permission in wanted ^ had.keys()]


def _set_collection_rights(group: Group, rights: Rights) -> list[str]:
    root = Collection.get_first_root_node()
    wanted = {(root.pk, permission) for permission in _permissions(rights.collections)} if root else set()
    had = {
        (line.collection_id, line.permission): line
        for line in GroupCollectionPermission.objects.filter(group=group).select_related("permission")
    }
    GroupCollectionPermission.objects.filter(pk__in=[had[key].pk for key in had.keys() - wanted]).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission=permission)
        for collection, permission in wanted - had.keys()
    )
    return [f"collection {collection}: {permission.codename}" for collection, permission in wanted ^ had.keys()]


def _pages(kind: str) -> list[int]:
    """Keys of the pages of a kind; none while the site has not been built."""
    if kind == ROOT:
        return list(Page.objects.filter(depth=1).values_list("pk", flat=True))
    app_label, model = kind.lower().split(".")
    pages = Page.objects.filter(content_type__app_label=app_label, content_type__model=model)
    return list(pages.values_list("pk", flat=True))


def _permissions(names: Iterable[str]) -> list[Permission]:
    """Raises ImproperlyConfigured with the names that no permission has: a slip in the table must not pass unseen."""
    wanted = set(names)
    if not wanted:
        return []
    condition = Q()
    for name in wanted:
        app_label, codename = name.split(".")
        condition |= Q(content_type__app_label=app_label, codename=codename)
    found = list(Permission.objects.filter(condition).select_related("content_type"))
    missing = wanted - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}
    if missing:
        raise ImproperlyConfigured(f"accounts.roles names rights that do not exist: {', '.join(sorted(missing))}.")
    return found


def _replace_wagtail_groups() -> None:
    """Takes away the groups that came with Wagtail, as long as nobody belongs to them; editors approve in their place."""
    groups = Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True)
    for task in GroupApprovalTask.objects.filter(groups__in=groups).distinct():
        task.groups.add(Group.objects.get(name=Role.EDITOR))
    groups.delete()
    # Only while it has Wagtail's own name: what an editor named stays.
    with translation.override(settings.LANGUAGE_CODE):
        Task.objects.filter(name=WAGTAIL_WORKFLOW).update(name=gettext("An editor reads along"))
        Workflow.objects.filter(name=WAGTAIL_WORKFLOW).update(name=gettext("Approval by the editors"))
