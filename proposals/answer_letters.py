"""The mails of the answers, to who took part in a round: one each, with all that answers them, and why they get it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from base.links import whole
from base.templatetags.components import language_name
from participation.letters import LetterText
from participation.mail_enums import LetterKind
from proposals.council_enums import AnswerVerdict
from proposals.mailboxes import Mailbox, digest_of, mailboxes_of, round_titles, why_words
from proposals.models import AnsweredContribution, ResponseDocument, ResponseRow
from proposals.queries.answered import with_words, words_of
from proposals.queries.response_document import KINDS

# Links in one mail; the others stand behind the last.
MOST = 10
# So much is quoted whole: characters, and words.
LONG, MANY_WORDS = 300, 40


Rows = dict[tuple[str, int], list[ResponseRow]]


def letters_of_answers(document: ResponseDocument, row: ResponseRow | None = None) -> Iterator[LetterText]:
    """To each their own rows, in the order of the document; of one row that was added later to whom it concerns."""
    rows, words = answers_in(document, row)
    titles = round_titles(document.consultation_round)
    for one in mailboxes_of(document.consultation_round):
        own = rows_of(rows, one.own)
        others = [found for found in rows_of(rows, one.supported) if found not in own]
        if own or others:
            yield _letter_of_answers(
                document, row, one, titles[one.language], [(each, _said(words, each, one)) for each in [*own, *others]]
            )


def answers_in(
    document: ResponseDocument, row: ResponseRow | None = None
) -> tuple[Rows, dict[tuple[int, str, int], str]]:
    """What answers each contribution, by its kind and key, and the words of it that a row answers."""
    rows: Rows = defaultdict(list)
    links = AnsweredContribution.objects.filter(row__document=document, row__corrected_by__isnull=True)
    if row is not None:
        links = links.filter(row=row)
    words: dict[tuple[int, str, int], str] = {}
    for link in with_words(links).select_related("row").order_by("row__number"):
        kind, pk = next(
            (kind, getattr(link, f"{kind}_id")) for kind in KINDS if getattr(link, f"{kind}_id") is not None
        )
        rows[kind, pk].append(link.row)
        words[link.row.pk, kind, pk] = words_of(link)
    return rows, words


def _letter_of_answers(
    document: ResponseDocument,
    row: ResponseRow | None,
    box: Mailbox,
    title: str,
    found: list[tuple[ResponseRow, str]],
) -> LetterText:
    """Of each row with what they said, or what they support said."""
    with translation.override(box.language):
        string = document.reference.string
        told = _("Everything that was said in this round has been answered. Below is what concerns you.")
        if row is not None:
            told = _("The municipality added an answer. The reason: %(reason)s")
            if row.corrects is not None:
                told = _("The municipality corrected an answer. The reason: %(reason)s")
            told %= {"reason": row.corrected_because}
        before = []
        if row is not None and row.corrects is not None:
            words = {
                "verdict": AnswerVerdict(row.corrects.verdict).label,
                "answer": _short(row.corrects.said_in(box.language)[1]),
            }
            before = [_("Before, the answer was: %(verdict)s. %(answer)s") % words]
        links = [_link(string, one, said, box.language) for one, said in found[:MOST]]
        links += [
            (_("Your formal view %(number)s, and its answer:") % {"number": number}, whole(path))
            for number, path in box.receipts
        ]
        everything = whole(reverse("response_document", args=[string]))
        return LetterText(
            kind=LetterKind.ANSWERS,
            what=digest_of(f"{document.pk} {row.number if row else ''}", box),
            to=box.address,
            language=box.language,
            headline=_headline(row) % {"round": title},
            paragraphs=[told, *before, why_words(box)],
            links=[*links, (_("All answers:"), everything)],
        )


def _headline(row: ResponseRow | None) -> str:
    if row is None:
        return _("What the municipality answers: %(round)s")
    return _("An answer was added: %(round)s") if row.corrects is None else _("An answer was corrected: %(round)s")


def _said(words: dict[tuple[int, str, int], str], row: ResponseRow, box: Mailbox) -> str:
    """Theirs comes before what they support."""
    keys = [*box.own, *box.supported]
    return next((said for kind, pk in keys if (said := words.get((row.pk, kind, pk)))), "")


def _link(string: str, row: ResponseRow, said: str, language: str) -> tuple[str, str]:
    """In the words of who said it and of who answers, a line each: whoever reads the mail need not look it up."""
    _summary, answer, written_in = row.said_in(language)
    shown, (reason, _reason_in) = _short(answer), row.reason_in(language)
    words = {"said": _short(said), "number": row.number, "verdict": AnswerVerdict(row.verdict).label}
    names = {"language": language_name(language), "written": language_name(written_in)}
    lines = [
        _("About “%(said)s”") % words,
        _("Answer %(number)s, %(verdict)s:") % words,
        shown,
        _("Why not: %(reason)s") % {"reason": _short(reason)} if reason else "",
        _("Forwarded to: %(addressee)s.") % {"addressee": row.forwarded_to} if row.forwarded_to else "",
        _("There is no text of this answer in %(language)s yet: it is in %(written)s.") % names
        if written_in != language
        else "",
        _("On the site:") if (shown, _short(reason)) == (_lines(answer), _lines(reason)) else _("Read it whole:"),
    ]
    return "\n".join(line for line in lines if line), whole(reverse("answer", args=[string, row.number]))


def _lines(text: str) -> str:
    """Its lines without empty ones."""
    return "\n".join(line for one in text.splitlines() if (line := " ".join(one.split())))


def _short(text: str) -> str:
    """The text in its own lines where that is short, and otherwise how it begins."""
    lines = _lines(text)
    if len(lines) <= LONG and len(lines.split()) <= MANY_WORDS:
        return lines
    return Truncator(Truncator(lines).words(MANY_WORDS)).chars(LONG)


def rows_of(rows: Rows, keys: Iterable[tuple[str, int]]) -> list[ResponseRow]:
    found = {row.pk: row for key in keys for row in rows.get(key, [])}
    return sorted(found.values(), key=lambda row: row.number)
