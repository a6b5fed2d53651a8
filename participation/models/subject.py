from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from participation.enums import PERMITTED, Act, Channel, Moderation, State

if TYPE_CHECKING:
    from participation.models.ruling import Ruling
    from participation.models.state_event import StateEvent

VOTED_IN = [kind for kind, acts in PERMITTED.items() if Act.VOTE in acts]
# What the votes still say something about.
STILL_OPEN = [State.PUBLISHED, State.THRESHOLD, State.ASSESSED]
SUPPORTED_IN = [kind for kind, acts in PERMITTED.items() if Act.SUPPORT in acts]


class SubjectQuerySet(models.QuerySet["Subject"]):
    def handed_in(self) -> "SubjectQuerySet":
        """What residents handed in: not the text of a round itself, which bears the round's own number."""
        from participation.models import ConsultationRound

        return self.exclude(reference__in=ConsultationRound.objects.values("reference"))

    def visible(self) -> "SubjectQuerySet":
        """What lists, counts and ballot papers have: of what is public, the proposals that stand on their own."""
        return self.handed_in().filter(moderation=Moderation.VISIBLE, merged_into__isnull=True)

    def with_counts(self) -> "SubjectQuerySet":
        """Each with `support_count` (people who support it now) and `comment_count` (visible ones)."""
        return self.annotate(support_count=F("supports_in_all"), comment_count=F("visible_comments"))

    def with_state(self, at: datetime) -> "SubjectQuerySet":
        """Each with its `state` at a moment: what was recorded, moderation and the clock, put together in this one place;
        and with `state_since`, when the newest event was.
        """
        from participation.models import Phase, StateEvent, TallyLine

        events = StateEvent.objects.filter(subject=OuterRef("pk")).order_by("-at", "-pk")
        # That its time is over is written to tell people; what came in before that end may be counted after it.
        events = events.exclude(state=State.EXPIRED)
        phases = Phase.objects.filter(consultation_round=OuterRef("consultation_round"), kind__in=SUPPORTED_IN)
        to_come = phases.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        votes = Phase.objects.filter(
            consultation_round=OuterRef("consultation_round"), kind__in=VOTED_IN, starts_at__lte=at
        )
        counted = TallyLine.objects.filter(
            subject=OuterRef("pk"),
            sheet__consultation_round__result_published_at__lte=at,
            sheet__consultation_round__cancelled_at=None,
        ).order_by("-sheet__number")
        outcome = Case(When(place=None, then=Value(State.NOT_CHOSEN.value)), default=Value(State.CHOSEN.value))
        runs = Q(consultation_round__paused_at=None, consultation_round__cancelled_at=None)
        on_paper = Q(consultation_round__ballot_frozen_at=None) | Q(ballot_line__isnull=False)
        asks_support = Q(consultation_round__support_threshold__isnull=False) | Q(support_needed__isnull=False)
        in_its_time = Q(support_until=None) | Q(support_until__gt=at)
        # Of rows that were written without events moderation alone knows.
        unwritten = Case(
            When(moderation=Moderation.VISIBLE, then=Value(State.PUBLISHED.value)), default=Value(State.SUBMITTED.value)
        )
        return self.annotate(
            recorded=Coalesce(Subquery(events.values("state")[:1]), unwritten, output_field=CharField()),
            state_since=Coalesce(Subquery(events.values("at")[:1]), "submitted_at"),
            outcome=Subquery(counted.annotate(outcome=outcome).values("outcome")[:1]),
        ).annotate(
            state=Case(
                When(moderation=Moderation.WITHDRAWN, then=Value(State.WITHDRAWN.value)),
                When(moderation=Moderation.AWAITING, then=Value(State.MODERATION.value)),
                When(~Q(recorded__in=STILL_OPEN), then=models.F("recorded")),
                When(outcome__isnull=False, then=models.F("outcome")),
                When(~Q(kept_off_because=""), then=Value(State.KEPT_OFF.value)),
                When(runs & on_paper & Exists(votes.filter(ends_at__gt=at)), then=Value(State.VOTING.value)),
                When(~Q(recorded=State.PUBLISHED), then=models.F("recorded")),
                When(Exists(events.filter(state=State.THRESHOLD)), then=Value(State.THRESHOLD.value)),
                When(
                    runs & in_its_time & Exists(to_come.filter(starts_at__lte=at)), then=Value(State.SUPPORTING.value)
                ),
                When(asks_support & ~in_its_time, then=Value(State.EXPIRED.value)),
                When(asks_support & Exists(phases) & ~Exists(to_come), then=Value(State.EXPIRED.value)),
                default=Value(State.PUBLISHED.value),
                output_field=CharField(),
            )
        )


class Subject(models.Model):
    """What people take part in: it is supported, commented on, and a line of the ballot paper.

    `label` and `cost` (whole euros) are the ballot paper's; from the opening of the vote on they are frozen, and
    `ballot_line` says which line it is. `author` is the person.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="subjects"
    )
    reference = models.OneToOneField("base.Reference", on_delete=models.PROTECT, related_name="subject")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="subjects"
    )
    # As the author wants to be called; empty is a resident. It stands here and not in the cited text: it can be taken back.
    author_name = models.CharField(max_length=80, blank=True)
    # On whose behalf the author speaks, and whether it alone is named.
    group_name = models.CharField(max_length=120, blank=True)
    is_group_alone = models.BooleanField(default=False)
    # How it came in; who entered it for somebody else stands in the audit trail alone.
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    label = models.CharField(max_length=255)
    language = models.CharField(max_length=12)
    cost = models.PositiveBigIntegerField(null=True, blank=True)
    moderation = models.CharField(max_length=12, choices=Moderation.choices, default=Moderation.AWAITING)
    # Staff keep a proposal off the ballot paper only with a reason, which is shown.
    kept_off_because = models.TextField(blank=True)
    # The proposal that it became part of: its number and its versions stay, its supports are united there.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    ballot_line = models.PositiveIntegerField(null=True, blank=True)
    earlier_supports = models.PositiveIntegerField(default=0)
    # Kept by the database itself (participation.counts): lists are put in order by them, of however many subjects.
    supports_here = models.PositiveIntegerField(default=0, editable=False)
    supports_in_all = models.GeneratedField(
        expression=F("earlier_supports") + F("supports_here"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    visible_comments = models.PositiveIntegerField(default=0, editable=False)
    # Of a request under an ordinance: its terms as they were when it began, whatever is laid down later.
    ordinance = models.ForeignKey(
        "participation.Ordinance", null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    support_needed = models.PositiveIntegerField(null=True, blank=True)
    # The end, exclusive, of the time to collect it, which begins when the request becomes public.
    support_until = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        permissions = [("enter_subject", "Can enter what somebody said on paper, by telephone or at a meeting")]
        constraints = [
            models.CheckConstraint(condition=Q(moderation__in=Moderation.values), name="subject_moderation_known"),
            models.CheckConstraint(
                condition=Q(moderation=Moderation.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(moderation=Moderation.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="subject_withdrawn_at_a_moment",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="subject_channel_known"),
            models.CheckConstraint(
                condition=Q(is_group_alone=False) | ~Q(group_name=""), name="subject_group_alone_has_name"
            ),
            models.CheckConstraint(
                condition=Q(ordinance__isnull=False) | Q(support_needed__isnull=True, support_until__isnull=True),
                name="subject_terms_of_an_ordinance",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="subject_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(ballot_line__isnull=True), name="subject_merged_not_on_ballot"
            ),
            models.UniqueConstraint(fields=["consultation_round", "ballot_line"], name="ballot_line_once"),
        ]
        indexes = [
            # A list is read from its index, of one round and of all: `pk` parts what is otherwise the same.
            models.Index(fields=[*of, "moderation", order, "id"], name=f"subject_{name}{'_of_round' if of else ''}")
            for of in ([], ["consultation_round"])
            for order, name in (
                ("submitted_at", "newest"),
                ("supports_in_all", "supported"),
                ("visible_comments", "discussed"),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def public_label(self) -> str:
        """The label where everybody may read it; otherwise the number, as on a ballot paper that was frozen before."""
        return self.label if self.is_visible else self.reference.string

    @property
    def is_text_of_round(self) -> bool:
        """The editors' own: it bears the number of its round, and nobody handed it in."""
        return self.reference_id == self.consultation_round.reference_id

    @property
    def instrument(self) -> str:
        """By which right it came (participation.life_enums); nothing of a proposal."""
        return self.ordinance.instrument if self.ordinance is not None else ""

    @property
    def needed(self) -> int | None:
        """How many must support it; nothing where no number is asked."""
        return self.support_needed if self.ordinance_id else self.consultation_round.support_threshold

    @property
    def is_visible(self) -> bool:
        return self.moderation == Moderation.VISIBLE

    @property
    def last_ruling(self) -> "Ruling | None":
        """The ruling that stands; of prefetched ones without a query."""
        rulings = list(self.rulings.all())
        return rulings[-1] if rulings else None

    @property
    def last_event(self) -> "StateEvent | None":
        """The newest event of its life; of prefetched ones without a query."""
        events = list(self.state_events.all())
        return events[-1] if events else None


declare_redactable(
    Subject,
    {"kept_off_because": _("why it is kept off the ballot paper")},
    name=_("proposal handed in"),
    written="submitted_at",
    about=("reference",),
)
