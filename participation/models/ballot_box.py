from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from participation.enums import Keeping
from participation.voting_enums import COUNT


class BallotBox(models.Model):
    """What the envelopes of a round are sealed for, and who can open it.

    `locked_key` is the secret as `keeping` says: under a passphrase, or with the server alone; empty where it was split
    into parts. `signing_key` (sealed with the server's key) signs the heads.
    """

    consultation_round = models.OneToOneField(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="box"
    )
    keeping = models.CharField(max_length=10, choices=Keeping.choices)
    public_key = models.CharField(max_length=64)
    locked_key = models.BinaryField(default=bytes)
    needed = models.PositiveSmallIntegerField(default=1)
    signing_key = models.BinaryField()
    verify_key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True, blank=True)
    # When the last head was written: the next is due an interval later.
    head_at = models.DateTimeField(null=True, blank=True)
    # From the closing head on no envelope comes in.
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Who asked for the opening, from their own account: the other of the two who were there.
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who else was there, as everybody reads it.
    witnesses = models.CharField(max_length=200, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "ballot boxes"
        constraints = [
            models.CheckConstraint(condition=Q(keeping__in=Keeping.values), name="box_keeping_known"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(tested_at__isnull=False, closed_at__isnull=False),
                name="box_opened_after_test_and_close",
            ),
            models.CheckConstraint(condition=~Q(witness=models.F("opened_by")), name="box_witness_is_somebody_else"),
            # Those that were opened before accounts were asked name who was there.
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True)
                | Q(witness__isnull=False)
                | Q(keeping=Keeping.SERVER)
                | ~Q(witnesses=""),
                name="box_opened_before_a_witness",
            ),
        ]

    @property
    def is_split(self) -> bool:
        return self.keeping == Keeping.PARTS


class BoxHolderQuerySet(models.QuerySet["BoxHolder"]):
    def with_reach(self) -> "BoxHolderQuerySet":
        """With `is_reachable`: whether holder or deputy can still come to the screen of the box with their part."""
        app_label, codename = COUNT.split(".")
        able = get_user_model()._default_manager.filter(
            Q(is_superuser=True)
            | Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app_label),
            Q(pk=models.OuterRef("person_id")) | Q(pk=models.OuterRef("deputy_id")),
            is_active=True,
        )
        return self.annotate(is_reachable=models.Exists(able))


class BoxHolder(models.Model):
    """Who holds a part of the secret of a box. `deputy` may bring it in their place, once the holder gave them the words.

    `uncollected` is the part until its holder was shown it, `brought` while it waits for the others: both sealed with the
    server's key, and empty at other times. `part_digest` tells the part from any other.
    """

    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    part_digest = models.CharField(max_length=64)
    uncollected = models.BinaryField(default=bytes)
    collected_at = models.DateTimeField(null=True, blank=True)
    brought = models.BinaryField(default=bytes)
    brought_at = models.DateTimeField(null=True, blank=True)
    # The holder, or their deputy.
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When each last typed the words from their own paper, and they were right.
    tried_at = models.DateTimeField(null=True, blank=True)
    deputy_tried_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)

    # Only of those that were asked for with it.
    is_reachable: bool

    objects = BoxHolderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["box", "person"], name="one_part_per_holder"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("person")), name="deputy_is_somebody_else"
            ),
        ]

    @property
    def names(self) -> str:
        if self.deputy is None:
            return str(self.person)
        return _("%(holder)s, or as deputy %(deputy)s") % {"holder": self.person, "deputy": self.deputy}
