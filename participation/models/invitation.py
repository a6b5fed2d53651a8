from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import InvitationAnswer
from participation.models.follow import new_key


class Invitation(models.Model):
    """A mail address that was asked whether its reader made a proposal together with its author; or, where staff entered
    what came on paper, whether it is theirs.

    One mail for each address and proposal, whatever was answered: the digest stays when the address is forgotten.
    """

    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="invitations")
    # Of a comment that staff entered.
    comment = models.ForeignKey(
        "participation.Comment", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(blank=True)
    email_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    # Who accepts becomes the author, and not a co-author.
    is_of_author = models.BooleanField(default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    answer = models.CharField(max_length=10, choices=InvitationAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "email_digest"], condition=Q(comment=None), name="invitation_once_per_address"
            ),
            models.UniqueConstraint(fields=["comment", "email_digest"], name="invitation_of_comment_once"),
            models.CheckConstraint(
                condition=Q(comment__isnull=True) | Q(is_of_author=True), name="invitation_of_comment_of_author"
            ),
            models.CheckConstraint(condition=Q(answer__in=InvitationAnswer.values), name="invitation_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="invitation_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        # Never the address: this may stand in a log.
        return f"invitation {self.pk}"

    def is_open(self, at: datetime) -> bool:
        return not self.answer and at < self.expires_at
