"""What residents do in a round before a vote: propose, support, comment; and what the moderator rules."""

from datetime import datetime
from random import Random

from base.geometry import Geometry
from home.demo.areas import spot_in
from home.demo.city import City
from home.demo.people import RESIDENTS
from home.demo.words import ProposalWords, Remark, RoundText, Thread
from participation.actions.comment import post_comment
from participation.actions.draft import save_draft
from participation.actions.ruling import rule_on
from participation.actions.subject import keep_off_ballot
from participation.actions.support import give_support
from participation.enums import PERMITTED, Act, PhaseKind, RulingKind, Screening
from participation.models import Comment
from proposals.actions.proposal import ProposalText, submit_proposal

NAMES = {person.key: person.name for person in RESIDENTS}


def tell_of_proposals(city: City, thread: Thread) -> None:
    text = thread.consultation_round
    if text is None:
        return
    for words in thread.proposals:
        _tell_of_proposal(city, text, words)


def _tell_of_proposal(city: City, text: RoundText, words: ProposalWords) -> None:
    handed_in_at = city.days.at(words.day, city.chance.randint(9, 21), city.chance.randint(0, 59))
    if text.day == words.day:
        raise ValueError(f"{words.title} comes on the very day on which its round is announced.")

    def hand_in(at: datetime) -> None:
        city.subjects[words.title] = submit_proposal(
            consultation_round=city.rounds[text.slug.nl],
            text=ProposalText(
                title=words.title,
                summary=words.summary,
                body=words.body,
                author_name=NAMES[words.by] if words.name is None else words.name,
                language=words.language,
                area=city.areas[words.area] if words.area else None,
                geometry=_spot(words),
                cost=words.cost,
                tags=list(words.tags),
                kind=words.kind,
                answers=words.answers,
            ),
            by=city.people[words.by],
            at=at,
        )

    city.chronicle.at(handed_in_at, hand_in)
    if words.waits:
        return
    public_at = handed_in_at
    if text.screening == Screening.BEFORE:
        public_at = city.days.at(words.day + 1, 10, city.chance.randint(0, 59))
        city.chronicle.at(public_at, lambda at: _rule(city, words, at))
    for remark in words.remarks:
        _tell_of_remark(city, words, remark, public_at, None)
    _tell_of_support(city, text, words, public_at)
    if words.kept_off:
        examined = next(span for span in text.phases if span.kind == PhaseKind.ASSESS)
        city.chronicle.at(city.days.at(examined.first + 6, 14), lambda at: _keep_off(city, words, at))


def _spot(words: ProposalWords) -> Geometry | None:
    """Three in four of those about a neighbourhood point at a place in it."""
    chance = Random(words.title)  # noqa: S311 - the same every time is what is wanted
    return spot_in(words.area, chance) if words.area and chance.random() < 0.75 else None


def _rule(city: City, words: ProposalWords, at: datetime) -> None:
    rule_on(
        target=city.subjects[words.title],
        kind=RulingKind.HIDE if words.hidden else RulingKind.PUBLISH,
        by=city.moderator,
        at=at,
        ground=words.hidden.ground if words.hidden else "",
        reason=words.hidden.reason if words.hidden else "",
    )


def _keep_off(city: City, words: ProposalWords, at: datetime) -> None:
    keep_off_ballot(subject=city.subjects[words.title], reason=words.kept_off, by=city.clerk, at=at)


def _tell_of_support(city: City, text: RoundText, words: ProposalWords, public_at: datetime) -> None:
    """Each resident at a moment of their own, in the days on which supporting was open until yesterday."""
    spans = [span for span in text.phases if Act.SUPPORT in PERMITTED[span.kind]]
    if not spans or not words.supports:
        return
    begin = max(public_at, city.days.midnight(spans[0].first))
    end = city.days.midnight(0 if spans[0].end is None else min(spans[0].end, 0))
    if begin >= end:
        return
    for key in city.draw_residents(words.supports, besides=(words.by,)):
        given_at = city.draw_moment(begin, end)

        def give(at: datetime, key: str = key) -> None:
            give_support(subject=city.subjects[words.title], by=city.people[key], at=at)

        city.chronicle.at(given_at, give)


def _tell_of_remark(
    city: City, words: ProposalWords, remark: Remark, since: datetime, parent: list[Comment] | None
) -> None:
    posted_at = city.days.later(since, remark.after)
    # Filled when the chronicle comes to it: the answers need the comment itself.
    posted: list[Comment] = []

    def post(at: datetime) -> None:
        posted.append(
            post_comment(
                subject=city.subjects[words.title],
                text=remark.text,
                language=remark.language,
                author_name="" if remark.nameless else city.people[remark.by].display_name,
                by=city.people[remark.by],
                at=at,
                parent=parent[0] if parent else None,
            )
        )

    def hide(at: datetime) -> None:
        rule_on(
            target=posted[0],
            kind=RulingKind.HIDE,
            by=city.moderator,
            at=at,
            ground=remark.hidden.ground if remark.hidden else "",
            reason=remark.hidden.reason if remark.hidden else "",
        )

    city.chronicle.at(posted_at, post)
    if remark.hidden:
        city.chronicle.at(city.days.later(posted_at, 0.2), hide)
    for reply in remark.replies:
        _tell_of_remark(city, words, reply, posted_at, posted)


def tell_of_drafts(city: City) -> None:
    """Noor began twice and has not handed in yet."""

    def begin(slug: str, title: str, summary: str, body: str, at: datetime) -> None:
        save_draft(
            form="proposal",
            consultation_round=city.rounds[slug],
            data={
                "title": title,
                "summary": summary,
                "body": body,
                "area": "",
                "cost": "",
                "tags": "",
                "language": "nl",
                "author_name": NAMES["noor"],
            },
            language="nl",
            by=city.people["noor"],
            at=at,
        )

    city.chronicle.at(
        city.days.at(-2, 21, 5),
        lambda at: begin(
            "haltes-bibliotheekbus",
            "Bij het zwembad",
            "Na het zwemmen een boek mee naar huis.",
            "Op zaterdagochtend zitten daar veertig ouders te wachten tot de les voorbij is.",
            at,
        ),
    )
    city.chronicle.at(
        city.days.at(-1, 20, 40),
        lambda at: begin(
            "begin-zelf-iets", "Een ruilkast voor schoolspullen", "", "Elk jaar in augustus hetzelfde: ", at
        ),
    )
