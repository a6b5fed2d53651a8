"""A translation joins a newer number of its source with other words, or when somebody checked that the same still fit."""

import pytest
from django.urls import reverse
from wagtail_localize.models import Translation, TranslationSource

from accounts.enums import Role
from base.actions.published_version import confirm_translation
from base.models import PublishedVersion
from base.queries.translation import number_translated
from base.refusal import Refusal
from home.models import AgendaItemPage
from tests.citations import republished
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import MOMENT

pytestmark = pytest.mark.django_db


def labels(page: AgendaItemPage) -> list[str]:
    versions = PublishedVersion.objects.filter(reference=page.reference).order_by("pk")
    return [f"{version.language} {version.label}" for version in versions]


@pytest.fixture
def english(agenda_item, site_ground, django_capture_on_commit_callbacks):
    """The translation of version 1, of which the source has a version 2 by now."""
    source, _made = TranslationSource.update_or_create_from_instance(agenda_item)
    translation = Translation.objects.create(source=source, target_locale=site_ground.english)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    republished(agenda_item, summary="Ook peuters.", change_note="Op verzoek van ouders.")
    return AgendaItemPage.objects.get(pk=agenda_item.get_translation(site_ground.english).pk)


def test_a_translation_that_nobody_brought_up_to_date_stays_with_the_number_it_was_made_from(english):
    english.save_revision().publish()
    assert labels(english) == ["nl 1", "en 1", "nl 2"]
    republished(english, summary="Children cycle.")
    assert labels(english) == ["nl 1", "en 1", "nl 2", "en 1.1"]


@pytest.mark.parametrize("words", [{"summary": "Toddlers too."}, {}])
def test_a_translation_that_was_brought_up_to_date_joins_the_number_it_was_made_from(english, words):
    TranslationSource.objects.get(object_id=english.translation_key).update_from_db()
    republished(english, **words)
    assert labels(english) == ["nl 1", "en 1", "nl 2", "en 2"]


def test_a_source_that_went_on_before_its_translation_was_published_gets_no_translation(
    agenda_item, site_ground, django_capture_on_commit_callbacks
):
    source, _made = TranslationSource.update_or_create_from_instance(agenda_item)
    republished(agenda_item, summary="Ook peuters.")
    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.create(source=source, target_locale=site_ground.english).save_target(publish=True)
    assert labels(agenda_item) == ["nl 1", "nl 2", "en 1"]


def test_a_term_that_was_renamed_since_makes_no_other_source(english, agenda_item):
    kind = agenda_item.action_kinds.model.objects.first()
    item = AgendaItemPage.objects.get(pk=agenda_item.pk)
    item.action_kinds.add(kind)
    republished(item, summary="Ook kleuters.")
    type(kind).objects.filter(pk=kind.pk).update(name="Anders genoemd")
    TranslationSource.objects.get(object_id=english.translation_key).update_from_db()
    assert number_translated(english) == 3


def test_a_mended_translation_stays_with_the_number_that_was_checked(english, editor):
    confirm_translation(page=english, number=2, by=editor, at=MOMENT)
    republished(english, summary="Children cycle.")
    assert labels(english)[-2:] == ["en 2", "en 2.1"]


def test_confirm_translation_lets_the_same_words_join_with_the_note_of_the_source(english, editor):
    version = confirm_translation(page=english, number=2, by=editor, at=MOMENT)
    assert (version.label, version.language, version.change_note, version.approved_by, version.is_translation) == (
        "2",
        "en",
        "Op verzoek van ouders.",
        editor,
        True,
    )
    assert version.content == PublishedVersion.objects.get(language="en", number=1).content
    assert version.is_whole


@pytest.mark.parametrize("number", [1, 3])
def test_confirm_translation_is_refused_for_a_number_that_was_not_looked_at(english, editor, number):
    with pytest.raises(Refusal):
        confirm_translation(page=english, number=number, by=editor, at=MOMENT)
    assert labels(english) == ["nl 1", "en 1", "nl 2"]


def test_confirm_translation_is_refused_twice_and_for_a_source(english, agenda_item, editor):
    confirm_translation(page=english, number=2, by=editor, at=MOMENT)
    for page in (english, agenda_item):
        with pytest.raises(Refusal):
            confirm_translation(page=page, number=2, by=editor, at=MOMENT)
    assert labels(english) == ["nl 1", "en 1", "nl 2", "en 2"]


@pytest.mark.parametrize("who", [*Role, "nobody"])
def test_only_who_may_publish_a_translation_confirms_it(english, client, who):
    person = UserFactory() if who == "nobody" else person_with(who)
    # The clerk's right to publish begins at the agenda.
    may = who in {Role.EDITOR, Role.CLERK, Role.ADMINISTRATOR}
    client.force_login(person)
    address = reverse("check_translation", args=[english.pk])
    assert (client.get(address).status_code == 200) is may
    client.post(address, {"number": "2", "is_checked": "on"})
    assert ("en 2" in labels(english)) is may
    if not may:
        with pytest.raises(Refusal):
            confirm_translation(page=english, number=2, by=person, at=MOMENT)


def test_the_translator_is_told_and_ticks_it(english, agenda_item, client, editor):
    client.force_login(editor)
    edit, check = (reverse(name, args=[english.pk]) for name in ("wagtailadmin_pages:edit", "check_translation"))
    told = client.get(edit).content.decode()
    assert "Versie 2 van de brontekst is nieuwer dan deze vertaling, die bij versie 1 hoort." in told
    assert check in told
    page = client.get(check).content.decode()
    assert f'href="{reverse("difference", args=[english.reference.string, "1", "2"])}"' in page
    refused = client.post(check, {"number": "2"})
    assert (refused.status_code, "Vink aan dat je hebt vergeleken" in refused.content.decode()) == (422, True)
    republished(agenda_item, summary="Ook kleuters.")
    late = client.post(check, {"number": "2", "is_checked": "on"})
    assert (late.status_code, "intussen opnieuw gepubliceerd" in late.content.decode()) == (409, True)
    assert client.post(check, {"number": "3", "is_checked": "on"})["Location"] == edit
    assert labels(english) == ["nl 1", "en 1", "nl 2", "nl 3", "en 3"]
    assert "is nieuwer dan deze vertaling" not in client.get(edit).content.decode()
    assert client.get(check).status_code == 404
