import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db


def photo() -> bytes:
    """As a telephone takes it: on its side, with who took it, when, and where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x0132] = 6, "Piet Geheim", "2026:11:27 10:00:00"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 12.0)
    made = io.BytesIO()
    Image.new("RGB", (800, 200), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def add(client, data, name="tuin.jpg"):
    form = {"title": "De schooltuin", "description": "Een tuin.", "file": SimpleUploadedFile(name, data), "tags": ""}
    return client.post(reverse("wagtailimages:add"), form | {"collection": "1"})


def test_a_photo_keeps_nothing_of_who_took_it_and_where(client, editor):
    client.force_login(editor)
    assert b"Piet Geheim" in photo()
    assert add(client, photo()).status_code == 302
    kept = get_image_model().objects.get()
    with kept.file.open() as opened:
        data = opened.read()
    assert b"Piet Geheim" not in data
    with Image.open(io.BytesIO(data)) as found:
        assert dict(found.getexif()) == {}
    assert (kept.width, kept.height) == (200, 800)


def test_what_is_no_picture_is_refused_in_words(client, editor):
    client.force_login(editor)
    answer = add(client, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not get_image_model().objects.exists()
