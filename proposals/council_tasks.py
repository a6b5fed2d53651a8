from django_tasks import task

from base import clock
from proposals.imports.council_reading import look_again


@task()
def look_at_council() -> int:
    """What the council's information system says now of everything that was recorded from it; answers what is new."""
    return look_again(by=None, at=clock.now()).new
