"""What a moderator hid is on no public surface, neither its words nor in a number: every address that names it, and every list."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from base.models import PublishedVersion
from home.models import AgendaItemPage
from participation.enums import Moderation
from participation.models import Comment
from participation.queries.subject import subject_by_reference
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory
from tests.rounds import SUPPORTING, hand_in, hide, publish

pytestmark = pytest.mark.django_db

TITLE, BODY, SAID, HELD = "Zwaluwkast", "Pimpelmeesnest", "Koekoeksklok", "Roerdompveer"
SECRETS = (TITLE, BODY, SAID, HELD)
SPOT = {"type": "Point", "coordinates": [5.2, 52.5]}
FORMS = ("json", "txt", "bib", "ris", "csl.json", "jsonld", "svg")


@pytest.fixture
def city(consultation_round, author, moderator, travel):
    """A proposal and a comment that were public and cited, hidden since; a comment that waits; and one of each that stay."""
    hidden = publish(
        hand_in(consultation_round, by=author, title=TITLE, body=BODY, tags=[BODY], place=BODY, geometry=SPOT),
        by=moderator,
    )
    stays = publish(hand_in(consultation_round, by=author, title="Vogelhuis"), by=moderator)
    said = CommentFactory(subject=stays, author=author, text=SAID, author_name=SAID)
    CommentFactory(subject=stays, author=author, text="Prima plan")
    CommentFactory(subject=hidden, text=f"Bij {BODY}")
    CommentFactory(subject=stays, author=author, text=HELD, author_name=HELD, moderation=Moderation.AWAITING)
    hide(hidden, by=moderator)
    hide(said, by=moderator)
    travel(SUPPORTING)
    return {"round": consultation_round, "hidden": subject_by_reference(hidden.reference.string), "stays": stays}


def surfaces(city) -> list[str]:
    """Every address that could name them: of the proposal itself in every form and language, and every list."""
    string = city["hidden"].reference.string
    found = [
        reverse(name, args=[string])
        for name in (
            *("proposal", "proposal_json", "reference", "lasting_address", "versions", "feed", "timegate", "timemap"),
            *("timemap_json", "positions", "item_dates", "follow", "support", "write_comment", "report_subject"),
            "co_authors",
        )
    ]
    for language in ("nl", "en"):
        found += [reverse(name, args=[string, "1", language]) for name in ("lasting_version", "cite", "card", "qr")]
        found += [f"{reverse('lasting_version', args=[string, '1', language])}.{form}" for form in FORMS]
    found += [f"{reverse('lasting_number', args=[string, '1'])}.{form}" for form in FORMS]
    found += [reverse("lasting_number", args=[string, "1"]), reverse("version", args=[string, "1"])]
    found += [reverse(name, args=[string, "1", "1"]) for name in ("difference", "difference_json")]
    numbers = Comment.objects.values_list("pk", flat=True)
    found += [
        reverse(name, args=[pk]) for pk in numbers for name in ("comment", "report_comment", "edit_comment", "helpful")
    ]
    stays = city["stays"].reference.get_absolute_url()
    found += [f"{stays}?order={order}&since=0" for order in ("newest", "helpful")]
    of_round = city["round"].reference.string
    found += [
        reverse(name, args=[of_round])
        for name in ("proposals", "result", "result_json", "result_csv", "ballots_csv", "ballot")
    ]
    lists = [reverse("proposals", args=[of_round]), reverse("all_proposals")]
    lists += [reverse(f"proposals_{form}", args=[of_round]) for form in ("feed", "csv")]
    lists += [reverse(f"all_proposals_{form}") for form in ("feed", "csv", "map", "geojson")]
    lists += [reverse(f"proposals_{form}", args=[of_round]) for form in ("map", "geojson")]
    found += [
        f"{one}?{asked}" for one in lists for asked in ("", f"q={TITLE[:5]}", f"theme={BODY[:5]}", "state=supporting")
    ]
    found += [f"{lists[0]}?order={order}" for order in ("newest", "supported", "discussed", "random")]
    found += [city["round"].reference.get_absolute_url(), city["stays"].reference.get_absolute_url()]
    names = ("rounds", "outcomes", "begin", "my_page", "parties", "programme", "verify", "citations_json")
    found += [reverse(name) for name in (*names, "citations_csv", "moderation_record", "moderation_record_csv")]
    found += [page.get_url() for page in AgendaItemPage.objects.live()]
    return [*found, "/nl/", "/en/", "/nl/agenda/", "/nl/?q=Zwaluw", "/api/v2/pages/"]


def test_words_that_were_hidden_or_wait_are_on_no_surface(city, signed_in):
    shown = {}
    for person in (None, UserFactory()):
        client = signed_in(person)
        for address in surfaces(city):
            text = client.get(address, follow=True).getvalue().decode(errors="replace")
            if found := [word for word in SECRETS if word in text]:
                shown[person, address] = found
    assert shown == {}


def test_what_a_text_is_looked_up_by_finds_nothing_hidden(city, client):
    string = city["hidden"].reference.string
    version = PublishedVersion.objects.get(reference=city["hidden"].reference)
    looked_up = client.post(reverse("verify"), {"text": f"{TITLE} {BODY}"}).content.decode()
    by_hash = client.post(reverse("verify"), {"text": version.sha256}).content.decode()
    checked = client.post(reverse("programme"), {"text": f"“{BODY}” ({string}, versie 1)"}).content.decode()
    assert string not in looked_up
    assert (TITLE in by_hash, TITLE in checked) == (False, False)


def test_no_number_counts_what_was_hidden_or_waits(city, client):
    page = client.get(reverse("proposal", args=[city["stays"].reference.string])).content.decode()
    assert re.search(r'id="talk">[^<]*<span class="soft">\((\d+)\)', page)[1] == "1"
    listed = client.get(reverse("proposals", args=[city["round"].reference.string]))
    assert (listed.context["number_words"], len(listed.context["rows"])) == ("1 voorstel", 1)
    assert listed.context["rows"][0].subject.comment_count == 1


def test_who_wrote_what_waits_reads_it_and_why_at_its_place(city, signed_in, author):
    text = signed_in(author).get(reverse("proposal", args=[city["stays"].reference.string])).content.decode()
    assert HELD in text
    assert "Dit wacht op een moderator" in text
    assert settings.LANGUAGE_CODE == "nl"
