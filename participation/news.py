"""What is told of a moment, and who can say it: each kind of moment has one reader, of the package that knows what happened.

A new kind is a member of `FollowMoment`, a reader that is declared in its package's `ready`, and a call of
`participation.tasks.announce` where it happens.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from base import clock
from base.enums import ReferenceKind
from base.links import whole
from base.models import PublishedVersion
from base.queries.published_version import history
from base.templatetags.components import language_name
from participation.count_words import outcome_lines, standing_words, turnout_words
from participation.enums import LATER, FollowMoment
from participation.life_words import facts_of_step, written, written_in
from participation.life_words import headline as headline_of_state
from participation.models import ConsultationRound, RoundChange, StateEvent, TallySheet
from participation.queries.certification import standing_of
from participation.queries.consultation_round import names_of
from participation.queries.request import is_news
from participation.queries.tally_sheet import newest_sheet
from participation.request_words import what_follows
from participation.round_change_words import headline as sentence

# Options of a vote in one mail, what was chosen first.
MOST_OPTIONS = 10


@dataclass(frozen=True)
class Paragraph:
    """Words of the mail; `language` where they are in another one than the mail."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class News:
    """In one language. `headline` is a sentence, and the subject of the mail."""

    headline: str
    paragraphs: list[Paragraph]
    links: list[Link]

    @property
    def note(self) -> str:
        """That words of it are in another language than its reader's, in that of its reader."""
        languages = dict.fromkeys(one.language for one in self.paragraphs if one.language)
        if not languages:
            return ""
        names = ", ".join(language_name(one) for one in languages)
        return _("Some of this mail is in %(language)s: there is no translation of it yet.") % {"language": names}


# Reads what happened, in the language that is active; nothing where it is not so any more, or not public.
Reader = Callable[[str], News | None]
_READERS: dict[str, Reader] = {}


def tell_by(moment: FollowMoment, reader: Reader) -> None:
    _READERS[moment] = reader


def news_of(moment: str, what: str) -> News | None:
    return _READERS[moment](what)


def together(found: list[News]) -> News:
    """All that is told at once, as one; the newest, which is the last, gives the mail its subject."""
    *earlier, last = found
    if not earlier:
        return last
    more = ngettext("%(headline)s, and %(number)d thing more", "%(headline)s, and %(number)d things more", len(earlier))
    links = {link.url: link for one in reversed(found) for link in one.links}
    return News(
        more % {"headline": last.headline, "number": len(earlier)},
        [part for one in reversed(found) for part in (Paragraph(one.headline), *one.paragraphs)],
        list(links.values()),
    )


def version_news(what: str) -> News | None:
    """A new version (its primary key): in the reader's language where it is out in that by now, otherwise as it was made."""
    made = PublishedVersion.objects.select_related("reference").filter(pk=int(what)).first()
    if made is None:
        return None
    rows = [one for one in history(made.reference.string) if not one.is_withdrawn]
    sources = [one for one in rows if not one.is_translation]
    if made not in sources or any(one.number > made.number for one in sources):
        # Withdrawn or hidden since; or a still newer one is out, of which is told by itself.
        return None
    here = [one for one in rows if one.number == made.number and one.language == get_language()]
    shown = here[-1] if here else made
    before = [one for one in sources if one.number < made.number]
    string = made.reference.string
    paragraphs = [_quoted(shown)]
    if made.caused_by is not None:
        paragraphs.append(Paragraph(_("This text follows from decision %(decision)s.") % {"decision": made.caused_by}))
    if made.change_note:
        is_proposal = made.reference.kind == ReferenceKind.PROPOSAL
        said_by_author = _("What changed, in the words of its author:")
        said = said_by_author if is_proposal else _("What changed, in the words of the municipality:")
        paragraphs.append(Paragraph(said))
        paragraphs.append(Paragraph(made.change_note, other(made.language)))
    if not here:
        paragraphs.append(
            Paragraph(
                _("There is no translation of this version yet. You can read it in %(language)s.")
                % {"language": language_name(made.language)}
            )
        )
    links = [Link(_("Read version %(label)s:") % {"label": shown.label}, whole(shown.lasting_address))]
    if before:
        address = reverse("difference", args=[string, before[-1].label, made.label])
        links.append(Link(_("What changed:"), whole(address)))
    headline = _("%(reference)s changed: now version %(label)s") % {"reference": string, "label": made.label}
    return News(headline, paragraphs, links)


def life_news(what: str) -> News | None:
    """A step in the life of a proposal (its primary key); nothing where a newer one came, or it is not public."""
    event = (
        StateEvent.objects.select_related("subject__reference", "subject__ordinance", "went_to")
        .filter(pk=int(what))
        .first()
    )
    if event is None or not event.subject.is_visible or event.subject.last_event != event or not is_news(event):
        return None
    title = Paragraph(f"“{event.subject.label}”", other(event.subject.language))
    words = [Paragraph(written(event), other(written_in(event)))] if written(event) else []
    paragraphs = [
        title,
        *(Paragraph(said) for said in facts_of_step(event)),
        *words,
        *(Paragraph(said) for said in what_follows(event)),
    ]
    link = Link(_("See what became of it:"), whole(event.subject.reference.get_absolute_url()))
    document = [Link(_("The document:"), event.document)] if event.document else []
    return News(headline_of_state(event), paragraphs, [*document, link])


def round_news(what: str) -> News | None:
    """A change of a round that runs (its primary key), with its reason in the words of the municipality."""
    change = RoundChange.objects.select_related("consultation_round__reference", "subject__reference").get(pk=int(what))
    consultation_round = change.consultation_round
    title = _named(consultation_round)
    moved = consultation_round.changes.filter(kind__in=LATER, at=change.at).exclude(pk=change.pk)
    said = [Paragraph(sentence(one)) for one in (change, *moved)]
    reason = [Paragraph(_("Why:")), Paragraph(change.reason, other(consultation_round.language))]
    link = Link(_("To the round:"), whole(consultation_round.reference.get_absolute_url()))
    subject = _("%(reference)s: %(change)s") % {
        "reference": consultation_round.reference.string,
        "change": change.get_kind_display(),
    }
    return News(subject, [title, *said, *reason], [link])


def result_news(what: str) -> News | None:
    """The result of a vote (the key of its sheet), as it is made public; nothing where a newer count is told by itself."""
    sheet = TallySheet.objects.select_related("consultation_round__reference").get(pk=int(what))
    consultation_round = sheet.consultation_round
    if consultation_round.result_published_at is None or consultation_round.cancelled_at is not None:
        return None
    if newest_sheet(consultation_round) != sheet:
        return None
    reference, standing = consultation_round.reference.string, standing_of(consultation_round, clock.now())
    lines = [
        Paragraph(f"{one.subject.reference.string}, “{one.label}”: {one.verdict}.") for one in outcome_lines(sheet)
    ]
    more = [Paragraph(_("The others stand on the page of the result."))] if len(lines) > MOST_OPTIONS else []
    return News(
        _("%(reference)s: the result of the vote is public") % {"reference": reference},
        [
            _named(consultation_round),
            Paragraph(turnout_words(consultation_round)),
            *lines[:MOST_OPTIONS],
            *more,
            *([Paragraph(standing_words(standing))] if standing is not None else []),
        ],
        [
            Link(_("The result, and what it rests on:"), whole(reverse("result", args=[reference]))),
            Link(_("To the round:"), whole(consultation_round.reference.get_absolute_url())),
        ],
    )


def correction_news(what: str) -> News | None:
    """A tally sheet after another one (its primary key), with the reason in the words of the municipality."""
    if TallySheet.objects.filter(pk=int(what), is_repeat=True).exists():
        return _count_news(what, _("%(reference)s: counted again, nothing changed"), is_certified=False)
    return _count_news(what, _("%(reference)s: the count was corrected"), is_certified=False)


def certificate_news(what: str) -> News | None:
    """A tally sheet (its primary key) that two people certified."""
    return _count_news(what, _("%(reference)s: the count was certified"), is_certified=True)


def _count_news(what: str, headline: str, *, is_certified: bool) -> News | None:
    """Nothing where the result is not public, or where a newer sheet or state of it is told by itself."""
    sheet = TallySheet.objects.select_related("consultation_round__reference").get(pk=int(what))
    consultation_round = sheet.consultation_round
    standing = standing_of(consultation_round, clock.now())
    if (
        consultation_round.result_published_at is None
        or consultation_round.cancelled_at is not None
        or standing is None
        or standing.sheet != sheet
        or standing.is_certified != is_certified
    ):
        return None
    language = other(consultation_round.language)
    reference = consultation_round.reference.string
    why = (
        [
            Paragraph(_("Why it was counted again:") if sheet.is_repeat else _("Why it was corrected:")),
            Paragraph(sheet.reason, language),
        ]
        if sheet.reason
        else []
    )
    title = _named(consultation_round)
    links = [
        Link(_("To the round:"), whole(consultation_round.reference.get_absolute_url())),
        Link(_("Record of the vote:"), whole(reverse("vote_record", args=[reference]))),
    ]
    return News(headline % {"reference": reference}, [title, Paragraph(standing_words(standing)), *why], links)


def _named(consultation_round: ConsultationRound) -> Paragraph:
    title, language = names_of([consultation_round])[consultation_round.pk]
    return Paragraph(f"“{title}”", other(language))


def _quoted(version: PublishedVersion) -> Paragraph:
    return Paragraph(f"“{version.title}”", other(version.language))


def other(language: str) -> str:
    """The language where it is not that of the reader."""
    return "" if language == get_language() else language
