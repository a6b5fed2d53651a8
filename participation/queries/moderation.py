import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from base.models import PublishedVersion
from participation.enums import Moderation, QueueTab
from participation.models import Appeal, Claim, Comment, Hold, Report, Ruling, Subject
from participation.models.about import subject_of

KINDS: dict[str, type[Subject] | type[Comment]] = {"subject": Subject, "comment": Comment}
PER_PAGE = 30
# As many characters of a comment stand in the queue.
SHOWN = 300
# What is looked back at comes newest first; what waits, longest waiting first.
NEWEST_FIRST = frozenset({QueueTab.UNREAD, QueueTab.RULED})
WAITING = (QueueTab.NEW, QueueTab.REPORTED, QueueTab.OBJECTED, QueueTab.HELD)


@dataclass(frozen=True)
class Sieve:
    """What a moderator looks for. `days` is the least age."""

    kind: str = ""
    consultation_round: int | None = None
    ground: str = ""
    days: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Place:
    """Where a page of the queue ends: after it the next begins, whatever was ruled on in the meantime."""

    since: datetime
    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{self.since.isoformat()}_{self.kind}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Nothing of an address that somebody changed."""
        since, _line, rest = text.partition("_")
        kind, _line, pk = rest.partition("_")
        try:
            moment = datetime.fromisoformat(since)
        except ValueError:
            return None
        if moment.tzinfo is None or kind not in KINDS or not pk.isdecimal() or len(pk) > 18:
            return None
        return cls(moment, kind, int(pk))


@dataclass(frozen=True)
class QueueRow:
    kind: str
    target: Subject | Comment
    since: datetime

    @property
    def subject(self) -> Subject:
        return subject_of(self.target)

    @property
    def hold(self) -> Hold | None:
        return next(iter(self.target.holds.all()), None)

    @property
    def claim(self) -> Claim | None:
        return next(iter(self.target.claims.all()), None)

    @property
    def ruling(self) -> Ruling | None:
        rulings = list(self.target.rulings.all())
        return rulings[-1] if rulings else None

    @property
    def seen(self) -> "Seen | None":
        """Of what the row shows whole: that can be ruled on without opening it."""
        return seen_of(self.target) if isinstance(self.target, Comment) and len(self.target.text) <= SHOWN else None

    @property
    def reports(self) -> list[Report]:
        return [report for report in self.target.reports.all() if report.ruling_id is None]


@dataclass(frozen=True)
class QueuePage:
    rows: list[QueueRow]
    following: Place | None


def queue(tab: QueueTab, sieve: Sieve, at: datetime, after: Place | None, per_page: int = PER_PAGE) -> QueuePage:
    """One page over all kinds: a fixed number of queries, and none shown twice or left out while others rule."""
    found = _over_kinds(tab, sieve, at, after)
    signs = ("-",) * 3 if tab in NEWEST_FIRST else ("",) * 3
    keys = list(found.order_by(*map("".join, zip(signs, ("since", "kind", "id"), strict=True)))[: per_page + 1])
    places = [Place(since, kind, pk) for pk, kind, since in keys[:per_page]]
    targets = {kind: _read(kind, [place.pk for place in places if place.kind == kind]) for kind in KINDS}
    rows = [QueueRow(place.kind, targets[place.kind][place.pk], place.since) for place in places]
    return QueuePage(rows, places[-1] if len(keys) > per_page else None)


def queue_counts(sieve: Sieve, at: datetime) -> dict[QueueTab, int]:
    return {tab: _over_kinds(tab, sieve, at, None).count() for tab in QueueTab}


def waiting_counts() -> dict[QueueTab, int]:
    """How much waits for a moderator, for the daily mail."""
    return {tab: _over_kinds(tab, Sieve(), None, None).count() for tab in WAITING}


def targets_of(names: Iterable[str]) -> list[Subject | Comment]:
    """What `subject-3` and `comment-7` name; what is not there is left out."""
    wanted: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for name in names:
        kind, _line, pk = name.partition("-")
        if kind in KINDS and pk.isdecimal() and len(pk) <= 18:
            wanted[kind].append(int(pk))
    return [target for kind in KINDS for target in _read(kind, wanted[kind]).values()]


def target_by(kind: str, pk: int) -> Subject | Comment | None:
    return _read(kind, [pk]).get(pk) if kind in KINDS else None


@dataclass(frozen=True)
class Seen:
    """What a moderator has before them: the words, and the last ruling on them. A form carries it, so that nobody rules on
    words that they did not read, or over a ruling that they do not know of."""

    words: str
    ruling: int

    def __str__(self) -> str:
        return f"{self.words}_{self.ruling}"

    @classmethod
    def read(cls, text: str) -> "Seen":
        """Of what is not understood, nothing that anybody saw."""
        words, _line, ruling = text.partition("_")
        return cls(words, int(ruling)) if ruling.isdecimal() and len(ruling) <= 18 else cls("", 0)


def seen_of(target: Subject | Comment) -> Seen:
    rulings = list(target.rulings.all())
    if isinstance(target, Subject):
        version = PublishedVersion.objects.filter(reference=target.reference_id).order_by("pk").last()
        said = f"{version.pk if version is not None else 0} {target.label}"
    else:
        said = target.text
    return Seen(hashlib.sha256(said.encode()).hexdigest()[:16], rulings[-1].pk if rulings else 0)


def open_appeals(target: Subject | Comment) -> list[Appeal]:
    return list(Appeal.objects.open().filter(ruling__in=target.rulings.all()).select_related("report"))


def _read(kind: str, pks: list[int]) -> dict[int, Any]:
    about = "" if kind == "subject" else "subject__"
    found = KINDS[kind].objects.filter(pk__in=pks)
    found = found.select_related(
        "author", *([] if kind == "subject" else ["subject", "annotation__version__reference"])
    )
    found = found.select_related(f"{about}reference", f"{about}consultation_round__reference")
    claims = Prefetch("claims", Claim.objects.select_related("by"))
    return {one.pk: one for one in found.prefetch_related("reports", "rulings", "holds", claims)}


def _over_kinds(tab: QueueTab, sieve: Sieve, at: datetime | None, after: Place | None) -> QuerySet[Any]:
    kinds = [kind for kind in KINDS if sieve.kind in ("", kind)]
    first, *others = [_of_kind(kind, tab, sieve, at, after) for kind in kinds]
    return first.union(*others, all=True) if others else first


def _of_kind(kind: str, tab: QueueTab, sieve: Sieve, at: datetime | None, after: Place | None) -> QuerySet[Any]:
    model = KINDS[kind]
    written = "submitted_at" if kind == "subject" else "posted_at"
    mine = {kind: OuterRef("pk")}
    rulings, holds = Ruling.objects.filter(**mine), Hold.objects.filter(**mine)
    reports = Report.objects.open().filter(**mine)
    appeals = Appeal.objects.open().filter(**{f"ruling__{kind}": OuterRef("pk")})
    found: QuerySet[Any] = Subject.objects.handed_in() if model is Subject else Comment.objects.all()
    found = found.exclude(moderation=Moderation.WITHDRAWN)
    since: Any = F(written)
    if tab == QueueTab.NEW:
        found = found.filter(~Exists(holds), moderation=Moderation.AWAITING)
    elif tab == QueueTab.HELD:
        found = found.filter(Exists(holds), moderation=Moderation.AWAITING)
    elif tab == QueueTab.UNREAD:
        found = found.filter(~Exists(rulings), moderation=Moderation.VISIBLE)
    elif tab == QueueTab.REPORTED:
        since = Subquery(reports.order_by("received_at").values("received_at")[:1])
    elif tab == QueueTab.OBJECTED:
        since = Subquery(appeals.order_by("made_at").values("made_at")[:1])
    else:
        since = Subquery(rulings.order_by("-at", "-pk").values("at")[:1])
    found = found.annotate(since=since, kind=Cast(Value(kind), CharField(max_length=8))).filter(since__isnull=False)
    about = "" if kind == "subject" else "subject__"
    if sieve.consultation_round is not None:
        found = found.filter(**{f"{about}consultation_round": sieve.consultation_round})
    if sieve.days is not None and at is not None:
        found = found.filter(since__lte=at - timedelta(days=sieve.days))
    if sieve.ground:
        found = found.filter(
            Exists(Report.objects.filter(**mine, ground=sieve.ground)) | Exists(rulings.filter(ground=sieve.ground))
        )
    if sieve.words:
        text = Q(label__icontains=sieve.words) if kind == "subject" else Q(text__icontains=sieve.words)
        found = found.filter(
            text | Q(author_name__icontains=sieve.words) | Q(**{f"{about}reference__string__icontains": sieve.words})
        )
    if after is not None:
        beyond = "lt" if tab in NEWEST_FIRST else "gt"
        further = kind < after.kind if tab in NEWEST_FIRST else kind > after.kind
        ties = Q(since=after.since) if further else Q(since=after.since, **{f"pk__{beyond}": after.pk})
        if kind != after.kind and not further:
            ties = Q(pk__in=[])
        found = found.filter(Q(**{f"since__{beyond}": after.since}) | ties)
    return found.order_by().values_list("id", "kind", "since")
