from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from base.redaction_ledger import waiting_redactions


class NotReady(Exception):
    """Why the site cannot serve, in words for who runs it."""


@cache
def check_migrations() -> None:
    """Raises NotReady while migrations wait. Once they are applied this process need not look again: it costs a second."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReady(f"{len(waiting)} migrations are not applied: run `manage.py migrate`.")


@cache
def check_redactions() -> None:
    """Raises NotReady where a backup brought back what was destroyed since; looked at once per process."""
    if waiting := len(waiting_redactions()):
        raise NotReady(f"{waiting} redactions are not in this database: run `manage.py replay_redactions`.")


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        cursor.fetchone()


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the site can serve: the database answers and all migrations are applied."""
    try:
        check_migrations()
        check_database()
        check_redactions()
    except NotReady as reason:
        return _answer(str(reason), 503)
    except DatabaseError:
        # The error itself may name hosts and accounts: it belongs in the log, not on a public page.
        return _answer("The database does not answer.", 503)
    return _answer("The site can serve.", 200)


def _answer(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
