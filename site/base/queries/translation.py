from collections.abc import Mapping
from typing import Any

from django.utils.translation import override
from wagtail_localize.models import Translation, TranslationSource

from base.canonical import canonical_parts
from base.citable import with_identifiers
from base.models import CitablePage, PublishedVersion
from base.queries.published_version import Lag, lag_of_version


def is_translation(page: CitablePage) -> bool:
    """Whether the page's text is a translation of another language's: then it makes no version number of its own."""
    return Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale).exists()


def number_translated(page: CitablePage) -> int | None:
    """The number of the source that a translation is made from: the newest that says what the translators' tool last took
    over. Nothing for a source, and where that text was never published."""
    source = TranslationSource.objects.filter(
        object_id=page.translation_key, translations__target_locale=page.locale
    ).first()
    if source is None:
        return None
    taken = source.as_instance()
    with override(taken.content_language):
        content = taken.citable_content()
    versions = PublishedVersion.objects.filter(
        reference__translation_key=page.translation_key, language=taken.content_language
    )
    return next((one.number for one in versions.newest_first().read() if _is_said_by(content, one)), None)


def _is_said_by(content: Mapping[str, Any], version: PublishedVersion) -> bool:
    """Whether every field that a version has says the same; a redaction may have taken others out."""
    kind = version.reference.kind
    ours = canonical_parts(_named_by_code(with_identifiers(kind, content, version.content)))
    theirs = canonical_parts(_named_by_code(version.content))
    return bool(theirs) and all(ours.get(name) == words for name, words in theirs.items())


def _named_by_code(content: Mapping[str, Any]) -> dict[str, Any]:
    """Terms without their labels: what they are called may have changed since, and says nothing of the text."""
    return {
        name: [one["code"] for one in value]
        if isinstance(value, list)
        else value["code"]
        if isinstance(value, dict) and "code" in value
        else value
        for name, value in content.items()
    }


def lag_of(page: CitablePage) -> Lag | None:
    """Nothing for a source, for a translation that was never published and for one of the newest number."""
    translated = page.version if is_translation(page) else None
    lag = lag_of_version(translated) if translated is not None else None
    return lag if lag is not None and lag.source.number > lag.translated.number else None
