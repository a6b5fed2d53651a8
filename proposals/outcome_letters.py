"""The mails of what became of it, to who took part in a round: one each for each moment, with what is theirs and why they get it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from base.links import whole
from participation.count_words import OutcomeLine, outcome_lines
from participation.enums import FollowMoment
from participation.letters import LetterText
from participation.mail_enums import LetterKind
from participation.models import ConsultationRound, Follow, Subject, TallySheet
from participation.news import News, news_of, together
from participation.tasks import Told
from proposals.answer_letters import MOST, Rows, answers_in, rows_of
from proposals.council_enums import AnswerVerdict
from proposals.mailboxes import Mailbox, digest_of, mailboxes_of, round_titles, why_words
from proposals.models import ResponseDocument
from proposals.queries.response_document import document_of


def letters_of_moments(
    consultation_round: ConsultationRound,
    told: Sequence[Told],
    theirs: Callable[[Mailbox], list[str]] = lambda box: [],
) -> Iterator[LetterText]:
    """What is told of some moments to who took part and follows none of their things: followers are told as such. `theirs` says,
    in the language that is active, what concerns one mailbox alone."""
    followers = [_followers_of(one.references) for one in told]
    news: dict[str, list[News | None]] = {}
    document = document_of(consultation_round)
    titles = round_titles(consultation_round)
    is_answered = document is not None and document.published_at is not None
    rows = answers_in(document)[0] if document is not None and is_answered else {}

    def letter(box: Mailbox, found: dict[str, News]) -> LetterText:
        with translation.override(box.language):
            said, (what, *also) = together(list(found.values())), found
            return LetterText(
                kind=LetterKind.OUTCOME,
                what=what,
                also=tuple(also),
                only=lambda reasons: letter(box, {one: found[one] for one in reasons}),
                to=box.address,
                language=box.language,
                headline=said.headline,
                paragraphs=[
                    _("This is about: %(round)s") % {"round": titles[box.language]},
                    *theirs(box),
                    *(paragraph.text for paragraph in said.paragraphs),
                    *([said.note] if said.note else []),
                    why_words(box),
                ],
                links=[*((link.label, link.url) for link in said.links), *_own_answers(document, rows, box)],
            )

    for one in mailboxes_of(consultation_round):
        with translation.override(one.language):
            if one.language not in news:
                news[one.language] = [news_of(each.moment, each.what) for each in told]
        found = {
            digest_of(f"{each.moment} {each.what}", one): said
            for each, said, follow in zip(told, news[one.language], followers, strict=True)
            if said is not None and one.address.lower() not in follow
        }
        if found:
            yield letter(one, found)


def _followers_of(references: Iterable[int]) -> set[str]:
    follows = Follow.objects.confirmed().filter(reference__in=list(references)).select_related("person")
    return {follow.mailbox.lower() for follow in follows}


def letters_of_result(sheet: TallySheet, moment: FollowMoment) -> Iterator[LetterText]:
    """To everybody who took part in the vote's round, with what became of what they proposed or support. Who voted is told to
    nobody, and the poll book is not read: a voter who did nothing else is not mailed."""
    kept = dict(Subject.objects.filter(merged_into__tally_lines__sheet=sheet).values_list("pk", "merged_into"))
    lines: dict[str, dict[int, OutcomeLine]] = {}

    def of(box: Mailbox, keys: Iterable[tuple[str, int]]) -> list[OutcomeLine]:
        if box.language not in lines:
            lines[box.language] = {one.subject.pk: one for one in outcome_lines(sheet)}
        found = dict.fromkeys(kept.get(pk, pk) for kind, pk in keys if kind == "subject")
        return [lines[box.language][pk] for pk in found if pk in lines[box.language]]

    def theirs(box: Mailbox) -> list[str]:
        own = of(box, box.own)
        said = [_("Your proposal %(reference)s, “%(title)s”: %(verdict)s.") % _words(one) for one in own]
        supported = [one for one in of(box, box.supported) if one not in own]
        return said + [
            _("You support %(reference)s, “%(title)s”: %(verdict)s.") % _words(one) for one in supported[:MOST]
        ]

    yield from letters_of_moments(sheet.consultation_round, [Told(moment, str(sheet.pk), [])], theirs)


def _words(line: OutcomeLine) -> dict[str, str]:
    return {"reference": line.subject.reference.string, "title": line.label, "verdict": line.verdict}


def _own_answers(document: ResponseDocument | None, rows: Rows, box: Mailbox) -> list[tuple[str, str]]:
    """What was answered to what they said, or to what they support."""
    found = rows_of(rows, box.own) or rows_of(rows, box.supported)
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
