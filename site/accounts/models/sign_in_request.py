from datetime import datetime

from django.conf import settings
from django.db import models


class SignInRequest(models.Model):
    """Somebody's wish to sign in at a mail address, until it is used or expires.

    The mail holds a code (for the browser that asked) and a secret link (for any browser). Only their digests are kept
    here: who reads this table cannot sign in with it. The row says nothing about whether the address has an account.
    """

    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    email = models.EmailField()
    # Where the person was: a path on this site, or nothing.
    next_path = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The address was shown to be theirs, by code or link; from then on there is a while left to say who they are.
    used_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(used_at__isnull=False),
                name="sign_in_used_before_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-in request {self.pk}"

    @property
    def attempts_left(self) -> int:
        return max(0, settings.SIGN_IN["attempts"] - self.attempts)

    def has_expired(self, at: datetime) -> bool:
        return self.expires_at <= at
