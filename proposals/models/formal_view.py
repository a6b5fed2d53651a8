from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models.follow import new_key
from proposals.enums import Timing, ViewChannel


class FormalView(models.Model):
    """What somebody puts before the municipality in a formal round (*zienswijze*). Nobody but the clerk reads it; who sent
    it stands apart. It is never changed, by the database's own refusal, and its number is what an answer will point to.

    `received_at` is the moment that counts in law, `registered_at` when it was written down here. `posted_on` is the day of
    the postmark, `came_to` the body that it wrongly came to first, `remark` why it is out of term or was wrongly addressed.
    `is_over_limit` says that more came from its address in that hour than people send by hand.
    """

    # In links instead of the number, which anybody can guess.
    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    reference = models.OneToOneField("base.Reference", on_delete=models.PROTECT, related_name="formal_view")
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="formal_views"
    )
    text = models.TextField()
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=10, choices=ViewChannel.choices, default=ViewChannel.WEB)
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    timing = models.CharField(max_length=8, choices=Timing.choices)
    posted_on = models.DateField(null=True, blank=True)
    came_to = models.CharField(max_length=120, blank=True)
    remark = models.TextField(blank=True)
    is_over_limit = models.BooleanField(_("over the limit of its address"), default=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("formal view")
        verbose_name_plural = _("formal views")
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=ViewChannel.values), name="formal_view_channel_known"),
            models.CheckConstraint(condition=Q(timing__in=Timing.values), name="formal_view_timing_known"),
            models.CheckConstraint(condition=~Q(text=""), name="formal_view_says_something"),
            models.CheckConstraint(
                condition=Q(channel=ViewChannel.WEB) | Q(timing=Timing.IN_TIME, came_to="") | ~Q(remark=""),
                name="formal_view_registered_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference.string


class ViewSender(models.Model):
    """Who sent a formal view: read by the clerk alone, each time with an entry in the audit trail, and forgotten after a
    term. `person` is who was signed in."""

    formal_view = models.OneToOneField(FormalView, on_delete=models.PROTECT, related_name="sender")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    mail = models.EmailField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="sent_views"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(address=""), name="view_sender_with_name_and_address")
        ]

    def __str__(self) -> str:
        # Never who: this may stand in a log.
        return f"sender of {self.formal_view_id}"
