import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from participation.enums import FollowMoment


def new_key() -> str:
    """48 random bits. Alone it opens nothing: links carry it signed."""
    return secrets.token_urlsafe(6)


class FollowQuerySet(models.QuerySet["Follow"]):
    def confirmed(self) -> "FollowQuerySet":
        """Those that are told; nobody tells a closed account."""
        return self.filter(confirmed_at__isnull=False).exclude(person__is_active=False)


class Follow(models.Model):
    """Somebody's wish to be told by mail of what happens to a thing: a person's, or a bare mail address's.

    An address counts once its owner confirmed it. Whoever stops is deleted: nothing of them is kept.
    """

    # In the links of mails instead of the primary key, which a restored database would give out a second time.
    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    reference = models.ForeignKey("base.Reference", on_delete=models.PROTECT, related_name="follows")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=12)
    # Of an address: when the last mail that asks to confirm was due.
    asked_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "person"], condition=Q(person__isnull=False), name="follow_once_per_person"
            ),
            models.UniqueConstraint(
                "reference", Lower("address"), condition=~Q(address=""), name="follow_once_per_address"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
                name="follow_by_person_or_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(confirmed_at__isnull=False), name="follow_of_person_confirmed"
            ),
        ]

    def __str__(self) -> str:
        # Never the address: this may stand in a log.
        return f"follow {self.pk}"

    @property
    def mailbox(self) -> str:
        return self.person.email if self.person else self.address


class Notice(models.Model):
    """That a follow was told of one moment. The database holds it to once, whoever tells, and however often they try.

    `what` is the thing that happened: the key of a version or a state, the reference of a decision. `claim` is the run
    of the task that took it on.
    """

    follow = models.ForeignKey(Follow, on_delete=models.CASCADE, related_name="notices")
    moment = models.CharField(max_length=12, choices=FollowMoment.choices)
    what = models.CharField(max_length=40)
    claim = models.UUIDField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follow", "moment", "what"], name="notice_once"),
            models.CheckConstraint(condition=Q(moment__in=FollowMoment.values), name="notice_moment_known"),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.what} to follow {self.follow_id}"
