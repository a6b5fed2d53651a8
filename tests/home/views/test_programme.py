"""Check my programme: every citation of a document, held against what was published, and nothing kept."""

import base64
import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from base.actions.reference import show_reference
from base.actions.removal import ask_withdrawal, confirm_withdrawal
from base.models import PublishedVersion
from base.verify import recognised
from home.enums import CitationVerdict as Verdict
from home.imports.programme import turn
from home.models import AgendaItemPage
from home.programme import Deadline, OutOfTime, Paragraph, Programme
from home.queries.programme import Finding, checked
from tests.documents import FORMATS, forty_citations
from tests.factories.accounts import person_with
from tests.factories.base import PublishedVersionFactory, VersionTextFactory
from tests.factories.home import AgendaItemPageFactory
from tests.html import words as words_of_page
from tests.removals import redacted

pytestmark = pytest.mark.django_db

DRUK = "Het is druk bij de school en er zijn te weinig fietsenrekken."
HARD = "Auto's rijden hard door de straat waar kinderen spelen."


def publish(page: AgendaItemPage, **fields) -> AgendaItemPage:
    page = AgendaItemPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return AgendaItemPage.objects.get(pk=page.pk)


def version(page: AgendaItemPage, number: int) -> PublishedVersion:
    return PublishedVersion.objects.get(reference=page.reference, number=number, language="nl")


@pytest.fixture
def item(agenda_item):
    """Version 2 has two paragraphs, in version 3 the second is another one."""
    first, second = f'<p data-block-key="aaaaa">{DRUK}</p>', f'<p data-block-key="bbbbb">{HARD}</p>'
    page = publish(agenda_item, problem=first + second)
    return publish(page, problem=f'{first}<p data-block-key="ccccc">De bibliotheek is op zondag open.</p>')


def findings(*texts: str) -> list[Finding]:
    return checked(Programme([Paragraph(None, text) for text in texts])).findings


def only(*texts: str) -> Finding:
    found = findings(*texts)
    assert len(found) == 1, found
    return found[0]


def test_exact_words_of_the_version_that_is_named(item):
    found = only(f"“{HARD}” ({item.reference.string}, versie 2)")
    assert (found.verdict, found.found.label, found.passage.identifier) == (Verdict.EXACT, "2", "p-bbbbb")
    assert found.difference == (item.reference.string, "2", "3")
    assert not found.still_there


def test_words_that_still_stand_in_the_version_of_today(item):
    found = only(f"“{DRUK}” ({item.reference.string}, versie 2)")
    assert (found.verdict, found.newer.label, found.still_there) == (Verdict.EXACT, "3", True)


def test_words_of_today_without_a_version(item):
    found = only(f"“{DRUK}” ({item.reference.string})")
    assert (found.verdict, found.found.label, found.newer) == (Verdict.EXACT, "3", None)


def test_the_version_that_is_named_is_the_sources_where_a_translation_lags_behind(item):
    """In its own language the translation of version 2 is still in force: what was named has changed all the same."""
    english = PublishedVersionFactory(reference=item.reference, number=2, language="en", is_translation=True)
    for name, value in version(item, 2).parts.items():
        VersionTextFactory(version=english, field=name, value=value)
    for text in (f"“{HARD}” ({item.reference.string}, versie 2)", f"Zie {item.reference.string}, versie 2."):
        found = only(text)
        assert (found.cited.language, found.newer.label) == ("nl", "3")
    named = only(f"“{HARD}” (/id/{item.reference.string}/v/2/en)".replace("/id/", "https://waterrijk.example/id/"))
    assert named.cited.language == "en"
    assert (named.newer, named.is_newer_elsewhere) == (version(item, 3), True)


def test_words_of_a_translation_changed_with_their_source(client, item):
    english = PublishedVersionFactory(reference=item.reference, number=2, language="en", is_translation=True)
    VersionTextFactory(version=english, field="title", value='"Cycling safely to the playground of the school"')
    text = f"“Cycling safely to the playground of the school” (https://stad.example{english.lasting_address})"
    found = only(text)
    assert (found.verdict, found.newer, found.is_newer_elsewhere) == (Verdict.EXACT, version(item, 3), True)
    page = client.post(address(), {"text": text}).content.decode()
    assert ("Sindsdien veranderd, in het Nederlands" in page, "Deze woorden staan er niet meer in" in page) == (
        True,
        False,
    )
    assert f'href="/nl/id/{item.reference.string}/verschil/2..3"' in page


def test_words_of_an_older_version_than_the_one_that_is_named(item):
    found = only(f"“{HARD}” ({item.reference.string}, versie 3)")
    assert (found.verdict, found.found.label, found.is_other_version) == (Verdict.EXACT, "2", True)


def test_words_that_differ_in_spaces_and_punctuation(item):
    found = only(f"“{HARD[:-1].replace(chr(39), '’')}!” ({item.reference.string}, versie 2)")
    assert found.verdict == Verdict.SPACING


def test_altered_words_show_what_is_altered(item):
    found = only(f"“{HARD.replace('hard', 'zacht')}” ({item.reference.string}, versie 2)")
    assert found.verdict == Verdict.ALTERED
    assert [one.text for one in found.pieces if one.kind == "deleted"] == ["hard "]
    assert [one.text for one in found.pieces if one.kind == "inserted"] == ["zacht "]


def test_words_that_stand_nowhere(item):
    found = only(f"“Wij verlagen alle belastingen met de helft” ({item.reference.string})")
    assert (found.verdict, found.found) == (Verdict.NOT_FOUND, None)


def test_words_of_another_text_than_the_one_that_is_named(item):
    other = AgendaItemPageFactory(
        parent=item.get_parent(), problem="<p>Oudere mensen leren omgaan met een computer.</p>"
    )
    found = only(f"“Oudere mensen leren omgaan met een computer.” ({item.reference.string})")
    assert (found.verdict, found.found.reference, found.is_elsewhere) == (Verdict.EXACT, other.reference, True)


def test_quote_without_a_reference_is_looked_up_in_what_applies_now(item):
    assert only(f"Zoals de stad zegt: “{DRUK}”").found.label == "3"
    assert only(f"Zoals de stad zegt: “{DRUK.replace('druk', 'stil')}”").verdict == Verdict.ALTERED


def test_paragraph_that_equals_a_passage_is_a_quote(item):
    found = only("Wij lezen op de agenda:", DRUK, "Dat vinden wij ook.")
    assert (found.verdict, found.words, found.place.paragraph) == (Verdict.EXACT, DRUK, 2)


def test_quote_of_somebody_else_is_counted_and_not_judged(item):
    report = checked(Programme([Paragraph(None, "“Wie niet waagt die niet wint”, zei zij. Een “slim” plan.")]))
    assert (report.findings, report.foreign, report.short) == ([], 1, 1)


def test_reference_without_a_quote(item):
    found = only(f"Wij steunen {item.reference.string}, versie 2.")
    assert (found.verdict, found.cited.label, found.newer.label) == (Verdict.REFERENCE, "2", "3")
    assert only(f"Wij steunen {item.reference.string}.").newer is None


def test_reference_and_version_that_do_not_exist(item):
    assert only("Wij steunen LEA-1999-001.").verdict == Verdict.UNKNOWN
    found = only(f"Wij steunen {item.reference.string}, versie 9.")
    assert (found.verdict, found.unknown_label) == (Verdict.UNKNOWN, "9")
    assert only(f"Wij steunen {item.reference.string}, versie 0.").unknown_label == "0"
    found = only(f"Zie {item.reference.string}, versies 2 en 9.")
    assert (found.verdict, found.label, found.unknown_label) == (Verdict.UNKNOWN, "2, 9", "9")


def test_words_of_any_of_the_versions_that_are_named_stand_in_the_named_one(item):
    found = only(f"“{HARD}” ({item.reference.string}, versies 3 en 2)")
    assert (found.verdict, found.found.label, found.is_other_version) == (Verdict.EXACT, "2", False)


def test_words_of_another_passage_than_the_one_that_is_named_are_said_to_be(item):
    address = f"https://stad.example{version(item, 2).lasting_address}"
    found = [only(f"“{HARD}” ({address}#{name})") for name in ("p-bbbbb", "problem", "p-aaaaa")]
    assert [one.verdict for one in found] == [Verdict.EXACT] * 3
    assert [one.is_other_passage for one in found] == [False, False, True]


def test_passage_that_does_not_exist(item):
    address = version(item, 2).lasting_address
    assert only(f"https://stad.example{address}#p-zzzzz").is_unknown_passage
    assert not only(f"https://stad.example{address}#p-bbbbb").is_unknown_passage
    assert not only(f"https://stad.example{address}#problem").is_unknown_passage


def test_superseded_by_an_item_whose_text_in_force_says_so(item):
    other = AgendaItemPageFactory(parent=item.get_parent(), supersedes=item.reference)
    assert only(f"Wij steunen {item.reference.string}.").superseded_by == [other.reference.string]
    publish(other, supersedes=None)
    assert only(f"Wij steunen {item.reference.string}.").superseded_by == []


def test_withdrawn_version_shows_no_words(item, clerk, noon):
    withdrawn = ask_withdrawal(
        version=version(item, 2),
        reason="error",
        explanation="Fout.",
        decided_by="Raad",
        replaced_by=None,
        by=clerk,
        at=noon,
    )
    quote = f"“{HARD.replace('hard', 'zacht')}” ({item.reference.string}, versie 2)"
    assert only(quote).withdrawn is None
    confirm_withdrawal(withdrawal=withdrawn, by=person_with("clerk"), at=noon)
    found = only(quote)
    assert (found.withdrawn.label, found.found, found.pieces) == ("2", None, [])


def test_withdrawn_version_is_said_to_be_so_though_another_language_stays(item, clerk, noon):
    other = AgendaItemPageFactory(parent=item.get_parent())
    english = PublishedVersionFactory(reference=item.reference, number=2, language="en", is_translation=True)
    for name, value in version(item, 2).parts.items():
        VersionTextFactory(version=english, field=name, value=value)
    asked = ask_withdrawal(
        version=version(item, 2),
        reason="error",
        explanation="Fout.",
        decided_by="Raad",
        replaced_by=other.reference,
        by=clerk,
        at=noon,
    )
    confirm_withdrawal(withdrawal=asked, by=person_with("clerk"), at=noon)
    for text in (f"“{DRUK}” ({item.reference.string}, versie 2)", f"Zie {item.reference.string}, versie 2."):
        found = only(text)
        assert (found.withdrawn.label, found.withdrawn.withdrawal.replaced_by) == ("2", other.reference)
        page = Client().post(address(), {"text": text}).content.decode()
        assert "Ingetrokken." in page
        assert f"{other.reference.string} komt ervoor in de plaats" in page
    assert only(f"https://stad.example{english.lasting_address}").withdrawn is None


def test_the_version_that_is_named_goes_before_one_that_is_more_alike(item):
    text = "Auto's rijden heel hard door de straat waar kinderen spelen."
    page = publish(item, problem=f'<p data-block-key="aaaaa">{text}</p>')
    found = only(f"“{text.replace('heel', 'erg')}” ({page.reference.string}, versie 2)")
    assert (found.verdict, found.found.label) == (Verdict.ALTERED, "2")


@pytest.mark.parametrize("words", ["x", "druk", "het is"])
def test_words_that_are_too_short_are_not_called_exact(item, words):
    found = only(f"{item.reference.string} “{words}”")
    assert (found.verdict, found.found) == (Verdict.SHORT, None)


def test_redacted_words_are_neither_found_nor_denied(item, clerk, noon):
    redacted(version(item, 2), "problem", by=clerk, at=noon)
    found = only(f"“{HARD}” ({item.reference.string}, versie 2)")
    assert (found.verdict, found.has_redaction) == (Verdict.NOT_FOUND, True)


def test_so_many_citations_are_looked_at_and_no_more(item):
    string = item.reference.string
    text = f"“{DRUK}” ({string}). " + " ".join(f"LEA-1999-{number}" for number in range(1000, 1600))
    report = checked(Programme([Paragraph(None, text)]))
    assert (report.looked_at, len(report.findings)) == (500, 500)
    assert checked(Programme([Paragraph(None, f"Zie {string}.")])).looked_at is None
    quotes = checked(Programme([Paragraph(None, "“Zomaar wat losse woorden hier.” " * 600)]))
    assert (quotes.looked_at, quotes.foreign) == (500, 500)


def test_no_more_time_is_taken_than_is_promised(item, monkeypatch):
    text = f"Zie {item.reference.string} en LEA-1999-001."
    with pytest.raises(OutOfTime):
        checked(Programme([Paragraph(None, text)], Deadline(-1)))
    deadline = Deadline()
    monkeypatch.setattr("home.queries.programme._Check._of_mention", lambda *_: setattr(deadline, "at", 0))
    report = checked(Programme([Paragraph(None, text)], deadline))
    assert (report.looked_at, len(report.findings)) == (1, 1)


def test_hidden_text_is_as_one_that_never_was(item):
    show_reference(reference=item.reference, is_public=False)
    assert only(f"“{DRUK}” ({item.reference.string})").verdict == Verdict.UNKNOWN
    assert findings(f"Zij zegt: “{DRUK}”") == []


# The page ------------------------------------------------------------------------------------------------------------


def address() -> str:
    return reverse("programme")


def upload(data: bytes, name: str = "programma") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data), "text": ""}


def test_programme_has_an_address_in_each_language(client, site_ground):
    assert address() == "/nl/agenda-controle/"
    with translation.override("en"):
        assert address() == "/en/agenda-check/"
    page = client.get("/nl/agenda-controle/")
    assert page.status_code == 200
    assert not page.cookies
    assert not client.get(address()).wsgi_request.session.modified


@pytest.mark.parametrize("name", FORMATS)
def test_programme_of_every_format_gets_its_report(client, item, name):
    pages = [["Inleiding."], [f"Wij lezen “{DRUK}” ({item.reference.string}, versie 2)."]]
    page = client.post(address(), upload(FORMATS[name](pages)))
    html = page.content.decode()
    assert page.status_code == 200
    assert "Pagina 2" in html
    assert DRUK in html
    assert reverse("difference", args=[item.reference.string, "2", "3"]) in html


def test_programme_is_kept_nowhere(client, item, tmp_path, settings, caplog):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    secret = f"Ons geheime plan. “{DRUK}”\n".encode() + b"x " * 1_400_000
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        page = client.post(address(), upload(secret))
    assert page.context["report"].findings
    assert list(Path(tmp_path).iterdir()) == []
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]
    assert "geheime" not in caplog.text
    # It reads, and writes nothing.
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_report_can_be_saved_from_the_page_itself(client, item):
    page = client.post(address(), {"text": f"“{DRUK}” ({item.reference.string}, versie 2) <script>alert(1)</script>"})
    encoded = re.search(
        r'href="data:text/html;charset=utf-8;base64,([^"]+)" download="[^"]+\.html"', page.content.decode()
    )
    saved = base64.b64decode(encoded[1]).decode()
    assert DRUK in words_of_page(saved)
    assert f"{settings.BASE_URL}{version(item, 2).lasting_address}" in saved
    assert "<script" not in saved


def test_what_is_too_short_to_be_looked_up_is_not_also_said_to_be_missing(client, item):
    page = client.post(address(), {"text": f"“het is” ({item.reference.string})"}).content.decode()
    assert "te kort om op te zoeken" in page
    assert "in geen enkele versie" not in page


def test_pasted_text_stays_in_the_form_when_nothing_can_be_done(client, site_ground):
    page = client.post(address(), {"text": "  "})
    assert "Kies het bestand van je programma" in page.content.decode()
    assert page.status_code == 422
    page = client.post(address(), upload(b"%PDF-1.4 stuk"))
    assert (page.status_code, "beschadigd" in page.content.decode()) == (422, True)
    page = client.post(address(), upload(b"%PDF-1.4 stuk") | {"text": "Ons plan"})
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert "Ons plan" in page.content.decode()


def test_pasted_text_that_cites_too_much_is_told_so_and_waits_its_turn(client, item, monkeypatch):
    page = client.post(
        address(),
        {
            "text": f"“{DRUK}” ({item.reference.string}). "
            + " ".join(f"LEA-1999-{number}" for number in range(10_000, 34_500))
        },
    )
    assert "Alleen de eerste 500 citaten zijn nagekeken." in page.content.decode()
    assert len(page.content) < 2_000_000
    with turn(), turn():
        page = client.post(address(), {"text": f"Zie {item.reference.string}."})
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "Probeer het over een minuut opnieuw" in page.content.decode()
    assert f"Zie {item.reference.string}.</textarea>" in page.content.decode()
    assert client.post(address(), {"text": f"Zie {item.reference.string}."}).context["report"].findings


def test_file_that_is_too_large_is_refused_before_it_is_read(client, site_ground, monkeypatch):
    monkeypatch.setattr("home.views.programme.read_programme", lambda data: pytest.fail("It was read."))
    page = client.post(address(), upload(b"x" * (10 * 1024 * 1024 + 1)))
    assert page.status_code == 413
    assert "10 MB" in page.context["form"].errors["file"][0]


@pytest.mark.parametrize("name", FORMATS)
def test_forty_citations_of_sixty_pages_take_as_many_queries_as_one(client, item, name, django_assert_max_num_queries):
    pages = forty_citations(item)
    with CaptureQueriesContext(connection) as one:
        client.post(address(), upload(FORMATS[name]([[f"“{DRUK}” ({item.reference.string})"]])))
    with django_assert_max_num_queries(len(one)):
        page = client.post(address(), upload(FORMATS[name](pages)))
    found = page.context["report"].findings
    assert [one.place.page for one in found] == [number + 11 for number in range(40)]
    assert [one.verdict for one in found] == [Verdict.EXACT, Verdict.EXACT, Verdict.EXACT, Verdict.ALTERED] * 10


def test_hostile_words_are_shown_unharmed(client, item):
    words = f"“<img src=x onerror=alert(1)> {{{{ 7|add:7 }}}} \u202e {DRUK}” ({item.reference.string})"
    page = client.post(address(), {"text": words})
    assert "<img src=x" not in page.content.decode()
    assert "{{ 7|add:7 }}" in page.content.decode()


def test_words_that_a_translation_has_too_are_the_sources(item):
    english = PublishedVersionFactory(reference=item.reference, number=3, language="en", is_translation=True)
    for name, value in version(item, 3).parts.items():
        VersionTextFactory(version=english, field=name, value=value)
    assert only(f"“{DRUK}” ({item.reference.string})").found == version(item, 3)
    assert recognised(DRUK.encode()).versions[0] == version(item, 3)
