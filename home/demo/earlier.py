"""What residents proposed before there was this site, taken over as who runs the site does it from the shell: so long ago that nobody is named any more."""

from datetime import datetime

from accounts.operator import OPERATOR
from home.demo.areas import spot_in
from home.demo.city import City
from home.demo.words import EarlierWords, RoundText, Thread
from participation.actions.comment import EarlierComment
from participation.actions.origin import Provenance
from proposals.actions.contribution import take_over_contributions
from proposals.actions.proposal import EarlierProposal, ProposalText


def tell_of_earlier(city: City, thread: Thread) -> None:
    text = thread.consultation_round
    if text is None or not thread.earlier:
        return
    city.chronicle.at(city.days.at(text.day + 1, 11), lambda at: _take_over(city, text, thread.earlier, at))


def _take_over(city: City, text: RoundText, earlier: tuple[EarlierWords, ...], at: datetime) -> None:
    source = text.slug.nl
    take_over_contributions(
        consultation_round=city.rounds[text.slug.nl],
        proposals=[
            EarlierProposal(
                provenance=Provenance(words.title, {"title": words.title}),
                text=ProposalText(
                    title=words.title,
                    summary=words.summary,
                    body="",
                    author_name=words.name,
                    language="nl",
                    area=city.areas[words.area] if words.area else None,
                    geometry=spot_in(words.area, city.chance) if words.area else None,
                ),
                submitted_at=city.days.at(words.day, 19, 30),
                supports=words.supports,
            )
            for words in earlier
        ],
        comments=[
            EarlierComment(
                provenance=Provenance(f"{words.title} {number}", {"text": remark.text}),
                subject=words.title,
                parent=None,
                author_name=remark.name,
                text=remark.text,
                language="nl",
                posted_at=city.days.at(words.day + 2 + number, 20, 10),
            )
            for words in earlier
            for number, remark in enumerate(words.remarks)
        ],
        source=source,
        by=OPERATOR,
        at=at,
    )
