from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override
from wagtail_localize.models import Translation

from base.models import CitablePage, PublishedVersion


@dataclass(frozen=True)
class Lag:
    """A published translation, and the newer text of its source that nobody compared it with yet."""

    translated: PublishedVersion
    source: PublishedVersion

    @property
    def difference_url(self) -> str:
        """What changed in the source between the number that was translated and the newest, in its language."""
        with override(self.source.language):
            numbers = [str(self.translated.number), str(self.source.number)]
            return reverse("difference", args=[self.source.reference.string, *numbers])


def is_translation(page: CitablePage) -> bool:
    """Whether the page's text is a translation of another language's: then it makes no version number of its own."""
    return Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale).exists()


def lag_of(page: CitablePage) -> Lag | None:
    """Nothing for a source, for a translation that was never published and for one of the newest number."""
    translated = page.version
    if translated is None or not is_translation(page):
        return None
    newest = (
        PublishedVersion.objects.filter(reference=translated.reference, is_translation=False)
        .select_related("reference")
        .newest_first()
        .first()
    )
    return Lag(translated, newest) if newest is not None and newest.number > translated.number else None
