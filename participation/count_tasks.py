"""What takes long about a count, done by a worker. Its argument is a key."""

from django_tasks import task

from base import clock
from participation.actions.certification import finish_recount
from participation.queries.recount import recount_by_pk


@task()
def count_again(recount: int) -> None:
    """Of one that ended nothing is done again: a worker that took the task twice does no harm."""
    found = recount_by_pk(recount)
    if found is not None and found.ended_at is None:
        finish_recount(recount=found, at=clock.now())
