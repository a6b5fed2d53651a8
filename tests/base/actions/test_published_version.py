import hashlib
import json
import unicodedata
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from wagtail_localize.models import Translation, TranslationSource

from base import clock
from base.actions.published_version import publish_version
from base.enums import ChangeKind
from base.models import AuditEntry, PublishedVersion, Reference
from base.signals import version_published
from home.models import AgendaItemPage
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import DecisionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(agenda_item, noon):
    """An item whose version 1 is there already."""
    return agenda_item


def labels(page: AgendaItemPage) -> list[str]:
    """Language and number of every version of a page's thing, in the order in which they were written."""
    versions = PublishedVersion.objects.filter(reference=page.reference).order_by("pk")
    return [f"{version.language} {version.label}" for version in versions]


def change(
    page: AgendaItemPage, summary: str, *, kind: str = ChangeKind.SUBSTANTIVE, note: str = "", decision=None
) -> None:
    """As the editor's form does it: new text, what kind of change, published."""
    page.summary, page.change_kind, page.change_note, page.decision = summary, kind, note, decision
    page.save_revision().publish()


@pytest.fixture
def translate(site_ground, django_capture_on_commit_callbacks):
    """Publishes a page's English translation through wagtail-localize, untranslated words as in the source."""

    def make(page: AgendaItemPage) -> AgendaItemPage:
        source, _made = TranslationSource.update_or_create_from_instance(page)
        translation, _made = Translation.objects.get_or_create(source=source, target_locale=site_ground.english)
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(publish=True)
        return page.get_translation(site_ground.english)

    return make


def test_publish_version_numbers_the_changes_of_substance(item):
    change(item, "Ook oudere kinderen.")
    change(item, "Ook peuters.")
    assert labels(item) == ["nl 1", "nl 2", "nl 3"]


def test_publish_version_numbers_mended_wording_behind_the_version(item):
    change(item, "Kinderen fietsen véilig.", kind=ChangeKind.EDITORIAL)
    change(item, "Kinderen fietsen veilig.", kind=ChangeKind.EDITORIAL)
    change(item, "Ook peuters.")
    change(item, "Ook de peuters.", kind=ChangeKind.EDITORIAL)
    assert labels(item) == ["nl 1", "nl 1.1", "nl 1.2", "nl 2", "nl 2.1"]
    assert item.version.label == "2.1"


def test_publish_version_writes_none_when_nothing_citable_changed(item):
    item.search_description = "Voor zoekmachines."
    item.save_revision().publish()
    assert labels(item) == ["nl 1"]


def test_publish_version_writes_one_again_when_an_earlier_text_comes_back(item):
    first = item.summary
    change(item, "Iets anders.")
    change(item, first)
    assert labels(item) == ["nl 1", "nl 2", "nl 3"]


def test_publish_version_gives_a_translation_the_number_of_its_source(item, translate):
    english = translate(item)
    assert (english.reference, labels(item)) == (item.reference, ["nl 1", "en 1"])

    change(item, "Ook peuters.")
    assert (english.version.label, item.version.label) == ("1", "2")

    item.refresh_from_db()
    translate(item)
    assert labels(item) == ["nl 1", "en 1", "nl 2", "en 2"]


def test_publish_version_mends_a_translation_as_a_correction(item, translate):
    english = translate(item)
    change(english, "Children cycle safely.")
    change(english, "Children cycle in safety.")
    assert labels(item) == ["nl 1", "en 1", "en 1.1", "en 1.2"]
    change(item, "Ook peuters.")
    assert item.version.label == "2"


def test_publish_version_gives_the_number_of_a_correction_to_no_other_change(item, translate):
    english = translate(item)
    change(english, "Children cycle safely.")
    change(item, "Kinderen fietsen véilig.", kind=ChangeKind.EDITORIAL)
    change(english, "Children cycle in safety.")
    assert labels(item) == ["nl 1", "en 1", "en 1.1", "nl 1.2", "en 1.3"]
    version = item.version
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.create(
            reference=version.reference,
            number=1,
            correction=2,
            language="en",
            sha256="0" * 64,
            published_at=version.published_at,
        )


def test_publish_version_names_the_decision_note_editor_and_moment(item, editor, noon):
    decision = DecisionFactory(about=item.reference)
    item.summary, item.change_note, item.decision = "Ook peuters.", "Op verzoek van ouders.", decision
    version = publish_version(page=item, by=editor, at=noon)
    assert (version.caused_by, version.change_note, version.approved_by, version.published_at) == (
        decision.reference,
        "Op verzoek van ouders.",
        editor,
        noon,
    )
    entry = AuditEntry.objects.get(act="version_published", by=editor)
    assert (entry.about, entry.at, entry.detail) == (item.reference.string, noon, {"version": "2", "language": "nl"})


def test_publish_version_hashes_canonical_json(item):
    item.problem = '<p data-block-key="a1b2c">Het is er druk.</p>'
    change(item, 'Één “zin” met €, \\ en "aanhalingstekens"\nop twee regels. 🚲')
    # RFC 8785 for flat objects of text, whole numbers and nothing, computed without our code.
    expected = json.dumps(
        {
            "title": item.title,
            "summary": item.summary,
            "problem": '<p id="p-a1b2c">Het is er druk.</p>',
            "ambition": "",
            "measures": "",
            "owner": "Afdeling Onderwijs",
            "partners": "",
            **dict.fromkeys(["period_from", "period_to", "budget_amount", "budget_year", "origin", "supersedes"]),
            "budget_source": "",
            **{name: [] for name in ("action_kinds", "feature_areas", "target_groups", "areas", "tags")},
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    version = item.version
    assert version.canonical == expected
    assert version.sha256 == hashlib.sha256(expected.encode("utf-8")).hexdigest()


def test_publish_version_takes_two_spellings_of_one_letter_for_the_same_text(item):
    composed, decomposed = "Café voor ouders", unicodedata.normalize("NFD", "Café voor ouders")
    assert composed != decomposed
    change(item, composed)
    change(item, decomposed)
    assert labels(item) == ["nl 1", "nl 2"]
    assert item.version.content["summary"] == composed


def test_publish_version_tells_once_that_a_version_was_written(item):
    heard = []

    def listen(sender, page, version, by, at, **kwargs):
        heard.append((page.pk, version.label))

    version_published.connect(listen)
    try:
        change(item, "Ook peuters.")
        item.save_revision().publish()
    finally:
        version_published.disconnect(listen)
    assert heard == [(item.pk, "2")]


def test_publish_version_gives_a_copied_page_a_reference_of_its_own(item):
    copy = item.copy(update_attrs={"slug": "kopie"}, keep_live=False).specific
    copy.save_revision().publish()
    assert (copy.reference == item.reference, labels(copy)) == (False, ["nl 1"])


def test_publish_version_writes_nothing_for_an_alias(item, site_ground):
    agenda = item.get_parent().specific
    agenda.copy_for_translation(site_ground.english).save_revision().publish()
    english = item.create_alias(
        parent=agenda.get_translation(site_ground.english),
        update_locale=site_ground.english,
        reset_translation_key=False,
    )
    beside = item.create_alias(update_slug="nog-eens")
    change(item, "Ook peuters.")
    assert english.specific.translation_key == item.translation_key
    assert labels(item) == ["nl 1", "nl 2"]
    assert beside.specific.reference is None


def test_publish_version_is_held_to_one_row_per_number_by_the_database(item):
    version = item.version
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.create(
            reference=version.reference,
            number=1,
            correction=0,
            language="nl",
            sha256="0" * 64,
            published_at=version.published_at,
        )


def test_publish_version_allots_the_reference_at_the_first_publication(site_ground, agenda_item, noon):
    page = AgendaItemPageFactory(parent=agenda_item.get_parent(), live=False)
    assert page.reference is None
    with clock.set_to(noon + timedelta(days=60)):
        page.save_revision().publish()
    assert page.reference.string == "LEA-2027-001"
    assert Reference.objects.filter(translation_key=page.translation_key).count() == 1
