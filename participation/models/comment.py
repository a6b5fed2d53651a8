from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from participation.enums import Channel, Moderation, Stance


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
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    # The role or department in whose name somebody of the municipality answers; who that was stands in the audit trail.
    official_as = models.CharField(max_length=80, blank=True)
    stance = models.CharField(max_length=8, choices=Stance.choices, default=Stance.NONE, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=12)
    moderation = models.CharField(max_length=12, choices=Moderation.choices, default=Moderation.VISIBLE)
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # How many found it helpful (participation.Reaction), to sort by; kept by the database itself (participation.counts).
    helpful_count = models.PositiveIntegerField(default=0)
    # The form's own key: the same form sent twice is one comment.
    sent_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        permissions = [("answer_officially", "Can answer for the municipality")]
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
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="comment_channel_known"),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="comment_stance_known"),
            # Whoever answers for the municipality does so without a name of their own.
            models.CheckConstraint(condition=Q(official_as="") | Q(author_name=""), name="comment_official_unnamed"),
        ]
        indexes = [
            models.Index(fields=["subject", "thread", "posted_at"]),
            models.Index(fields=["parent", "posted_at"]),
            models.Index(fields=["subject", "moderation"]),
        ]

    def __str__(self) -> str:
        if not self.text and (annotation := getattr(self, "annotation", None)):
            return str(annotation.get_kind_display())
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Its own page, or its place among the reactions to a text: the address that stays, whatever is said around it."""
        annotation = getattr(self, "annotation", None)
        page = annotation.get_absolute_url() if annotation else reverse("comment", args=[self.pk])
        return f"{page}#comment-{self.pk}"

    @property
    def is_visible(self) -> bool:
        return self.moderation == Moderation.VISIBLE

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: under a proposal that is not visible nothing is."""
        return self.is_visible and (self.subject.is_visible or self.subject.is_text_of_round)

    @property
    def is_official(self) -> bool:
        return self.official_as != ""
