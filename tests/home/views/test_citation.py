"""The register as everybody reads it, and as a representative writes in it."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.forms.public import StoredLength
from base.instants import day
from home.actions.citation import CitedWords, change_citation
from home.mails.citation import newer_version_mail
from home.models import Citation
from home.tasks import tell_citing_parties
from tests.citations import FOR, PROGRAMME, cites, listed, republished, speaker
from tests.factories.home import CitationFactory, ElectionFreezeFactory
from tests.removals import withdrawn
from tests.rounds import moment

pytestmark = pytest.mark.django_db

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202e\u0301 \"é\", ;\n@SUM(1)"


def html(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def address_of_form(item) -> str:
    return reverse("register_citation", args=[item.reference.string, item.version.label, "nl"])


def typed(**changes) -> dict[str, str]:
    return {
        "document_title": "Dichtbij leren",
        "document_kind": "programme",
        "document_address": "",
        "document_page": "12",
        "passage": "p-bbbbb",
        "quote": "Auto’s rijden er hard",
        "position": "wants_change",
        "explanation": "Maak er een woonerf van.",
        "key": "6f0f3d5e-54b2-4f8e-9f63-1d8e0f3c2a11",
    } | changes


def test_representative_registers_and_everybody_reads_it(client, party, representative, item):
    client.force_login(representative)
    assert "p-bbbbb" in html(client, address_of_form(item))
    answer = client.post(address_of_form(item), typed())
    citation = Citation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, citation.get_absolute_url())
    client.logout()
    for address in (
        citation.get_absolute_url(),
        party.get_absolute_url(),
        reverse("positions", args=[item.reference.string]),
    ):
        page = html(client, address)
        assert "Maak er een woonerf van." in page
        assert "op spaties en leestekens na" in page
        assert f"{item.version.lasting_address}#p-bbbbb" in page
    for address in (item.get_url(), item.version.lasting_address):
        assert "<bdi>Waterpartij</bdi></a> wil dit anders" in html(client, address)


def test_form_keeps_what_was_typed_where_the_register_refuses(client, representative, item):
    client.force_login(representative)
    answer = client.post(address_of_form(item), typed(position=""))
    assert answer.status_code == 422
    assert "Maak er een woonerf van." in answer.content.decode()
    assert "Kies het standpunt" in answer.content.decode()
    assert Citation.objects.count() == 0


def test_form_is_for_representatives(client, resident, item):
    assert reverse("sign_in") in client.get(address_of_form(item))["Location"]
    client.force_login(resident)
    assert client.get(address_of_form(item)).status_code == 403
    assert client.post(address_of_form(item), typed()).status_code == 403


def test_form_of_another_party_is_closed(client, clerk, party, representative, item):
    citation = cites(party, item, representative)
    client.force_login(speaker(clerk, listed(clerk, "Andere Lijst")))
    for name in ("change_citation", "withdraw_citation"):
        assert client.post(reverse(name, args=[citation.key])).status_code == 403
    assert Citation.objects.count() == 1


def test_change_goes_over_to_the_new_version_and_history_stays(client, party, representative, item):
    first = cites(party, item, representative, quote="Auto's rijden er hard.", passage="p-bbbbb")
    item = republished(item, problem='<p data-block-key="bbbbb">Auto\'s rijden er nu zachter.</p>')
    client.force_login(representative)
    for address in (party.get_absolute_url(), reverse("my_page")):
        page = html(client, address)
        assert "je haalt versie 2 aan, nu 3" in page
        assert reverse("difference", args=[item.reference.string, "2", "3"]) in page
    form = html(client, f"{reverse('change_citation', args=[first.key])}?version=3")
    data = typed(row=str(first.pk), version="3", position="supports", explanation="Goed zo.")
    assert f'name="row" value="{first.pk}"' in form
    assert client.post(reverse("change_citation", args=[first.key]), data).status_code == 302
    page = html(client, first.get_absolute_url())
    assert ("Goed zo." in page, "Hier zetten wij ons" in page) == (True, True)
    assert "niet gevonden in de aangehaalde versie" in page
    stale = client.post(reverse("change_citation", args=[first.key]), data)
    assert (stale.status_code, "intussen gewijzigd" in stale.content.decode()) == (422, True)
    assert client.post(reverse("withdraw_citation", args=[first.key])).status_code == 302
    assert "ingetrokken" in html(client, first.get_absolute_url())
    assert "Goed zo." not in html(client, reverse("positions", args=[item.reference.string]))
    assert "Goed zo." in html(client, party.get_absolute_url())


def test_nobody_else_is_told_on_the_page_of_a_party(client, party, representative, item):
    cites(party, item, representative)
    republished(item, title="Anders")
    assert "je haalt versie" not in html(client, party.get_absolute_url())


def test_freeze_is_said_and_the_form_no_longer_asks_for_a_position(client, representative, party, item, monkeypatch):
    freeze = ElectionFreezeFactory(announced_at=moment(9, 1), starts_at=moment(11, 1), ends_at=moment(11, 20))
    monkeypatch.setattr("base.clock.now", lambda: moment(10, 1))
    assert "komt eraan" in html(client, party.get_absolute_url())
    monkeypatch.setattr("base.clock.now", lambda: moment(11, 3))
    client.force_login(representative)
    page = html(client, address_of_form(item))
    assert "tot en met donderdag 19 november 2026" in page
    assert 'name="explanation"' not in page
    assert client.post(address_of_form(item), typed()).status_code == 302
    assert (Citation.objects.get().position, freeze.has_begun(moment(11, 3))) == ("", True)


def test_parties_stand_by_the_alphabet_in_every_list(client, clerk, item):
    for name in ("Zeelijst", "apenpartij", "Molenpartij"):
        party = listed(clerk, name)
        cites(party, item, speaker(clerk, party))
    for address in (reverse("parties"), reverse("positions", args=[item.reference.string])):
        found = re.findall(r'<h2 class="card__title"><a href="[^"]*">([^<]+)</a>', html(client, address))
        assert found == ["apenpartij", "Molenpartij", "Zeelijst"]


def test_a_party_that_cites_much_takes_no_room_from_another(client, clerk, item, monkeypatch):
    small, large = (listed(clerk, name) for name in ("Zeelijst", "Apenpartij"))
    cites(small, item, speaker(clerk, small))
    person = speaker(clerk, large)
    for number in range(3):
        cites(large, item, person, document=replace(PROGRAMME, document_title=f"Deel {number}"))
    every = reverse("citations", args=[item.reference.string])
    for address in (item.get_url(), item.version.lasting_address):
        page = html(client, address)
        assert (page.count("Zeelijst"), "Deel 2" in page, "Deel 1" in page) == (1, True, False)
        assert f"{every}?party={large.slug}" in page
    monkeypatch.setattr("home.views.citation.PER_PAGE", 2)
    pages = [html(client, f"{every}?page={number}") for number in (1, 2)]
    assert ["Deel 0" in pages[0], "Deel 1" in pages[0], "Deel 2" in pages[1], "Zeelijst" in pages[1]] == [True] * 4
    second = html(client, f"{every}?party={large.slug}&page=2")
    assert ("Deel 2" in second, "Zeelijst" in second) == (True, False)
    assert client.get(f"{every}?party=niemand").status_code == 404


@pytest.mark.parametrize("place", ["item", "version", "citations", "positions", "party", "parties"])
def test_pages_take_as_many_queries_for_one_as_for_three(client, clerk, item, place):
    party = listed(clerk)
    person = speaker(clerk, party)
    addresses = {
        "item": item.get_url(),
        "version": item.version.lasting_address,
        "citations": reverse("citations", args=[item.reference.string]),
        "positions": reverse("positions", args=[item.reference.string]),
        "party": party.get_absolute_url(),
        "parties": reverse("parties"),
    }
    counts = []
    for more in (1, 2):
        for number in range(more):
            cites(party, item, person)
            listed(clerk, f"Lijst {more} {number}")
        client.get(addresses[place])
        with CaptureQueriesContext(connection) as captured:
            client.get(addresses[place])
        counts.append(len(captured))
    assert counts[0] == counts[1]
    if place == "version":
        assert counts[0] <= 6


def test_whoever_cites_is_told_of_a_substantive_version(
    client, clerk, party, representative, item, django_capture_on_commit_callbacks
):
    speaker(clerk, listed(clerk, "Andere Lijst"))
    cites(party, item, representative, quote="Auto's rijden er hard.", passage="p-bbbbb")
    with django_capture_on_commit_callbacks(execute=True):
        republished(item, summary="Kinderen fietsen veilig naar elke school.", change_kind="editorial")
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        item = republished(item, title="Veilig naar elke school", change_note="Alle scholen.")
    (told,) = mail.outbox
    assert told.to == [representative.email]
    assert "nu versie 3" in told.subject
    assert "haal je versie 2 aan, nu 3" in told.body
    assert reverse("difference", args=[item.reference.string, "2", "3"]) in told.body
    assert "staan ook in de nieuwe versie" in told.body
    assert (tell_citing_parties.func(item.version.pk), len(mail.outbox)) == (0, 1)
    overtaken = item.version
    republished(item, title="Nog anders")
    assert tell_citing_parties.func(overtaken.pk) == 0


def test_open_data_is_read_by_others(client, party, representative, item):
    first = cites(party, item, representative, document=PROGRAMME.__class__(HOSTILE[:200].strip(), "motion"))
    for _number in range(100):
        CitationFactory(party=party, version=item.version)
    told = json.loads(client.get("/api/citations.json").content)
    assert (len(told["citations"]), told["citations"][0]["document_title"]) == (100, first.document_title)
    assert told["citations"][0]["cited_address"] == f"http://testserver{item.version.lasting_address}"
    rest = client.get(told["next"].removeprefix("http://testserver")).json()
    assert (len(rest["citations"]), rest["next"]) == (1, None)
    text = b"".join(client.get("/api/citations.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert (len(rows), rows[0]["document_title"]) == (101, f"'{first.document_title}")
    assert rows[0].keys() == told["citations"][0].keys()
    assert representative.email not in text
    assert client.get("/api/citations.json?after=x").status_code == 400


def test_hostile_words_are_shown_unharmed(client, representative, item):
    client.force_login(representative)
    assert client.post(address_of_form(item), typed(explanation=HOSTILE, quote=HOSTILE)).status_code == 302
    page = html(client, Citation.objects.get().get_absolute_url())
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_page_says_that_the_cited_version_was_withdrawn_and_when_it_was_changed(
    client, clerk, noon, party, representative, item
):
    citation = cites(party, item, representative)
    later = moment(12, 24, 12)
    citation = change_citation(
        citation=citation,
        document=PROGRAMME,
        words=CitedWords(item.version, "", ""),
        stand=FOR,
        by=representative,
        at=later,
    )
    withdrawn(item.version, by=clerk, at=noon)
    assert "die versie is ingetrokken" in html(client, citation.get_absolute_url())
    line = render_to_string(
        "home/citation_line.html", {"citation": Citation.objects.with_version().get(pk=citation.pk)}
    )
    assert "ingetrokken" in line
    assert str(day(later)) in line
    assert str(day(citation.registered_at)) not in line


def test_whoever_cites_reads_every_note_since(party, representative, item):
    citation = cites(party, item, representative)
    republished(item, problem="<p>Een.</p>", change_note="Eerst dit.")
    newest = republished(item, problem="<p>Twee.</p>", change_note="Toen dat.").version
    mail_made = newer_version_mail(party=party, person=representative, citations=[citation], version=newest)
    assert "Eerst dit." in mail_made.body
    assert "Toen dat." in mail_made.body


@pytest.mark.parametrize(
    ("typed_words", "said"), [("t" * 100_000, "Deze tekst is te lang"), ("a" + "\u0301" * 30_000, "meer accenten")]
)
def test_text_that_is_too_long_is_told_why(typed_words, said):
    with pytest.raises(ValidationError) as refused:
        StoredLength(20_000)(typed_words)
    assert said in str(refused.value)
