from django_tasks import task

from base import clock
from participation.letter_tasks import send_letters, try_later
from participation.models import Subject
from participation.moderation_rules import receipts_of_address
from proposals.letters import receipt_of_proposal, receipt_of_view
from proposals.queries.formal_view import formal_view_by_pk


@task()
def tell_of_view(view: int, attempt: int = 0) -> int:
    """The receipt, to who gave a mail address."""
    found = formal_view_by_pk(view)
    if found is None:
        return 0
    # Anybody may have typed the address.
    letters = [one for one in receipt_of_view(found) if attempt or receipts_of_address().count(one.to, at=clock.now())]
    sent, is_whole = send_letters(letters)
    return sent if is_whole else try_later(tell_of_view, view, attempt, sent)


@task()
def tell_of_proposal(subject: int, attempt: int = 0) -> int:
    """The receipt, to who handed it in."""
    found = Subject.objects.select_related("reference", "author", "ordinance", "consultation_round").get(pk=subject)
    sent, is_whole = send_letters(receipt_of_proposal(found, clock.now()))
    return sent if is_whole else try_later(tell_of_proposal, subject, attempt, sent)
