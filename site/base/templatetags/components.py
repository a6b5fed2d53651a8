"""Components that wrap something, or compute something, before their template in templates/components/ shows it.

All others are plain: {% include "components/thread.html" with stations=stations only %}.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from base import instants
from base.languages import name_here
from base.thread import Station, folded

register = template.Library()
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_block_tag
def now_box(content: str, **arguments: Any) -> SafeString:
    """{% now_box title=… actions=… %}<p>…</p>{% endnow_box %}"""
    return render_to_string("components/now_box.html", {"content": content, **arguments})


@register.simple_block_tag
def card(content: str, **arguments: Any) -> SafeString:
    """{% card title=… %}…{% endcard %}"""
    return render_to_string("components/card.html", {"content": content, **arguments})


@register.simple_block_tag
def alert(content: str, **arguments: Any) -> SafeString:
    """{% alert kind="warning" title=… %}<p>…</p>{% endalert %}"""
    return render_to_string("components/alert.html", {"content": content, **arguments})


@register.simple_block_tag
def table_region(content: str, **arguments: Any) -> SafeString:
    """{% table_region label=… %}<table class="utrecht-table …">…</table>{% endtable_region %}"""
    return render_to_string("components/table_region.html", {"content": content, **arguments})


@register.simple_tag
def fold_thread(stations: Iterable[Station]) -> tuple[list[Station], list[Station]]:
    """{% fold_thread stations as fold %}: what of a long thread is folded away, and the others."""
    return folded(stations)


@register.simple_tag(name="map")
def city_map(**arguments: Any) -> SafeString:
    """{% map kind="show" place=… %}; `place` is a GeoJSON geometry."""
    place = arguments.pop("place", None)
    said = {"place": json.dumps(place) if place else "", **arguments}
    settled = {"map_box": settings.MAP["box"], "map_tiles": settings.MAP["tiles"]}
    return render_to_string("components/map.html", {**settled, "map_attribution": settings.MAP["attribution"], **said})


@register.simple_tag
def bars(rows: Iterable[Mapping[str, Any]], whole: int = 0, **arguments: Any) -> SafeString:
    """{% bars title=… rows=rows unit=… %}; the longest bar is `whole`, or else the highest value, so that zero is truly nothing."""
    rows = list(rows)
    highest = whole or max((row["value"] for row in rows), default=0)
    shown = [
        {
            **row,
            "share": f"{100 * float(row['value']) / float(highest):.2f}" if highest else "0",
        }
        for row in rows
    ]
    return render_to_string("components/bars.html", {"title": "", "unit": "", "rows": shown, **arguments})


@register.simple_tag
def pagination(page_obj: Page, base_query: str = "", label: str = "") -> SafeString:
    """{% pagination page_obj base_query %}; a long list shows its ends and the pages around the one that is read."""
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    context = {
        "page_obj": page_obj,
        "base_query": base_query,
        "page_numbers": numbers,
        "gap": Paginator.ELLIPSIS,
        "label": label,
    }
    return render_to_string("components/pagination.html", context)


@register.simple_tag
def day(value: date | datetime, weekday: bool = False) -> SafeString:
    """{% day decision.taken_on %} : 12 april 2026"""
    machine = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _time(instants.day(value, weekday=weekday), machine)


@register.simple_tag
def instant(value: datetime) -> SafeString:
    """{% instant comment.created_at %} : donderdag 3 december 2026, 14.30 uur"""
    return _time(instants.moment(value), timezone.localtime(value))


@register.simple_tag
def until(end: datetime) -> SafeString:
    """{% until phase.ends_at %}, an exclusive end : tot en met maandag 14 december 2026, 23.59 uur"""
    return _time(instants.until(end), timezone.localtime(instants.last_minute(end)))


@register.filter
def money(value: int | None) -> str:
    """{{ subject.cost|money }} : € 12.000, whole euros with the reader's separator; nothing for nothing."""
    return "" if value is None else f"€\u00a0{number_format(value, force_grouping=True)}"


@register.filter
def published(value: str | None) -> SafeString:
    """{{ content.problem|published }}, HTML of a published version: it was cleaned when it was written."""
    return mark_safe(value or "")  # noqa: S308 - base.rich_text made it


@register.filter
def passage_links(source: str, links: Any) -> SafeString:
    """{{ content.problem|published|passage_links:links }}, with the ways to react behind each passage, if there are."""
    return mark_safe(links.put_behind(source) if links and source else source)  # noqa: S308 - as above


@register.filter
def json_for_script(value: object) -> SafeString:
    """JSON within a script element of data: nothing in it can end the element."""
    written = json.dumps(value, ensure_ascii=False)
    return mark_safe(written.translate(_IN_SCRIPT))  # noqa: S308 - what could end it is escaped


@register.simple_tag
def language_name(code: str) -> str:
    """{% language_name "tr" %} : Turks, in the language of the page; the code itself if Django does not know it."""
    return name_here(code)


def _time(words: str, machine: date | datetime) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine.isoformat(), words)
