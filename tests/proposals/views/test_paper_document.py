"""The document itself of a council paper: given or fetched, read by everybody, kept in the dossier, and destroyed."""

import io
import zipfile
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.enums import Role
from base.actions.record_redaction import ask_record_redaction, confirm_record_redaction
from proposals.actions.council_paper import PaperText, record_paper
from proposals.exports.dossier import html_in
from proposals.imports.dossier import check
from proposals.models import CouncilPaper, PaperDocument
from proposals.queries.dossier import dossier_of
from tests.council_system import Page, council_system
from tests.documents import PDF, pdf_of
from tests.factories.accounts import person_with
from tests.rounds import COUNTING, anew

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground", "on_day_of_counting")]
PAPERS = "council_papers_desk"


def typed(consultation_round, **more) -> dict:
    return {
        "kind": "council-proposal",
        "title": "Voorstel plein",
        "number": "RV 1",
        "dated_on": COUNTING.date().isoformat(),
        "consultation_round": consultation_round.pk,
        **more,
    }


def archive_of(consultation_round, path) -> zipfile.ZipFile:
    call_command("export_dossier", consultation_round.reference.string, path, stdout=io.StringIO())
    assert check(path).wrong == []
    return zipfile.ZipFile(path)


def test_document_is_given_checked_read_by_everybody_and_stands_in_the_dossier(
    client, clerk, consultation_round, tmp_path, django_capture_on_commit_callbacks
):
    client.force_login(clerk)
    false = SimpleUploadedFile("stuk.pdf", b"%PDF-1.4 not one", "application/pdf")
    refused = client.post(reverse(PAPERS), typed(consultation_round, document=false))
    assert (refused.status_code, CouncilPaper.objects.count()) == (422, 0)
    assert refused.context["form"]["title"].value() == "Voorstel plein"
    given = SimpleUploadedFile("stuk.pdf", PDF, "application/pdf")
    assert client.post(reverse(PAPERS), typed(consultation_round, document=given)).status_code == 302
    paper, digest = CouncilPaper.objects.get(), sha256(PDF).hexdigest()
    client.logout()
    answer = client.get(reverse("paper_document", args=[paper.pk]))
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PDF, "application/pdf")
    assert client.get(reverse("paper_document", args=[paper.pk + 1])).status_code == 404

    # A correction for which none is given keeps that of what it corrects.
    text = PaperText("council-proposal", "Voorstel voor het plein", COUNTING.date(), "RV 1")
    about = {"about": None, "consultation_round": None}
    now = record_paper(text=text, **about, corrects=paper, reason="Titel.", by=clerk, at=COUNTING)
    assert now.document.sha256 == digest
    found = dossier_of(anew(consultation_round), COUNTING)
    assert digest in html_in(found, "nl")
    with archive_of(consultation_round, tmp_path / "one.zip") as archive:
        assert archive.read(f"papers/{now.pk}.pdf") == PDF
        assert f"mdto/papers/{now.pk}.pdf.mdto.xml" in archive.namelist()

    # The database changes nothing of it, and takes none away but by destroying it.
    for change in ({"sha256": "0" * 64}, {"file": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PaperDocument.objects.filter(paper=now).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperDocument.objects.filter(paper=now).delete()
    storage, names = now.document.file.storage, [one.file.name for one in PaperDocument.objects.all()]
    # It goes with the words of its paper, which takes two.
    with django_capture_on_commit_callbacks(execute=True):
        (asked,) = ask_record_redaction(
            record=now, fields=["title"], reason="privacy", explanation="Er stond een naam in.", by=clerk, at=COUNTING
        )
        confirm_record_redaction(record_redaction=asked, by=person_with(Role.CLERK), at=COUNTING)
    assert [storage.exists(name) for name in names] == [False, False]
    assert client.get(reverse("paper_document", args=[now.pk])).status_code == 410
    with archive_of(consultation_round, tmp_path / "two.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("papers/")]
    # Its hash stays, so that who has a copy knows which it was.
    assert f"Het document is vernietigd. SHA-256: {digest}" in html_in(
        dossier_of(anew(consultation_round), COUNTING), "nl"
    )


def test_words_taken_out_of_a_paper_that_was_corrected_take_the_copy_of_its_document_along(
    client, clerk, consultation_round
):
    client.force_login(clerk)
    given = SimpleUploadedFile("stuk.pdf", PDF, "application/pdf")
    client.post(reverse(PAPERS), typed(consultation_round, document=given))
    first = CouncilPaper.objects.get()
    text = PaperText("council-proposal", "Voorstel zonder naam", COUNTING.date(), "RV 1")
    about = {"about": None, "consultation_round": None}
    record_paper(text=text, **about, corrects=first, reason="Titel.", by=clerk, at=COUNTING)
    (asked,) = ask_record_redaction(
        record=first, fields=["title"], reason="privacy", explanation="Er stond een naam in.", by=clerk, at=COUNTING
    )
    confirm_record_redaction(record_redaction=asked, by=person_with(Role.CLERK), at=COUNTING)
    assert [one.destroyed_at is None for one in PaperDocument.objects.all()] == [False, False]


def test_document_is_fetched_only_where_the_site_may_read(client, clerk, consultation_round, settings, monkeypatch):
    # A link that everybody opens lies on the internet; the system that answers here does not.
    monkeypatch.setattr("proposals.actions.council_paper.refusal_of_address", lambda _url: "")
    client.force_login(clerk)
    other = pdf_of([["Een ander stuk"]])
    with council_system() as system:
        settings.COUNCIL_SOURCES = {system.origin: True}
        system.pages["stuk.pdf"] = Page(other, "application/pdf")
        system.pages["pagina"] = Page(b"<html>geen stuk</html>", "text/html")
        for link, status in (
            ("https://elders.example/stuk.pdf", 422),
            (system.link("pagina"), 409),
            (system.link("weg"), 409),
            (system.link("stuk.pdf"), 302),
        ):
            sent = client.post(reverse(PAPERS), typed(consultation_round, url=link, fetch="on"))
            assert sent.status_code == status, link
    document = PaperDocument.objects.get()
    assert (document.sha256, document.source) == (sha256(other).hexdigest(), system.link("stuk.pdf"))
