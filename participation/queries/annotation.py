"""What was said of a text, by the passage it is about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from base.links import whole
from base.models import PublishedVersion
from base.passages import Passage
from base.queries.published_version import version_in_force, versions_in_force
from base.version_words import passages_by_part
from participation.enums import PERMITTED, Act, AnnotationKind, Moderation
from participation.models import Annotation, ConsultationRound
from participation.queries.name import names_of

PER_PAGE = 50


def round_to_react_in(rounds: Iterable[ConsultationRound], at: datetime) -> ConsultationRound | None:
    """Of the rounds about a text the one in which it is reacted to now, or else was or will be."""
    asking = [one for one in rounds if any(Act.REACT in PERMITTED[phase.kind] for phase in one.phases.all())]
    return next((one for one in asking if one.permits(Act.REACT, at)), asking[-1] if asking else None)


def round_about(reference: int, at: datetime) -> ConsultationRound | None:
    # A discussion is about its own question, and not about the passages of the text that it belongs to.
    rounds = ConsultationRound.objects.with_phases().filter(about=reference, is_discussed=False)
    rounds = rounds.order_by("put_in_force_at", "pk")
    return round_to_react_in(rounds, at)


def annotations_seen_by(reader: Any) -> QuerySet[Annotation]:
    """As participation.rules.can_see says of one; what was withdrawn leaves, for there is no talk to hold its place."""
    seen = Q(comment__moderation=Moderation.VISIBLE)
    if reader.is_authenticated:
        seen |= Q(comment__author=reader) & ~Q(comment__moderation=Moderation.WITHDRAWN)
    return Annotation.objects.filter(seen)


def passage_counts(reference: int, language: str) -> dict[str, int]:
    """How many public reactions each passage of a text has, whichever version was read; one query."""
    found = Annotation.objects.filter(
        version__reference=reference, version__language=language, comment__moderation=Moderation.VISIBLE
    )
    return dict(found.order_by().values_list("passage").annotate(n=Count("pk")))


def language_counts(reference: int) -> dict[str, int]:
    found = Annotation.objects.filter(version__reference=reference, comment__moderation=Moderation.VISIBLE)
    return dict(found.order_by().values_list("version__language").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Said:
    """A reaction, with the words of its passage as they were read, and whether those changed since."""

    annotation: Annotation
    was: str
    has_changed: bool
    # The version that applies now, in the language that was read.
    current: PublishedVersion | None
    # As everybody reads it; not asked for by the editors' report.
    name: str = ""

    @property
    def address(self) -> str:
        return whole(self.annotation.comment.get_absolute_url())


@dataclass(frozen=True)
class PassageTalk:
    """What was said of one passage. `words` are those of today; none of the whole text and of what is there no longer."""

    identifier: str
    label: str
    words: str
    said: list[Said]


@dataclass(frozen=True)
class TextTalk:
    version: PublishedVersion
    passages: list[PassageTalk]
    kinds: dict[str, int]
    number: int
    pages: int
    total: int


def text_talk(
    reference: int,
    language: str,
    reader: Any,
    *,
    at: datetime,
    passage: str | None = None,
    kind: str = "",
    number: int = 1,
) -> TextTalk | None:
    """One page of what was said of a text in a language, in the order of the text: the whole first, what is gone last."""
    current = version_in_force(reference, language)
    if current is None:
        return None
    found = annotations_seen_by(reader).filter(version__reference=reference, version__language=current.language)
    if passage is not None:
        found = found.filter(passage=passage)
    kinds = Counter(found.values_list("kind", flat=True))
    if kind in AnnotationKind.values:
        found = found.filter(kind=kind)
    order = {"": -1} | {identifier: place for place, identifier in enumerate(_words(current))}
    keys = sorted(
        found.values_list("pk", "passage", "comment__posted_at"),
        key=lambda row: (order.get(row[1], len(order)), row[1], row[2], row[0]),
    )
    pages = max(1, -(-len(keys) // PER_PAGE))
    number = min(max(number, 1), pages)
    shown = [pk for pk, _passage, _at in keys[(number - 1) * PER_PAGE : number * PER_PAGE]]
    rows = Annotation.objects.filter(pk__in=shown).select_related("comment__subject")
    by_pk = {row.pk: row for row in rows}
    names = names_of([row.comment for row in rows], at)
    said = [
        replace(one, name=names[one.annotation.comment_id])
        for one in beside_words([by_pk[pk] for pk in shown], {(reference, current.language): current})
    ]
    return TextTalk(current, _by_passage(current, said), dict(kinds), number, pages, len(keys))


def beside_words(annotations: list[Annotation], in_force: dict[tuple[int, str], PublishedVersion]) -> list[Said]:
    """Reactions with the words they are about: one query for all versions that were read.

    `in_force` is by text and language; what was withdrawn since has none.
    """
    pks = {annotation.version_id for annotation in annotations}
    versions = {version.pk: version for version in PublishedVersion.objects.filter(pk__in=pks).read()}
    words = {pk: _words(version) for pk, version in versions.items()}
    now = {text: _words(version) for text, version in in_force.items()}
    said = []
    for annotation in annotations:
        version = annotation.version = versions[annotation.version_id]
        text = (version.reference_id, version.language)
        current = in_force.get(text)
        was = words[version.pk].get(annotation.passage)
        of_today = now.get(text, {}).get(annotation.passage)
        has_changed = current is not None and (
            was != of_today if annotation.passage else version.sha256 != current.sha256
        )
        said.append(Said(annotation, was.text if was else "", has_changed, current))
    return said


def public_annotations() -> QuerySet[Annotation]:
    """All that everybody may read, by text and passage, each with how many its passage has (`count`)."""
    visible = Annotation.objects.filter(comment__moderation=Moderation.VISIBLE)
    same = visible.filter(
        version__reference=OuterRef("version__reference"),
        version__language=OuterRef("version__language"),
        passage=OuterRef("passage"),
    )
    counted = same.order_by().values("passage").annotate(n=Count("pk")).values("n")
    return (
        visible.annotate(count=Subquery(counted))
        .select_related("comment__subject__reference")
        .order_by("version__reference__string", "version__language", "passage", "comment__posted_at", "pk")
    )


def said_of(annotations: Iterable[Annotation]) -> list[Said]:
    """Reactions to several texts with the words they are about, in the order of each text."""
    rows = list(annotations)
    versions = PublishedVersion.objects.filter(pk__in={row.version_id for row in rows})
    keys = {(version.reference_id, version.language) for version in versions}
    current: dict[tuple[int, str], PublishedVersion] = {}
    for language in {language for _reference, language in keys}:
        found = versions_in_force([reference for reference, code in keys if code == language], language)
        current |= {(reference, language): version for reference, version in found.items()}
    return beside_words(rows, current)


def _words(version: PublishedVersion) -> dict[str, Passage]:
    return {one.identifier: replace(one, kind="") for _label, group in passages_by_part(version) for one in group}


def _by_passage(current: PublishedVersion, said: list[Said]) -> list[PassageTalk]:
    labels = {one.identifier: str(label) for label, group in passages_by_part(current) for one in group}
    words = _words(current)
    talks: dict[str, PassageTalk] = {}
    for one in said:
        identifier = one.annotation.passage
        if identifier not in talks:
            text = words[identifier].text if identifier in words else ""
            talks[identifier] = PassageTalk(identifier, labels.get(identifier, ""), text, [])
        talks[identifier].said.append(one)
    return list(talks.values())
