import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserQuerySet(models.QuerySet["User"]):
    def at_address(self, email: str) -> "UserQuerySet":
        """Everybody who shares a mail address, in the order in which they came."""
        return self.filter(email=email.strip().lower()).order_by("pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, display_name: str = "", **fields: Any) -> "User":
        """A person without a password: signing in goes by mail."""
        user: User = self.model(email=email.strip().lower(), display_name=display_name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, display_name: str = "", **fields: Any) -> "User":
        fields.pop("password", None)
        return self.create_user(email, display_name, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The key of the account is not its mail address: two people may share one, and an address may change."""

    # Wagtail builds a form of its own with this field when it starts, so it cannot be `editable=False`; ours has it not.
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    email = models.EmailField(_("mail address"), db_index=True)
    display_name = models.CharField(_("name to show"), max_length=80, blank=True)
    # When they said to be under 18; when they were born is not kept. It proposes another name and decides nothing.
    minor_said_on = models.DateField(_("said to be under 18 on"), null=True, blank=True)
    # Wagtail's admin and allauth read these two; residents are never asked for them.
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("may use Django's admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Who shares an address chooses by name: two of the same could not be told apart.
            models.UniqueConstraint(
                Lower("display_name"),
                "email",
                condition=~models.Q(display_name="") & ~models.Q(email=""),
                name="one_name_per_address",
                violation_error_message=_("Somebody at this mail address has this name already. Choose another name."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        # An address is compared without regard to case, so it is kept in one.
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_username(self) -> str:
        # Wagtail's and Django's admin show it as the name of who is signed in: the key would say nothing.
        return self.get_short_name() or str(self.key)

    def natural_key(self) -> tuple[str]:
        return (str(self.key),)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.display_name

    def get_short_name(self) -> str:
        return self.display_name or self.first_name
