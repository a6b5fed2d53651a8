"""Pictures and documents: what is taken, what is refused in words, and who sees them when."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from base.queries.published_version import version_in_force
from participation.actions.draft import discard_draft
from participation.models import ConsultationRound, Draft, Subject
from proposals.models import Attachment
from tests.documents import PDF, pdf_of
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.rounds import hide

pytestmark = pytest.mark.django_db

TEXT = {
    "title": "Een bankje bij de vijver",
    "summary": "Dan kunnen mensen zitten.",
    "body": "Nu staat iedereen.",
    "language": "nl",
    "author_name": "Noor",
}


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    """With the place where it was taken, as a telephone writes it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (52.0, 5.0, 0.0)
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, form, exif=exif)
    return written.getvalue()


def packed(**entries: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


ODT = packed(mimetype="application/vnd.oasis.opendocument.text")
DOCX = packed(**{"[Content_Types].xml": "", "word/document.xml": ""})


@pytest.fixture
def always(site_ground) -> ConsultationRound:
    page = ConsultationRoundPageFactory(parent=site_ground.home, screening="after")
    return ConsultationRound.objects.get(reference__translation_key=page.translation_key)


@pytest.fixture
def files(client, always):
    """The address of the files of a draft that a guest just wrote in this browser."""
    key = uuid.uuid4()
    client.post(reverse("write_proposal", args=[always.reference.string, key]), TEXT | {"files": "1"})
    return reverse("attachments", args=[always.reference.string, key])


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def answer_to(client, where):
    """The answer, its file read and closed."""
    answer = client.get(where)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def add(client, where, data, name="bankje.jpg", description="Een bankje."):
    return client.post(where, {"file": SimpleUploadedFile(name, data), "description": description})


def test_attachments_draws_a_picture_anew_without_where_it_was_taken(client, files):
    assert add(client, files, picture(size=(3000, 100))).status_code == 302
    kept = Attachment.objects.get()
    with kept.file.open() as file, Image.open(file) as found:
        # Upright: the camera had been turned.
        assert found.height == 2000
        assert dict(found.getexif()) == {}
    assert (kept.extension, kept.description) == ("jpg", "Een bankje.")


@pytest.mark.parametrize(("data", "extension"), [(PDF, "pdf"), (ODT, "odt"), (DOCX, "docx"), (picture("PNG"), "jpg")])
def test_attachments_goes_by_what_a_file_is(client, files, data, extension):
    assert add(client, files, data, name="alles.exe").status_code == 302
    assert Attachment.objects.get().name == f"alles.{extension}"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xef\xbb\xbf <?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><p>x",
        b"MZ\x90\x00",
        b"\xff\xd8\xff\xe0 geen plaatje",
        picture()[:300],
        packed(hallo="wereld"),
        b"PK\x03\x04 kapot",
        packed(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""}),
        b"%!PS",
        b"%PDF-1.4 not really <script>",
        PDF[: len(PDF) // 2],
        pdf_of([["Geheim"]], encrypt="wachtwoord"),
    ],
)
def test_attachments_refuses_in_words_what_it_does_not_know(client, files, data):
    answer = add(client, files, data, name="foto.jpg")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert Attachment.objects.count() == 0
    assert Draft.objects.get().data["body"] == TEXT["body"]


def test_attachments_refuses_thirty_megabytes_in_words(client, files):
    answer = add(client, files, b"\xff\xd8" + b"x" * (30 * 1024 * 1024 - 2))
    assert answer.status_code == 422
    assert "30 MB" in str(answer.context["form"].errors["file"])


def test_attachments_refuses_a_picture_of_too_many_pixels(client, files, monkeypatch):
    monkeypatch.setattr("base.file_content.MOST_PIXELS", 1_000)
    assert add(client, files, picture()).status_code == 422


@pytest.mark.parametrize("name", ["a" * 296 + ".jpg", "../../etc/passwd", "\u202egpj.exe", "<b>.jpg", ".jpg", "💥.jpg"])
def test_attachments_keeps_a_name_that_can_be_shown(client, files, name):
    assert add(client, files, picture(), name=name).status_code == 302
    kept = Attachment.objects.get()
    assert kept.name.endswith(".jpg")
    assert 5 <= len(kept.name) <= 104
    assert not set(kept.name) & set('/<>"\u202e')
    assert answer_to(client, kept.get_absolute_url()).status_code == 200


def test_attachments_takes_three_of_a_kind(client, files):
    for _turn in range(3):
        assert add(client, files, picture()).status_code == 302
    assert add(client, files, picture()).status_code == 422
    assert add(client, files, ODT).status_code == 302
    client.post(files, {"remove": str(Attachment.objects.filter(kind="picture").first().pk)})
    assert add(client, files, picture()).status_code == 302


def test_attachment_is_seen_with_its_draft_by_its_writer_alone_and_then_with_the_proposal(
    client, files, resident, moderator, always
):
    add(client, files, picture())
    where = Attachment.objects.get().get_absolute_url()
    passer_by = Client()
    assert (answer_to(client, where).status_code, answer_to(passer_by, where).status_code) == (200, 404)
    # After signing in the draft and its files are the account's.
    client.force_login(resident)
    check = reverse("check_proposal", args=[always.reference.string, Draft.objects.get().key])
    assert where in client.get(check).content.decode()
    client.post(check)
    subject = Subject.objects.get()
    page = passer_by.get(reverse("proposal", args=[subject.reference.string])).content.decode()
    assert f'<img src="{where}" alt="Een bankje."' in page
    shown = answer_to(passer_by, where)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    cited = version_in_force(subject.reference_id, "nl").content["attachments"]
    assert Attachment.objects.get().sha256 in cited["bankje.jpg"]
    hide(subject, by=moderator)
    assert (answer_to(passer_by, where).status_code, answer_to(client, where).status_code) == (404, 200)


def test_a_document_is_downloaded_and_not_shown(client, files):
    add(client, files, PDF, name="plan.pdf")
    answer = answer_to(client, Attachment.objects.get().get_absolute_url())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_attachments_of_somebody_else_open_to_nobody(client, files, resident):
    other = Client()
    assert other.get(files).status_code == 404
    assert add(other, files, picture()).status_code == 404
    assert Client(enforce_csrf_checks=True).post(files, {"description": "x"}).status_code == 403


def test_a_draft_that_is_thrown_away_takes_its_files_along(
    client, files, resident, always, django_capture_on_commit_callbacks
):
    add(client, files, picture())
    kept = Attachment.objects.get()
    storage, name = kept.file.storage, kept.file.name
    Draft.objects.update(owner=resident)
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft=Draft.objects.get(), by=resident, at=kept.added_at)
    assert (Attachment.objects.count(), storage.exists(name)) == (0, False)
