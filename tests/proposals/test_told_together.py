"""What is done in a row is one mail, where a worker can wait: what happened to the same thing meanwhile goes along."""

from datetime import timedelta

import pytest
from django.core import mail
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from base import clock
from base.models import Reference
from home.actions.item_state import set_item_state
from participation.enums import FollowMoment
from proposals.answer_tasks import announce_to_contributors, tell_together
from tests.factories.base import VersionTextFactory
from tests.factories.participation import FollowFactory
from tests.factories.proposals import CommitmentFactory
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_day_of_counting")]


def worked(minutes: int) -> dict[str, str]:
    """What a worker mails that comes by then."""
    mail.outbox.clear()
    now = COUNTING + timedelta(minutes=minutes)
    with clock.set_to(now):
        while task := DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=now).first():
            DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)
            tell_together.call(*task.args_kwargs["args"])
    assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox)
    return {one.to[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}


def test_what_a_clerk_does_in_a_row_is_one_mail(agenda_item, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    item, promise = agenda_item.reference, CommitmentFactory(about=agenda_item.reference)
    VersionTextFactory(version__reference=promise.reference)
    Reference.objects.filter(pk=promise.reference_id).update(is_public=True)
    DBTaskResult.objects.all().delete()
    of_item, of_promise = (FollowFactory(reference=one).address for one in (item, promise.reference))

    def promised(minutes: int, what: str) -> None:
        with clock.set_to(COUNTING + timedelta(minutes=minutes)), django_capture_on_commit_callbacks(execute=True):
            references = [promise.reference_id, item.pk]
            announce_to_contributors(rounds=[], moment=FollowMoment.PROMISE, what=what, references=references)

    promised(0, f"made {promise.pk}")
    with django_capture_on_commit_callbacks(execute=True), clock.set_to(COUNTING + timedelta(minutes=5)):
        set_item_state(reference=item, step="started", by=None, at=clock.now())
    assert worked(12) == {}
    told = worked(16)
    assert set(told) == {of_item, of_promise}
    assert told[of_item].startswith(f"{item} is nu: de uitvoering is begonnen, en nog 1 ander bericht\n")
    for words in (promise.text, f"{promise.reference}: de gemeente heeft iets toegezegd", "De uitvoering is begonnen."):
        assert words in told[of_item]
    # Who follows the promise alone hears of that alone.
    assert f"{item} is nu" not in told[of_promise]
    assert worked(60) == {}
    # However much follows, nothing waits longer than an hour.
    for minutes in range(100, 190, 9):
        promised(minutes, f"made {CommitmentFactory(about=item).pk}")
        if worked(minutes + 1):
            break
    assert 160 <= minutes <= 178
