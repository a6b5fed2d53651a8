"""A file that a published version shows stays as it is, whichever way somebody tries to change it."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection
from wagtail_factories import DocumentFactory, ImageFactory

from accounts.enums import Role
from base.actions.removal import ask_redaction, ask_withdrawal, confirm_redaction, confirm_withdrawal
from base.blocks import WIDTH
from base.models import VersionFile
from base.refusal import Refusal
from tests.citations import republished
from tests.factories.accounts import person_with
from tests.factories.base import MOMENT
from tests.removals import withdrawn

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves files open where it draws images.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def image():
    return ImageFactory(title="De straat", collection=Collection.get_first_root_node())


@pytest.fixture
def document():
    return DocumentFactory(title="Het rapport", collection=Collection.get_first_root_node())


@pytest.fixture
def item(agenda_item, image, document):
    """An item that shows both."""
    return republished(
        agenda_item,
        problem=f'<p>Lees het <a linktype="document" id="{document.pk}">rapport</a>.</p>',
        measures=[("figure", {"image": image, "caption": "De straat"})],
    )


@pytest.fixture(params=["image", "document"])
def shown(request, item):
    return request.getfixturevalue(request.param)


def other_file(one):
    if isinstance(one, Image):
        return ContentFile(get_test_image_file().file.getvalue(), "anders.png")
    return ContentFile(b"anders", "anders.txt")


def stands(one) -> bool:
    found = type(one).objects.filter(pk=one.pk).first()
    return found is not None and found.file.name == one.file.name and found.file.storage.exists(found.file.name)


def test_a_version_names_the_files_that_it_shows(item, image, document):
    assert set(VersionFile.objects.values_list("version__number", "field", "name")) == {
        (2, "problem", document.file.name),
        (2, "measures", image.file.name),
    }


def test_a_shown_file_is_not_deleted_nor_replaced(shown, item):
    name = shown.file.name
    with pytest.raises(Refusal, match=r"LEA-2026-001 v2 \(nl\).*Upload een nieuw bestand"), transaction.atomic():
        shown.delete()
    with pytest.raises(Refusal), transaction.atomic():
        type(shown).objects.all().delete()
    shown.file = other_file(shown)
    with pytest.raises(Refusal):
        shown.save()
    shown.refresh_from_db()
    assert (shown.file.name, stands(shown)) == (name, True)


def test_the_database_keeps_a_shown_file_where_no_code_of_ours_is_asked(shown):
    for write in (
        lambda rows: rows.update(file="anders.png"),
        lambda rows: rows._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(type(shown).objects.filter(pk=shown.pk))
    assert stands(shown)


def test_the_size_of_an_image_that_a_version_shows_stays_too(item, image, clerk):
    """Its address stands in the version, and nothing answers there but this file."""
    size = image.renditions.get(filter_spec=WIDTH)
    assert size.url in item.version.content["measures"]
    with pytest.raises(Refusal), transaction.atomic():
        image.renditions.all().delete()
    call_command("wagtail_update_image_renditions", purge_only=True, stdout=StringIO())
    for write in (lambda rows: rows.update(file="anders.png"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(image.renditions.filter(pk=size.pk))
    assert stands(size)
    thumbnail = ImageFactory().get_rendition(WIDTH)
    thumbnail.delete()
    withdrawn(item.version, by=clerk)
    image.renditions.all().delete()
    assert not image.renditions.exists()


def test_title_and_focal_point_of_a_shown_file_may_change(shown):
    shown.title = "Een betere naam"
    if isinstance(shown, Image):
        shown.focal_point_x = shown.focal_point_y = shown.focal_point_width = shown.focal_point_height = 1
    shown.save()
    assert type(shown).objects.get(pk=shown.pk).title == "Een betere naam"


def test_a_file_that_nothing_shows_is_deleted_and_replaced(item):
    for one in (ImageFactory(), DocumentFactory()):
        one.file = other_file(one)
        one.save()
        one.delete()
        assert not type(one).objects.filter(pk=one.pk).exists()


@pytest.fixture
def desk(client):
    client.force_login(person_with(Role.ADMINISTRATOR))
    return client


def addresses(one) -> tuple[str, str, str]:
    app, kind = one._meta.app_label, one._meta.model_name
    return (
        reverse(f"{app}:edit", args=[one.pk]),
        reverse(f"{app}:delete", args=[one.pk]),
        reverse("wagtail_bulk_action", args=[app, kind, "delete"]) + f"?id={one.pk}",
    )


@pytest.mark.django_db(transaction=True)
def test_the_admin_refuses_in_words(shown, desk):
    edit, *deleting = addresses(shown)
    for address in deleting:
        answer = desk.post(address, follow=True).content.decode()
        assert "LEA-2026-001 v2 (nl)" in answer
        assert "Upload een nieuw bestand" in answer
    given = {"title": "Nieuw", "collection": shown.collection_id, "tags": ""}
    answer = desk.post(edit, given | {"file": other_file(shown)}).content.decode()
    assert ("LEA-2026-001 v2 (nl)" in answer, "Nieuw" in answer) == (True, True)
    assert stands(shown)
    assert not isinstance(shown, Image) or stands(shown.renditions.get(filter_spec=WIDTH))
    assert desk.post(edit, given).status_code == 302
    assert type(shown).objects.get(pk=shown.pk).title == "Nieuw"
    assert stands(shown)


@pytest.mark.parametrize("remove", ["redact", "withdraw"])
def test_once_its_words_are_gone_a_file_may_go(shown, item, clerk, remove):
    field = "measures" if isinstance(shown, Image) else "problem"
    other = person_with(Role.CLERK)
    if remove == "redact":
        asked = ask_redaction(
            version=item.version, fields=[field], reason="privacy", explanation="Een gezicht.", by=clerk, at=MOMENT
        )
        for redaction in asked:
            confirm_redaction(redaction=redaction, by=other, at=MOMENT)
    else:
        withdrawal = ask_withdrawal(
            version=item.version,
            reason="error",
            explanation="Een concept.",
            decided_by="Het college",
            replaced_by=None,
            by=clerk,
            at=MOMENT,
        )
        with pytest.raises(Refusal), transaction.atomic():
            shown.delete()
        confirm_withdrawal(withdrawal=withdrawal, by=other, at=MOMENT)
    shown.delete()
    assert not type(shown).objects.filter(pk=shown.pk).exists()


def test_which_file_a_version_shows_is_not_changed(item):
    one = VersionFile.objects.first()
    for write in (lambda rows: rows.update(name="anders"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(VersionFile.objects.filter(pk=one.pk))
        one.refresh_from_db()
