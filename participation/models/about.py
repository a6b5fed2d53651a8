from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from participation.models.subject import Subject

if TYPE_CHECKING:
    from participation.models.comment import Comment


class About(models.Model):
    """What is about something that residents wrote: a subject or a comment, and never both."""

    subject = models.ForeignKey(
        "participation.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    comment = models.ForeignKey(
        "participation.Comment", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False, comment__isnull=True)
                | Q(subject__isnull=True, comment__isnull=False),
                name="%(class)s_about_one_thing",
            ),
        ]

    @property
    def target(self) -> "Subject | Comment":
        return self.subject or self.comment  # type: ignore[return-value]  # the database holds one of the two


def subject_of(target: "Subject | Comment") -> "Subject":
    """What it is, or what it is said about."""
    return target if isinstance(target, Subject) else target.subject


def of(target: "Subject | Comment") -> dict[str, Any]:
    """The keyword with which to look up, or write, what is about this."""
    return {target._meta.model_name or "": target}
