"""What is published is written once: the database itself refuses every other write, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from base.models import PublishedVersion, Redaction, VersionText, Withdrawal
from base.triggers import TRIGGERS, laid_triggers
from tests.factories.accounts import UserFactory
from tests.factories.base import (
    MOMENT,
    PublishedVersionFactory,
    RedactionFactory,
    VersionTextFactory,
    WithdrawalFactory,
)

pytestmark = pytest.mark.django_db


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


@pytest.fixture
def text(db) -> VersionText:
    return VersionTextFactory()


def confirm(removal) -> None:
    removal.confirmed_by, removal.confirmed_at = UserFactory(), MOMENT + timedelta(hours=1)
    removal.save()


def test_every_trigger_is_laid():
    assert {trigger.name for trigger in TRIGGERS} <= laid_triggers()


def test_triggers_are_laid_again_after_migrate():
    with connection.cursor() as cursor:
        place = " ON base_versiontext" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER base_versiontext_no_delete{place}")
    call_command("migrate", verbosity=0)
    assert "base_versiontext_no_delete" in laid_triggers()


@pytest.mark.parametrize(
    "write",
    [
        lambda text: PublishedVersion.objects.filter(pk=text.version_id).update(change_note="anders"),
        lambda text: PublishedVersion.objects.filter(pk=text.version_id).update(sha256="0" * 64),
        lambda text: VersionText.objects.filter(pk=text.pk).update(value='"anders"'),
        lambda text: VersionText.objects.filter(pk=text.pk).delete(),
        lambda text: PublishedVersion.objects.filter(pk=text.version_id)._raw_delete("default"),
    ],
    ids=["note", "hash", "words", "delete words", "delete version"],
)
def test_a_published_version_is_not_changed(text, write):
    assert refused(lambda: write(text))
    text.refresh_from_db()
    assert text.value == '"Veilig fietsen"'


def test_words_are_deleted_only_when_a_confirmed_redaction_names_them(text):
    other = VersionTextFactory(version=text.version, field="summary")
    redaction = RedactionFactory(version=text.version, field="title")
    assert refused(lambda: VersionText.objects.filter(pk=text.pk).delete())
    confirm(redaction)
    assert not refused(lambda: VersionText.objects.filter(pk=text.pk).delete())
    assert refused(lambda: VersionText.objects.filter(pk=other.pk).delete())


def test_a_note_is_emptied_only_when_a_confirmed_redaction_names_it_and_nothing_goes_along():
    version = PublishedVersionFactory(change_note="Een naam.")
    redaction = RedactionFactory(version=version, field="change_note")

    def write(**fields) -> bool:
        return not refused(lambda: PublishedVersion.objects.filter(pk=version.pk).update(**fields))

    assert not write(change_note="")
    confirm(redaction)
    assert not write(change_note="Anders.")
    others = [
        {"number": 7},
        {"language": "en"},
        {"is_translation": True},
        {"approved_by": UserFactory()},
        {"caused_by": version.reference},
        {"published_at": MOMENT - timedelta(days=1)},
    ]
    assert [one for one in others if write(change_note="", **one)] == []
    assert write(change_note="")
    assert not write(change_note="Weer iets.")


@pytest.mark.parametrize(("factory", "model"), [(RedactionFactory, Redaction), (WithdrawalFactory, Withdrawal)])
def test_a_confirmed_removal_is_not_changed(factory, model):
    removal = factory()
    assert not refused(lambda: model.objects.filter(pk=removal.pk).update(explanation="Anders gezegd."))
    removal.refresh_from_db()
    confirm(removal)
    assert refused(lambda: model.objects.filter(pk=removal.pk).update(explanation="Weer anders."))
    assert refused(lambda: model.objects.filter(pk=removal.pk)._raw_delete("default"))


@pytest.mark.parametrize("factory", [RedactionFactory, WithdrawalFactory])
def test_one_person_does_not_remove_alone(factory):
    removal = factory()
    removal.confirmed_by, removal.confirmed_at = removal.asked_by, MOMENT
    assert refused(removal.save)
