from collections.abc import Mapping
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import extract_strings


def translate_page(*, page: Page, words: Mapping[str, str], to: Locale, by: Any) -> Page:
    """Translates a page as an editor does, sentence by sentence, and publishes the translation.

    `words` are the translations by the path of their segment: the name of a field; rich text as HTML of which every
    sentence stands in the same place as in the source. Raises ValueError where they do not.
    """
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=to)
    rich = set(source.templatesegment_set.values_list("context__path", flat=True))
    segments: dict[str, list[Any]] = {}
    for segment in source.stringsegment_set.select_related("string", "context").order_by("order"):
        segments.setdefault(segment.context.path, []).append(segment)
    for path, found in segments.items():
        translated = _strings(words[path]) if path in rich else [words[path]]
        if len(translated) != len(found):
            raise ValueError(f"{page.title}, {path}: {len(found)} sentences and {len(translated)} translations")
        for segment, text in zip(found, translated, strict=True):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=to,
                defaults={
                    "data": text,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "last_translated_by": by,
                },
            )
    # Published here and not by wagtail-localize, which waits for the end of the transaction.
    translation.save_target(user=by, publish=False)
    target = page.get_translation(to).specific
    target.get_latest_revision().publish(user=by)
    target.refresh_from_db()
    return target


def _strings(html: str) -> list[str]:
    return [string.data for string, _attributes in extract_strings(html)[1]]
