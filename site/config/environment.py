"""Every environment variable that Leerstad reads, in one place; docs/running.md is the same list for people.

A variable that is missing or malformed stops the start with a sentence that says what to set.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environs import Env, EnvError

from base.fetch import origin_of
from base.geometry import Box

ROOT = Path(__file__).resolve().parents[2]

# The invented city of the demonstration lies where no municipality is: in open water.
WATERRIJK = "5.15,52.495,5.33,52.575"

env = Env()


def read(reader: Callable[..., Any], name: str, meaning: str, *args: Any, **kwargs: Any) -> Any:
    """The variable's value, or ImproperlyConfigured with its name, what is wrong and what it is for."""
    try:
        return reader(name, *args, **kwargs)
    except EnvError as error:
        raise ImproperlyConfigured(f"{error} {name} is {meaning}. See docs/running.md.") from error
    except ValueError as error:
        raise ImproperlyConfigured(f"Environment variable {name} is malformed: {error} It is {meaning}.") from error


def debug() -> bool:
    """Django's error pages with their details: on a developer's machine alone."""
    return bool(read(env.bool, "DEBUG", "`true` on a developer's machine alone", False))


def secret_key(*default: str) -> str:
    """At least 50 characters: it signs sessions and sign-in links. Required where no default is given."""
    key = read(env.str, "SECRET_KEY", "the secret that signs sessions: at least 50 random characters", *default)
    if len(key) < 50 or len(set(key)) < 5:
        raise ImproperlyConfigured(
            "SECRET_KEY is too short or too plain: set it to at least 50 random characters, "
            "for example the output of `openssl rand -base64 48`."
        )
    return key


def allowed_hosts() -> list[str]:
    hosts = read(env.list, "ALLOWED_HOSTS", "the list of host names of the site, separated by commas")
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the host names of the site, without `*`.")
    return hosts


def base_url(*default: str) -> str:
    """The public address of the site without a closing slash; links in mail and citations begin with it."""
    meaning = "the public address of the site, such as https://leert.example.nl"
    url = read(env.str, "BASE_URL", meaning, *default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise ImproperlyConfigured("BASE_URL must be a whole address, such as https://leert.example.nl.")
    return url


def database(default: str) -> dict[str, Any]:
    """Django's setting for the database; SQLite in WAL mode with immediate transactions, or PostgreSQL."""
    config = read(env.dj_db_url, "DATABASE_URL", "the address of the database (sqlite:///… or postgres://…)", default)
    engine = config["ENGINE"]
    if engine.endswith("sqlite3"):
        # Immediate transactions take the write lock at their start, so that a reader never fails to become a writer. What was
        # confirmed to somebody is on the disk: they have a receipt for it.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
        }
    elif engine.endswith("postgresql"):
        # Given as 0 by what read the address: each request would make a connection of its own, which costs more than its work.
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        # Compiling a query of a page takes a second and more where it runs for a few hundredths.
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "options": "-c jit=off"}
    else:
        raise ImproperlyConfigured("DATABASE_URL must be a sqlite:///… or a postgres://… address.")
    return config


def cache(default: str) -> dict[str, Any]:
    """Django's setting for the cache. It holds the counters of the write limits, so all processes must share it."""
    url = read(env.str, "CACHE_URL", "the address of the cache (redis://…, or database)", default)
    if url == "database":
        return {"BACKEND": "base.cache.DatabaseCache", "LOCATION": "cache"}
    if url == "memory":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(url).scheme in {"redis", "rediss"}:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured("CACHE_URL must be `database`, `memory` (one process only) or a redis://… address.")


def redaction_ledger() -> Path:
    """The folder that remembers what was redacted, whatever backup the database comes from."""
    meaning = "the folder that remembers what was redacted"
    folder = Path(read(env.str, "REDACTION_LEDGER", meaning, str(ROOT / "var/redactions")))
    if not folder.is_absolute():
        raise ImproperlyConfigured("REDACTION_LEDGER must be a whole path, such as /srv/leerstad/redactions.")
    return folder


def storage() -> dict[str, Any]:
    """Where images and documents lie: the folder var/media, file:///a/folder, or s3://bucket?endpoint_url=…"""
    url = read(env.str, "STORAGE_URL", "the place of images and documents", (ROOT / "var/media").as_uri())
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": parts.path, "base_url": "/media/"},
        }
    if parts.scheme == "s3" and parts.netloc:
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": parts.netloc, **dict(parse_qsl(parts.query))},
        }
    raise ImproperlyConfigured("STORAGE_URL must be file:///a/folder or s3://bucket?endpoint_url=….")


def mail() -> dict[str, Any]:
    """Django's EMAIL_* settings from one address, such as submission://user:password@mail.example.nl:587."""
    meaning = "the address of the mail server (submission://…, or console: to print mail)"
    settings = read(env.dj_email_url, "EMAIL_URL", meaning)
    wants_host = settings.get("EMAIL_BACKEND", "").endswith("smtp.EmailBackend")
    if not settings.get("EMAIL_BACKEND") or (wants_host and not settings.get("EMAIL_HOST")):
        raise ImproperlyConfigured(
            "EMAIL_URL must be the address of a mail server, such as submission://user:password@mail.example.nl:587."
        )
    return settings


def tasks(default: str) -> dict[str, Any]:
    """The backend of django-tasks: `database` wants a worker (`manage.py db_worker`), `immediate` needs none."""
    name = read(env.str, "TASK_BACKEND", "`database` or `immediate`", default)
    backends = {
        "database": "django_tasks_db.DatabaseBackend",
        "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    }
    if name not in backends:
        raise ImproperlyConfigured("TASK_BACKEND must be `database` or `immediate`.")
    return {"default": {"BACKEND": backends[name]}}


def city_name() -> str:
    name = read(env.str, "CITY_NAME", "the name of the learning city as readers see it", "Waterrijk leert").strip()
    if not name:
        raise ImproperlyConfigured("CITY_NAME must be the name of the learning city as readers see it.")
    return name


def archive_term() -> str:
    meaning = "how long dossiers are kept by the selection list, such as P10Y; empty keeps them for ever"
    term = read(env.str, "ARCHIVE_TERM", meaning, "").strip()
    if term and not re.fullmatch(r"P\d+Y", term):
        raise ImproperlyConfigured("ARCHIVE_TERM must be a number of years, such as P10Y, or empty.")
    return term


def municipality() -> tuple[str, str]:
    """Its name, and its code in the government's register of organisations (TOOI); empty where they are not given."""
    given = read(env.str, "MUNICIPALITY", "the municipality whose site this is, such as Gemeente Waterrijk", "")
    name = given.strip()
    if given and not name:
        raise ImproperlyConfigured("MUNICIPALITY must be the name of the municipality whose site this is, or empty.")
    code = read(env.str, "MUNICIPALITY_CODE", "its code in TOOI, such as gm0000", "").strip()
    if code and not re.fullmatch(r"gm\d{4}", code):
        raise ImproperlyConfigured("MUNICIPALITY_CODE must be a code of TOOI, such as gm0000, or empty.")
    if code and not name:
        raise ImproperlyConfigured("MUNICIPALITY_CODE needs MUNICIPALITY: the name of that municipality.")
    return name, code


def council_sources() -> dict[str, bool]:
    """The hosts of the council's information system that may be read from, each with whether it is an internal one."""
    meaning = "the hosts of the council's information system"
    named = [(address, False) for address in read(env.list, "COUNCIL_SOURCES", f"{meaning} on the internet", [])]
    internal = read(env.list, "INTERNAL_COUNCIL_SOURCES", f"{meaning} in a network of your own", [])
    found: dict[str, bool] = {}
    for address, is_internal in [*named, *((one, True) for one in internal)]:
        parts = urlsplit(address.strip())
        if not (origin := origin_of(parts)) or parts.path not in ("", "/") or parts.query or parts.fragment:
            name = "INTERNAL_COUNCIL_SOURCES" if is_internal else "COUNCIL_SOURCES"
            raise ImproperlyConfigured(
                f"{name} must name hosts as https://raad.example.nl, separated by commas; {address} is none."
            )
        found[origin] = is_internal
    return found


def city_contact() -> str:
    meaning = "the mail address of the municipality"
    address = read(env.str, "CITY_CONTACT", meaning, "meedoen@waterrijk.example")
    if not is_mail_address(address):
        raise ImproperlyConfigured("CITY_CONTACT must be a mail address, such as meedoen@example.nl.")
    return address


def security_contact() -> str:
    meaning = "where a leak is reported (mailto:… or https://…)"
    contact = read(env.str, "SECURITY_CONTACT", meaning, "mailto:beveiliging@waterrijk.example")
    scheme, _colon, rest = contact.partition(":")
    if not (scheme == "mailto" and is_mail_address(rest)) and not (scheme == "https" and urlsplit(contact).netloc):
        raise ImproperlyConfigured(
            "SECURITY_CONTACT must be mailto: with a mail address, or a https:// address of a page."
        )
    return contact


def is_mail_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def time_zone() -> str:
    name = read(env.str, "CITY_TIME_ZONE", "the time zone of the city", "Europe/Amsterdam")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ImproperlyConfigured(f"CITY_TIME_ZONE is not a known time zone: {name}.") from error
    return name


def city_map() -> dict[str, Any]:
    """The part of the earth that is the municipality's, and what the map is drawn from."""
    meaning = "the municipality's box: west,south,east,north in degrees"
    box = Box.read(read(env.str, "MAP_BOUNDS", meaning, WATERRIJK))
    if box is None:
        raise ImproperlyConfigured(f"MAP_BOUNDS must be west,south,east,north in degrees, such as {WATERRIJK}.")
    tiles = read(env.str, "MAP_TILES", "the address of map tiles, with {z}, {x} and {y} in it", "")
    parts = urlsplit(tiles)
    is_whole = parts.scheme == "https" and parts.netloc and "{" not in parts.netloc
    if tiles and not (is_whole and all(part in tiles for part in ("{z}", "{x}", "{y}"))):
        raise ImproperlyConfigured("MAP_TILES must be a https:// address of one host with {z}, {x} and {y} in it.")
    host = f"{parts.scheme}://{parts.netloc}" if tiles else ""
    return {"box": box, "tiles": tiles, "attribution": map_attribution(tiles), "host": host}


def map_attribution(tiles: str) -> str:
    attribution = str(read(env.str, "MAP_ATTRIBUTION", "whom the map tiles are from, as readers see it", "")).strip()
    if tiles and not attribution:
        raise ImproperlyConfigured("MAP_ATTRIBUTION must say whom the tiles of MAP_TILES are from.")
    return attribution


def trusted_proxies() -> int:
    """How many reverse proxies of our own stand before the server; a visitor's address is read that far back."""
    count = read(env.int, "TRUSTED_PROXIES", "the number of reverse proxies before the server", 0)
    if count < 0:
        raise ImproperlyConfigured("TRUSTED_PROXIES must be 0 or more.")
    return count
