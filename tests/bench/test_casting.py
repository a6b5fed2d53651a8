"""How many ballots a second can be cast over the web. Promised: half of what a bare view that inserts one row reaches, on the same
server and database in the same run.

Both bare views (tests.bench.serve) stand behind all that stands before the ballot: the same server, middleware and settings. One
is asked by nobody, without a session; the other as voters are: session and account are looked up, and the form is theirs.
"""

import http.client
import secrets
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.middleware.csrf import CSRF_SESSION_KEY
from django.urls import reverse
from django.utils import timezone

from accounts.session import renew
from participation.enums import PhaseKind
from participation.models import ConsultationRound, Envelope
from participation.views.marks import paper_token, voter_token
from tests.database_races import environment_of_database
from tests.factories.accounts import UserFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

VOTERS, AT_ONCE, PROCESSES, THREADS = 600, 8, 2, 4


@contextmanager
def served():
    """The port of a server of its own on the test's database."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tests.bench.serve:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", f"{PROCESSES}", "--threads", f"{THREADS}", "--preload"]
    with subprocess.Popen(command, env=environment_of_database()) as server:
        try:
            for _ in range(600):
                with socket.socket() as door:
                    if not door.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def signed_in(person, token: str) -> str:
    session = SessionStore()
    session[CSRF_SESSION_KEY] = token
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    renew(session, timezone.now())
    session.create()
    return str(session.session_key)


def per_second(port: int, address: str, requests: list[tuple[str, dict[str, str]]], expected: str) -> float:
    """How many requests (body and headers) are answered a second, sent by several browsers that wait for their answers."""

    def send(mine: list[tuple[str, dict[str, str]]]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for body, headers in mine:
            connection.request("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"} | headers)
            answer = connection.getresponse()
            answer.read()
            assert f"{answer.status} {answer.headers.get('Location', '')}".strip() == expected
        connection.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send, [requests[number::AT_ONCE] for number in range(AT_ONCE)]))
    return len(requests) / (time.perf_counter() - start)


def test_bench_casting_ballots_over_the_web(many_connections):
    consultation_round = ConsultationRoundFactory()
    opens = timezone.now() - timedelta(days=1)
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=opens, ends_at=opens + timedelta(days=9)
    )
    subjects = SubjectFactory.create_batch(20, consultation_round=consultation_round)
    token = secrets.token_hex(16)
    people = UserFactory.create_batch(VOTERS)
    form = {"csrfmiddlewaretoken": token, "step": "cast", "choice": [one.pk for one in subjects[:5]]}

    def ballots_as_sent() -> list[tuple[str, dict[str, str]]]:
        """As the page that shows a ballot whole writes its form."""
        paper = paper_token(HttpRequest(), ConsultationRound.objects.with_phases().get())
        return [
            (
                urlencode(
                    form | {"voter": voter_token(str(person.key)), "paper": paper, "once": str(person.key)}, True
                ),
                {"Cookie": f"sessionid={signed_in(person, token)}"},
            )
            for person in people
        ]

    address = reverse("ballot", args=[consultation_round.reference.string])
    thanks = f"302 {reverse('voted', args=[consultation_round.reference.string])}"
    with served() as port:
        # What is loaded once is loaded, and the paper frozen.
        per_second(port, "/bare/", [("", {})] * 50, "204")
        per_second(port, address, ballots_as_sent()[:50], thanks)
        ballots = ballots_as_sent()
        bare = per_second(port, "/bare/", [("", {})] * VOTERS, "204")
        known = per_second(port, "/bare/signed-in/", ballots[50:], "204")
        cast = per_second(port, address, ballots[50:], thanks)
        known = (known + per_second(port, "/bare/signed-in/", ballots[50:], "204")) / 2
        bare = (bare + per_second(port, "/bare/", [("", {})] * VOTERS, "204")) / 2
    assert Envelope.objects.count() == VOTERS
    print(  # noqa: T201 - the figures are what this run is for
        f"\n{cast:.0f} ballots cast a second: {cast / bare:.2f} × a bare view that inserts one row ({bare:.0f} a second), "
        f"{cast / known:.2f} × one that does so for somebody who is signed in ({known:.0f} a second)"
    )
