"""How codes leave a screen of a clerk: as a file, or shown in the answer itself. Once, and kept nowhere."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from participation.actions.voting_letter import Printed
from participation.exports.voting_letter import has_pdf, letters_pdf, print_file
from participation.letter_list import Addressee
from participation.models import ConsultationRound, RollEntry
from participation.voting_enums import LetterForm


def letters_file(consultation_round: ConsultationRound, printed: list[Printed], kind: str) -> HttpResponse:
    write = letters_pdf if kind == "pdf" else print_file
    name = f"{consultation_round.reference.string}-letters.{kind}"
    return HttpResponse(
        write(consultation_round, printed),
        content_type="application/pdf" if kind == "pdf" else "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def is_on_paper(form: str) -> bool:
    """Whether a code leaves as a letter that is made here, and not on the screen."""
    return form in (LetterForm.PRINT, LetterForm.LARGE) and has_pdf()


def letter_of_one(entry: RollEntry, code: str, *, form: str, language: str, to: Mapping[str, Any]) -> HttpResponse:
    """`to` holds the name and the address."""
    addressee = Addressee(0, entry.identifier, to["name"], to["address"], language, "", None, LetterForm(form))
    return letters_file(entry.consultation_round, [Printed(addressee, code)], "pdf")
