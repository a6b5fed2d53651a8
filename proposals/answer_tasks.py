"""Tells everybody who took part in a round what became of it: once each for each moment, grouped, in their language."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from base import clock
from participation.actions.follow import claim_notices
from participation.enums import FollowMoment
from participation.letter_tasks import send_letters, try_later
from participation.letters import LetterText
from participation.models import ConsultationRound, Follow, TallySheet
from participation.tasks import Told, announce, mail_followers, on_second_thoughts, once_more
from proposals.answer_letters import letters_of_answers
from proposals.models import ResponseDocument, ResponseRow
from proposals.outcome_letters import letters_of_moments, letters_of_result
from proposals.queries.response_document import documents

# How long something waits to be told with what happens after it.
PATIENCE = timedelta(hours=1)


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
    """Tells, once the transaction stands and a mistake could be taken back, whoever took part in one of these rounds of what
    happened, and whoever follows one of these things (their keys) as a follower: each one mail, with what else happened to the
    same things meanwhile. Without a round it is for followers alone. `moment` and `what` are for its reader in
    participation.news."""
    told = [
        str(moment),
        str(what),
        list(dict.fromkeys(references)),
        [one.pk for one in rounds],
        clock.now().isoformat(),
    ]
    task = on_second_thoughts(tell_together)
    transaction.on_commit(lambda: _tell_together(task, told), robust=True)


def _tell_together(task: Task[..., Any], told: list[Any]) -> None:
    task.enqueue([told])


def _tell_of_answers(document: int) -> None:
    tell_of_answers.enqueue(document)


def _tell_of_later_answer(row: int) -> None:
    tell_of_later_answer.enqueue(row)


def _tell_of_result(sheet: int, moment: FollowMoment) -> None:
    tell_of_result.enqueue(sheet, str(moment))


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
    if not is_whole:
        once_more(tell_of_result, attempt, sheet, moment)
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
def tell_together(told: list[list[Any]], attempt: int = 0) -> int:
    """Of what happened (moment, what, keys of what is followed, keys of rounds, and when), with what else of the same things still
    waits. While something of them happened just now, all of it waits for that, but never longer than PATIENCE."""
    if attempt == 0:
        told, until = _with_what_waits(told)
        if until is not None:
            tell_together.using(run_after=until).enqueue(told)
            return 0
    sent, is_whole = mail_followers(_told_of(told))
    for pk in dict.fromkeys(pk for one in told for pk in one[3]):
        found = ConsultationRound.objects.select_related("reference").get(pk=pk)
        more, is_all = send_letters(letters_of_moments(found, _told_of([one for one in told if pk in one[3]])))
        sent, is_whole = sent + more, is_whole and is_all
    if not is_whole:
        once_more(tell_together, attempt, told)
    return sent


def _told_of(told: Iterable[list[Any]]) -> list[Told]:
    return [Told(moment, what, references) for moment, what, references, _rounds, _at in told]


def _with_what_waits(told: list[list[Any]]) -> tuple[list[list[Any]], datetime | None]:
    """With what is told of the same things and is due too, the oldest first; and until when all of it waits for more. Whatever is
    told here finds itself told when its own turn comes."""
    if not tell_together.get_backend().supports_defer:
        return told, None
    now, later = clock.now(), None
    found = {(one[0], one[1]): one for one in told}
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=tell_together.module_path)
    waiting = [
        (one, run_after)
        for args, run_after in tasks.values_list("args_kwargs__args", "run_after")
        if len(args) == 1
        for one in args[0]
    ]
    for one, run_after in sorted(waiting, key=lambda each: str(each[0][4])):
        if not any(set(one[2]) & set(each[2]) or set(one[3]) & set(each[3]) for each in found.values()):
            continue
        if run_after > now:
            later = max(later or run_after, run_after)
        else:
            found.setdefault((one[0], one[1]), one)
    oldest = min(datetime.fromisoformat(one[4]) for one in told)
    due = sorted(found.values(), key=lambda one: one[4])
    return (told, later) if later is not None and now < oldest + PATIENCE else (due, None)
