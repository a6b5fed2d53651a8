from typing import Any

from django.db import transaction
from wagtail.models import Locale

from home.models import ActionKind, FeatureArea, TargetGroup
from home.taxonomy import ACTION_KINDS, FEATURE_AREAS, TARGET_GROUPS, Words


@transaction.atomic
def lay_taxonomies() -> None:
    """The terms that every city begins with, in each of its languages; what an editor renamed keeps its name."""
    for place, words in enumerate(ACTION_KINDS):
        _lay(ActionKind, words, place)
    for place, (layer, words) in enumerate(FEATURE_AREAS):
        _lay(FeatureArea, words, place, layer=layer)
    for place, words in enumerate(TARGET_GROUPS):
        _lay(TargetGroup, words, place)


def _lay(model: Any, words: Words, place: int, **fields: Any) -> None:
    known = {term.locale_id: term for term in model.objects.filter(code=words.code)}
    key = next((term.translation_key for term in known.values()), None)
    for locale in Locale.objects.filter(language_code__in=("nl", "en")).order_by("pk"):
        if locale.pk in known:
            continue
        term = model(code=words.code, name=getattr(words, locale.language_code), place=place, locale=locale, **fields)
        if key is not None:
            term.translation_key = key
        term.save()
        key = term.translation_key
