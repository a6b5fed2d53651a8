"""Lasting addresses where a text is missing: not published in a language, withdrawn, or typed a little otherwise."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from accounts.enums import Role
from base.actions.removal import ask_withdrawal, confirm_withdrawal
from base.enums import WithdrawalReason
from base.models import PublishedVersion
from base.refusal import Refusal
from tests.browser.city import translate
from tests.citations import republished
from tests.factories.accounts import person_with
from tests.factories.base import MOMENT
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.removals import withdrawn

pytestmark = pytest.mark.django_db

DUTCH, ENGLISH = {"accept-language": "nl"}, {"accept-language": "en"}


@pytest.fixture
def item(site_ground, django_capture_on_commit_callbacks):
    """Three versions in Dutch, of which the first two are out in English."""
    agenda = AgendaPageFactory(parent=site_ground.home, slug="agenda")
    item = AgendaItemPageFactory(parent=agenda, title="Een")
    with django_capture_on_commit_callbacks(execute=True):
        for page in (agenda, item):
            translate(page, site_ground.english)
    for title in ("Twee", "Drie"):
        item = republished(item, title=title, change_note=f"Het heet {title}.")
        if title == "Twee":
            with django_capture_on_commit_callbacks(execute=True):
                translate(item, site_ground.english)
    return item


def version(item, number: int, language: str = "nl") -> PublishedVersion:
    return PublishedVersion.objects.get(reference=item.reference, number=number, language=language)


@pytest.mark.parametrize("headers", [DUTCH, ENGLISH, {}])
def test_language_that_a_version_lacks_shows_the_source_and_says_so(client, item, headers):
    page = client.get(f"/id/{item.reference.string}/v/3/en", headers=headers)
    assert (page.status_code, page["Content-Language"], page["Cache-Control"]) == (200, "nl", "no-cache")
    html = page.content.decode()
    assert "There is no translation of this version. You are reading the text in Dutch." in html
    assert f'<link rel="canonical" href="http://testserver{version(item, 3).lasting_address}">' in html


def test_other_forms_of_a_language_that_lacks_lead_to_the_same_form_of_the_source(client, item):
    address, source = f"/id/{item.reference.string}/v/3/en", version(item, 3).lasting_address
    for suffix in ("json", "txt", "bib", "svg"):
        led = client.get(f"{address}.{suffix}", headers=ENGLISH)
        assert (led.status_code, led["Location"]) == (302, f"{source}.{suffix}")
    led = client.get(address, headers={"accept": 'application/json;profile="x,y"'})
    assert (led["Location"], led["Content-Language"]) == (f"{source}.json", "nl")
    assert client.get(f"{address}/card")["Location"] == f"{source}/card"
    assert client.get(reverse("cite", args=[item.reference.string, "3", "en"])).status_code == 302
    for tail in ("fr", "fr.json", "fr.svg", "fr/card"):
        assert client.get(f"/id/{item.reference.string}/v/3/{tail}").status_code == 404


def test_slash_and_capitals_lead_to_the_address_that_was_meant(client, item):
    string = item.reference.string
    for typed, meant in (("/", ""), ("/v/1/NL", "/v/1/nl"), ("/v/1/nl/", "/v/1/nl"), ("/v/1/nl.JSON", "/v/1/nl.json")):
        led = client.get(f"/id/{string}{typed}", headers=ENGLISH)
        assert (led.status_code, led["Location"]) == (302, f"/id/{string}{meant}")
    for never in ("/v/0", "/v/0/", "/v", "/x/y"):
        assert client.get(f"/id/{string}{never}", headers=ENGLISH).status_code == 404


def test_slash_and_capitals_lead_in_a_language_and_to_the_list_as_well(client, item):
    string = item.reference.string
    for typed, meant in (
        (f"/nl/id/{string}/", f"/nl/id/{string}"),
        (f"/nl/id/{string.lower()}/versies/?q=1", f"/nl/id/{string}/versies?q=1"),
        (f"/en/id/{string}/difference/1..3/", f"/en/id/{string}/difference/1..3"),
        (f"/timemap/{string}/", f"/timemap/{string}"),
        (f"/timemap/{string.lower()}.json/", f"/timemap/{string}.json"),
    ):
        led = client.get(typed)
        assert (led.status_code, led["Location"]) == (302, meant)
    for never in (f"/nl/id/{string}/never/", f"/timemap/{string}/never/"):
        assert client.get(never).status_code == 404


@pytest.mark.parametrize(
    ("asked", "given"), [("en;q=0", "nl"), ("en;q=0.000, nl;q=0.1", "nl"), ("en;q=0.5", "en"), ("nl;q=0, en", "en")]
)
def test_language_that_is_refused_is_not_given(client, item, asked, given):
    led = client.get(f"/id/{item.reference.string}/v/1", headers={"accept-language": asked})
    assert led["Location"] == version(item, 1, given).lasting_address


def test_parameters_of_a_media_type_change_nothing(client, item):
    address = version(item, 3).lasting_address
    for accept, type_ in (
        ('application/json;profile="x,y"', "application/json"),
        ('text/plain; format="a;q=0"; q=0.1, application/json; a=b', "application/json"),
        ("text/html;level=1, application/json;q=0.9", "text/html"),
    ):
        assert client.get(address, headers={"accept": accept})["Content-Type"].startswith(type_)


APPLIES = "the text that applies now"


def test_translation_of_an_older_number_says_that_the_source_is_newer(client, item):
    string, source = item.reference.string, version(item, 3).lasting_address
    first, second = (version(item, number, "en").lasting_address for number in (1, 2))
    for address, number in ((first, 1), (second, 2)):
        html = client.get(address).content.decode()
        assert "The text in Dutch is newer: version 3" in html
        assert f"You are reading a translation of version {number}." in html
        assert f'href="{source}"' in html
        assert f'href="/nl/id/{string}/verschil/{number}..3"' in html
        assert (APPLIES in html, "A newer text applies now" in html) == (False, False)
        assert (f'href="{second}">There is a newer translation too' in html) is (number == 1)
        card = client.get(f"{address}/card").content.decode()
        assert ("The text in Dutch is newer: version 3" in card, f"testserver{source}" in card) == (True, True)
        assert APPLIES not in card
    assert "deze tekst geldt nu" in client.get(source).content.decode()


def test_translation_of_the_newest_number_applies_until_its_source_is_withdrawn(client, item, clerk):
    for number in (1, 3):
        withdrawn(version(item, number), by=clerk)
    html = client.get(version(item, 2, "en").lasting_address).content.decode()
    assert ("The text in Dutch was withdrawn" in html, "verschil/" in html, APPLIES in html) == (True, False, False)
    assert "was withdrawn" in client.get(f"{version(item, 2, 'en').lasting_address}/card").content.decode()


def test_correction_of_the_source_leaves_its_translation_standing(client, item, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translate(item, item.locale.__class__.objects.get(language_code="en"))
    republished(item, title="Drie!", change_kind="editorial", change_note="Spelling.")
    html = client.get(version(item, 3, "en").lasting_address).content.decode()
    assert (APPLIES in html, "is newer" in html) == (True, False)


def test_difference_stays_in_one_language(client, item, clerk):
    string = item.reference.string
    withdrawn(version(item, 2), by=clerk)
    address = f"/nl/id/{string}/verschil/2..3"
    page = client.get(address)
    html = page.content.decode()
    assert (page.status_code, "<ins>" in html) == (410, False)
    assert "Versie 2 is ingetrokken in het Nederlands." in html
    told = client.get(f"{address}.json")
    assert (told.status_code, told.json()["refusal"]) == (410, "Versie 2 is ingetrokken in het Nederlands.")
    first = client.get(f"/nl/id/{string}/verschil/1..2")
    assert (first.status_code, f'href="/en/id/{string}/difference/1..2"' in first.content.decode()) == (410, True)
    english = client.get(f"/en/id/{string}/difference/1..2.json").json()
    assert english["language"] == "en"
    missing = client.get(f"/en/id/{string}/difference/2..3")
    assert (missing.status_code, "Version 3 was not published in English." in missing.content.decode()) == (404, True)


def test_history_says_per_language_what_was_withdrawn(client, item, clerk):
    withdrawn(version(item, 2), by=clerk)
    html = client.get(f"/nl/id/{item.reference.string}/versies").content.decode()
    assert html.count("(ingetrokken)") == 1


def test_withdrawn_version_has_a_tombstone_in_every_form(client, item, clerk):
    gone = version(item, 2)
    withdrawn(gone, by=clerk)
    page = client.get(gone.lasting_address)
    assert 'rel="timemap version-history"' in page["Link"]
    assert f'<http://testserver{version(item, 3).lasting_address}>; rel="next successor-version' in page["Link"]
    for suffix, type_ in (
        ("json", "application/json"),
        ("txt", "text/plain"),
        ("ris", "text/plain"),
        ("svg", "text/plain"),
    ):
        told = client.get(f"{gone.lasting_address}.{suffix}")
        assert (told.status_code, told["Content-Type"].split(";")[0]) == (410, type_)
        assert gone.sha256 in told.content.decode()
    for number in (1, 3):
        withdrawn(version(item, number), by=clerk)
    for number in (1, 2):
        withdrawn(version(item, number, "en"), by=clerk)
    gate = client.get(f"/timegate/{item.reference.string}", headers=DUTCH, follow=True)
    assert gate.status_code == 410


def test_words_of_a_withdrawal_turn_nothing_around(client, item, clerk):
    asked = ask_withdrawal(
        version=version(item, 2),
        reason=WithdrawalReason.ERROR,
        explanation="Fout \u202e hier",
        decided_by="B \u202e en W",
        replaced_by=item.reference,
        replaced_by_label="3",
        by=clerk,
        at=MOMENT,
    )
    confirm_withdrawal(withdrawal=asked, by=person_with(Role.CLERK), at=MOMENT)
    html = client.get(version(item, 2).lasting_address).content.decode()
    assert '<span dir="auto">Fout \u202e hier</span>' in html
    assert '<span dir="auto">B \u202e en W</span>' in html
    assert f'href="{version(item, 3).lasting_address}"' in html


@pytest.mark.parametrize(("label", "refusal"), [("", "welke versie"), ("2", "zichzelf"), ("9", "geen versie 9")])
def test_version_is_not_replaced_by_itself_or_by_what_is_not_there(item, clerk, label, refusal):
    with pytest.raises(Refusal, match=refusal):
        ask_withdrawal(
            version=version(item, 2),
            reason=WithdrawalReason.ERROR,
            explanation="Fout.",
            decided_by="Het college",
            replaced_by=item.reference,
            replaced_by_label=label,
            by=clerk,
            at=MOMENT,
        )


def test_desk_says_that_a_withdrawal_waits_or_stands(client, item, clerk):
    client.force_login(clerk)
    desk = reverse("version_desk", args=[version(item, 2).pk])
    assert reverse("version_desk", args=[version(item, 2, "en").pk]) in client.get(desk).content.decode()
    given = {"act": "withdraw", "reason": "error", "decided_by": "Het college", "explanation": "Fout."}
    assert client.post(desk, given).status_code == 302
    again = client.post(desk, given)
    assert (again.status_code, "wacht op een tweede persoon" in again.content.decode()) == (409, True)
    second = person_with(Role.CLERK)
    client.force_login(second)
    confirm = reverse("confirm_removal", args=["withdrawal", version(item, 2).withdrawal.pk])
    assert client.post(confirm, {"act": "confirm"}).status_code == 302
    twice = client.post(confirm, {"act": "confirm"}, follow=True)
    assert (twice.status_code, "al bevestigd" in twice.content.decode()) == (200, True)


def test_passage_that_is_not_there_is_said(client, item):
    address = reverse("cite", args=[item.reference.string, "3", "nl"])
    assert "Deze versie heeft die passage niet" in client.get(f"{address}?passage=p-nietbestaand").content.decode()


def test_an_old_address_leads_on_with_what_was_asked_there(client, site_ground):
    Redirect.objects.create(old_path="/nl/oud", redirect_link="/nl/agenda/", is_permanent=True)
    Redirect.objects.create(old_path="/nl/ouder", redirect_link="/nl/agenda/?thema=wonen", is_permanent=True)
    assert client.get("/nl/oud/?thema=verkeer&page=2")["Location"] == "/nl/agenda/?thema=verkeer&page=2"
    assert client.get("/nl/oud/")["Location"] == "/nl/agenda/"
    assert client.get("/nl/ouder/?page=2")["Location"] == "/nl/agenda/?thema=wonen"
