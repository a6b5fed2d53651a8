from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """One whose members can be put on an electoral roll."""

    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        permissions = [("keep_organisation", "Can keep organisations and their members")]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_organisation_per_name")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An invitation to a mail address, and a member once an account at it accepted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    email = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    # Keeps the members together with the clerks.
    is_contact = models.BooleanField(default=False)
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_membership_per_person",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(ended_at__isnull=True, person__isnull=True),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, accepted_at__isnull=True)
                | Q(person__isnull=False, accepted_at__isnull=False),
                name="who_accepted_is_member",
            ),
        ]
