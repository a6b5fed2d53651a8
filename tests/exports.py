"""Reading what is handed out of a version with parsers that we did not write."""

import json
import re
from typing import Any

import bibtexparser
import feedparser
import rfc8785
import rispy
from django.test import Client
from django.urls import reverse
from lxml import etree
from pyld import jsonld

from base.models import PublishedVersion

SCHEMA = "https://schema.org/"
_COMMANDS = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
_TEX = re.compile(r"\\text(backslash|braceleft|braceright|asciitilde|asciicircum)\{\}|\\([&%$#_])")


def export(client: Client, version: PublishedVersion, suffix: str) -> bytes:
    answer = client.get(f"{version.lasting_address}.{suffix}")
    assert answer.status_code == 200, suffix
    return bytes(answer.content)


def bibtex_fields(client: Client, version: PublishedVersion) -> dict[str, str]:
    library = bibtexparser.parse_string(export(client, version, "bib").decode())
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {name: field.value for name, field in entry.fields_dict.items()}


def as_tex_sets_it(text: str) -> str:
    return _TEX.sub(lambda found: _COMMANDS[found[1]] if found[1] else found[2], text)


def ris_record(client: Client, version: PublishedVersion) -> dict[str, Any]:
    raw = export(client, version, "ris").decode()
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in raw.split("\r\n")[:-1])
    (record,) = rispy.loads(raw)
    return dict(record)


def expanded(document: object) -> dict[str, Any]:
    """JSON-LD as a processor understands it that may fetch nothing."""

    def loader(address: str, options: object) -> None:
        raise AssertionError(f"It asks for {address}.")

    (node,) = jsonld.expand(document, {"documentLoader": loader})
    return dict(node)


def feed_of(client: Client, version: PublishedVersion) -> tuple[Any, Any]:
    """The Atom feed as feedparser reads it, and as XML."""
    body = client.get(reverse("feed", args=[version.reference.string])).content
    read = feedparser.parse(body)
    assert not read.bozo, read.bozo_exception
    return read, etree.fromstring(body)


def titles(client: Client, version: PublishedVersion) -> dict[str, str]:
    """The title that each form says; a form that its parser refuses fails here."""
    body = export(client, version, "json")
    assert rfc8785.dumps(json.loads(body)) == body
    tex = bibtex_fields(client, version)["title"]
    assert (tex[0], tex[-1]) == ("{", "}")
    feed = feed_of(client, version)[1].findtext("{*}title") or ""
    return {
        "json": json.loads(body)["title"],
        "bib": as_tex_sets_it(tex[1:-1]),
        "ris": ris_record(client, version)["title"],
        "csl.json": json.loads(export(client, version, "csl.json"))[0]["title"],
        "jsonld": expanded(json.loads(export(client, version, "jsonld")))[f"{SCHEMA}name"][0]["@value"],
        "txt": export(client, version, "txt").decode().partition("\n\n")[0],
        "atom": feed.removeprefix(f"{version.reference.string} "),
    }
