"""From Django's and Wagtail's signals to one action each."""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate, post_save
from wagtail.models import GroupPagePermission, Page

from accounts.actions.role import grant_page_rights, grant_roles
from accounts.roles import RIGHTS
from base import clock

KINDS_WITH_RIGHTS = frozenset(kind for rights in RIGHTS.values() for kind in rights.pages)


def make_roles(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    # A migration of some apps only may leave the tables of Wagtail for later.
    if using != DEFAULT_DB_ALIAS or GroupPagePermission._meta.db_table not in _tables(using):
        return
    grant_roles(by=None, at=clock.now())


def give_page_rights(sender: Any, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    if not created or raw or not isinstance(instance, Page) or type(instance)._meta.label not in KINDS_WITH_RIGHTS:
        return
    grant_page_rights(page=instance, by=None, at=clock.now())


def connect() -> None:
    """Django makes the permissions app by app, each after its migration: ours is called after the last of them."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    post_migrate.connect(make_roles, sender=last, dispatch_uid="accounts.make_roles")
    post_save.connect(give_page_rights, dispatch_uid="accounts.give_page_rights")


def _tables(using: str) -> list[str]:
    with connections[using].cursor() as cursor:
        return connections[using].introspection.table_names(cursor)
