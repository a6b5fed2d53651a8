"""A vote by letters with codes: they are sent, one is replaced, people vote by them, and some send their ballot on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from PIL import Image, ImageDraw

from home.demo.city import City
from home.demo.people import RESIDENTS
from home.demo.words import Letters, RoundText
from participation.actions.ballot import cast_ballot
from participation.actions.electoral_roll import list_members
from participation.actions.paper_batch import cast_batch, open_batch, read_paper
from participation.actions.voting_letter import issue_letters, replace_letter, use_code
from participation.enums import PhaseKind
from participation.letter_list import Addressee
from participation.models import PaperBatch, RollEntry
from participation.roll_list import Listed
from participation.voting_enums import LetterForm, VotingChannel

# Two who read one mailbox cannot both be listed by it.
NOT_LISTED = ("truus",)
AROUND = ("WR02", "WR03")
CLIENT = "192.0.2.1"


@dataclass
class Post:
    """Who got a letter, by identifier: who votes by its code, and who on paper. The codes are there once the letters are."""

    by_code: list[str]
    on_paper: list[str]
    codes: dict[str, str] = field(default_factory=dict)


def tell_of_letters(city: City, text: RoundText, letters: Letters) -> Post:
    """The roll: residents by their mail address, and a letter for as many others, in the neighbourhoods around."""
    identifiers = [f"B{number:03}" for number in range(1, letters.sent + 1)]
    drawn = city.chance.sample(identifiers, letters.used + letters.papers)
    post = Post(by_code=drawn[: letters.used], on_paper=drawn[letters.used :])
    # One who then votes lost the letter, another cannot read small print.
    lost, large = post.by_code[:2] or ("", "")
    addressees = [
        Addressee(
            line=line,
            identifier=identifier,
            name="De bewoner",
            address=f"Voorbeeldkade {line}, Waterrijk",
            language="nl",
            area=AROUND[line % len(AROUND)],
            born=None,
            form=LetterForm.LARGE if identifier == large else LetterForm.PRINT,
        )
        for line, identifier in enumerate(identifiers, start=1)
    ]
    members = [
        Listed(line=line, mail=person.email, identifier="", area="")
        for line, person in enumerate((one for one in RESIDENTS if one.key not in NOT_LISTED), start=1)
    ]

    def send(at: datetime) -> None:
        consultation_round = city.rounds[text.slug.nl]
        list_members(
            consultation_round=consultation_round,
            members=members,
            who=letters.members,
            youngest=letters.youngest,
            by=city.clerk,
            at=at,
        )
        if not addressees:
            return
        printed = issue_letters(
            consultation_round=consultation_round,
            addressees=addressees,
            who=letters.addressees,
            youngest=letters.youngest,
            renew=False,
            by=city.clerk,
            at=at,
        )
        post.codes.update({one.addressee.identifier: one.code for one in printed})

    def replace(at: datetime) -> None:
        entry = RollEntry.objects.get(consultation_round=city.rounds[text.slug.nl], identifier=lost)
        post.codes[lost] = replace_letter(
            entry=entry,
            reason="De brief is niet aangekomen.",
            form=LetterForm.PRINT,
            language="nl",
            by=city.clerk,
            at=at,
        )

    begin = _voting(text)[0]
    city.chronicle.at(city.days.at(begin - 7, 10), send)
    if lost:
        city.chronicle.at(city.days.at(begin - 1, 15), replace)
    return post


def vote_by_letter(city: City, text: RoundText, code: str, choices: Mapping[int, int], at: datetime) -> None:
    consultation_round = city.rounds[text.slug.nl]
    letter = use_code(consultation_round=consultation_round, code=code, client=CLIENT, by=AnonymousUser(), at=at)
    cast_ballot(consultation_round=consultation_round, voter=letter.roll_entry, letter=letter, choices=choices, at=at)


def tell_of_papers(city: City, text: RoundText, ballots: Mapping[str, Mapping[str, int]]) -> None:
    """One batch of papers, per identifier what is marked by title; two people enter it. Nobody can read the last of them."""
    batches: list[PaperBatch] = []
    last = list(ballots)[-1]

    def receive(at: datetime) -> None:
        batches.append(
            open_batch(
                consultation_round=city.rounds[text.slug.nl],
                channel=VotingChannel.PAPER,
                papers=len(ballots),
                received_at=at,
                scan=_scan(ballots),
                by=city.clerk,
                at=at,
            )
        )

    def read(by: str, at: datetime) -> None:
        for place, (identifier, marked) in enumerate(ballots.items(), start=1):
            choices = {city.subjects[title].pk: value for title, value in marked.items()}
            read_paper(
                batch=batches[0],
                place=place,
                voter=identifier,
                choices=None if identifier == last else choices,
                by=city.people[by],
                at=at,
            )

    day = _voting(text)[1] - 2
    city.chronicle.at(city.days.at(day, 10), receive)
    city.chronicle.at(city.days.at(day, 11), lambda at: read("wout", at))
    city.chronicle.at(city.days.at(day, 14), lambda at: read("ilse", at))
    city.chronicle.at(city.days.at(day, 15), lambda at: cast_batch(batch=batches[0], by=city.clerk, at=at))


def _voting(text: RoundText) -> tuple[int, int]:
    """The first day of the vote, and the day on which it is over."""
    span = next(span for span in text.phases if span.kind == PhaseKind.VOTE)
    return span.first, span.end or 0


def _scan(ballots: Mapping[str, Mapping[str, int]]) -> bytes:
    """A picture of the papers, as a clerk sees them beside what is typed over."""
    image = Image.new("L", (620, 40 + 30 * len(ballots)), "white")
    sheet = ImageDraw.Draw(image)
    last = list(ballots)[-1]
    for place, (identifier, marked) in enumerate(ballots.items(), start=1):
        said = {1: "[x] ja   [ ] nee", -1: "[ ] ja   [x] nee"}
        words = "(nat geworden)" if identifier == last else "; ".join(said[value] for value in marked.values())
        sheet.text((20, 30 * place - 10), f"{place:>2}   {identifier}   {words}", fill="black", font_size=18)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
