"""Words of a published answer that name somebody are destroyed by two people, wherever they were to be read."""

import io
import json
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pypdf
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from base.models import AuditEntry, RecordRedaction
from base.redaction_ledger import waiting_redactions
from base.triggers import without_triggers
from proposals.actions.later_answer import approve_later_answer, ask_correction
from proposals.actions.response_document import (
    begin_answers,
    offer_answers,
    publish_answers,
    save_intro,
)
from proposals.models import DossierVolume, ResponseDocument, ResponseRow
from tests.factories.accounts import person_with
from tests.factories.participation import CommentFactory
from tests.proposals.actions.test_response_document import WHOLE
from tests.rounds import COUNTING, hand_in, publish

pytestmark = pytest.mark.django_db
NAMED, NAMED_EN = "Mevrouw Verzonnen belt u.", "Mrs Verzonnen calls you."


@pytest.fixture
def document(consultation_round, author, moderator, clerk, editor, travel, tmp_path, settings) -> ResponseDocument:
    """Two rows with the same answer, a correction of the first that leaves the name out, and the name above them all."""
    settings.REDACTION_LEDGER = tmp_path
    bench = publish(hand_in(consultation_round, by=author), by=moderator)
    CommentFactory(subject=bench, text="Wie belt mij?")
    document = begin_answers(consultation_round=consultation_round, by=clerk, at=COUNTING)
    ResponseRow.objects.filter(document=document).update(
        answer=NAMED, answer_en=NAMED_EN, verdict="adopted", department="Groen", answered_at=COUNTING,
        answered_by=editor,
    )  # fmt: skip
    save_intro(document=document, edition=0, intro=NAMED, intro_en=NAMED_EN, by=editor, at=COUNTING)
    offer_answers(document=document, by=editor, at=COUNTING)
    publish_answers(document=document, by=clerk, at=COUNTING)
    asked = ask_correction(
        document=document, number=1, text=replace(WHOLE, theme="Naam"), because="Zonder naam.", by=editor, at=COUNTING
    )
    approve_later_answer(later_answer=asked, asked_at=COUNTING, by=clerk, at=COUNTING)
    travel(COUNTING)
    return document


def desk_of(document: ResponseDocument, number: int) -> str:
    return reverse("record_desk", args=["proposals.responserow", document.rows.get(number=number).pk])


def words_of(answer) -> str:
    if answer["Content-Type"] == "application/pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    return answer.content.decode()


def addresses(document: ResponseDocument) -> list[str]:
    string, round_string = document.reference.string, document.consultation_round.reference.string
    return [
        *(reverse("answer", args=[string, number]) for number in (1, 2)),
        *(
            reverse(name, args=[string])
            for name in ("response_document", "response_csv", "response_json", "response_pdf")
        ),
        reverse("dossier_json", args=[round_string]),
        reverse("dossier_chapter", args=[round_string, "response"]),
    ]


def test_two_people_take_the_words_out_and_nobody_reads_them_anywhere_again(
    document, client, clerk, django_capture_on_commit_callbacks
):
    second = person_with(Role.CLERK)
    client.force_login(clerk)
    client.post(reverse("dossier_volumes", args=[document.consultation_round.reference.string]))
    volume = DossierVolume.objects.get()
    desk = desk_of(document, 2)
    assert desk in client.get(reverse("answer_row", args=[document.reference.string, 2])).content.decode()
    asked = {
        "fields_to_destroy": ["answer", "answer_en"],
        "reason": "privacy",
        "explanation": "Er stond een naam in.",
        "explanation_en": "It named somebody.",
    }
    assert NAMED in client.get(desk).content.decode()
    refused = client.post(desk, asked | {"explanation": ""})
    assert (refused.status_code, RecordRedaction.objects.count()) == (422, 0)
    assert client.post(desk, asked | {"fields_to_destroy": ["reason"]}).status_code == 422
    assert client.post(desk, asked).url == reverse("versions_desk")
    above = reverse("record_desk", args=["proposals.responsedocument", document.pk])
    assert above in client.get(reverse("answers_of", args=[document.reference.string])).content.decode()
    assert NAMED in client.get(above).content.decode()
    assert client.post(above, asked).status_code == 422
    assert (
        client.post(above, asked | {"fields_to_destroy": ["intro", "intro_en"], "explanation_en": ""}).status_code
        == 302
    )
    assert client.get(reverse("record_desk", args=["proposals.responserow", 0])).status_code == 404
    assert all(NAMED in words_of(client.get(one)) for one in addresses(document))
    drawn = f"pdf-nl-{document.reference.string}-nl.pdf"
    assert cache.get(drawn) is not None

    waiting = client.get(reverse("versions_desk")).content.decode()
    assert all(
        one in waiting for one in (desk, above, f"{document.reference.string}, antwoord 2", "boven de antwoorden")
    )
    # One confirmation of all that was asked in one act.
    confirm = re.findall(r'action="([^"]*/record_redaction/[^"]*)"', waiting)
    assert (len(confirm), RecordRedaction.objects.count()) == (2, 4)
    assert "iemand anders bevestigt" in client.post(confirm[0], {"act": "confirm"}, follow=True).content.decode()
    client.force_login(second)
    with django_capture_on_commit_callbacks(execute=True):
        for address in confirm:
            client.post(address, {"act": "confirm"})
    # Not even in what was drawn and is not handed out any more.
    assert cache.get(drawn) is None
    for address in addresses(document):
        words = words_of(client.get(address))
        assert ("Verzonnen" in words, "[geanonimiseerd]" in words) == (False, True), address
    in_dutch = reverse("answer", args=[document.reference.string, 1])
    with translation.override("en"):
        in_english = reverse("response_document", args=[document.reference.string])
    english = client.get(in_english).content.decode()
    assert ("Verzonnen" in english, "[redacted]</p></div>" in english) == (False, True)
    # The reason above the answers was given in Dutch alone, that of the answers in both.
    marked = r'<span lang="nl" dir="auto">Er stond een naam in\.</span> .*\(written in Dutch\)'
    assert (len(re.findall(marked, english)), english.count("Er stond een naam in.")) == (1, 1)
    assert '<span dir="auto">It named somebody.</span>' in english
    assert re.search(r'<span lang="nl" dir="auto">Zonder naam\.</span> .*\(written in Dutch\)', english)
    assert '<span lang="nl" dir="auto">Groen</span>' in english
    page = client.get(in_dutch).content.decode()
    assert ("Er stond een naam in." in page, "It named somebody." in page) == (True, False)
    with_reasons = client.get(reverse("response_json", args=[document.reference.string])).json()
    document.refresh_from_db()
    assert with_reasons["published_sha256"] == document.sha256
    assert {(one["number"], one["field"], one["reason"]) for one in with_reasons["redacted"]} == {
        *((number, field, "privacy") for number in (1, 2) for field in ("answer", "answer_en")),
        *((0, field, "privacy") for field in ("intro", "intro_en")),
    }
    assert (document.intro, document.intro_en) == ("[geanonimiseerd]", "[redacted]")
    assert [row["answer_en"] for row in with_reasons["published"]["rows"]] == ["[redacted]", "[redacted]"]
    assert not DossierVolume.objects.filter(pk=volume.pk).exists()
    assert not volume.file.storage.exists(volume.file.name)
    trail = AuditEntry.objects.filter(act__startswith="redaction_")
    assert sorted(trail.values_list("act", flat=True)) == [*["redaction_asked"] * 2, *["redaction_confirmed"] * 6]
    assert "Verzonnen" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_nothing_else_of_a_published_answer_changes_and_a_restore_brings_no_word_back(document, clerk, client):
    client.force_login(clerk)
    row = ResponseRow.objects.get(document=document, number=1)
    desk = desk_of(document, 1)
    client.post(desk, {"fields_to_destroy": ["answer"], "reason": "privacy", "explanation": "Er stond een naam in."})
    redaction = RecordRedaction.objects.get()
    # Asked is not confirmed, and a confirmed one is of its own field alone.
    for change in ({"answer": "[geanonimiseerd]"}, {"answer_en": "[redacted]"}, {"answer": "Iets anders."}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ResponseRow.objects.filter(pk=row.pk).update(**change)
    above = reverse("record_desk", args=["proposals.responsedocument", document.pk])
    client.post(above, {"fields_to_destroy": ["intro"], "reason": "privacy", "explanation": "Er stond een naam in."})
    for change in ({"intro": "[geanonimiseerd]"}, {"intro": "Iets anders."}, {"sha256": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ResponseDocument.objects.update(**change)
    client.force_login(person_with(Role.CLERK))
    for one in RecordRedaction.objects.all():
        client.post(reverse("confirm_removal", args=["record_redaction", one.pk]), {"act": "confirm"})
    document.refresh_from_db()
    assert (document.intro, document.intro_en) == ("[geanonimiseerd]", NAMED_EN)
    for change in ({"intro": "Iets anders."}, {"intro_en": "[redacted]"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ResponseDocument.objects.update(**change)
    row.refresh_from_db()
    assert (row.answer, row.answer_en) == ("[geanonimiseerd]", NAMED_EN)
    for change in ({"answer_en": "[redacted]"}, {"answer": "Iets anders."}, {"answered_by": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ResponseRow.objects.filter(pk=row.pk).update(**change)
    for write in (lambda: redaction.delete(), lambda: RecordRedaction.objects.update(explanation="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()

    assert waiting_redactions() == []
    with without_triggers():
        RecordRedaction.objects.all().delete()
        ResponseRow.objects.filter(document=document, answer="[geanonimiseerd]").update(answer=NAMED)
        ResponseDocument.objects.update(intro=NAMED)
    assert len(waiting_redactions()) == 3
    call_command("replay_redactions")
    assert ResponseDocument.objects.get().intro == "[geanonimiseerd]"
    assert (waiting_redactions(), ResponseRow.objects.filter(answer=NAMED).exists()) == ([], False)
    # What was asked and is not wanted any more is dropped.
    client.force_login(clerk)
    client.post(desk, {"fields_to_destroy": ["answer_en"], "reason": "privacy", "explanation": "Ook hier."})
    asked = RecordRedaction.objects.get(confirmed_at=None)
    client.post(reverse("confirm_removal", args=["record_redaction", asked.pk]), {"act": "drop"})
    assert AuditEntry.objects.filter(act="removal_taken_back").count() == 1
    assert not RecordRedaction.objects.filter(confirmed_at=None).exists()


def test_no_reason_to_destroy_words_is_chosen_beforehand(client, document, clerk):
    client.force_login(clerk)
    desk = desk_of(document, 1)
    assert '<option value="" selected>' in client.get(desk).content.decode()
    given = {"fields_to_destroy": ["answer"], "reason": "", "explanation": "Een naam."}
    assert client.post(desk, given).status_code == 422
    assert not RecordRedaction.objects.exists()


def test_the_ledger_of_before_answers_were_as_other_records_is_replayed(document):
    """A file of then named an answer by its document and number, and what stands above them by number 0."""
    clerks = [str(person_with(Role.CLERK).key) for _each in range(2)]
    why = {"reason": "privacy", "explanation": "Een naam.", "asked_by": clerks[0], "confirmed_by": clerks[1]}
    moments = dict.fromkeys(("asked_at", "confirmed_at"), COUNTING.isoformat())
    folder = Path(settings.REDACTION_LEDGER)
    for number, field in ((1, "answer"), (0, "intro"), (9, "answer")):
        place = {"reference": document.reference.string, "number": number, "correction": 0, "language": ""}
        name = f"{document.reference.string}-v{number}-{field}.json"
        (folder / name).write_text(json.dumps(place | {"field": field} | why | moments))
    import_module("proposals.migrations.0044_words_taken_out_one_way").move_ledger(apps, None)
    # Of an answer that this database has not nothing is known.
    assert [path.name for path in folder.glob("NVB-*")] == [f"{document.reference.string}-v9-answer.json"]
    call_command("replay_redactions")
    document.refresh_from_db()
    assert (document.intro, document.rows.get(number=1).answer) == ("[geanonimiseerd]", "[geanonimiseerd]")
