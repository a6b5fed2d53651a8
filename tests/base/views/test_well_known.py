from datetime import UTC, datetime, timedelta

import time_machine
from sectxt import Parser

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def test_security_txt_keeps_rfc_9116(client, settings):
    settings.BASE_URL = "https://leert.waterrijk.example"
    answer = client.get("/.well-known/security.txt")
    parser = Parser(answer.content, urls="https://leert.waterrijk.example/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (parser.errors, parser.is_valid()) == ([], True)
    assert parser.preferred_languages == ["nl", "en"]


def test_security_txt_expires_within_a_year_however_long_the_site_runs(client):
    for year in (2026, 2030):
        now = NOW.replace(year=year)
        with time_machine.travel(now, tick=False):
            line = client.get("/.well-known/security.txt").content.decode().splitlines()[1]
        expires = datetime.fromisoformat(line.removeprefix("Expires: "))
        assert now + timedelta(days=100) < expires < now + timedelta(days=365)


def test_robots_txt_keeps_machines_out_of_the_back_office(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /django-admin/"} <= set(lines)
