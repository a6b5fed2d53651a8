"""People in Wagtail's admin: made without a password, changed one at a time, never deleted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views import users

from accounts.actions.user import change_account, create_account
from accounts.enums import Role, role_label
from accounts.forms.account import AccountForm
from accounts.models import User
from accounts.queries.user import others_at
from accounts.user_words import shared_words, what_hangs_on
from base import clock
from base.refusal import Refusal


def _roles_in_words(person: User) -> str:
    names = [group.name for group in person.groups.all() if group.name != Role.RESIDENT]
    words = [role_label(name) for name in names]
    return ", ".join([*([str(_("superuser"))] if person.is_superuser else []), *sorted(words)])


class GroupFilter(users.GroupFilter):
    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda group: role_label(group.name)
        return field


class UserFilterSet(users.UserFilterSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"] = GroupFilter(
            field_name="groups", queryset=Group.objects.all(), label=_("Role"), widget=CheckboxSelectMultiple
        )
        self.filters["group"].parent = self
        self.filters["group"].model = User


class IndexView(users.IndexView):
    add_item_label = _("Add a person")
    page_title = _("People")
    default_ordering = "display_name"

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(users.UserColumn)
        return [
            title(
                "name",
                accessor=str,
                label=_("Name"),
                sort_key="display_name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=_("Mail address"), sort_key="email", width="25%"),
            Column("roles", accessor=_roles_in_words, label=_("Roles"), width="25%"),
            BooleanColumn("is_active", label=_("May sign in"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last signed in"), sort_key="last_login", width="15%"),
        ]

    @cached_property
    def search_fields(self) -> list[str]:
        return ["display_name", "email"]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")


class RefusedInWords:
    """Shows an action's refusal where the form shows its errors, and what was done that may not be meant."""

    def form_valid(self, form: AccountForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            if form.role_names and (others := others_at(self.object)):  # type: ignore[attr-defined]
                messages.warning(self.request, shared_words(self.object, others))  # type: ignore[attr-defined]
            # Read anew: what this instance may do it still knows from before.
            for sentence in what_hangs_on(User.objects.get(pk=self.object.pk)):  # type: ignore[attr-defined]
                messages.warning(self.request, sentence)  # type: ignore[attr-defined]
            return answer
        except Refusal as refusal:
            form.add_error("display_name", refusal.sentence)
            # Wagtail's own validation leaves these two; the action refused after it.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class CreateView(RefusedInWords, users.CreateView):
    page_title = _("Add a person")
    success_message = _("%(object)s can sign in from now on, with a mail.")

    def save_instance(self) -> User:
        data = self.form.cleaned_data
        return create_account(
            email=data["email"],
            display_name=data["display_name"],
            roles=self.form.role_names,
            is_active=data["is_active"],
            by=self.request.user,
            at=clock.now(),
        )


class EditView(RefusedInWords, users.EditView):
    success_message = _("%(object)s was changed.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Whoever could give a superuser another mail address could sign in as them.
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        self.can_delete = False

    def save_instance(self) -> User:
        data = self.form.cleaned_data
        person = User.objects.get(pk=self.object.pk)
        return change_account(
            person=person,
            email=data["email"],
            display_name=data["display_name"],
            roles=self.form.role_names,
            is_active=data.get("is_active", person.is_active),
            by=self.request.user,
            at=clock.now(),
        )


class DeleteView(users.DeleteView):
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nobody is deleted here: an account is closed, so that what the person did keeps its author."""
        raise PermissionDenied


class UserViewSet(users.UserViewSet):
    ordering = "display_name"
    menu_label = _("People")
    filterset_class = UserFilterSet
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    # Wagtail's own for people name the fields of a password; the generic ones show what the form has.
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        return AccountForm
