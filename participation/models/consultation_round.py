from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.enums import (
    PERMITTED,
    Act,
    CommentScreening,
    Eligibility,
    Force,
    OutsideHours,
    PhaseKind,
    Screening,
    TieRule,
)
from participation.tally.rules import method
from participation.voting_enums import OptionOrder, PaperEntry, PaperRule, RarePattern


class ConsultationRoundQuerySet(models.QuerySet["ConsultationRound"]):
    def with_phases(self) -> "ConsultationRoundQuerySet":
        from participation.models import TallySheet

        sheets = models.Prefetch("tally_sheets", TallySheet.objects.select_related("certification"))
        return self.select_related("reference", "about", "questionnaire", "box", "rules").prefetch_related(
            "phases", sheets
        )

    def for_voting(self) -> "ConsultationRoundQuerySet":
        """With what casting a ballot asks, and no more: of a busy hour that is most of the work."""
        return self.select_related("reference", "box").prefetch_related("phases")


class ConsultationRound(models.Model):
    """The rules of a round in force: what its phases permit, how its ballots are counted.

    Written when its page is published; the title is the source language's, for lists and mail. Money is in whole euros.
    """

    reference = models.OneToOneField("base.Reference", on_delete=models.PROTECT, related_name="consultation_round")
    about = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="consultation_rounds"
    )
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=12)
    is_standing = models.BooleanField(default=False)
    # The name of a rule of `participation.tally`, nothing where there is no vote; and what it leaves to the round.
    method = models.CharField(max_length=40, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    budget = models.PositiveBigIntegerField(null=True, blank=True)
    max_choices = models.PositiveIntegerField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    # Whether what one ballot marks must fit the budget; and points to divide, where ballots hold more than ticks.
    within_budget = models.BooleanField(default=True)
    points = models.PositiveIntegerField(null=True, blank=True)
    tie_rule = models.CharField(max_length=20, choices=TieRule.choices, default=TieRule.LOWER_COST)
    # Where a lot settles ties: the public value that nobody can know at the close, such as a draw that is held later.
    public_draw = models.CharField(max_length=200, blank=True)
    eligibility = models.CharField(max_length=12, choices=Eligibility.choices, default=Eligibility.SIGNED_IN)
    screening = models.CharField(max_length=8, choices=Screening.choices, default=Screening.BEFORE)
    comment_screening = models.CharField(max_length=8, choices=CommentScreening.choices, default=CommentScreening.AFTER)
    # When moderators are there (participation.hours), as on the whole site where it is empty; and what holds outside of that.
    hours = models.JSONField(default=list, blank=True)
    outside_hours = models.CharField(max_length=8, choices=OutsideHours.choices, default=OutsideHours.HOLD)
    force = models.CharField(max_length=16, choices=Force.choices, default=Force.ADVICE)
    # Where it says so: the decision to follow the result unless reasons are given, or the mandate.
    force_decision = models.URLField(max_length=500, blank=True)
    # Within how many days people can object to the count; 0 is not at all.
    objection_days = models.PositiveSmallIntegerField(default=7)
    paper_rule = models.CharField(max_length=12, choices=PaperRule.choices, default=PaperRule.WEB_FIRST)
    paper_entry = models.CharField(max_length=8, choices=PaperEntry.choices, default=PaperEntry.TWICE)
    option_order = models.CharField(max_length=8, choices=OptionOrder.choices, default=OptionOrder.DRAWN)
    rare_pattern = models.CharField(max_length=8, choices=RarePattern.choices, default=RarePattern.AS_IS)
    # Whether who comments says to be for, against or neutral.
    asks_stance = models.BooleanField(default=False)
    # Whether the round itself is talked about; in whose hands that is, stands in its text.
    is_discussed = models.BooleanField(default=False)
    # How many must support a proposal: a number, or of a share (percent) of a population on a day the number that makes.
    support_threshold = models.PositiveIntegerField(null=True, blank=True)
    support_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_on = models.DateField(null=True, blank=True)
    # What is asked beside a proposal: label, kind, choices and is_required of each, in the round's language.
    questions = models.JSONField(default=list, blank=True)
    # Whether it looks back on what was carried out of its item, which is a moment to take part in, too (Gemeentewet 150.1).
    is_evaluation = models.BooleanField(default=False)
    # A formal round asks for formal views, in the term that the law lays down: where that was announced, and where and
    # when what it is about lies for inspection.
    is_formal = models.BooleanField(default=False)
    notice = models.CharField(max_length=60, blank=True)
    laid_out = models.TextField(blank=True)
    put_in_force_at = models.DateTimeField()
    # While it is paused, and for good once it is cancelled, nobody can do anything in it; why stands in its changes.
    paused_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    ballot_frozen_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    result_published_at = models.DateTimeField(null=True, blank=True)
    # When everything that was said had its answer in public: from then on nobody waits for one.
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConsultationRoundQuerySet.as_manager()

    class Meta:
        permissions = [("count_consultationround", "Can open the ballot box and count")]
        constraints = [
            models.CheckConstraint(
                condition=Q(support_threshold__isnull=True) | Q(support_threshold__gt=0),
                name="round_support_threshold_positive",
            ),
            models.CheckConstraint(
                condition=Q(support_share__isnull=True, population__isnull=True, population_on__isnull=True)
                | Q(
                    support_share__gt=0,
                    support_share__lte=100,
                    population__gt=0,
                    population_on__isnull=False,
                    support_threshold__isnull=False,
                ),
                name="round_support_share_of_population",
            ),
            models.CheckConstraint(
                condition=Q(is_formal=False) | (~Q(notice="") & ~Q(laid_out="")), name="round_formal_is_announced"
            ),
            models.CheckConstraint(
                condition=Q(is_evaluation=False) | Q(about__isnull=False), name="round_evaluation_is_of_an_item"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def keep_phases(self, phases: Iterable["Phase"]) -> None:
        """As if they had been prefetched: they were read together with something else."""
        self._prefetched_objects_cache = {"phases": list(phases)}

    @property
    def has_budget(self) -> bool:
        return bool(self.method) and method(self.method).spends

    def open_phases(self, at: datetime) -> list["Phase"]:
        return [phase for phase in self.phases.all() if phase.is_open(at)]

    @property
    def is_stopped(self) -> bool:
        return self.paused_at is not None or self.cancelled_at is not None

    @property
    def mark(self) -> str:
        """What the names of its files end with, so that a figure that decides nothing is not taken for a result."""
        return "-cancelled" if self.cancelled_at is not None else ""

    @property
    def is_sealed(self) -> bool:
        """Whether the ballot box was closed: voting is over, also by a clock that was read just before."""
        box = getattr(self, "box", None)
        return box is not None and box.closed_at is not None

    def permits(self, act: Act, at: datetime) -> bool:
        return not self.is_stopped and any(act in PERMITTED[phase.kind] for phase in self.open_phases(at))

    def will_permit(self, act: Act, at: datetime) -> bool:
        return self.cancelled_at is None and any(
            act in PERMITTED[phase.kind] and not phase.has_begun(at) for phase in self.phases.all()
        )

    @property
    def asks_questions(self) -> bool:
        return getattr(self, "questionnaire", None) is not None

    @property
    def takes_proposals(self) -> bool:
        """A round that is formal or asks questions need not: then that is all it asks."""
        return not (self.is_formal or self.asks_questions) or self.collects

    @property
    def collects(self) -> bool:
        """Whether people hand something in; otherwise the municipality lays down what they vote on."""
        return any(Act.PROPOSE in PERMITTED[phase.kind] for phase in self.phases.all())

    @property
    def lets_people_speak(self) -> bool:
        """Whether it has a phase for more than voting: otherwise nothing is said that waits for an answer."""
        return any(PERMITTED[phase.kind] - {Act.VOTE} for phase in self.phases.all())

    @property
    def term(self) -> "Phase | None":
        """Of a formal round the span that formal views are asked in; a formal round has one."""
        if not self.is_formal:
            return None
        return next((phase for phase in self.phases.all() if phase.kind == PhaseKind.DISCUSS), None)

    @property
    def voting(self) -> "Phase | None":
        """The span in which ballots are cast; a round has at most one."""
        return next((phase for phase in self.phases.all() if phase.kind == PhaseKind.VOTE), None)


class PhaseQuerySet(models.QuerySet["Phase"]):
    """What `Phase` says of one, for the database."""

    def over(self, at: datetime) -> "PhaseQuerySet":
        return self.filter(Q(ends_at__lte=at) | _answered(at))

    def open(self, at: datetime) -> "PhaseQuerySet":
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at).exclude(_answered(at))

    def coming(self, at: datetime) -> "PhaseQuerySet":
        return self.filter(starts_at__gt=at).exclude(_answered(at))


def _answered(at: datetime) -> Q:
    return Q(kind=PhaseKind.ANSWER, consultation_round__answered_at__lte=at)


class Phase(models.Model):
    """A span in which some kinds of taking part are open. Both ends are instants; the end is exclusive, none is open."""

    consultation_round = models.ForeignKey(ConsultationRound, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=8, choices=PhaseKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="phase_ends_after_its_start",
                violation_error_message=_("A phase ends after it starts."),
            ),
            models.CheckConstraint(condition=Q(kind__in=PhaseKind.values), name="phase_kind_known"),
            models.UniqueConstraint(
                fields=["consultation_round"], condition=Q(kind=PhaseKind.VOTE), name="one_vote_per_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"

    def is_open(self, at: datetime) -> bool:
        return self.has_begun(at) and not self.has_ended(at)

    @property
    def over_at(self) -> datetime | None:
        """When it is over: answering is, once everything has its answer, also before its last day or its first."""
        answered_at = self.consultation_round.answered_at if self.kind == PhaseKind.ANSWER else None
        return min((one for one in (self.ends_at, answered_at) if one is not None), default=None)

    @property
    def is_skipped(self) -> bool:
        """Whether it was over before it began."""
        return self.over_at is not None and self.over_at <= self.starts_at

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at <= at or self.has_ended(at)

    def has_ended(self, at: datetime) -> bool:
        return self.over_at is not None and self.over_at <= at
