"""The mails to who took part in a round: one each, with all that is theirs in it, and why they get it.

What is kept of a mail is the first thing somebody did, never who: that somebody supports something is nobody's affair.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from base.instants import day
from base.links import whole
from participation.enums import LetterKind
from participation.letters import LetterText, known
from participation.models import CoAuthor, ConsultationRound, Follow, Support
from proposals.council_enums import AnswerVerdict
from proposals.models import AnsweredContribution, Decision, ResponseDocument, ResponseRow, ViewSender
from proposals.queries.response_document import comments_of, proposals_of, views_of

# Links in one mail; the others stand behind the last.
MOST = 10


@dataclass
class Mailbox:
    """Somebody who took part, by what they did; `first` says why a mail goes to them, for the record of it."""

    address: str
    language: str
    first: str
    # Kinds and keys of contributions that are theirs or that they support.
    own: list[tuple[str, int]] = field(default_factory=list)
    supported: list[tuple[str, int]] = field(default_factory=list)


def mailboxes_of(consultation_round: ConsultationRound) -> list[Mailbox]:
    """Everybody who said, proposed, sent or supported something and has a mailbox; six queries."""
    boxes: dict[str, Mailbox] = {}

    def box(address: str, language: str, first: str) -> Mailbox:
        return boxes.setdefault(address.lower(), Mailbox(address, known(language), first))

    comments = comments_of(consultation_round).filter(author__is_active=True).exclude(author__email="")
    for pk, address, language in comments.order_by("pk").values_list("pk", "author__email", "language"):
        box(address, language, f"c{pk}").own.append(("comment", pk))
    subjects = proposals_of(consultation_round)
    authored = subjects.filter(author__is_active=True).exclude(author__email="")
    for pk, address, language in authored.order_by("pk").values_list("pk", "author__email", "language"):
        box(address, language, f"s{pk}").own.append(("subject", pk))
    together = CoAuthor.objects.filter(subject__in=subjects, person__is_active=True).exclude(person__email="")
    for pk, subject, address, language in together.order_by("pk").values_list(
        "pk", "subject", "person__email", "subject__language"
    ):
        box(address, language, f"a{pk}").own.append(("subject", subject))
    senders = ViewSender.objects.filter(formal_view__in=views_of(consultation_round)).exclude(mail="")
    for view, address, language in senders.order_by("pk").values_list("formal_view", "mail", "formal_view__language"):
        box(address, language, f"v{view}").own.append(("formal_view", view))
    supports = Support.objects.filter(subject__in=subjects, supporter__is_active=True).exclude(supporter__email="")
    for pk, subject, address, language in supports.order_by("pk").values_list(
        "pk", "subject", "supporter__email", "subject__language"
    ):
        box(address, language, f"u{pk}").supported.append(("subject", subject))
    return list(boxes.values())


def letters_of_answers(document: ResponseDocument) -> Iterator[LetterText]:
    """To each their own rows, in the order of the document."""
    rows: dict[tuple[str, int], list[ResponseRow]] = defaultdict(list)
    links = AnsweredContribution.objects.filter(row__document=document, row__corrected_by__isnull=True)
    for link in links.select_related("row").order_by("row__number"):
        kind, pk = next(
            (kind, getattr(link, f"{kind}_id"))
            for kind in ("comment", "subject", "formal_view")
            if getattr(link, f"{kind}_id") is not None
        )
        rows[kind, pk].append(link.row)
    for one in mailboxes_of(document.consultation_round):
        own = _rows_of(rows, one.own)
        others = [row for row in _rows_of(rows, one.supported) if row not in own]
        if own or others:
            yield _letter_of_answers(document, one, own, others)


def letters_of_decision(decision: Decision) -> Iterator[LetterText]:
    """To who took part in the round and does not follow what was decided on: followers are told as such."""
    round_ = decision.consultation_round
    if round_ is None:
        return
    followed = [round_.reference_id, decision.about_id, *proposals_of(round_).values_list("reference", flat=True)]
    follows = Follow.objects.confirmed().filter(reference__in=[pk for pk in followed if pk is not None])
    told = {follow.mailbox.lower() for follow in follows.select_related("person")}
    for one in mailboxes_of(round_):
        if one.address.lower() in told:
            continue
        with translation.override(one.language):
            title = decision.title_en if one.language == "en" and decision.title_en else decision.title
            facts = {"body": decision.get_body_display(), "day": day(decision.decided_on)}
            yield LetterText(
                kind=LetterKind.DECIDED,
                what=f"{decision.pk}-{one.first}",
                to=one.address,
                language=one.language,
                headline=_("Decided: %(round)s") % {"round": round_.title},
                paragraphs=[
                    f"“{title}”",
                    _("Decided by: %(body)s, %(day)s.") % facts,
                    _why(one),
                ],
                links=[
                    (
                        _("Read the decision and its reasons:"),
                        whole(reverse("decision", args=[decision.reference.string])),
                    )
                ],
            )


def _letter_of_answers(
    document: ResponseDocument, box: Mailbox, own: list[ResponseRow], others: list[ResponseRow]
) -> LetterText:
    with translation.override(box.language):
        string = document.reference.string
        links = [_link(string, row) for row in [*own, *others][:MOST]]
        everything = whole(reverse("response_document", args=[string]))
        return LetterText(
            kind=LetterKind.ANSWERS,
            what=f"{document.pk}-{box.first}",
            to=box.address,
            language=box.language,
            headline=_("What the municipality answers: %(round)s") % {"round": document.consultation_round.title},
            paragraphs=[
                _("Everything that was said in this round has been answered. Below is what concerns you."),
                _why(box),
            ],
            links=[*links, (_("All answers:"), everything)],
        )


def _link(string: str, row: ResponseRow) -> tuple[str, str]:
    verdict = AnswerVerdict(row.verdict).label
    label = _("Answer %(number)s, %(verdict)s:") % {"number": row.number, "verdict": verdict}
    return label, whole(reverse("answer", args=[string, row.number]))


def _why(box: Mailbox) -> str:
    if box.own:
        return _("You get this mail because you said something in this round. It is the only one about this.")
    return _(
        "You get this mail because you support a proposal in this round. Nobody else is told that you do. It is the only one about this."
    )


def _rows_of(rows: dict[tuple[str, int], list[ResponseRow]], keys: Iterable[tuple[str, int]]) -> list[ResponseRow]:
    found = {row.pk: row for key in keys for row in rows.get(key, [])}
    return sorted(found.values(), key=lambda row: row.number)
