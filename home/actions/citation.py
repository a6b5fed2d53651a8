import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.models import PublishedVersion
from base.refusal import Refusal, refuse_if
from base.web_address import refusal_of_address
from home.enums import CitationAct, QuoteCheck
from home.models import Citation, Party
from home.queries.party import nearest_freeze
from home.quotation import NOT_THERE, checked, repeats
from home.rules import (
    refusal_of_many,
    refusal_of_passage,
    refusal_of_position,
    refusal_of_quote,
    refusal_of_stand,
    refusal_of_version,
    refusal_to_alter,
    refusal_to_keep_register,
    refusal_to_represent,
)


@dataclass(frozen=True)
class CitingDocument:
    """The facts of a citation, which the clerk may correct: where the party says it."""

    document_title: str
    document_kind: str
    document_address: str = ""
    document_page: str = ""


@dataclass(frozen=True)
class CitedWords:
    """What is cited: a version, or one passage of it, and the words that are quoted."""

    version: PublishedVersion
    passage: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Stand:
    """What the party says of it in its own words; both empty where it only cites."""

    position: str = ""
    explanation: str = ""
    language: str = "nl"


@transaction.atomic
def register_citation(
    *,
    party: Party,
    document: CitingDocument,
    words: CitedWords,
    stand: Stand,
    by: Any,
    at: datetime,
    key: uuid.UUID | None = None,
) -> Citation:
    """Writes the first row of a citation. `key` is the form's own: the same form sent twice is one citation,
    and with other words in it two."""
    refuse_if(refusal_to_represent(by, party))
    # One writer per party: the same form sent twice at once is one citation as well.
    Party.objects.select_for_update().get(pk=party.pk)
    known = Citation.objects.filter(key=key).first() if key else None
    said = {**asdict(document), **_cited(words), **asdict(stand)}
    if known is not None and known.party_id == party.pk and all(getattr(known, name) == said[name] for name in said):
        return known
    refuse_if(refusal_of_many(by, at))
    refuse_if(refusal_of_address(document.document_address))
    _refuse_words(words, stand)
    if stand.position:
        refuse_if(refusal_of_position(nearest_freeze(at), at))
    return _write(
        CitationAct.REGISTERED,
        by,
        at,
        key=key if key and known is None else uuid.uuid4(),
        party=party,
        registered_at=at,
        **said,
    )


@transaction.atomic
def change_citation(
    *, citation: Citation, document: CitingDocument, words: CitedWords, stand: Stand, by: Any, at: datetime
) -> Citation:
    """The party says it otherwise: a new row, while the earlier one stays to be read."""
    refuse_if(refusal_to_represent(by, citation.party))
    citation = _locked(citation)
    if words.version.reference_id != citation.version.reference_id:
        raise Refusal(_("Another agenda item is another citation: register a new one."))
    refuse_if(refusal_of_many(by, at))
    refuse_if(refusal_of_address(document.document_address))
    _refuse_words(words, stand)
    if (stand.position, stand.explanation) != (citation.position, citation.explanation):
        refuse_if(refusal_of_position(nearest_freeze(at), at))
    return _follow(citation, CitationAct.CHANGED, by, at, **asdict(document), **_cited(words), **asdict(stand))


@transaction.atomic
def withdraw_citation(*, citation: Citation, by: Any, at: datetime) -> Citation:
    """The citation stays in the register, marked. Nobody is held to a position, so an election freeze does not matter."""
    refuse_if(refusal_to_represent(by, citation.party))
    return _follow(_locked(citation), CitationAct.WITHDRAWN, by, at)


@transaction.atomic
def correct_facts(*, citation: Citation, document: CitingDocument, by: Any, at: datetime) -> Citation:
    """The clerk mends the facts of the document. What is cited, the position and the words are the party's alone."""
    refuse_if(refusal_to_keep_register(by))
    citation = _locked(citation)
    if all(getattr(citation, name) == value for name, value in asdict(document).items()):
        return citation
    refuse_if(refusal_of_address(document.document_address))
    return _follow(citation, CitationAct.CORRECTED, by, at, **asdict(document))


@transaction.atomic
def forget_quotes(*, version: PublishedVersion, words: str) -> int:
    """After a redaction: quotes of the destroyed words of a version go too, in every row. What still stands in the version that
    a row cites may stay quoted. Answers how many rows lost their quote."""
    cited = Citation.objects.exclude(quote="").filter(version__reference=version.reference_id)
    # Nobody copies a quote into a new row meanwhile.
    list(Party.objects.select_for_update().filter(pk__in=cited.values("party")).order_by("pk"))
    repeated = [citation for citation in cited if repeats(citation.quote, words)]
    of_them = PublishedVersion.objects.filter(pk__in={citation.version_id for citation in repeated})
    versions = {one.pk: one for one in of_them.read()}
    gone = [
        citation.pk
        for citation in repeated
        if checked(versions[citation.version_id], citation.quote, citation.passage) in NOT_THERE
    ]
    return Citation.objects.filter(pk__in=gone).update(quote="", quote_check=QuoteCheck.REDACTED)


COPIED = (
    "key",
    "party_id",
    "registered_at",
    "document_title",
    "document_kind",
    "document_address",
    "document_page",
    "version_id",
    "passage",
    "quote",
    "quote_check",
    "position",
    "explanation",
    "language",
)


def _locked(citation: Citation) -> Citation:
    """The row that is to be followed as it stands now, with its party held: one writer at a time."""
    Party.objects.select_for_update().get(pk=citation.party_id)
    citation = Citation.objects.with_version().get(pk=citation.pk)
    refuse_if(refusal_to_alter(citation))
    return citation


def _follow(citation: Citation, act: CitationAct, by: Any, at: datetime, **changes: Any) -> Citation:
    fields = {name: getattr(citation, name) for name in COPIED}
    if "version" in changes:
        del fields["version_id"]
    changed = sorted(name for name, value in changes.items() if getattr(citation, name) != value)
    return _write(act, by, at, changed=changed, supersedes=citation, **(fields | changes))


def _write(act: CitationAct, by: Any, at: datetime, *, changed: list[str] | None = None, **fields: Any) -> Citation:
    citation = Citation.objects.create(act=act, by=by, at=at, **fields)
    record(act=f"citation_{act.value}", about=citation, by=by, at=at, party=citation.party.slug, changed=changed or [])
    return citation


def _refuse_words(words: CitedWords, stand: Stand) -> None:
    refuse_if(
        refusal_of_version(words.version)
        or refusal_of_passage(words.version, words.passage)
        or refusal_of_quote(words.version, words.passage, words.quote)
        or refusal_of_stand(stand.position, stand.explanation)
    )


def _cited(words: CitedWords) -> dict[str, Any]:
    return {
        "version": words.version,
        "passage": words.passage,
        "quote": words.quote,
        "quote_check": checked(words.version, words.quote, words.passage) if words.quote else "",
    }
