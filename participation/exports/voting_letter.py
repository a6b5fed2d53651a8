"""Letters with codes as they leave, once: a table for a printer, or a PDF to print here. Nothing of it is kept."""

import csv
import io
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from base import clock
from base.instants import beginning, until
from base.links import whole
from base.pdf import pdf_of
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.spreadsheet import defused
from participation.actions.voting_letter import Printed
from participation.codes import spaced
from participation.models import ConsultationRound, VotingHelp
from participation.queries.electoral_roll import voting_help
from participation.queries.round_rules import criteria_of
from participation.roll_source import of_list
from participation.voting_enums import LetterForm, RollSource

READ_AS_IT_IS = (LetterForm.PRINT, LetterForm.LARGE)
STYLE = Path(__file__).with_suffix(".css")
COLUMNS = (
    "identifier", "name", "address", "language", "form", "round", "title", "code", "vote_at", "from", "until",
    "telephone", "desk", "help_point", "anew", "type_at", "who",
)  # fmt: skip


@dataclass(frozen=True)
class VoteFacts:
    """What every letter of one language says of the vote. The address holds no code, and so its QR does not either. `short` is
    what people type; `who` says whom the letters are for, in the language of the round."""

    title: str
    address: str
    short: str
    who: str
    opens: str
    closes: str
    help: VotingHelp

    @property
    def qr(self) -> SafeString:
        drawn = io.BytesIO()
        segno.make(self.address, error="m", micro=False).save(
            drawn, kind="svg", scale=3, border=2, xmldecl=False, svgclass=None, lineclass=None, title=self.address
        )
        return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn here, of an address of ours


def print_file(consultation_round: ConsultationRound, printed: Sequence[Printed]) -> bytes:
    """UTF-8 with the mark that spreadsheets ask for."""
    facts = _facts(consultation_round)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for one in printed:
        to, vote = one.addressee, facts[one.addressee.language]
        row = (
            to.identifier, to.name, to.address, to.language, to.form.value, consultation_round.reference.string,
            vote.title, spaced(one.code), vote.address, vote.opens, vote.closes, vote.help.telephone, vote.help.desk,
            vote.help.help_point, "1" if one.is_anew else "", vote.short, vote.who,
        )  # fmt: skip
        writer.writerow([defused(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def has_pdf() -> bool:
    """Whether this server makes PDFs: asked before a code is made that would be lost."""
    try:
        pdf_of('<html lang="en"><title>Letter</title><p>Letter</p></html>')
    except Refusal:
        return False
    return True


def letters_pdf(consultation_round: ConsultationRound, printed: Sequence[Printed]) -> bytes:
    """A page or more per letter, each in its own language, with its identifier and number of pages on each. Raises Refusal where this server makes no PDF."""
    facts = _facts(consultation_round)
    style = f"data:text/css;base64,{b64encode(STYLE.read_bytes()).decode()}"
    letters = []
    for one in printed:
        to = one.addressee
        with override(to.language):
            context = {
                "lines": [line.strip() for line in to.address.split(",")],
                "name": to.name,
                "identifier": to.identifier,
                "language": to.language,
                "code": spaced(one.code),
                "vote": facts[to.language],
                "city_name": settings.CITY_NAME,
                "reference": consultation_round.reference.string,
                "form": "" if to.form in READ_AS_IT_IS else to.form.label,
                "is_anew": one.is_anew,
                "round_language": consultation_round.language,
                "made_on": clock.now(),
                "is_large": to.form != LetterForm.PRINT,
                "style": style,
            }
            letters.append(render_to_string("participation/voting_letter.html", context))
    return pdf_of(*letters)


def _facts(consultation_round: ConsultationRound) -> dict[str, VoteFacts]:
    facts, voting = {}, consultation_round.voting
    said = of_list(criteria_of(consultation_round), RollSource.LETTERS)
    for language, _name in settings.LANGUAGES:
        with override(language):
            text = version_in_force(consultation_round.reference_id, language)
            facts[language] = VoteFacts(
                title=str(text.content.get("title", "")) if text else consultation_round.title,
                address=whole(reverse("vote_by_code", args=[consultation_round.reference.string])),
                short=whole(reverse(f"short_address_{language}")).partition("://")[2].rstrip("/"),
                who=said.who.rstrip(".") if said else "",
                opens=beginning(voting.starts_at) if voting else "",
                closes=until(voting.ends_at) if voting else "",
                help=voting_help(),
            )
    return facts
