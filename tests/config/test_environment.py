"""Every environment variable: read in one place, told in docs/running.md, refused with a sentence."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = environment.ROOT
SOURCE = (ROOT / "site/config/environment.py").read_text(encoding="utf-8")

# What a city must set itself: no default would be right.
REQUIRED = {
    "SECRET_KEY": environment.secret_key,
    "ALLOWED_HOSTS": environment.allowed_hosts,
    "BASE_URL": environment.base_url,
    "EMAIL_URL": environment.mail,
}

MALFORMED = [
    ("DEBUG", "maybe", environment.debug),
    ("SECRET_KEY", "short", environment.secret_key),
    ("SECRET_KEY", "a" * 60, environment.secret_key),
    ("ALLOWED_HOSTS", "*", environment.allowed_hosts),
    ("ALLOWED_HOSTS", "", environment.allowed_hosts),
    ("ARCHIVE_TERM", "ten years", environment.archive_term),
    ("COUNCIL_SOURCES", "raad.example.nl", environment.council_sources),
    ("INTERNAL_COUNCIL_SOURCES", "https://raad.example.nl/pad", environment.council_sources),
    ("MUNICIPALITY", "  ", environment.municipality),
    ("MUNICIPALITY_CODE", "0034", environment.municipality),
    ("BASE_URL", "leert.example.nl", environment.base_url),
    ("BASE_URL", "ftp://leert.example.nl", environment.base_url),
    ("BASE_URL", "https://leert.example.nl/pad", environment.base_url),
    ("DATABASE_URL", "nonsense", lambda: environment.database("sqlite:///x")),
    ("DATABASE_URL", "mysql://host/leerstad", lambda: environment.database("sqlite:///x")),
    ("CACHE_URL", "memcached://host", lambda: environment.cache("database")),
    ("STORAGE_URL", "ftp://host", environment.storage),
    ("STORAGE_URL", "s3://", environment.storage),
    ("REDACTION_LEDGER", "redactions", environment.redaction_ledger),
    ("EMAIL_URL", "nonsense", environment.mail),
    ("EMAIL_URL", "smtp+tls://mail.example.nl", environment.mail),
    ("TASK_BACKEND", "celery", lambda: environment.tasks("database")),
    ("CITY_NAME", "  ", environment.city_name),
    ("CITY_CONTACT", "gemeente", environment.city_contact),
    ("SECURITY_CONTACT", "beveiliging@example.nl", environment.security_contact),
    ("SECURITY_CONTACT", "mailto:niemand", environment.security_contact),
    ("SECURITY_CONTACT", "http://example.nl/lek", environment.security_contact),
    ("CITY_TIME_ZONE", "Europe/Waterrijk", environment.time_zone),
    ("MAP_BOUNDS", "hier", environment.city_map),
    ("MAP_BOUNDS", "5.3,52.5,5.1,52.6", environment.city_map),
    ("MAP_TILES", "http://tegels.example/{z}/{x}/{y}.png", environment.city_map),
    ("MAP_TILES", "https://tegels.example/kaart.png", environment.city_map),
    ("MAP_TILES", "https://{s}.tegels.example/{z}/{x}/{y}.png", environment.city_map),
    ("MAP_ATTRIBUTION", " ", lambda: environment.map_attribution("https://tegels.example/{z}/{x}/{y}.png")),
    ("TRUSTED_PROXIES", "two", environment.trusted_proxies),
    ("TRUSTED_PROXIES", "-1", environment.trusted_proxies),
]


def variables_read() -> set[str]:
    return set(re.findall(r'read\(\s*env\.\w+,\s*"([A-Z_]+)"', SOURCE))


def variables_told() -> set[str]:
    guide = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.M))


def assert_refused_in_a_sentence(name: str, read) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    sentence = str(refused.value)
    assert name in sentence
    assert sentence.rstrip().endswith(".")


@pytest.mark.parametrize(("name", "read"), REQUIRED.items(), ids=REQUIRED)
def test_a_missing_variable_is_refused_by_its_name(name, read, monkeypatch):
    monkeypatch.delenv(name, raising=False)
    assert_refused_in_a_sentence(name, read)


@pytest.mark.parametrize(
    ("name", "value", "read"), MALFORMED, ids=[f"{name}={value}" for name, value, _read in MALFORMED]
)
def test_a_malformed_variable_is_refused_by_its_name(name, value, read, monkeypatch):
    monkeypatch.setenv(name, value)
    assert_refused_in_a_sentence(name, read)


def test_every_variable_has_a_malformed_case():
    assert {name for name, _value, _read in MALFORMED} == variables_read()


def test_the_guide_names_exactly_the_variables_that_are_read():
    assert variables_told() == variables_read()


def test_no_other_module_reads_the_environment():
    reading = re.compile(
        r"os\.environ\b(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\"|\[\"SOURCE_DATE_EPOCH\"\] = )|os\.getenv|\benv\.(?:str|bool|int|list|url)\("
    )
    folders = [ROOT / name for name in ("home", "participation", "proposals", "site")]
    readers = [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in folder.rglob("*.py")
        if "node_modules" not in path.parts
        # The program in a bundle is no part of the site: it runs at whoever checks a result, and asks in which language they read.
        and path.name not in ("environment.py", "verify.py")
        and reading.search(path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_database_address_becomes_a_setting(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://leerstad:geheim@db.example:5433/leerstad")
    found = environment.database("sqlite:///x")
    assert (found["ENGINE"], found["HOST"], found["PORT"], found["NAME"]) == (
        "django.db.backends.postgresql",
        "db.example",
        5433,
        "leerstad",
    )


def test_a_connection_to_postgresql_serves_many_requests_is_looked_at_before_each_and_compiles_nothing(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://leerstad:geheim@db.example:5433/leerstad")
    found = environment.database("sqlite:///x")
    assert found["CONN_MAX_AGE"] > 0
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["OPTIONS"] == {"options": "-c jit=off"}


def test_sqlite_takes_its_write_lock_at_the_start(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    options = environment.database("sqlite:////srv/leerstad.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("submission://u:p@mail.example.nl:587", ("mail.example.nl", 587, True, False)),
        ("submission://u:p@mail.example.nl:465?ssl=True", ("mail.example.nl", 465, False, True)),
    ],
)
def test_mail_address_becomes_settings(address, expected, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", address)
    found = environment.mail()
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == expected


def test_storage_address_becomes_settings(monkeypatch):
    monkeypatch.setenv("STORAGE_URL", "s3://leerstad?endpoint_url=https://s3.example.nl")
    assert environment.storage() == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": "leerstad", "endpoint_url": "https://s3.example.nl"},
    }


def test_the_tiles_of_the_map_open_the_policy_for_one_host(monkeypatch):
    monkeypatch.setenv("MAP_TILES", "https://tegels.example/{z}/{x}/{y}.png")
    monkeypatch.setenv("MAP_ATTRIBUTION", "Kadaster")
    assert environment.city_map()["host"] == "https://tegels.example"
    monkeypatch.delenv("MAP_TILES")
    assert environment.city_map()["host"] == ""


def test_the_house_stands_where_manage_py_stands():
    assert (Path(ROOT) / "manage.py").exists()
