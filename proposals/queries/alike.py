"""Proposals of a round that are much like what somebody is writing: to support one of them may be the better way."""

import re
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db import connection
from django.db.models import F, Q, QuerySet
from rapidfuzz import fuzz, utils

from participation.models import ConsultationRound, Subject
from proposals.models import ProposalPage
from proposals.search_index import DICTIONARIES, OTHERS

MOST = 5
# From which likeness on (of 1) a proposal is pointed out.
ALIKE = 0.55
# Words that say what a text is about: shorter ones are in every text.
_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_WORDS = 12


def alike_proposals(consultation_round: ConsultationRound, *, title: str, summary: str, language: str) -> list[Subject]:
    """At most five visible proposals of the round, the most alike first; nothing for words that say nothing yet."""
    words = list(dict.fromkeys(_WORD.findall(f"{title} {summary}".lower())))[:_MOST_WORDS]
    if not words:
        return []
    visible = Subject.objects.filter(consultation_round=consultation_round).visible()
    pages = ProposalPage.objects.filter(live=True, translation_key__in=visible.values("reference__translation_key"))
    found = (
        _by_postgres(pages, title, words, language)
        if connection.vendor == "postgresql"
        else _by_letters(pages, title, summary, words)
    )
    keys = found[:MOST]
    subjects = {
        subject.reference.translation_key: subject
        for subject in visible.filter(reference__translation_key__in=keys).with_counts().select_related("reference")
    }
    return [subjects[key] for key in keys if key in subjects]


def _by_postgres(pages: QuerySet[ProposalPage], title: str, words: list[str], language: str) -> list[UUID]:
    """By the stems of the words and by likeness of letters, so that a typing error finds it too."""
    dictionary = DICTIONARIES.get(language, OTHERS)
    vector = SearchVector("title", weight="A", config=dictionary) + SearchVector(
        "summary", weight="B", config=dictionary
    )
    asked = reduce(or_, [SearchQuery(word, config=dictionary) for word in words])
    found = (
        pages.annotate(
            found=vector,
            rank=SearchRank(vector, asked, normalization=2),
            likeness=TrigramWordSimilarity(title, "title"),
        )
        .filter(Q(found=asked) | Q(likeness__gte=ALIKE))
        .order_by((F("rank") + F("likeness")).desc(), "pk")
        .values_list("translation_key", flat=True)[:MOST]
    )
    return list(found)


def _by_letters(pages: QuerySet[ProposalPage], title: str, summary: str, words: list[str]) -> list[UUID]:
    """Where the database cannot say what is alike: those that share the beginning of a word, by likeness of words."""
    shares = reduce(or_, [Q(title__icontains=word[:5]) | Q(summary__icontains=word[:5]) for word in words])
    rows = pages.filter(shares).values_list("translation_key", "title", "summary")

    def likeness(row: tuple[UUID, str, str]) -> float:
        whole = fuzz.token_set_ratio(f"{title} {summary}", f"{row[1]} {row[2]}", processor=utils.default_process)
        return max(fuzz.token_set_ratio(title, row[1], processor=utils.default_process), whole) / 100

    measured = sorted(((likeness(row), row[0]) for row in rows), key=lambda one: (-one[0], str(one[1])))
    return [key for measure, key in measured if measure >= ALIKE]
