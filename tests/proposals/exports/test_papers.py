"""Every kind of PDF that leaves the house, before a checker of PDF/UA-1 that we did not write; `make oracles` installs it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from participation.actions.voting_letter import Printed
from participation.codes import new_code
from participation.exports.voting_letter import letters_pdf
from participation.letter_list import Addressee
from participation.voting_enums import LetterForm
from proposals.actions.response_document import begin_answers, offer_answers, publish_answers
from proposals.exports.dossier import page_of, volumes_of
from proposals.models import ResponseRow
from proposals.queries.dossier import dossier_of
from tests.proposals.dossiers import told_round
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
# It takes a small table with a heading for each row and column for one whose headings fell apart.
SKIPPED = ["TBL-010"]
# Where text is painted in another order than the tags have it, which no reader follows: bullets come after their words.
HARMLESS = {"ORD-001"}
# Each letter begins with the name of the city: to each reader that is the first line, not a running header.
LETTERS = {"PAG-001"}


def papers(client: Any, told: Any, clerk: Any, editor: Any) -> Iterator[tuple[str, bytes]]:
    from base.pdf import pdf_of

    document = begin_answers(consultation_round=told, by=clerk, at=COUNTING)
    ResponseRow.objects.filter(document=document).update(
        answer="De bank komt er.", answer_en="The bench comes.", verdict="not-adopted", reason="Te duur.",
        department="Groen", answered_at=COUNTING, answered_by=editor,
    )  # fmt: skip
    offer_answers(document=document, by=editor, at=COUNTING)
    publish_answers(document=document, by=clerk, at=COUNTING)
    for language in ("nl", "en"):
        with translation.override(language):
            dossier = dossier_of(told, COUNTING)
            for volume in volumes_of(dossier):
                yield f"dossier-{language}", pdf_of(page_of(dossier, volume, f"Dossier {dossier.title}"))
            yield f"answers-{language}", client.get(reverse("response_pdf", args=[document.reference.string])).content
            yield f"record-{language}", client.get(reverse("vote_record_pdf", args=[told.reference.string])).content
    printed = [
        Printed(Addressee(0, "w-1", "Noor", "Kade 1, 1234 AB Waterrijk", language, "", None, form), new_code())
        for language in ("nl", "en")
        for form in (LetterForm.PRINT, LetterForm.LARGE)
    ]
    yield "letters", letters_pdf(told, printed)


def test_a_checker_finds_nothing_in_any_pdf(
    client, consultation_round, author, moderator, clerk, editor, travel, tmp_path: Path
):
    outloud = pytest.importorskip("outloud", reason="`make oracles` installs the checker of PDF/UA")
    told = told_round(consultation_round, author, moderator, clerk)
    travel(COUNTING)
    found, seen = {}, set()
    for number, (name, made) in enumerate(papers(client, told, clerk, editor)):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(made)
        seen.add(name.partition("-")[0])
        result = outloud.check(str(path), skip=SKIPPED)
        assert result.error is None
        if said := [
            f"{one.rule}: {one.message}"
            for one in result.findings
            if one.rule not in HARMLESS | (LETTERS if name == "letters" else set())
        ]:
            found[name] = said
    assert (found, seen) == ({}, {"dossier", "answers", "record", "letters"})
