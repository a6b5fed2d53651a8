import feedparser
import pytest
from django.urls import reverse

from tests.base.views.test_published_version import publish

pytestmark = pytest.mark.django_db


def test_feed_has_an_entry_for_every_version_newest_first(client, agenda_item):
    publish(agenda_item, summary="Ook oudere kinderen.", change_note="Op verzoek van ouders.")
    page = client.get(reverse("feed", args=[agenda_item.reference.string]))
    read = feedparser.parse(page.content)
    assert (read.bozo, read.version) == (False, "atom10")
    assert [entry.id.rsplit("/v/")[1] for entry in read.entries] == ["2/nl", "1/nl"]
    assert read.entries[0].summary == "Op verzoek van ouders."
