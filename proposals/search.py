"""What of rounds, proposals, answers and the council can be found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from base.enums import ReferenceKind
from base.models import SearchEntry
from base.queries.published_version import versions_in_force
from base.search_kinds import SearchKind, declare_search, text_kind, with_page
from participation.enums import Moderation
from participation.models import Question, Subject
from proposals.enums import FoundKind
from proposals.models import CouncilVote, ResponseDocument, ResponseRow
from proposals.queries.council import on_newest_papers
from proposals.views.found import (
    answer_told,
    answers_told,
    commitment_told,
    decision_told,
    proposal_told,
    round_told,
    vote_told,
)

_LANGUAGES = (settings.LANGUAGE_CODE, "en")
_LONGEST_TITLE = 150


def declare_found() -> None:
    declare_search(
        text_kind(
            ReferenceKind.CONSULTATION_ROUND,
            gettext_lazy("Consultation rounds"),
            told=round_told,
            also_public=with_page,
            also_read=questions_of,
        ),
        text_kind(ReferenceKind.PROPOSAL, gettext_lazy("Proposals"), told=proposal_told, also_public=_visible),
        text_kind(ReferenceKind.DECISION, gettext_lazy("Decisions"), told=decision_told),
        text_kind(ReferenceKind.COMMITMENT, gettext_lazy("Promises"), told=commitment_told),
        SearchKind(
            FoundKind.ANSWERS.value,
            FoundKind.ANSWERS.label,
            gettext_lazy("Response documents"),
            _documents,
            _read_documents,
            lambda _at: Q(
                Exists(
                    ResponseDocument.objects.filter(
                        published_at__isnull=False, reference__is_public=True, pk=OuterRef("source")
                    )
                )
            ),
            answers_told,
        ),
        SearchKind(
            FoundKind.ANSWER.value,
            FoundKind.ANSWER.label,
            gettext_lazy("Answers"),
            _rows,
            _read_rows,
            lambda _at: Q(
                Exists(ResponseRow.objects.public().filter(document__reference__is_public=True, pk=OuterRef("source")))
            ),
            answer_told,
        ),
        SearchKind(
            FoundKind.VOTE.value,
            FoundKind.VOTE.label,
            gettext_lazy("Votes of the council"),
            _votes,
            _read_votes,
            lambda _at: Q(Exists(CouncilVote.objects.filter(corrected_by=None, pk=OuterRef("source")))),
            vote_told,
        ),
    )


def questions_of(references: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """What rounds ask, and the answers to choose from, by the key of their reference and by language."""
    found: dict[int, dict[str, str]] = {}
    asked = Question.objects.filter(questionnaire__consultation_round__reference__in=references)
    for question in asked.select_related("questionnaire__consultation_round").order_by("questionnaire", "place"):
        of_round = found.setdefault(question.questionnaire.consultation_round.reference_id, {})
        for language, words in question.words.items():
            said = [words.get("label", ""), *words.get("choices", [])]
            of_round[language] = "\n".join(filter(None, [of_round.get(language, ""), *said]))
    return found


def _visible(at: datetime) -> Q:
    subjects = Subject.objects.filter(moderation=Moderation.VISIBLE, reference=OuterRef("reference"))
    return with_page(at) & Q(Exists(subjects))


def _documents() -> Iterable[str]:
    return map(str, ResponseDocument.objects.exclude(published_at=None).values_list("pk", flat=True))


def _read_documents(things: Sequence[str]) -> Iterator[SearchEntry]:
    found = ResponseDocument.objects.exclude(published_at=None).filter(pk__in=[int(one) for one in things])
    documents = list(found.select_related("reference", "consultation_round"))
    for language in _LANGUAGES:
        texts = versions_in_force([one.consultation_round.reference_id for one in documents], language)
        for document in documents:
            intro = document.intro_en if language == "en" else document.intro
            if language == "en" and not intro:
                continue
            of_round = texts.get(document.consultation_round.reference_id)
            title = of_round.title if of_round is not None else document.consultation_round.title
            with override(language):
                title = f"{_('What the municipality answers')}: {title}"
            yield _of_document(
                document, FoundKind.ANSWERS, document.pk, language, document.reference.string, title, intro
            )


def _rows() -> Iterable[str]:
    return map(str, ResponseRow.objects.public().values_list("pk", flat=True))


def _read_rows(things: Sequence[str]) -> Iterator[SearchEntry]:
    rows = ResponseRow.objects.public().filter(pk__in=[int(one) for one in things])
    for row in rows.select_related("document__reference"):
        name = f"{row.document.reference.string}/{row.number}"
        for language in _LANGUAGES if row.answer_en else _LANGUAGES[:1]:
            said, answer, _written_in = row.said_in(language)
            title = Truncator(" ".join(said.split())).chars(_LONGEST_TITLE) or row.theme or name
            words = [said, answer, row.reason_in(language)[0], row.theme, row.forwarded_to]
            yield _of_document(
                row.document, FoundKind.ANSWER, row.pk, language, name, title, "\n".join(filter(None, words))
            )


def _of_document(
    document: ResponseDocument, kind: FoundKind, key: int, language: str, name: str, title: str, text: str
) -> SearchEntry:
    return SearchEntry(
        kind=kind.value,
        thing=str(key),
        source=key,
        language=language,
        reference=document.reference,
        name=name,
        title=title,
        text=text,
        day=timezone.localtime(document.published_at).date() if document.published_at else None,
    )


def _votes() -> Iterable[str]:
    return map(str, CouncilVote.objects.filter(corrected_by=None).values_list("pk", flat=True))


def _read_votes(things: Sequence[str]) -> Iterator[SearchEntry]:
    found = CouncilVote.objects.filter(corrected_by=None, pk__in=[int(one) for one in things])
    votes = on_newest_papers(found.select_related("meeting").prefetch_related("groups__group"))
    with override(settings.LANGUAGE_CODE):
        for vote in votes:
            groups = ", ".join(one.group.name for one in vote.groups.all())
            words = [str(vote.paper), vote.meeting.get_body_display(), vote.get_outcome_display(), groups]
            yield SearchEntry(
                kind=FoundKind.VOTE.value,
                thing=str(vote.pk),
                source=vote.pk,
                language=settings.LANGUAGE_CODE,
                name=vote.paper.number,
                title=vote.paper.title,
                text=" · ".join(map(str, filter(None, words))),
                day=vote.meeting.held_on,
            )
