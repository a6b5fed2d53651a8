"""What residents do in a round before a vote: propose and support; what the moderator rules and the clerk settles."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from random import Random

from base.geometry import Geometry
from home.demo.areas import around, spot_in
from home.demo.city import City
from home.demo.people import RESIDENTS
from home.demo.talk import tell_of_remark
from home.demo.words import ChangeWords, CoAuthorWords, MergeWords, PaperWords, ProposalWords, RoundText, Thread
from participation.actions.draft import save_draft
from participation.actions.invitation import accept_invitation, invite_co_author
from participation.actions.merge import answer_merge, propose_merge
from participation.actions.paper_support import correct_paper_support, count_paper_support
from participation.actions.ruling import rule_on
from participation.actions.state_event import assess_proposal, move_proposal, publish_assessments
from participation.actions.subject import keep_off_ballot
from participation.actions.support import give_support, take_support_back
from participation.entry import Entry
from participation.enums import PERMITTED, Act, Channel, PhaseKind, RulingKind, Screening, State
from participation.life_enums import Feasibility
from participation.models import Invitation, Merge, MergeAnswer, PaperSupport
from proposals.actions.change import change_proposal
from proposals.actions.proposal import ProposalText, page_of_subject, submit_proposal, text_of

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

    is_entered = words.channel != Channel.WEB

    def hand_in(at: datetime) -> None:
        city.subjects[words.title] = submit_proposal(
            consultation_round=city.rounds[text.slug.nl],
            text=ProposalText(
                title=words.title,
                summary=words.summary,
                body=words.body,
                author_name=NAMES[words.by] if words.name is None else words.name,
                group_name=words.group,
                language=words.language,
                area=city.areas[words.area] if words.area else None,
                geometry=_spot(words),
                cost=words.cost,
                tags=list(words.tags),
                kind=words.kind,
                answers=words.answers,
            ),
            by=city.clerk if is_entered else city.people[words.by],
            at=at,
            entry=Entry(words.channel, handed_in_at) if is_entered else None,
            declares=True,
        )

    public_at = city.days.at(words.day + 2, 9, 20) if is_entered else handed_in_at
    city.chronicle.at(public_at, hand_in)
    if words.waits:
        return
    if text.screening == Screening.BEFORE:
        public_at = city.days.at(words.day + 1 + 2 * is_entered, 10, city.chance.randint(0, 59))
        city.chronicle.at(public_at, lambda at: _rule(city, words, at))
    for remark in words.remarks:
        tell_of_remark(city, words.title, remark, public_at)
    given = _tell_of_support(city, text, words, public_at)
    for other in words.co_authors:
        _tell_of_co_author(city, words, other)
    if words.changed:
        _tell_of_change(city, words, words.changed, given)
    if words.paper:
        _tell_of_paper(city, words, words.paper)
    if words.merge:
        _tell_of_merge(city, words, words.merge)
    if words.settled:
        city.chronicle.at(city.days.at(words.settled.day, 15), lambda at: _settle(city, words, at))
    if words.kept_off:
        examined = next(span for span in text.phases if span.kind == PhaseKind.ASSESS)
        city.chronicle.at(city.days.at(examined.first + 6, 14), lambda at: _keep_off(city, words, at))


def _spot(words: ProposalWords) -> Geometry | None:
    """Three in four of those about a neighbourhood point at a place in it."""
    chance = Random(words.title)  # noqa: S311 - the same every time is what is wanted
    spot = spot_in(words.area, chance) if words.area and chance.random() < 0.75 else None
    return around(spot, words.around) if spot and words.around else spot


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


def _tell_of_co_author(city: City, words: ProposalWords, other: CoAuthorWords) -> None:
    asked: list[Invitation] = []

    def ask(at: datetime) -> None:
        asked.append(
            invite_co_author(
                subject=city.subjects[words.title],
                email=city.people[other.by].email,
                language=words.language,
                by=city.people[words.by],
                at=at,
            )
        )

    def accept(at: datetime) -> None:
        accept_invitation(invitation=asked[0], name=NAMES[other.by], by=city.people[other.by], at=at)

    city.chronicle.at(city.days.at(other.day, 19, 10), ask)
    if other.accepted is not None:
        city.chronicle.at(city.days.at(other.accepted, 20, 25), accept)


def _tell_of_change(city: City, words: ProposalWords, changed: ChangeWords, given: dict[str, datetime]) -> None:
    """Some of those who supported the text before take that back the day after."""
    changed_at = city.days.at(changed.day, 20, 15)

    def change(at: datetime) -> None:
        subject = city.subjects[words.title]
        page = page_of_subject(subject)
        if page is None:
            raise LookupError(f"{words.title} has no page to change.")
        change_proposal(
            subject=subject, text=replace(text_of(page), body=changed.body), note=changed.note, by=subject.author, at=at
        )

    def leave(key: str, at: datetime) -> None:
        take_support_back(subject=city.subjects[words.title], by=city.people[key], at=at)

    city.chronicle.at(changed_at, change)
    leaving = [key for key, moment in given.items() if moment < changed_at][: changed.taken_back]
    for hours, key in enumerate(leaving):
        city.chronicle.at(city.days.at(changed.day + 1, 9 + hours), partial(leave, key))


def _tell_of_paper(city: City, words: ProposalWords, paper: PaperWords) -> None:
    came_at = city.days.at(paper.day, 10, 40)
    counted: list[PaperSupport] = []

    def count(at: datetime) -> None:
        counted.append(
            count_paper_support(
                subject=city.subjects[words.title],
                signatures=paper.signatures,
                checked=paper.checked,
                received_at=came_at,
                reason=paper.reason,
                by=city.clerk,
                at=at,
            )
        )

    def correct(at: datetime) -> None:
        correct_paper_support(
            replaces=counted[0],
            signatures=paper.signatures,
            checked=paper.corrected or 0,
            reason=paper.why,
            by=city.clerk,
            at=at,
        )

    city.chronicle.at(city.days.at(paper.day, 16, 5), count)
    if paper.corrected is not None:
        city.chronicle.at(city.days.at(paper.day + 2, 11, 35), correct)


def _tell_of_merge(city: City, words: ProposalWords, merge: MergeWords) -> None:
    asked: list[Merge] = []

    def ask(at: datetime) -> None:
        asked.append(
            propose_merge(
                kept=city.subjects[merge.kept],
                others=[city.subjects[words.title]],
                reason=merge.reason,
                by=city.moderator,
                at=at,
            )
        )

    def agree(by: str, at: datetime) -> None:
        person = city.people[by]
        answer = MergeAnswer.objects.get(merge=asked[0], subject__author=person)
        answer_merge(answer=answer, agrees=True, reason="", by=person, at=at)

    city.chronicle.at(city.days.at(merge.day, 11, 30), ask)
    for by, day in merge.agreed:
        city.chronicle.at(city.days.at(day, 20, 45), partial(agree, by))


def _tell_of_support(city: City, text: RoundText, words: ProposalWords, public_at: datetime) -> dict[str, datetime]:
    """Each resident at a moment of their own, in the days on which supporting was open until yesterday; says who and when."""
    spans = [span for span in text.phases if Act.SUPPORT in PERMITTED[span.kind]]
    if not spans or not words.supports:
        return {}
    begin = max(public_at, city.days.midnight(spans[0].first))
    merged = words.merge.done if words.merge else None
    settled = [one.day for one in (words.settled, *words.steps[:1]) if one is not None]
    last = min(0 if spans[0].end is None else spans[0].end, *settled, merged or 0, 0)
    end = city.days.midnight(last)
    if begin >= end:
        return {}
    given: dict[str, datetime] = {}
    for key in city.draw_residents(words.supports, besides=(words.by,)):
        given_at = given[key] = city.draw_moment(begin, end)

        def give(at: datetime, key: str = key) -> None:
            give_support(subject=city.subjects[words.title], by=city.people[key], at=at, declares=True)

        city.chronicle.at(given_at, give)
    return given


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
