"""Tells everybody who took part in a round what became of it: once each for each moment, grouped, in their language."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django_tasks import task

from base import clock
from participation.actions.follow import claim_notices
from participation.enums import FollowMoment
from participation.letter_tasks import LATER, send_letters, try_later
from participation.letters import LetterText
from participation.models import ConsultationRound, Follow, TallySheet
from participation.tasks import announce
from proposals.answer_letters import letters_of_answers
from proposals.models import ResponseDocument, ResponseRow
from proposals.outcome_letters import letters_of_moment, letters_of_result
from proposals.queries.response_document import documents


def announce_answers(document: ResponseDocument) -> None:
    """Once the transaction stands."""
    transaction.on_commit(lambda: _tell_of_answers(document.pk), robust=True)


def announce_later_answer(row: ResponseRow) -> None:
    """Once the transaction stands, to whom a row concerns that was added to published answers."""
    transaction.on_commit(lambda: _tell_of_later_answer(row.pk), robust=True)


def announce_result(sheet: TallySheet, moment: FollowMoment) -> None:
    """Once the transaction stands, of a result that was made public, or of a count anew."""
    transaction.on_commit(lambda: _tell_of_result(sheet.pk, moment), robust=True)


def announce_to_contributors(
    *, rounds: Iterable[ConsultationRound], moment: FollowMoment, what: object, references: Iterable[int] = ()
) -> None:
    """Tells, once the transaction stands, whoever took part in one of these rounds of what happened, and whoever follows one of
    these things (their keys) as a follower: each one mail. Without a round it is for followers alone. `moment` and `what` are for
    its reader in participation.news."""
    found = list(dict.fromkeys(references))
    announce(moment=moment, what=what, references=found)
    for pk in [one.pk for one in rounds]:
        transaction.on_commit(partial(_tell_contributors, pk, moment, str(what), found), robust=True)


def _tell_of_answers(document: int) -> None:
    tell_of_answers.enqueue(document)


def _tell_of_later_answer(row: int) -> None:
    tell_of_later_answer.enqueue(row)


def _tell_of_result(sheet: int, moment: FollowMoment) -> None:
    tell_of_result.enqueue(sheet, str(moment))


def _tell_contributors(consultation_round: int, moment: FollowMoment, what: str, followed: list[int]) -> None:
    tell_contributors.enqueue(consultation_round, str(moment), what, followed)


@task()
def tell_of_answers(document: int, attempt: int = 0) -> int:
    """To who took part their own answers; then to who follows the round and was not told so."""
    found = documents().filter(pk=document, published_at__isnull=False).first()
    if found is None:
        return 0
    letters = list(letters_of_answers(found))
    sent, is_whole = send_letters(letters)
    _announce_to_others(letters, FollowMoment.ANSWERS, document, [found.consultation_round.reference_id])
    return sent if is_whole else try_later(tell_of_answers, document, attempt, sent)


@task()
def tell_of_result(sheet: int, moment: str, attempt: int = 0) -> int:
    """To who took part what became of theirs; then to who follows the round, or what was on its ballot paper, and was not told so."""
    found = TallySheet.objects.select_related("consultation_round__reference").get(pk=sheet)
    letters = list(letters_of_result(found, FollowMoment(moment)))
    sent, is_whole = send_letters(letters)
    about = [found.consultation_round.reference_id, *found.lines.values_list("subject__reference", flat=True)]
    _announce_to_others(letters, FollowMoment(moment), sheet, about)
    if not is_whole and attempt < len(LATER) and tell_of_result.get_backend().supports_defer:
        tell_of_result.using(run_after=clock.now() + LATER[attempt]).enqueue(sheet, moment, attempt + 1)
    return sent


def _announce_to_others(letters: list[LetterText], moment: FollowMoment, what: int, references: list[int]) -> None:
    """To who follows one of these things and gets none of these letters."""
    told = {letter.to.lower() for letter in letters}
    follows = Follow.objects.confirmed().filter(reference__in=references).select_related("person")
    theirs = [follow.pk for follow in follows if follow.mailbox.lower() in told]
    claim_notices(follows=theirs, moment=moment, what=str(what), at=clock.now())
    announce(moment=moment, what=what, references=references)


@task()
def tell_of_later_answer(row: int, attempt: int = 0) -> int:
    found = ResponseRow.objects.public().filter(pk=row).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(letters_of_answers(documents().get(pk=found.document_id), found))
    return sent if is_whole else try_later(tell_of_later_answer, row, attempt, sent)


@task()
def tell_contributors(consultation_round: int, moment: str, what: str, followed: list[int], attempt: int = 0) -> int:
    found = ConsultationRound.objects.select_related("reference").get(pk=consultation_round)
    sent, is_whole = send_letters(letters_of_moment(found, FollowMoment(moment), what, followed))
    if not is_whole and attempt < len(LATER) and tell_contributors.get_backend().supports_defer:
        later = tell_contributors.using(run_after=clock.now() + LATER[attempt])
        later.enqueue(consultation_round, moment, what, followed, attempt + 1)
    return sent
