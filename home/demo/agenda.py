"""The agenda, its items and their next versions."""

import uuid
from datetime import datetime
from typing import Any

from base.blocks import paragraphs_value
from home.demo import pages
from home.demo.city import City
from home.demo.themes import THEMES
from home.demo.words import Both, Change, ItemText, Thread
from home.models import ActionKind, AgendaItemPage, AgendaPage, FeatureArea, TargetGroup
from proposals.models import Decision
from proposals.queries.motion import amendments_waiting

FIELDS = ("title", "slug", "summary", "problem", "ambition", "measures", "responsible", "budget_source")


def tell_of_agenda(city: City, day: int) -> None:
    def publish(at: datetime) -> None:
        first, last = pages.AGENDA_PERIOD
        city.agenda = AgendaPage(
            title=pages.AGENDA_TITLE.nl,
            slug=pages.AGENDA_SLUG.nl,
            intro=pages.AGENDA_INTRO.nl,
            period_from=first,
            period_to=last,
        )
        city.publish_under(city.home, city.agenda, city.editor)

    def translate(at: datetime) -> None:
        words = {"title": pages.AGENDA_TITLE.en, "slug": pages.AGENDA_SLUG.en, "intro": pages.AGENDA_INTRO.en}
        city.translate(city.agenda, words, city.editor)

    city.chronicle.at(city.days.at(day, 10), publish)
    city.chronicle.at(city.days.at(day, 10, 30), translate)


def tell_of_item(city: City, thread: Thread) -> None:
    item = thread.item
    if item is None:
        return

    def publish(at: datetime) -> None:
        page = AgendaItemPage(
            period_from=item.period[0],
            period_to=item.period[1],
            budget_amount=item.budget,
            budget_year=item.budget_year,
            **{name: getattr(item, name).nl for name in FIELDS if name != "measures"},
            measures=paragraphs_value(item.measures.nl, block_key(item)),
        )
        page.tags.add(*(THEMES[theme].nl for theme in item.themes))
        page.action_kinds.set(ActionKind.objects.filter(code__in=item.themes, locale__language_code="nl"))
        page.feature_areas.set(FeatureArea.objects.filter(code__in=item.feature_areas, locale__language_code="nl"))
        page.target_groups.set(TargetGroup.objects.filter(code__in=item.target_groups, locale__language_code="nl"))
        page.areas.set(city.areas[code] for code in item.areas)
        city.publish_under(city.agenda, page, city.editor)
        city.items[item.slug.nl] = page

    def translate(at: datetime) -> None:
        city.translate(city.items[item.slug.nl], english_of(item), city.editor)

    city.chronicle.at(city.days.at(item.day, 11), publish)
    city.chronicle.at(city.days.at(item.day, 15), translate)
    for number in range(len(thread.changes)):
        _tell_of_change(city, item, thread.changes, number)


def english_of(item: ItemText, changes: tuple[Change, ...] = ()) -> dict[str, str]:
    """Every sentence of an item in English by the path of its segment, with what changed later."""
    words = {name: getattr(item, name).en for name in FIELDS}
    for theme in item.themes:
        words[f"tags.{_slug(THEMES[theme])}"] = THEMES[theme].en
    for change in changes:
        words |= {name: both.en for name, both in change.fields.items()}
    # In a stream a block of text goes by its key.
    words[f"measures.{block_key(item)}"] = words.pop("measures")
    return words


def block_key(item: ItemText) -> str:
    """The key of the one block of an item's measures: the same in every build."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"waterrijk/{item.slug.nl}/measures"))


def _tell_of_change(city: City, item: ItemText, changes: tuple[Change, ...], number: int) -> None:
    change = changes[number]

    def publish(at: datetime) -> None:
        page = AgendaItemPage.objects.get(pk=city.items[item.slug.nl].pk)
        for name, both in change.fields.items():
            value = paragraphs_value(both.nl, block_key(item)) if name == "measures" else both.nl
            setattr(page, name, value)
        page.change_note = change.note.nl
        if change.follows_decision:
            page.decision = Decision.objects.filter(about=page.reference).latest("recorded_at")
            page.amendments = [one.paper for one in amendments_waiting(page.reference.pk)]
        city.publish(page, _publisher(city, change))
        city.items[item.slug.nl] = page

    def translate(at: datetime) -> None:
        city.translate(city.items[item.slug.nl], english_of(item, changes[: number + 1]), city.editor)

    city.chronicle.at(city.days.at(change.day, 11), publish)
    city.chronicle.at(city.days.at(change.day, 15), translate)


def _publisher(city: City, change: Change) -> Any:
    """What a decision leads to, the clerk publishes; the rest is the editor's."""
    return city.clerk if change.follows_decision else city.editor


def _slug(theme: Both) -> str:
    """A tag's slug, as taggit makes it of a name without accents."""
    return theme.nl.replace(" ", "-")
