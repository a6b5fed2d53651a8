"""Tags whose names are translated: a theme is called otherwise in every language of a page."""

from collections.abc import Iterable
from typing import Any

from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail_localize.segments import StringSegmentValue


class ThemeField(ClusterTaggableManager):
    """wagtail-localize copies tags as they are; this field hands it each name as a sentence to translate."""

    def get_translatable_segments(self, value: Iterable[Any]) -> list[StringSegmentValue]:
        return [StringSegmentValue(tag.slug, tag.name) for tag in value]

    def restore_translated_segments(self, value: Iterable[Any], segments: Iterable[StringSegmentValue]) -> list[str]:
        """The names in the other language; the name itself where it has not been translated."""
        translated = {segment.path: segment.render_text() for segment in segments}
        return [translated.get(tag.slug, tag.name) for tag in value]

    def __set__(self, instance: Any, names: Iterable[str]) -> None:
        getattr(instance, self.name).set(list(names))

    def deconstruct(self) -> tuple[Any, ...]:
        """As what it is to the database: its parent."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcluster.contrib.taggit.ClusterTaggableManager", args, kwargs
