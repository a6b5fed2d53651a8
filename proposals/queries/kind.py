from dataclasses import dataclass

from django.utils.translation import override

from base.models import PublishedVersion
from proposals.enums import ProposalKind


@dataclass(frozen=True)
class Promise:
    """What happens with what somebody begins, as the round's published text says it."""

    kind: ProposalKind
    what_happens_next: str
    by_when: str
    department: str
    language: str


def promises_of(version: PublishedVersion | None) -> list[Promise]:
    """What can be begun in a round, in the order of the kinds."""
    if version is None or not version.content.get("kinds"):
        return []
    with override(version.language):
        kinds = {str(kind.label): kind for kind in ProposalKind}
    found = {kinds[name]: words for name, words in version.content["kinds"].items() if name in kinds}
    return [_promise(kind, found[kind], version.language) for kind in ProposalKind if kind in found]


def promise_of(version: PublishedVersion | None, kind: str) -> Promise | None:
    return next((promise for promise in promises_of(version) if promise.kind == kind), None)


def _promise(kind: ProposalKind, words: str, language: str) -> Promise:
    what_happens_next, by_when, department = [*words.split("\n"), "", "", ""][:3]
    return Promise(kind, what_happens_next, by_when, department, language)
