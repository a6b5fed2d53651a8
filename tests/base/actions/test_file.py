"""A redaction takes the files along that only the destroyed words showed."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.citations import republished
from tests.removals import redacted

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a temporary file to the garbage collector where it makes a rendition.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
KEY = "3f2b8c1e-0000-4000-8000-00000000000a"


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return get_image_model().objects.create(title="Kaart", file=get_test_image_file("kaart.png"))


@pytest.fixture
def document(image):
    return get_document_model().objects.create(title="Plan", file=ContentFile(b"naam en adres", name="plan.txt"))


def shows(item, image, document, **also):
    figure = {"type": "figure", "value": {"image": {"image": image.pk, "alt_text": "Kaart"}, "caption": ""}, "id": KEY}
    measures = item._meta.get_field("measures").to_python([figure])
    link = f'<p data-block-key="ccccc">Zie <a linktype="document" id="{document.pk}">het plan</a>.</p>'
    return republished(item, measures=measures, ambition=link, **also)


@pytest.fixture(autouse=True)
def _own_ledger(tmp_path, settings):
    settings.REDACTION_LEDGER = tmp_path / "ledger"


def test_a_redacted_image_and_document_are_deleted_with_their_files(
    agenda_item, image, document, clerk, noon, django_capture_on_commit_callbacks
):
    item = shows(agenda_item, image, document)
    rendition = image.renditions.get()
    files = [rendition.file, image.file, document.file]
    assert all(file.storage.exists(file.name) for file in files)
    with django_capture_on_commit_callbacks(execute=True):
        redacted(item.version, "measures", by=clerk, at=noon)
        redacted(item.version, "ambition", by=clerk, at=noon)
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()
    assert not any(file.storage.exists(file.name) for file in files)


def test_a_file_that_another_text_shows_stays(agenda_item, image, document, clerk, noon):
    item = shows(agenda_item, image, document)
    shows(item, image, document, problem=f'<p>Ook <a linktype="document" id="{document.pk}">hier</a>.</p>')
    redacted(item.version, "ambition", by=clerk, at=noon)
    assert get_document_model().objects.filter(pk=document.pk).exists()
