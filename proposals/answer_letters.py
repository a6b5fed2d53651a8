"""The mails to who took part in a round: one each for each moment, with all that is theirs in it, and why they get it.

What is kept of a mail is a keyed digest of its mailbox, another one for each moment: it tells whom not to write twice, and
not who takes part in what.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from base.links import whole
from participation.enums import FollowMoment, LetterKind
from participation.letters import LetterText, known
from participation.models import CoAuthor, ConsultationRound, Follow, Letter, Support
from participation.news import News, news_of
from participation.queries.consultation_round import titles_of
from proposals.council_enums import AnswerVerdict
from proposals.models import AnsweredContribution, FormalView, ResponseDocument, ResponseRow, ViewSender
from proposals.queries.answered import with_words, words_of
from proposals.queries.contribution import comments_of, proposals_of, views_of
from proposals.queries.response_document import KINDS, document_of
from proposals.view_links import receipt_path

# Links in one mail; the others stand behind the last.
MOST = 10
# So much is quoted whole: characters, and words.
LONG, MANY_WORDS = 300, 40


Rows = dict[tuple[str, int], list[ResponseRow]]


@dataclass
class Mailbox:
    """Somebody who took part, by what they did: kinds and keys of contributions that are theirs or that they support, and
    their formal views by number, with the links on which they read them."""

    address: str
    language: str
    own: list[tuple[str, int]] = field(default_factory=list)
    supported: list[tuple[str, int]] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)


def mailboxes_of(consultation_round: ConsultationRound) -> list[Mailbox]:
    """Everybody who said, proposed, sent or supported something and has a mailbox; five queries."""
    boxes: dict[str, Mailbox] = {}

    def box(address: str, language: str) -> Mailbox:
        return boxes.setdefault(address.lower(), Mailbox(address, known(language)))

    comments = comments_of(consultation_round).filter(author__is_active=True).exclude(author__email="")
    for pk, address, language in comments.order_by("pk").values_list("pk", "author__email", "language"):
        box(address, language).own.append(("comment", pk))
    subjects = proposals_of(consultation_round)
    authored = subjects.filter(author__is_active=True).exclude(author__email="")
    for pk, address, language in authored.order_by("pk").values_list("pk", "author__email", "language"):
        box(address, language).own.append(("subject", pk))
    together = CoAuthor.objects.filter(subject__in=subjects, person__is_active=True).exclude(person__email="")
    for pk, address, language in together.order_by("pk").values_list("subject", "person__email", "subject__language"):
        box(address, language).own.append(("subject", pk))
    views = views_of(consultation_round)
    # A program may have typed the addresses of strangers over the limit.
    senders = ViewSender.objects.filter(formal_view__in=views, formal_view__is_over_limit=False).exclude(mail="")
    for sender in senders.order_by("pk").select_related("formal_view__reference"):
        view: FormalView = sender.formal_view
        one = box(sender.mail, view.language)
        one.own.append(("formal_view", view.pk))
        one.receipts.append((view.reference.string, receipt_path(view)))
    supports = Support.objects.filter(subject__in=subjects, supporter__is_active=True).exclude(supporter__email="")
    for pk, address, language in supports.order_by("pk").values_list(
        "subject", "supporter__email", "subject__language"
    ):
        box(address, language).supported.append(("subject", pk))
    return list(boxes.values())


def letters_of_answers(document: ResponseDocument, row: ResponseRow | None = None) -> Iterator[LetterText]:
    """To each their own rows, in the order of the document; of one row that was added later to whom it concerns."""
    rows, words = _answers_in(document, row)
    titles = _titles(document.consultation_round)
    for one in mailboxes_of(document.consultation_round):
        own = _rows_of(rows, one.own)
        others = [found for found in _rows_of(rows, one.supported) if found not in own]
        if own or others:
            yield _letter_of_answers(
                document, row, one, titles[one.language], [(each, _said(words, each, one)) for each in [*own, *others]]
            )


def _answers_in(
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


def letters_of_moment(
    consultation_round: ConsultationRound, moment: FollowMoment, what: str, followed: Iterable[int]
) -> Iterator[LetterText]:
    """What is told of a moment to who took part and follows none of these things: followers are told as such."""
    follows = Follow.objects.confirmed().filter(reference__in=list(followed)).select_related("person")
    told = {follow.mailbox.lower() for follow in follows}
    news: dict[str, News | None] = {}
    document = document_of(consultation_round)
    titles = _titles(consultation_round)
    is_answered = document is not None and document.published_at is not None
    rows = _answers_in(document)[0] if document is not None and is_answered else {}
    for one in mailboxes_of(consultation_round):
        if one.address.lower() in told:
            continue
        with translation.override(one.language):
            if one.language not in news:
                news[one.language] = news_of(moment, what)
            found = news[one.language]
            if found is None:
                return
            yield LetterText(
                kind=LetterKind.OUTCOME,
                what=_digest(f"{moment} {what}", one),
                to=one.address,
                language=one.language,
                headline=found.headline,
                paragraphs=[
                    _("This is about: %(round)s") % {"round": titles[one.language]},
                    *(paragraph.text for paragraph in found.paragraphs),
                    _why(one),
                ],
                links=[*((link.label, link.url) for link in found.links), *_own_answers(document, rows, one)],
            )


def people_answered(consultation_round: ConsultationRound, keys: Iterable[tuple[str, int]]) -> int:
    """How many mailboxes an answer to some contributions (their kinds and keys) concerns."""
    found = set(keys)
    return sum(1 for one in mailboxes_of(consultation_round) if found.intersection([*one.own, *one.supported]))


def people_told(rounds: Iterable[ConsultationRound], followed: Iterable[int]) -> int:
    """To how many mailboxes a moment is told: of who took part in one of these rounds, and of who follows one of these things."""
    follows = Follow.objects.confirmed().filter(reference__in=list(followed)).select_related("person")
    told = {follow.mailbox.lower() for follow in follows}
    for consultation_round in rounds:
        told |= {one.address.lower() for one in mailboxes_of(consultation_round)}
    return len(told)


def _own_answers(document: ResponseDocument | None, rows: Rows, box: Mailbox) -> list[tuple[str, str]]:
    """What was answered to what they said, or to what they support."""
    found = _rows_of(rows, box.own) or _rows_of(rows, box.supported)
    string = document.reference.string if document is not None else ""
    said = _("What was answered to you, answer %(number)s, %(verdict)s:")
    if not box.own:
        said = _("What was answered to what you support, answer %(number)s, %(verdict)s:")
    return [
        (
            said % {"number": one.number, "verdict": AnswerVerdict(one.verdict).label},
            whole(reverse("answer", args=[string, one.number])),
        )
        for one in found[:MOST]
    ]


def was_told(*, consultation_round: ConsultationRound, moment: FollowMoment, what: str) -> bool:
    """Whether a mail of this moment went to anybody who took part in a round."""
    digests = [_digest(f"{moment} {what}", one) for one in mailboxes_of(consultation_round)]
    return Letter.objects.filter(kind=LetterKind.OUTCOME, what__in=digests).exists()


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
            what=_digest(f"{document.pk} {row.number if row else ''}", box),
            to=box.address,
            language=box.language,
            headline=_headline(row) % {"round": title},
            paragraphs=[told, *before, _why(box, is_only=row is None)],
            links=[*links, (_("All answers:"), everything)],
        )


def _titles(consultation_round: ConsultationRound) -> dict[str, str]:
    """What the round is called in each language; a query for each."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = titles_of([consultation_round])[consultation_round.pk]
    return found


def _headline(row: ResponseRow | None) -> str:
    if row is None:
        return _("What the municipality answers: %(round)s")
    return _("An answer was added: %(round)s") if row.corrects is None else _("An answer was corrected: %(round)s")


def _digest(moment: str, box: Mailbox) -> str:
    return salted_hmac(f"proposals.contributors {moment}", box.address.lower(), algorithm="sha256").hexdigest()[:40]


def _said(words: dict[tuple[int, str, int], str], row: ResponseRow, box: Mailbox) -> str:
    """Theirs comes before what they support."""
    keys = [*box.own, *box.supported]
    return next((said for kind, pk in keys if (said := words.get((row.pk, kind, pk)))), "")


def _link(string: str, row: ResponseRow, said: str, language: str) -> tuple[str, str]:
    """In the words of who said it and of who answers, a line each: whoever reads the mail need not look it up."""
    answer = row.said_in(language)[1]
    shown = _short(answer)
    words = {"said": _short(said), "number": row.number, "verdict": AnswerVerdict(row.verdict).label}
    lines = [
        _("About “%(said)s”") % words,
        _("Answer %(number)s, %(verdict)s:") % words,
        shown,
        _("On the site:") if shown == _lines(answer) else _("Read it whole:"),
    ]
    return "\n".join(lines), whole(reverse("answer", args=[string, row.number]))


def _lines(text: str) -> str:
    """Its lines without empty ones."""
    return "\n".join(line for one in text.splitlines() if (line := " ".join(one.split())))


def _short(text: str) -> str:
    """The text in its own lines where that is short, and otherwise how it begins."""
    lines = _lines(text)
    if len(lines) <= LONG and len(lines.split()) <= MANY_WORDS:
        return lines
    return Truncator(Truncator(lines).words(MANY_WORDS)).chars(LONG)


def _why(box: Mailbox, *, is_only: bool = True) -> str:
    """`is_only`: a later answer comes after the mail with all of them."""
    if not is_only and box.own:
        return _("You get this mail because you said something in this round.")
    if not is_only:
        return _("You get this mail because you support a proposal in this round. Nobody else is told that you do.")
    if box.own:
        return _("You get this mail because you said something in this round. It is the only one about this.")
    return _(
        "You get this mail because you support a proposal in this round. Nobody else is told that you do. It is the only one about this."
    )


def _rows_of(rows: Rows, keys: Iterable[tuple[str, int]]) -> list[ResponseRow]:
    found = {row.pk: row for key in keys for row in rows.get(key, [])}
    return sorted(found.values(), key=lambda row: row.number)
