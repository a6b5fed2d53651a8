import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page

from accounts import roles
from accounts.actions.role import grant_page_rights, grant_roles
from accounts.enums import Role
from base.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaPageFactory

pytestmark = pytest.mark.django_db


def model_rights(role: Role) -> set[str]:
    permissions = Permission.objects.filter(group__name=role).select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}


def page_rights(role: Role) -> set[tuple[int, str]]:
    lines = GroupPagePermission.objects.filter(group__name=role)
    return {(line.page_id, line.permission.codename) for line in lines.select_related("permission")}


@pytest.mark.parametrize("role", list(Role))
def test_install_makes_each_role_with_exactly_its_rights(role: Role) -> None:
    rights = roles.RIGHTS[role]
    root = Page.objects.get(depth=1)
    collection = Collection.get_first_root_node()
    collections = GroupCollectionPermission.objects.filter(group__name=role).select_related("permission__content_type")

    assert model_rights(role) == rights.models
    assert page_rights(role) == {(root.pk, f"{act}_page") for act in rights.pages.get(roles.ROOT, ())}
    assert {
        (line.collection_id, f"{line.permission.content_type.app_label}.{line.permission.codename}")
        for line in collections
    } == {(collection.pk, name) for name in rights.collections}


def test_install_leaves_no_groups_but_ours() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


def test_install_lets_editors_approve_where_wagtail_had_a_group_of_its_own() -> None:
    assert [list(task.groups.values_list("name", flat=True)) for task in GroupApprovalTask.objects.all()] == [
        ["editor"]
    ]


def test_residents_and_party_representatives_have_no_rights_in_the_admin() -> None:
    for role in (Role.RESIDENT, Role.PARTY_REPRESENTATIVE):
        assert (model_rights(role), page_rights(role)) == (set(), set())


def test_no_role_may_delete_people_or_change_groups() -> None:
    forbidden = {"accounts.delete_user", "auth.add_group", "auth.change_group", "auth.delete_group"}
    assert {role: model_rights(role) & forbidden for role in Role} == {role: set() for role in Role}


def test_grant_roles_takes_away_what_does_not_belong(noon) -> None:
    moderator = Group.objects.get(name=Role.MODERATOR)
    moderator.permissions.add(Permission.objects.get(codename="delete_ballot"))
    root = Page.objects.get(depth=1)
    GroupPagePermission.objects.create(group=moderator, page=root, permission_type="publish")
    GroupCollectionPermission.objects.create(
        group=moderator,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="add_image"),
    )
    grant_roles(by=None, at=noon)
    assert model_rights(Role.MODERATOR) == roles.RIGHTS[Role.MODERATOR].models
    assert page_rights(Role.MODERATOR) == set()
    assert not moderator.collection_permissions.exists()
    assert set(AuditEntry.objects.get(at=noon).detail["changed"]) == {"moderator"}


def test_grant_roles_changes_nothing_the_second_time(noon) -> None:
    before = list(GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True))
    grant_roles(by=None, at=noon)
    assert list(GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert not AuditEntry.objects.filter(at=noon).exists()


def test_grant_roles_waits_for_the_root_page(noon) -> None:
    Page.objects.all().delete()
    grant_roles(by=None, at=noon)
    assert page_rights(Role.EDITOR) == set()
    root = Page.add_root(title="Root", slug="root")
    assert page_rights(Role.EDITOR) == {(root.pk, f"{act}_page") for act in roles.RIGHTS[Role.EDITOR].pages[roles.ROOT]}


def test_grant_roles_comes_with_each_migrate_and_flush() -> None:
    Group.objects.filter(name=Role.CLERK).delete()
    call_command("migrate", verbosity=0)
    assert model_rights(Role.CLERK) == roles.RIGHTS[Role.CLERK].models


def test_grant_roles_stops_at_a_right_that_does_not_exist(noon, monkeypatch) -> None:
    rights = roles.Rights(models=frozenset({"participation.add_rulling"}))
    monkeypatch.setitem(roles.RIGHTS, Role.MODERATOR, rights)
    with pytest.raises(ImproperlyConfigured, match=r"participation\.add_rulling"):
        grant_roles(by=None, at=noon)


def test_grant_roles_keeps_a_group_of_wagtail_that_somebody_belongs_to(noon) -> None:
    group = Group.objects.create(name="Editors")
    UserFactory(groups=[group])
    grant_roles(by=None, at=noon)
    assert Group.objects.filter(name="Editors").exists()


def test_clerk_publishes_below_the_agenda_alone(site_ground) -> None:
    clerk = UserFactory(groups=[Group.objects.get(name=Role.CLERK)])
    agenda = AgendaPageFactory(parent=site_ground.home)
    assert agenda.permissions_for_user(clerk).can_publish()
    assert not site_ground.home.permissions_for_user(clerk).can_edit()


def test_grant_page_rights_gives_nothing_on_other_kinds(site_ground, noon) -> None:
    before = GroupPagePermission.objects.count()
    grant_page_rights(page=site_ground.home, by=None, at=noon)
    assert GroupPagePermission.objects.count() == before
