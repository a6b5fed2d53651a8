from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import Ground
from participation.models.about import About
from participation.models.follow import new_key


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> "ReportQuerySet":
        """On which nobody has ruled yet."""
        return self.filter(ruling__isnull=True)


class Report(About):
    """That somebody points at words that should not stand there, with what article 16 of the DSA asks for.

    `address` is exactly where they read it, `digest` is of who says what of what. `person` is who was signed in. Name and
    mail address are forgotten some time after the ruling.
    """

    # In links instead of the primary key, as with follows.
    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    why = models.TextField()
    address = models.CharField(max_length=500)
    name = models.CharField(max_length=120, blank=True)
    mail = models.EmailField(blank=True)
    in_good_faith = models.BooleanField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(db_index=True)
    # The ruling that answered it.
    ruling = models.ForeignKey(
        "participation.Ruling", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_reports"
    )

    objects = ReportQuerySet.as_manager()

    class Meta(About.Meta):
        ordering = ["received_at", "pk"]
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(condition=Q(in_good_faith=True), name="report_in_good_faith"),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(why=""), name="report_with_ground_and_reason"),
            models.UniqueConstraint(fields=["digest"], condition=Q(ruling__isnull=True), name="report_once_while_open"),
        ]

    def __str__(self) -> str:
        # Never who: this may stand in a log.
        return self.number

    @property
    def number(self) -> str:
        return f"M{self.received_at:%Y}-{self.pk}"

    @property
    def mailbox(self) -> str:
        return self.mail or (self.person.email if self.person else "")
