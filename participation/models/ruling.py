from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import Ground, Moderation, RulingKind
from participation.models.about import About


class Ruling(About):
    """What a moderator decided about somebody's words, on which ground and why. A later ruling replaces it, none is changed.

    `state_before` is the state that it ended; empty of rulings from before that was kept. `takes_back` is the ruling that a
    moderator took back with this one.
    """

    kind = models.CharField(max_length=8, choices=RulingKind.choices)
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True)
    reason = models.TextField(blank=True)
    state_before = models.CharField(max_length=12, choices=Moderation.choices, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta(About.Meta):
        ordering = ["at", "pk"]
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind=RulingKind.HIDE) | (~Q(ground="") & ~Q(reason="")), name="ruling_hides_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind=RulingKind.TAKE_BACK, takes_back__isnull=False) & ~Q(reason="")
                | ~Q(kind=RulingKind.TAKE_BACK) & Q(takes_back__isnull=True),
                name="ruling_takes_back_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"ruling {self.pk}"
