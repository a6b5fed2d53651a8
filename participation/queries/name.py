"""The name under which something stands in public: the one rule, for every page, list, feed and table.

A name is its author's choice. So long after the round closed (NAMES_SHOWN_FOR) nobody is named any more, and no job is
needed for that: it follows from the clock.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from participation.enums import Moderation
from participation.models import CoAuthor, Comment, ConsultationRound, Phase, Subject

# When a round closes; nothing for one without an end.
Closing = datetime | None


def closing_of(consultation_round: ConsultationRound) -> Closing:
    return _last([phase.ends_at for phase in consultation_round.phases.all()])


def are_named(written_at: datetime, closing: Closing, at: datetime) -> bool:
    """Whether who wrote something is still named. In a round without an end the term begins with the words themselves."""
    return at < max(written_at, closing or written_at) + settings.NAMES_SHOWN_FOR


def name_of(comment: Comment, closing: Closing, at: datetime) -> str:
    """Whoever answers for the municipality is named by the role, and that stays."""
    if comment.official_as:
        return comment.official_as
    return (comment.author_name if are_named(comment.posted_at, closing, at) else "") or nameless(1)


def names_of(comments: Iterable[Comment], at: datetime) -> dict[int, str]:
    """Of comments (by their keys) about any subjects; one query, beside those for the subjects themselves."""
    comments = list(comments)
    closings = _closings({comment.subject.consultation_round_id for comment in comments})
    return {one.pk: name_of(one, closings[one.subject.consultation_round_id], at) for one in comments}


def authors_of(subjects: Iterable[Subject], at: datetime) -> dict[int, str]:
    """Who made each (by its key), in words: its author or their group, then the co-authors in order, then in the same way
    who made what became part of it. Three queries."""
    subjects = list(subjects)
    closings = _closings({subject.consultation_round_id for subject in subjects})
    parts: dict[int | None, list[Subject]] = defaultdict(list)
    merged = Subject.objects.filter(merged_into__in=[one.pk for one in subjects], moderation=Moderation.VISIBLE)
    for part in merged.order_by("reference__year", "reference__number"):
        parts[part.merged_into_id].append(part)
    others: dict[int, list[str]] = defaultdict(list)
    all_of_them = [one.pk for one in [*subjects, *(part for found in parts.values() for part in found)]]
    for key, name in CoAuthor.objects.filter(subject__in=all_of_them).values_list("subject", "name"):
        others[key].append(name)

    def own(one: Subject) -> str:
        return _authors(one, others[one.pk], closings[one.consultation_round_id], at)

    return {one.pk: with_parts(own(one), [own(part) for part in parts[one.pk]]) for one in subjects}


def with_parts(authors: str, of_parts: Iterable[str]) -> str:
    """Who made something and what became part of it, each named once."""
    return ", ".join(dict.fromkeys([authors, *of_parts]))


def authors_of_one(subject: Subject, at: datetime) -> str:
    """Of one by itself, without its parts; its round and co-authors may have been read before."""
    others = [one.name for one in subject.co_authors.all()]
    return _authors(subject, others, closing_of(subject.consultation_round), at)


def author_of(subject: Subject, at: datetime) -> str:
    """Who asks others to be named beside them: its author or their group, without those who said yes."""
    return _authors(subject, [], closing_of(subject.consultation_round), at)


def names_of_both(things: Iterable[Subject | Comment], at: datetime) -> dict[Subject | Comment, str]:
    """Of subjects and comments among each other."""
    things = list(things)
    subjects = [one for one in things if isinstance(one, Subject)]
    comments = [one for one in things if isinstance(one, Comment)]
    authors, names = authors_of(subjects, at), names_of(comments, at)
    return {one: authors[one.pk] for one in subjects} | {one: names[one.pk] for one in comments}


def authors_in_words(*, author: str, group: str, is_group_alone: bool, others: Sequence[str] = ()) -> str:
    """`Noor, Sam and 2 residents`: who wants no name comes last."""
    if group and not is_group_alone:
        author = _("%(group)s (through %(name)s)") % {"group": group, "name": author or nameless(1)}
    names = [group if group and is_group_alone else author, *others]
    named = [name for name in names if name]
    if len(named) < len(names):
        named.append(nameless(len(names) - len(named)))
    return str(get_text_list(named, _("and")))


def nameless(number: int) -> str:
    return _("a resident") if number == 1 else _("%(number)d residents") % {"number": number}


def _authors(subject: Subject, others: list[str], closing: Closing, at: datetime) -> str:
    if are_named(subject.submitted_at, closing, at):
        return authors_in_words(
            author=subject.author_name, group=subject.group_name, is_group_alone=subject.is_group_alone, others=others
        )
    # A group may be as small as a family.
    return _("a group of residents") if subject.group_name else nameless(1 + len(others))


def _closings(rounds: set[int]) -> dict[int, Closing]:
    ends: dict[int, list[Closing]] = {key: [] for key in rounds}
    for key, end in (
        Phase.objects.filter(consultation_round__in=rounds).order_by().values_list("consultation_round", "ends_at")
    ):
        ends[key].append(end)
    return {key: _last(of_round) for key, of_round in ends.items()}


def _last(ends: Sequence[Closing]) -> Closing:
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None
