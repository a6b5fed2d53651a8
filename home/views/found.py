"""What a result of a search says of an item, a page or a party: its address, and where it stands."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from wagtail.models import Page

from base.models import Reference, SearchEntry
from base.search_kinds import Told
from home.models import Party
from home.queries.agenda import standings_of


def item_told(entries: Sequence[SearchEntry], at: datetime) -> dict[int, Told]:
    standings = standings_of(Reference.objects.filter(pk__in=[one.reference_id for one in entries]))
    return {
        one.pk: Told(reverse("reference", args=[one.name]), *standings[one.reference_id or 0].word(at))
        for one in entries
    }


def page_told(entries: Sequence[SearchEntry], _at: datetime) -> dict[int, Told]:
    found = Page.objects.in_bulk([one.source for one in entries])
    urls = {pk: page.get_url() for pk, page in found.items()}
    return {one.pk: Told(url) for one in entries if (url := urls.get(one.source))}


def party_told(entries: Sequence[SearchEntry], _at: datetime) -> dict[int, Told]:
    found = Party.objects.in_bulk([one.source for one in entries])
    return {one.pk: Told(found[one.source].get_absolute_url()) for one in entries if one.source in found}
