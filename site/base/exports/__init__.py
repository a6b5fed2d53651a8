"""The forms a published version is handed out in, by the suffix of its address and by media type."""

from collections.abc import Callable
from dataclasses import dataclass

from base.exports.bibtex import bibtex
from base.exports.csl_json import csl_json
from base.exports.json_ld import json_ld_text
from base.exports.plain_text import plain_text
from base.exports.ris import ris
from base.models import PublishedVersion


@dataclass(frozen=True)
class Form:
    suffix: str
    media_type: str
    label: str
    write: Callable[[PublishedVersion], str]

    @property
    def content_type(self) -> str:
        """JSON says by itself that it is UTF-8."""
        return self.media_type if self.media_type.endswith("json") else f"{self.media_type}; charset=utf-8"


CANONICAL = Form("json", "application/json", "JSON", lambda version: version.canonical)
FORMS = (
    CANONICAL,
    Form("jsonld", "application/ld+json", "JSON-LD", json_ld_text),
    Form("bib", "application/x-bibtex", "BibTeX", bibtex),
    Form("ris", "application/x-research-info-systems", "RIS", ris),
    Form("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl_json),
    Form("txt", "text/plain", "TXT", plain_text),
)
BY_SUFFIX = {form.suffix: form for form in FORMS}
