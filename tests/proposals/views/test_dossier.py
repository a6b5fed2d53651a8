import io
import json
from datetime import timedelta
from hashlib import sha256
from unittest import mock

import pypdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from base.models import PublishedVersion
from base.pdf import pdf_made_apart, pdf_of
from base.refusal import Refusal
from participation.actions.comment import withdraw_comment
from proposals.actions import dossier_volume
from proposals.dossier_chapters import chapters
from proposals.exports import dossier as exported
from proposals.models import DossierVolume
from proposals.queries.dossier import dossier_of
from proposals.queries.dossier_volume import A_CLAIM_LASTS
from tests.factories.participation import CommentFactory
from tests.proposals.dossiers import SECRET_WORDS, told_round
from tests.removals import redacted
from tests.rounds import COUNTING, VOTING, hide

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(consultation_round, author, moderator, clerk, travel):
    told = told_round(consultation_round, author, moderator, clerk)
    travel(COUNTING)
    return told


def address(name: str, about, *more: object) -> str:
    return reverse(name, args=[about.reference.string, *more])


def test_everybody_reads_every_chapter_in_both_languages_and_comes_to_it_from_the_round(told, client):
    for language in ("nl", "en"):
        with translation.override(language):
            contents = client.get(address("dossier", told)).content.decode()
            for chapter in chapters():
                assert address("dossier_chapter", told, chapter.key) in contents
                page = client.get(address("dossier_chapter", told, chapter.key))
                assert page.status_code == 200
                assert not any(word in page.content.decode() for word in SECRET_WORDS)
    assert address("dossier", told) in client.get(told.reference.get_absolute_url(), follow=True).content.decode()
    assert address("dossier", told) in client.get(address("result", told)).content.decode()
    assert client.get(address("dossier_chapter", told, "nothing")).status_code == 404


def test_no_page_of_a_dossier_asks_more_for_more(told, client, author, moderator, django_assert_max_num_queries):
    for name, *more in [("dossier",), *(("dossier_chapter", one.key) for one in chapters())]:
        client.get(address(name, told, *more))
        with django_assert_max_num_queries(20):
            client.get(address(name, told, *more))


def test_dossier_of_an_open_round_is_refused_in_words_at_every_address(consultation_round, client, travel):
    travel(VOTING)
    for name, *more in (("dossier",), ("dossier_chapter", "vote"), ("dossier_json",), ("dossier_zip",)):
        answer = client.get(address(name, consultation_round, *more))
        assert answer.status_code == 409
        assert "nog meedoen" in answer.content.decode()
    assert client.post(address("dossier_volumes", consultation_round)).status_code == 409
    assert not DossierVolume.objects.exists()


def test_files_are_the_dossier_byte_for_byte(told, client):
    found = dossier_of(told, COUNTING)
    assert json.loads(client.get(address("dossier_json", told)).content)["records_sha256"] == found.records_sha256
    for form in ("csv", "xlsx", "ods"):
        answer = client.get(address(f"dossier_{form}", told))
        assert answer.content == client.get(address(f"dossier_{form}", told)).content
        assert answer["Content-Disposition"].endswith(f'-dossier.{form}"')
    bundle = told.tally_sheets.get().bundle
    one, two = (b"".join(client.get(address("dossier_zip", told)).streaming_content) for _each in range(2))
    assert one == two
    bundle.file.storage.delete(bundle.file.name)
    assert client.get(address("dossier_zip", told)).status_code == 409


def tagged(element) -> list[dict]:
    """Every structure element of a PDF below one of them."""
    below = element.get("/K", [])
    found = [one.get_object() for one in (below if isinstance(below, list) else [below]) if not isinstance(one, int)]
    return [element, *(each for one in found if isinstance(one, dict) for each in tagged(one))]


def test_pdf_is_tagged_bookmarked_says_its_language_and_goes_once_the_records_are_others(
    told, client, clerk, moderator, monkeypatch, django_capture_on_commit_callbacks
):
    bench, tree = told.subjects.order_by("pk")[:2]
    thanks = CommentFactory(subject=bench, text="Bedankt")
    asked = client.post(address("dossier_volumes", told))
    volume = DossierVolume.objects.get()
    assert asked.url == address("dossier", told)
    assert (volume.of, volume.language, volume.made_at) == (1, "nl", COUNTING)
    answer = client.get(address("dossier_volume", told, volume.pk))
    assert sha256(answer.content).hexdigest() == volume.sha256
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    assert read.root_object["/Lang"] == "nl"
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in read.root_object
    assert len(read.outline) >= 1
    assert "pdfuaid" in read.root_object["/Metadata"].get_data().decode()
    scopes = {str(one["/A"]["/Scope"]) for one in tagged(read.root_object["/StructTreeRoot"]) if one.get("/S") == "/TH"}
    assert scopes == {"/Row", "/Column"}
    text = "".join(page.extract_text() for page in read.pages)
    assert "Graag" in text
    assert not any(word in text for word in SECRET_WORDS)

    with pytest.raises(DatabaseError), transaction.atomic():
        DossierVolume.objects.filter(pk=volume.pk).update(sha256="0" * 64)
    # Asked again, nothing is made again.
    client.post(address("dossier_volumes", told))
    assert DossierVolume.objects.get().made_at == volume.made_at
    version = PublishedVersion.objects.get(reference=bench.reference)
    for take_away in (
        lambda: withdraw_comment(comment=thanks, by=thanks.author, at=COUNTING),
        lambda: hide(bench.comments.get(text="Graag"), by=moderator, at=COUNTING),
        lambda: redacted(version, "text", by=clerk),
        lambda: hide(tree, by=moderator, at=COUNTING),
    ):
        volume = DossierVolume.objects.get()
        # Not to be guessed by whoever knows the published hash.
        assert volume.records_sha256 not in volume.file.name
        assert volume.file.storage.exists(volume.file.name)
        # What is taken away is gone at once, without anybody asking for the PDF again.
        with django_capture_on_commit_callbacks(execute=True):
            take_away()
        assert not DossierVolume.objects.exists()
        assert not volume.file.storage.exists(volume.file.name)
        client.post(address("dossier_volumes", told))
        fresh = DossierVolume.objects.get()
        assert fresh.records_sha256 != volume.records_sha256
        assert client.get(address("dossier_volume", told, fresh.pk)).status_code == 200
    # Nor does anything stay of a worker that died once it had written.
    DossierVolume.objects.all().delete()
    monkeypatch.setattr(dossier_volume, "sha256", mock.Mock(side_effect=MemoryError))
    client.post(address("dossier_volumes", told))
    volume = DossierVolume.objects.get()
    assert (volume.made_at, volume.file.storage.exists(volume.file.name)) == (None, True)
    with django_capture_on_commit_callbacks(execute=True):
        hide(bench, by=moderator, at=COUNTING)
    assert not volume.file.storage.exists(volume.file.name)


def test_volume_of_a_worker_that_died_is_taken_on_later_and_of_one_that_failed_at_once(
    told, client, monkeypatch, travel
):
    monkeypatch.setattr(exported, "MOST_IN_VOLUME", 1)
    made = mock.Mock(side_effect=Refusal("Pango"))
    monkeypatch.setattr(exported, "pdf_made_apart", made)
    client.post(address("dossier_volumes", told))
    volumes = list(DossierVolume.objects.order_by("number"))
    # What is short, and one each of three contributions.
    assert [one.number for one in volumes] == [1, 2, 3, 4]
    assert {(one.claimed_at, one.made_at) for one in volumes} == {(None, None)}
    assert "0 van de 4" in client.get(address("dossier", told)).content.decode()

    DossierVolume.objects.filter(number=1).update(claimed_at=COUNTING)
    made.side_effect, made.return_value = None, b"%PDF-1.7"
    client.post(address("dossier_volumes", told))
    assert [one.made_at is not None for one in DossierVolume.objects.order_by("number")] == [False, True, True, True]
    # Until when it is left to whoever makes it is said, and nothing is offered that would do nothing.
    page = client.get(address("dossier", told)).content.decode()
    assert ("tot 12.10 uur" in page, "Ga door met wat nog niet gemaakt is" in page) == (True, False)
    travel(COUNTING + A_CLAIM_LASTS + timedelta(seconds=1))
    assert "Ga door met wat nog niet gemaakt is" in client.get(address("dossier", told)).content.decode()
    client.post(address("dossier_volumes", told))
    assert DossierVolume.objects.filter(made_at__isnull=False).count() == 4
    assert made.call_count == 8


def test_volumes_together_say_every_contribution_once(told, monkeypatch):
    monkeypatch.setattr(exported, "MOST_IN_VOLUME", 2)
    found = dossier_of(told, COUNTING)
    volumes = [exported.page_of(found, sections) for sections in exported.volumes_of(found)]
    assert len(volumes) == 3
    for words in ("Graag", "Een bankje bij de vijver</a></h4>", "Een &lt;boom&gt;</a></h4>"):
        assert sum(page.count(words) for page in volumes) == 1, words


def test_pdf_that_is_drawn_apart_is_the_same(db):
    html = '<html lang="nl"><head><title>Dossier</title></head><body><h1>Dossier</h1><p>Woorden</p></body></html>'
    assert pdf_made_apart(html) == pdf_of(html)
