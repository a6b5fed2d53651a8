"""Texts of a size that nobody expects: published, shown and compared.

What grows with the square of their length takes minutes, and is ended by the bound that every test has.
"""

import random
import re

import pytest
from django.urls import reverse

from base.difference import compared, words
from base.passages import identified, passages, plain_text
from base.refusal import Refusal
from base.rich_text import published_html
from tests.citations import republished
from tests.exports import titles
from tests.richtexts import RTL

WORDS = [f"woord{number}" for number in range(3000)]


def body(seed: int, *, paragraphs: int, each: int) -> str:
    chance = random.Random(seed)
    return "".join(
        f'<p data-block-key="{seed}k{number}">{" ".join(chance.choices(WORDS, k=each))}.</p>'
        for number in range(paragraphs)
    )


@pytest.mark.parametrize(("number", "each"), [(4000, 50), (1, 200_000), (10_000, 2)])
def test_identified_takes_two_hundred_thousand_words(number, each):
    first = identified(published_html(body(1, paragraphs=number, each=each)), before=[], taken=set())
    before = passages(first)
    assert len({one.identifier for one in before}) == number
    same = body(1, paragraphs=number, each=each).replace('key="1k', 'key="9z')
    again = identified(published_html(same), before=before, taken=set())
    assert [one.identifier for one in passages(again)] == [one.identifier for one in before]
    rewritten = identified(published_html(body(2, paragraphs=number, each=each)), before=before, taken=set())
    assert len(compared(before, passages(rewritten))) >= number


def test_identified_tells_copies_apart_and_keeps_their_names():
    source = '<p data-block-key="aaaaa">Dezelfde woorden.</p>' * 10_000
    first = identified(source, before=[], taken=set())
    found = passages(first)
    assert len({one.identifier for one in found}) == 10_000
    assert found[0].identifier == "p-aaaaa"
    again = identified(source, before=found, taken=set())
    assert {one.identifier for one in passages(again)} == {one.identifier for one in found}


@pytest.mark.parametrize("joint", [" ", ". "])
def test_words_of_a_long_text_that_was_rewritten_takes_no_memory_of_its_square(joint):
    chance = random.Random(1)
    old, new = (joint.join(chance.choices(WORDS, k=200_000)) for _ in range(2))
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == new


def test_lists_within_lists_are_passages_each_with_their_own_words():
    depth = 128
    source = "".join(f'<ul><li data-block-key="d{number}">regel {number}' for number in range(depth))
    text = identified(published_html(source + "</li></ul>" * depth), before=[], taken=set())
    assert [one.text for one in passages(text)] == [f"regel {number}" for number in range(depth)]
    assert plain_text(text).splitlines() == [f"regel {number}" for number in range(depth)]


def nested(depth: int) -> str:
    return identified(
        published_html(f"<p>begin {'<b><i>' * depth}midden{'</i></b>' * depth} einde</p>"), before=[], taken=set()
    )


def test_markup_within_markup_loses_no_word():
    assert plain_text(nested(190)) == "begin midden einde"


@pytest.mark.parametrize("depth", [210, 5_000])
def test_markup_without_end_is_refused_before_words_are_lost(depth, in_english):
    with pytest.raises(Refusal, match="too deep"):
        nested(depth)


@pytest.mark.django_db
def test_version_of_two_hundred_thousand_words_is_published_shown_and_compared(
    client, agenda_item, django_assert_max_num_queries
):
    page = republished(agenda_item, problem=body(1, paragraphs=4000, each=50))
    version = page.version
    # Without the parties' box, which is not of base.
    with django_assert_max_num_queries(6):
        shown = client.get(version.lasting_address).content.decode()
    assert len(re.findall(r'<p id="p-', shown)) == 4000
    changed = body(1, paragraphs=4000, each=50).replace("woord7 ", "anders ", 40)
    page = republished(page, problem=changed)
    address = reverse("difference", args=[version.reference.string, version.label, page.version.label])
    with django_assert_max_num_queries(12):
        difference = client.get(address).content.decode()
    assert difference.count("<ins>") >= 1
    for address in (
        reverse("cite", args=[version.reference.string, version.label, "nl"]),
        f"{version.lasting_address}.txt",
    ):
        assert client.get(address).status_code == 200
    assert set(titles(client, version).values()) == {version.title}


@pytest.mark.django_db
def test_table_of_two_thousand_rows_has_as_many_passages(client, agenda_item):
    table = {"caption": "Lang", "columns": ["a", "b"], "rows": [{"cells": [str(n), str(-n)]} for n in range(2000)]}
    block = {"type": "table", "value": table, "id": "11f0e6a4-2f7c-4c55-9a30-6a4b6f1d7c01"}
    page = republished(agenda_item, measures=[block])
    found = passages(page.version.content["measures"])
    assert len({one.identifier for one in found}) == 2001
    assert found[-1].text == "1999 | -1999"
    assert client.get(page.version.lasting_address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["😀" * 255, "e\u0301" * 127, RTL * 25, "\u0301\u0302Z\u0300" * 60])
def test_title_of_any_signs_is_cited_as_it_is(client, agenda_item, title):
    version = republished(agenda_item, title=title, problem=f"<p>{title}</p><p>\u0301\u0302\u0300</p>").version
    assert set(titles(client, version).values()) == {version.title}
    page = client.get(reverse("cite", args=[version.reference.string, version.label, "nl"]))
    assert version.title in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("blank", ["\u200b", "\u00a0", "\u0301\u0302"])
def test_item_that_nobody_sees_the_title_of_is_refused_in_words(agenda_item, blank, in_english):
    agenda_item.title = blank
    assert "needs a title" in agenda_item.refusal_to_publish()
    number = agenda_item.version.number
    agenda_item.save_revision().publish()
    assert agenda_item.version.number == number
