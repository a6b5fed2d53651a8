"""How lists come in to a screen of a clerk, and codes leave it: as a file, or shown in the answer itself. Once, and kept nowhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from base.refusal import refuse_if
from base.upload import MemoryOnlyHandler
from participation.actions.voting_letter import Printed
from participation.exports.voting_letter import has_pdf, letters_pdf, print_file
from participation.letter_list import Addressee, read_list
from participation.models import ConsultationRound, RollEntry
from participation.queries.electoral_roll import areas_by_word
from participation.voting_enums import LetterForm
from participation.voting_letter_rules import refusal_of_pdf


@method_decorator(csrf_exempt, name="dispatch")
class ListsInMemory:
    """A screen that lists with names and addresses are sent to: they touch no disk."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Only after this is the form read, so the token is looked at here.
        request.upload_handlers = [MemoryOnlyHandler(request, settings.VOTING_LETTERS["list_bytes"])]
        response: HttpResponse = csrf_protect(super().dispatch)(request, *args, **kwargs)  # type: ignore[misc]
        return response


def addressees_of(given: Mapping[str, Any], at: datetime) -> list[Addressee]:
    """What a valid form says of the list and how its letters leave. Raises Refusal before a code is made that would be lost."""
    addressees = read_list(
        given["addressees"],
        areas=areas_by_word(),
        year=timezone.localtime(at).year,
        youngest=given.get("youngest"),
    )
    if given["export"] == "pdf":
        refuse_if(refusal_of_pdf(len(addressees)))
        refuse_if("" if has_pdf() else _("This server makes no PDF. Take the print file."))
    return addressees


def letters_file(consultation_round: ConsultationRound, printed: Sequence[Printed], kind: str) -> HttpResponse:
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
    is_anew = entry.letters.filter(replaced_at__isnull=False).exists()
    return letters_file(entry.consultation_round, [Printed(addressee, code, is_anew)], "pdf")
