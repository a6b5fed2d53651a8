from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Collection
from wagtail_factories import DocumentFactory, ImageFactory

from accounts.operator import OPERATOR
from base.models import VersionFile
from base.triggers import without_triggers
from home.models import ItemTerm
from participation.actions.box_opening import open_box
from participation.enums import PhaseKind
from participation.models import BallotBox
from participation.queries.ballot import marked_ballots
from proposals.models import ProposalPage, ProposalTag
from tests.citations import republished
from tests.factories.base import AreaFactory
from tests.factories.home import ActionKindFactory
from tests.factories.participation import (
    ConsultationRoundFactory,
    PhaseFactory,
    PollBookEntryFactory,
    SubjectFactory,
)
from tests.rounds import COUNTING, anew, hand_in, publish, publish_round


@pytest.mark.django_db
def test_models_have_all_their_migrations():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(f"Migrations are missing: run `manage.py makemigrations`.\n{said.getvalue()}")


def back_filled(migration: str, step: str, model: type) -> tuple[list, list]:
    """The rows of a model as the actions wrote them, and as a migration's step writes them on a database of before."""
    app, _dot, name = migration.partition(".")
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    written = sorted(model.objects.values_list(*columns))
    with without_triggers():
        model.objects.all().delete()
        getattr(import_module(f"{app}.migrations.{name}"), step)(apps, None)
    return written, sorted(model.objects.values_list(*columns))


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_files_of_versions_of_before_are_found_by_their_hash(agenda_item, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    root = Collection.get_first_root_node()
    image, document = ImageFactory(collection=root), DocumentFactory(collection=root)
    gone = DocumentFactory(collection=root)
    link = f'<p>Lees <a linktype="document" id="{document.pk}">dit</a>.</p>'
    republished(agenda_item, problem=link, measures=[("figure", {"image": image, "caption": "De straat"})])
    republished(agenda_item, ambition=link)
    gone.file.storage.delete(gone.file.name)
    written, found = back_filled("base.0004_version_files", "name_files", VersionFile)
    assert written == found
    assert len(found) == 5


@pytest.mark.django_db
def test_terms_of_versions_of_before_are_found_in_their_words(agenda_item):
    kind = ActionKindFactory(name="Taal & rekenen")
    page = republished(agenda_item, action_kinds=[kind], areas=[AreaFactory()])
    page.tags.add("Taal")
    page.save_revision().publish()
    republished(page, areas=[])
    written, found = back_filled("home.0006_terms_of_versions", "lay_terms", ItemTerm)
    assert written == found
    assert [row[1:] for row in found] == [("action_kinds", kind.code, kind.name), ("tags", "taal", "Taal")]


@pytest.mark.django_db
def test_proposals_of_before_know_the_round_they_were_handed_in_to(agenda_item, resident, moderator):
    consultation_round = publish_round(agenda_item)
    publish(hand_in(consultation_round, by=resident, tags=["rust"]), by=moderator)
    ProposalPage.objects.update(consultation_round=None)
    ProposalTag.objects.update(consultation_round=None)
    with connection.cursor() as cursor:
        for statement in import_module("proposals.migrations.0017_of_round_filled").FILL:
            cursor.execute(statement)
    assert [page.consultation_round for page in ProposalPage.objects.all()] == [consultation_round]
    assert [tag.consultation_round for tag in ProposalTag.objects.all()] == [consultation_round]


# Migrating there and back takes most of a minute.
@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_ballots_and_envelopes_of_before_keep_their_marks():
    """Marks of a counted vote become texts; envelopes of a vote under way are sealed for a box that the server opens."""
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, box=False)
    park = SubjectFactory(consultation_round=consultation_round, ballot_line=1)
    entry = PollBookEntryFactory(roll_entry__consultation_round=consultation_round, roll_entry__channel="import")
    counted = SubjectFactory()
    executor = MigrationExecutor(connection)
    before, after = [("participation", "0023_methods")], executor.loader.graph.leaf_nodes("participation")
    try:
        old = executor.migrate(before).apps
        get = lambda name: old.get_model("participation", name)  # noqa: E731
        get("Envelope").objects.create(poll_book_entry_id=entry.pk, contents=f'{{"{park.pk}":1}}')
        ballot = get("Ballot").objects.create(consultation_round_id=counted.consultation_round_id)
        get("BallotChoice").objects.create(ballot=ballot, subject_id=counted.pk, points=3)
        get("Ballot").objects.create(consultation_round_id=counted.consultation_round_id)
    finally:
        MigrationExecutor(connection).migrate(after)
    entry.refresh_from_db()
    assert entry.channel == "import"
    assert marked_ballots(counted.consultation_round) == ({((counted.reference.string, 3),): 1}, 1)
    box = BallotBox.objects.get()
    assert (box.consultation_round, box.keeping) == (consultation_round, "server")
    opened = open_box(consultation_round=anew(consultation_round), by=OPERATOR, at=COUNTING, witnesses="De griffier")
    assert (opened, marked_ballots(consultation_round)) == (1, ({((park.reference.string, 1),): 1}, 0))
