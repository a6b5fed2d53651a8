"""Words of a record that name somebody are destroyed by two people, in one way for every model, wherever they were to be read."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from base.actions.audit_entry import record
from base.actions.record_redaction import ask_record_redaction, confirm_record_redaction
from base.actions.search_entry import index_everything
from base.models import AuditEntry, PublishedVersion, RecordRedaction
from base.redactable import TAKEN_OUT, redactable, redactables
from base.redaction_ledger import ledger, waiting_redactions
from base.refusal import Refusal
from base.triggers import without_triggers
from proposals.council_enums import PaperKind
from proposals.models import (
    Commitment,
    CommitmentCorrection,
    CommitmentEvent,
    CouncilPaper,
    CouncilVote,
    DossierVolume,
    ResponseDocument,
)
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import MOMENT, PublishedVersionFactory, RecordRedactionFactory, VersionTextFactory
from tests.factories.home import ItemStateFactory
from tests.factories.proposals import (
    CommitmentCorrectionFactory,
    CommitmentEventFactory,
    CommitmentFactory,
    CouncilPaperFactory,
    DossierVolumeFactory,
    ResponseRowFactory,
)
from tests.proposals.dossiers import told_round
from tests.redactables import makers, named
from tests.removals import WHY, redacted, take_out
from tests.rounds import COUNTING

pytestmark = pytest.mark.django_db

NAME = "Zwaluw"
# What the city publishes in words and yet declares nothing of, by why.
NOT_DECLARED = {
    "of what has versions, of which a version is redacted": {
        "home.agendaitempage", "home.itemterm", "proposals.decision", "proposals.commitment",
        "proposals.consultationroundpage", "proposals.proposalpage", "participation.consultationround",
        "participation.roundrules", "proposals.phaserow", "proposals.questionrow", "proposals.questionnairerow",
        "proposals.kindrow", "proposals.hoursrow", "participation.question", "participation.phase",
    },
    "staff change it where it is written": {
        "home.agendapage", "home.homepage", "home.contentpage", "home.actionkind", "home.featurearea",
        "home.targetgroup", "home.party", "home.electionfreeze", "proposals.glossaryterm", "proposals.reusableanswer",
        "participation.votinghelp", "participation.equatedday", "participation.moderationhours", "participation.heldword",
    },
    "words of residents or of a party: a moderator hides them, or a redaction of the version takes quotes": {
        "home.citation", "proposals.attachment", "proposals.formalview", "proposals.viewsender",
        "participation.annotation", "participation.appeal", "participation.change", "participation.coauthor",
        "participation.comment", "participation.draft", "participation.earliertext", "participation.mergeanswer",
        "participation.objectionsender", "participation.origin", "participation.report", "participation.answersheet",
        "participation.answer", "participation.subject.author_name", "participation.subject.group_name",
        "participation.subject.label", "participation.countobjection.text", "participation.countobjection.key",
    },
    "read at the desk alone, or by who it is about": {
        "proposals.lateranswer", "proposals.councilreading", "proposals.responsedocument.remark",
        "participation.merge", "participation.ruling", "participation.papersupport", "participation.rollremoval",
        "participation.votingletter", "participation.letter", "participation.notice", "participation.follow",
        "participation.invitation", "participation.hold", "participation.claim", "participation.setasideenvelope",
        "participation.rollentry", "participation.joinedidentifier",
        "participation.secondedact.about", "participation.secondedact.details", "participation.recount",
        "participation.paperbatch",
    },
    "a number, a code, a hash, marks on a ballot or the name of a thing: no words about anybody": {
        "proposals.councilgroup", "proposals.paperdocument", "proposals.populationfigure", "proposals.dossiervolume", "proposals.reachanswer",
        "proposals.councilpaper.source", "proposals.meeting.source",
        "proposals.officialpublication.number", "proposals.responsedocument.sha256", "participation.ordinance.grounds",
        "participation.electoralroll", "participation.envelope", "participation.replacedballot",
        "participation.ballot", "participation.boxholder", "participation.certification", "participation.casting",
        "participation.head", "participation.resultbundle", "participation.scan", "participation.tallysheet.rule",
        "participation.tallysheet.tie_rule", "participation.tallysheet.public_value",
        "participation.tallysheet.outcome", "participation.tallysheet.sha256",
    },
    "named on purpose in the record of a vote: who stood by when the box was opened": {"participation.ballotbox"},
}  # fmt: skip
WORDS = (models.CharField, models.TextField, models.JSONField)
NO_WORDS = (models.URLField, models.SlugField, models.EmailField)


def test_every_text_field_can_be_redacted_or_says_why_not():
    said = {name for names in NOT_DECLARED.values() for name in names}
    forgotten, known = [], set()
    for package in ("home", "proposals", "participation"):
        for model in apps.get_app_config(package).get_models():
            kind = redactable(model._meta.label_lower)
            for field in model._meta.local_fields:
                name = f"{model._meta.label_lower}.{field.name}"
                known |= {name, model._meta.label_lower}
                if (
                    not isinstance(field, WORDS)
                    or isinstance(field, NO_WORDS)
                    or field.choices
                    or field.name == "language"
                ):
                    continue
                if (kind is None or field.name not in kind.fields) and not said & {name, model._meta.label_lower}:
                    forgotten.append(name)
    assert forgotten == []
    assert said - known == set()
    assert [kind.key for kind in redactables() if kind.key in said] == []


def in_database(word: str) -> set[str]:
    """The tables in which something stands."""
    tables = connection.introspection.table_names()
    found = set()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(word in str(value) for row in cursor.fetchall() for value in row):
                found.add(table)
    return found


def read_by_all(consultation_round) -> list[str]:
    string, item = consultation_round.reference.string, consultation_round.about.string
    document, promise = ResponseDocument.objects.get(), Commitment.objects.get()
    chapters = ("question", "assessments", "response", "council", "commitments", "item", "moderation")
    of_round = ("dossier_json", "dossier_csv", "dossier_zip", "vote_record", "result", "result_json")
    return [
        f"/nl/id/{item}",
        f"/nl/id/{string}",
        *(f"/nl/id/{one.reference.string}" for one in consultation_round.subjects.all()),
        *(reverse(name, args=[string]) for name in of_round),
        *(reverse("dossier_chapter", args=[string, one]) for one in chapters),
        *(reverse(name, args=[document.reference.string]) for name in ("response_document", "response_csv", "response_json")),
        reverse("answer", args=[document.reference.string, document.rows.get().number]),
        reverse("commitment", args=[promise.reference.string]),
        reverse("commitments"),
        reverse("commitments_csv"),
        *(reverse(name, args=[vote.pk]) for vote in CouncilVote.objects.all() for name in ("council_vote", "council_vote_json")),
        f"{reverse('search')}?q={NAME}",
    ]  # fmt: skip


def read_by_staff(consultation_round) -> list[str]:
    string, item = consultation_round.reference.string, consultation_round.about.string
    return [
        *(reverse(name) for name in ("versions_desk", "commitments_desk", "council_papers_desk", "council_terms_desk")),
        *(reverse("council_paper_desk", args=[one.pk]) for one in CouncilPaper.objects.all()),
        reverse("commitment_desk", args=[Commitment.objects.get().reference.string]),
        reverse("way_desk", args=[item]),
        reverse("round_changes", args=[string]),
        *(reverse("proposal_desk", args=[one.reference.string]) for one in consultation_round.subjects.all()),
        f"{reverse('records_desk')}?q={NAME}+",
    ]


def said_in(answer) -> str:
    content = answer.getvalue()
    if answer["Content-Type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            content = b"".join(bundle.read(name) for name in bundle.namelist())
    return content.decode(errors="replace")


@pytest.fixture
def told(consultation_round, author, moderator, clerk, travel, tmp_path, settings):
    settings.REDACTION_LEDGER = tmp_path
    found = told_round(consultation_round, author, moderator, clerk)
    travel(COUNTING + timedelta(days=30))
    return found


# What a page or a file holds differs by no database; what the database itself holds is tested on both below.
@pytest.mark.any_database
def test_every_declared_field_is_taken_out_of_everything(told, client, clerk):
    made = makers(told)
    assert made.keys() == {kind.key for kind in redactables()}
    records = [(kind, made[kind.key](named(kind))) for kind in redactables()]
    who = {"offered_by": UserFactory(), "approved_by": UserFactory()}
    moments = dict.fromkeys(("offered_at", "approved_at", "published_at"), MOMENT)
    ResponseDocument.objects.update(**who, **moments, sha256="0" * 64)
    for kind, one in records:
        record(act="done", about="x", by=clerk, at=MOMENT, reason=next(iter(named(kind).values())), of=one.pk)
    index_everything()
    DossierVolumeFactory(consultation_round=told)
    client.force_login(clerk)
    public = read_by_all(told)
    everywhere = [*public, *read_by_staff(told)]
    words = {word for kind in redactables() for word in named(kind).values()}
    said, desks = ("".join(said_in(client.get(one, follow=True)) for one in some) for some in (public, everywhere))
    # The desk finds them all; what is crawled in public is all but what is of another round or is told in reasons at a desk.
    assert {word for word in words if word not in desks} == set()
    told_elsewhere = {
        "agendapoint",
        "ordinance",
        "ordinanceend",
        "secondedact",
        "tallysheet",
        "councilterm",
        "meeting",
        "officialpublication",
    }
    assert {word.split()[1] for word in words if word not in said} == told_elsewhere
    assert {"base_auditentry", "proposals_councilreading", "base_searchentry"} < in_database(NAME)

    second = person_with(Role.CLERK)
    for kind, one in records:
        take_out(one, *kind.fields, by=clerk, second=second)
    assert in_database(NAME) == set()
    assert not DossierVolume.objects.exists()
    for who in (None, clerk):
        client.logout()
        if who is not None:
            client.force_login(who)
        for address in everywhere if who is not None else read_by_all(told):
            answer = client.get(address, follow=True)
            assert (answer.status_code in (200, 410), "Rietveen" in said_in(answer)) == (True, False), address
    assert NAME not in str(list(ledger()))
    # Why stands where it was read, in the language of the reader, and in the dossier.
    promise = Commitment.objects.get().reference.string
    assert "Er stond een naam in." in client.get(reverse("commitment", args=[promise])).content.decode()
    with translation.override("en"):
        english = client.get(reverse("commitment", args=[promise])).content.decode()
    assert ("It named somebody." in english, "[redacted]" in english) == (True, True)
    found = client.get(reverse("dossier_json", args=[told.reference.string])).json()["records"]["chapters"]
    told_of = {(one["record"], one["field"]) for one in found["moderation"]["taken_out"]}
    assert {
        ("proposals.councilpaper", "title"),
        ("home.itemstate", "reason"),
        ("proposals.meeting", "title"),
    } <= told_of


def test_the_database_lets_nothing_else_through_and_a_restore_brings_no_word_back(told, client, clerk):
    state = ItemStateFactory(reference=told.about, step="on_hold", reason=NAME, department="Groen")
    client.force_login(clerk)
    desk = reverse("record_desk", args=["home.itemstate", state.pk])
    found = client.get(reverse("records_desk"), {"q": told.about.string}).content.decode()
    assert (desk in found, desk in client.get(reverse("records_desk"), {"q": NAME.lower()}).content.decode()) == (
        True,
        True,
    )
    given = {"fields_to_destroy": ["reason"], **WHY}
    assert client.post(desk, given | {"explanation": ""}).status_code == 422
    assert client.post(desk, given).status_code == 302
    assert client.post(desk, given).status_code == 422

    def write(**words):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(state).objects.filter(pk=state.pk).update(**words)

    # Asked is not confirmed, and whoever asked has no button to confirm.
    write(reason=TAKEN_OUT)
    one = RecordRedaction.objects.get()
    waiting = client.get(reverse("versions_desk")).content.decode()
    assert ('value="confirm"' in waiting, 'value="drop"' in waiting, "bevestigt" in waiting) == (False, True, True)
    confirm = reverse("confirm_removal", args=["record_redaction", one.pk])
    client.post(confirm, {"act": "confirm"})
    assert not RecordRedaction.objects.get().is_confirmed
    client.force_login(person_with(Role.CLERK))
    assert 'value="confirm"' in client.get(reverse("versions_desk")).content.decode()
    client.post(confirm, {"act": "confirm"})
    state.refresh_from_db()
    assert (state.reason, state.department) == (TAKEN_OUT, "Groen")
    for words in ({"department": TAKEN_OUT}, {"reason": "Iets anders"}, {"reason": TAKEN_OUT, "step": "started"}):
        write(**words)
    undeclared = {"kind": "home.itemstate", "key": state.pk, "field": "step"}
    for act in (
        lambda: one.delete(),
        lambda: RecordRedaction.objects.update(explanation=""),
        lambda: RecordRedactionFactory(**undeclared),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert waiting_redactions() == []
    with without_triggers():
        RecordRedaction.objects.all().delete()
        type(state).objects.filter(pk=state.pk).update(reason=NAME)
    assert len(waiting_redactions()) == 1
    call_command("replay_redactions")
    state.refresh_from_db()
    assert (state.reason, waiting_redactions()) == (TAKEN_OUT, [])
    # Its number went to another after a restore of longer ago: that one is left alone.
    with without_triggers():
        RecordRedaction.objects.all().delete()
        type(state).objects.filter(pk=state.pk).update(reason="Geen naam", since=MOMENT + timedelta(seconds=1))
    assert (waiting_redactions(), len(list(ledger()))) == ([], 1)


def test_the_same_words_go_together_and_no_others(told, clerk):
    second = person_with(Role.CLERK)
    first = CouncilPaperFactory(about=told.about, title=NAME)
    CouncilPaperFactory(about=told.about, title=NAME, corrects=first, reason="Andere dag")
    elsewhere = CouncilPaperFactory(title=NAME)
    take_out(first, "title", by=clerk, second=second)
    assert list(CouncilPaper.objects.filter(about=told.about).values_list("title", flat=True)) == [TAKEN_OUT] * 2
    elsewhere.refresh_from_db()
    assert elsewhere.title == NAME
    # A number is that of the paper and of what corrects it, an address that of everything behind it.
    given = {"about": told.about, "number": "M25", "url": f"https://raad.example/{NAME}"}
    motion = CouncilPaperFactory(kind=PaperKind.MOTION, **given)
    CouncilPaperFactory(kind=PaperKind.MOTION, corrects=motion, reason="Andere dag", **given)
    CouncilPaperFactory(kind=PaperKind.OTHER, **given)
    trail = {"act": "done", "about": "x", "by": clerk, "at": MOMENT}
    record(**trail, number="M25", version="M25")
    take_out(motion, "number", "url", by=clerk, second=second)
    assert list(CouncilPaper.objects.filter(pk__gte=motion.pk).values_list("number", "url")) == [
        ("", ""),
        ("", ""),
        ("M25", ""),
    ]
    kept = AuditEntry.objects.filter(act="done", about="x").latest("pk").detail
    assert (kept["number"], kept["version"]) == (TAKEN_OUT, "M25")
    # The reason of a correction is the note of a version too, whichever of the two is redacted.
    for by_version in (False, True):
        promise = CommitmentFactory()
        version = PublishedVersionFactory(reference=promise.reference, change_note=NAME)
        correction = CommitmentCorrectionFactory(commitment=promise, version=version, reason=NAME)
        if by_version:
            redacted(version, "change_note", by=clerk, second=second)
        else:
            take_out(correction, "reason", by=clerk, second=second)
        assert CommitmentCorrection.objects.get(pk=correction.pk).reason == TAKEN_OUT
        assert PublishedVersion.objects.get(pk=version.pk).change_note == ""


def test_a_department_goes_from_a_promise_with_the_version_that_names_it(told, clerk):
    for word, stands in ((NAME, TAKEN_OUT), ("Groen", "Groen")):
        promise = CommitmentFactory(department=word)
        version = PublishedVersionFactory(reference=promise.reference)
        VersionTextFactory(version=version, field="department", value=f'"{NAME}"')
        redacted(version, "department", by=clerk)
        promise.refresh_from_db()
        assert promise.department == stands
    for words in ({"department": "Iets anders"}, {"department": TAKEN_OUT, "text": "Iets anders"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Commitment.objects.filter(pk=promise.pk).update(**words)


def test_who_may_not_is_refused_and_what_is_not_public_is_changed_where_it_is(told, clerk, editor):
    event = CommitmentEventFactory(note="Begonnen door Zwaluw")
    with pytest.raises(Refusal):
        ask_record_redaction(record=event, fields=["note"], by=editor, at=COUNTING, **WHY)
    with pytest.raises(Refusal):
        ask_record_redaction(record=event, fields=["note_en"], by=clerk, at=COUNTING, **WHY)
    with pytest.raises(Refusal):
        ask_record_redaction(record=ResponseRowFactory(), fields=["summary"], by=clerk, at=COUNTING, **WHY)
    (asked,) = ask_record_redaction(record=event, fields=["note"], by=clerk, at=COUNTING, **WHY)
    with pytest.raises(Refusal):
        confirm_record_redaction(record_redaction=asked, by=clerk, at=COUNTING)
    assert CommitmentEvent.objects.get(pk=event.pk).note == "Begonnen door Zwaluw"
    assert "Zwaluw" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
