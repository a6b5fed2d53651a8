from collections.abc import Iterator

from django.utils.translation import override
from wagtail.models import Page

from base.canonical import assembled, canonical_parts, sha256
from base.citable import with_identifiers
from base.models import CitablePage, PublishedVersion
from base.models.removal import NOTE


def pages_that_differ() -> Iterator[tuple[CitablePage, str]]:
    """Live pages whose fields say something else than their version in force, each with what is the matter."""
    for page in Page.objects.live().filter(alias_of__isnull=True).specific().iterator(chunk_size=200):
        if not isinstance(page, CitablePage):
            continue
        version = page.version
        if version is None:
            yield page, "no version was ever written: the public sees nothing of it"
            continue
        if version.redactions.exclude(field=NOTE).filter(confirmed_at__isnull=False).exists():
            continue
        if differs(page, version):
            yield page, f"its fields differ from version {version.label} ({version.language})"


def differs(page: CitablePage, version: PublishedVersion) -> bool:
    """Whether the page's fields would be published as another text than the version."""
    with override(page.content_language):
        content = page.citable_content()
    parts = canonical_parts(with_identifiers(page.reference_kind, content, version.content))
    return sha256(assembled(parts)) != version.sha256
