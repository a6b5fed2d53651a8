"""Everything that was said in a round and everybody may read, by theme; who said it is never in it."""

from collections import defaultdict
from datetime import datetime
from functools import cache
from typing import Any, Literal

from django.db.models import QuerySet

from base.models import PublishedVersion
from base.queries.published_version import in_force_by_language, versions_in_force
from base.version_words import passage_in
from participation.enums import Moderation
from participation.models import Comment, ConsultationRound, Subject
from proposals.dossier_chapters import Data
from proposals.models import AnsweredContribution, FormalView
from proposals.queries.contribution import comment_number, proposals_of, public_comments, themes_of
from proposals.queries.dossier.values import day_value, link_value

# Read once, and not any more.
GONE = (Moderation.WITHDRAWN, Moderation.HIDDEN)
# One contribution: which theme it stands under, what it is, and its row.
Key = tuple[str, Literal["proposal", "comment"], int]


def contributions_data(consultation_round: ConsultationRound, at: datetime) -> Data:
    """Beside its items how many formal views there are, and what a public answer names and nobody reads any more; neither
    where there is none."""
    answered = AnsweredContribution.objects.filter(
        row__document__consultation_round=consultation_round, row__document__published_at__lte=at
    )
    gone = {
        **{
            comment_number(pk): moderation
            for pk, moderation in answered.filter(comment__moderation__in=GONE)
            .order_by("comment")
            .values_list("comment", "comment__moderation")
        },
        **dict(
            answered.filter(subject__moderation__in=GONE)
            .order_by("subject__reference__string")
            .values_list("subject__reference__string", "subject__moderation")
        ),
    }
    views = FormalView.objects.filter(consultation_round=consultation_round).count()
    return {
        **({"round": consultation_round.reference.string, "formal_views": views} if views else {}),
        **({"gone": [{"number": number, "why": why} for number, why in gone.items()]} if gone else {}),
    }


def contribution_keys(consultation_round: ConsultationRound) -> list[Key]:
    """By theme, proposals in the order of their numbers, each with what was said about it; what has no theme comes last.

    A proposal with several themes stands under the first of them, once. What is said about the text of a round has none.
    """
    themes = themes_of(consultation_round)
    talk = defaultdict(list)
    for comment, subject in (
        public_comments(consultation_round).order_by("posted_at", "pk").values_list("pk", "subject")
    ):
        talk[subject].append(comment)
    rows = proposals_of(consultation_round).values_list("pk", "reference__translation_key")
    keys: list[tuple[tuple[bool, str], int, Key]] = []
    for place, (subject, page) in enumerate(rows.order_by("reference__year", "reference__number")):
        theme = min(themes.get(page, [""]))
        keys.append(((not theme, theme), place, (theme, "proposal", subject)))
        keys += [((not theme, theme), place, (theme, "comment", one)) for one in talk.pop(subject, [])]
    # Of the text of the round.
    keys += [((True, ""), len(keys), ("", "comment", one)) for rest in talk.values() for one in rest]
    return [key for _theme, _place, key in sorted(keys, key=lambda one: one[:2])]


def contributions(consultation_round: ConsultationRound, keys: list[Key], at: datetime) -> list[Data]:
    """The contributions with these keys, in their order; as many queries for one as for all."""
    themes = themes_of(consultation_round)
    every = len(keys) > MANY
    proposals = _proposals(
        consultation_round, None if every else [pk for _t, kind, pk in keys if kind == "proposal"], at
    )
    comments = _comments(consultation_round, None if every else [pk for _t, kind, pk in keys if kind == "comment"])
    found: list[Data] = []
    for theme, kind, pk in keys:
        value, page = proposals[pk] if kind == "proposal" else (comments[pk], None)
        found.append({"theme": theme, "themes": sorted(themes.get(page, [])), **value})
    return found


# Above this the rows are not named one by one: a database takes only so much in one question.
MANY = 500


def _proposals(
    consultation_round: ConsultationRound, pks: list[int] | None, at: datetime
) -> dict[int, tuple[Data, Any]]:
    subjects: Any = proposals_of(consultation_round)
    if pks is not None:
        subjects = subjects.filter(pk__in=pks)
    rows = list(subjects.with_state(at).select_related("reference", "merged_into__reference"))
    if pks is None:
        versions = _all_versions(subjects.values("reference"))
    else:
        versions = versions_in_force([one.reference_id for one in rows], "")
    return {one.pk: (_proposal(one, versions.get(one.reference_id)), one.reference.translation_key) for one in rows}


def _all_versions(references: QuerySet[Subject, Any]) -> dict[int, PublishedVersion]:
    """As `versions_in_force`, of more than can be named one by one."""
    found = in_force_by_language().filter(reference__in=references)
    return {version.reference_id: version for version in found.order_by("-published_at", "-pk").read()}


def _proposal(subject: Any, version: PublishedVersion | None) -> Data:
    return {
        "kind": "proposal",
        **(link_value(subject.reference) or {}),
        "day": day_value(subject.submitted_at),
        "channel": subject.channel,
        "state": subject.state,
        "supports": subject.supports_in_all,
        "comments": subject.visible_comments,
        "part_of": link_value(subject.merged_into.reference) if subject.merged_into is not None else None,
        "version": version.label if version is not None else "",
        "language": version.language if version is not None else subject.language,
        "sha256": version.sha256 if version is not None else "",
        "is_whole": version is not None and version.is_whole,
        "content": version.content if version is not None else {},
    }


def _comments(consultation_round: ConsultationRound, pks: list[int] | None) -> dict[int, Data]:
    rows: Any = public_comments(consultation_round)
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    comments = list(rows.select_related("subject__reference", "annotation__version__reference", "answer__question"))
    read = {one.annotation.version_id for one in comments if hasattr(one, "annotation")}
    versions = {one.pk: one for one in PublishedVersion.objects.filter(pk__in=read).read()} if read else {}

    @cache
    def passage(version: int, identifier: str) -> str:
        found = passage_in(versions[version], identifier) if identifier else None
        return found.text if found is not None else ""

    return {one.pk: _comment(one, passage) for one in comments}


def _comment(comment: Comment, passage: Any) -> Data:
    annotation = getattr(comment, "annotation", None)
    answer = getattr(comment, "answer", None)
    return {
        "kind": "comment",
        "number": comment_number(comment.pk),
        "address": comment.get_absolute_url(),
        "about": comment.subject.reference.string,
        "answer_to": comment_number(comment.parent_id) if comment.parent_id is not None else None,
        "day": day_value(comment.posted_at),
        "channel": comment.channel,
        "official_as": comment.official_as,
        "stance": comment.stance,
        "helpful": comment.helpful_count,
        "question": answer.question.words[answer.question.language]["label"] if answer is not None else "",
        "reaction": annotation.kind if annotation is not None else "",
        "of_version": (
            {
                "number": annotation.version.reference.string,
                "version": annotation.version.label,
                "language": annotation.version.language,
                "passage": annotation.passage,
                "quoted": passage(annotation.version_id, annotation.passage),
            }
            if annotation is not None
            else None
        ),
        "language": comment.language,
        "text": comment.text,
    }
