import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from tests.rounds import VOTING, publish_round

pytestmark = pytest.mark.django_db
SAID = "This round has not been translated yet; you read it in Dutch."


@pytest.fixture
def dutch_round(agenda_item, time_machine):
    time_machine.move_to(VOTING, tick=False)
    return publish_round(
        agenda_item, title="Wat doen we op het plein?", summary="Denk mee.", background="<p>Een leeg plein.</p>"
    )


def test_round_without_a_text_in_the_language_of_the_site_says_in_which_it_is_read(client, dutch_round):
    string = dutch_round.reference.string
    with override("en"):
        neutral, address = reverse("reference", args=[string]), reverse("untranslated_round", args=[string])
        rules = reverse("round_rules", args=[string])
    response = client.get(neutral, follow=True)
    assert (response.status_code, response.redirect_chain[-1][0]) == (200, address)
    page = html.fromstring(response.content.decode())
    assert page.get("lang") == "en"
    for words in ("Wat doen we op het plein?", "Denk mee.", "Een leeg plein."):
        (place,) = [one for one in page.xpath("//article//*[text()]") if (one.text or "").strip() == words]
        assert place.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["nl"]
    assert response.content.decode().count(SAID) == 1
    # The way back is called as its agenda item, which waits for a translation too.
    assert page.xpath("//nav[contains(@class, 'breadcrumbs')]//a[last()]/@lang")[-1:] == ["nl"]
    # Its other pages too, which take its title.
    assert client.get(rules).content.decode().count(SAID) == 1
    (dutch,) = [one["url"] for one in response.context["language_links"]]
    read = client.get(dutch)
    assert read.status_code == 200
    assert "nog niet vertaald" not in read.content.decode()
    assert [one["url"] for one in read.context["language_links"]] == [address]
    with override("nl"):
        same = client.get(reverse("untranslated_round", args=[string]))
    assert (same.status_code, same.url) == (302, dutch)
    assert client.get(address.replace(string, "RND-2026-999")).status_code == 404
