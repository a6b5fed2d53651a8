"""The production settings, in a process of their own: settings are read once per process."""

import os
import subprocess
import sys

import pytest

from config.environment import ROOT

PRODUCTION = {
    "SECRET_KEY": "vK7wq2Zp9RtYx4Lm6NbGc8HsJd3FqWeTzUaXoPiBvCnMkLrE5y",
    "ALLOWED_HOSTS": "leert.example.nl",
    "BASE_URL": "https://leert.example.nl",
    "EMAIL_URL": "submission://leerstad:geheim@mail.example.nl:587",
    "DATABASE_URL": "sqlite:///:memory:",
    "TRUSTED_PROXIES": "1",
}


def run(*command, **changed):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {
        **kept,
        **PRODUCTION,
        **changed,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }
    present = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=present, capture_output=True, text=True, check=False
    )


def test_check_deploy_is_clean_with_the_production_settings():
    checked = run("manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout + checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"])
def test_production_does_not_start_without(name):
    started = run("manage.py", "check", **{name: None})
    assert started.returncode != 0
    assert name in started.stderr.strip().splitlines()[-1]


SERVED = """
import django; django.setup()
from django.test import Client
def told(answer):
    return answer.status_code, answer.headers.get("Location"), answer.headers.get("Strict-Transport-Security")
plain, secure = Client(headers={"host": "leert.example.nl"}), Client(headers={"host": "leert.example.nl", "x-forwarded-proto": "https"})
print([told(plain.get("/robots.txt")), told(secure.get("/robots.txt")), plain.get("/healthz").status_code])
"""


def test_production_sends_everybody_to_https_but_the_probe():
    served = run("-c", SERVED)
    assert served.stdout.strip() == str(
        [
            (301, "https://leert.example.nl/robots.txt", None),
            (200, None, "max-age=31536000; includeSubDomains; preload"),
            503,
        ]
    ), served.stderr
