from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import Moderation


class Comment(models.Model):
    """A contribution to the talk about a subject.

    `thread` is the first comment of the talk it belongs to (nothing for a first one), so that a page of whole threads
    is read in two queries however deep the answers go.
    """

    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="comments")
    thread = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    author_name = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=12)
    moderation = models.CharField(max_length=12, choices=Moderation.choices, default=Moderation.VISIBLE)
    posted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # The form's own key: the same form sent twice is one comment.
    sent_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(moderation__in=Moderation.values), name="comment_moderation_known"),
            models.CheckConstraint(
                condition=Q(moderation=Moderation.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(moderation=Moderation.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="comment_withdrawn_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, thread__isnull=True) | Q(parent__isnull=False, thread__isnull=False),
                name="comment_reply_has_thread",
            ),
        ]
        indexes = [models.Index(fields=["subject", "thread", "posted_at"])]

    def __str__(self) -> str:
        if not self.text and (annotation := getattr(self, "annotation", None)):
            return str(annotation.get_kind_display())
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Where it is read, and within that page its place."""
        annotation = getattr(self, "annotation", None)
        place = annotation.get_absolute_url() if annotation else self.subject.reference.get_absolute_url()
        return f"{place}#comment-{self.pk}"

    @property
    def is_visible(self) -> bool:
        return self.moderation == Moderation.VISIBLE
