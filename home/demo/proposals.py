"""What residents do in a round before a vote: propose and support; what the moderator rules and the clerk settles."""

from datetime import datetime
from random import Random

from base.geometry import Geometry
from home.demo.areas import spot_in
from home.demo.city import City
from home.demo.people import RESIDENTS
from home.demo.talk import tell_of_remark
from home.demo.words import ProposalWords, RoundText, Thread
from participation.actions.draft import save_draft
from participation.actions.ruling import rule_on
from participation.actions.state_event import assess_proposal, move_proposal, publish_assessments
from participation.actions.subject import keep_off_ballot
from participation.actions.support import give_support
from participation.enums import PERMITTED, Act, Feasibility, PhaseKind, RulingKind, Screening, State
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
        tell_of_remark(city, words.title, remark, public_at)
    _tell_of_support(city, text, words, public_at)
    if words.settled:
        city.chronicle.at(city.days.at(words.settled.day, 15), lambda at: _settle(city, words, at))
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


def _settle(city: City, words: ProposalWords, at: datetime) -> None:
    if (settled := words.settled) is None:
        return
    subject = city.subjects[words.title]
    if settled.state == State.ASSESSED:
        assess_proposal(
            subject=subject,
            department=settled.department,
            feasible=Feasibility.PARTLY,
            cost=words.cost,
            legal="",
            reason=settled.reason,
            by=city.clerk,
            at=at,
        )
        publish_assessments(consultation_round=subject.consultation_round, by=city.clerk, at=at)
        return
    move_proposal(
        subject=subject,
        state=settled.state,
        by=city.clerk,
        at=at,
        reason=settled.reason,
        agenda_item=city.items[settled.item].reference if settled.item else None,
        addressee=settled.addressee,
        department=settled.department,
    )


def _tell_of_support(city: City, text: RoundText, words: ProposalWords, public_at: datetime) -> None:
    """Each resident at a moment of their own, in the days on which supporting was open until yesterday."""
    spans = [span for span in text.phases if Act.SUPPORT in PERMITTED[span.kind]]
    if not spans or not words.supports:
        return
    begin = max(public_at, city.days.midnight(spans[0].first))
    last = min(0 if spans[0].end is None else spans[0].end, words.settled.day if words.settled else 0, 0)
    end = city.days.midnight(last)
    if begin >= end:
        return
    for key in city.draw_residents(words.supports, besides=(words.by,)):
        given_at = city.draw_moment(begin, end)

        def give(at: datetime, key: str = key) -> None:
            give_support(subject=city.subjects[words.title], by=city.people[key], at=at)

        city.chronicle.at(given_at, give)


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
