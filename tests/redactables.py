"""A record of every model of which words can be taken out, with a word of its own in each of those fields."""

from collections.abc import Callable
from datetime import date
from typing import Any

from base.redactable import Redactable
from participation.enums import State
from participation.models import ConsultationRound
from proposals.council_understood import Understood, UnderstoodPoint
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT, PublishedVersionFactory
from tests.factories.home import ItemStateFactory
from tests.factories.participation import (
    AssessmentFactory,
    CountObjectionFactory,
    IncidentFactory,
    OrdinanceEndFactory,
    OrdinanceFactory,
    RoundChangeFactory,
    SecondedActFactory,
    StateEventFactory,
    TallySheetFactory,
)
from tests.factories.proposals import (
    AgendaPointFactory,
    CommitmentCorrectionFactory,
    CommitmentEventFactory,
    CommitmentFactory,
    CouncilPaperFactory,
    CouncilReadingFactory,
    CouncilTermFactory,
    CouncilVoteFactory,
    DecisionFactory,
    MeetingFactory,
    MilestoneFactory,
    OfficialPublicationFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)

Words = dict[str, str]


def named(kind: Redactable) -> Words:
    """A word for every field, found nowhere else."""
    short = kind.key.rpartition(".")[2]
    return {name: f"Zwaluw {short} {name} van Rietveen" for name in kind.fields}


def makers(consultation_round: ConsultationRound) -> dict[str, Callable[[Words], Any]]:
    """By the key of the kind; all about the round, its item, a proposal in it, a promise or a decision."""
    of_round: dict[str, Any] = {"consultation_round": consultation_round}
    item = consultation_round.about
    subject = consultation_round.subjects.visible().first()
    promise = CommitmentFactory(about=item)
    paper = CouncilPaperFactory(about=item, title="Raadsvoorstel speelplek")
    decision = DecisionFactory(about=item)

    def document(words: Words) -> Any:
        found = consultation_round.response_document if hasattr(consultation_round, "response_document") else None
        return found or ResponseDocumentFactory(**of_round, reference__is_public=True, **words)

    def row(words: Words) -> Any:
        return ResponseRowFactory(
            document=document({}), **words, verdict="not-adopted", answered_at=MOMENT, answered_by=UserFactory()
        )

    def kept_off(words: Words) -> Any:
        other = consultation_round.subjects.visible().last()
        other.kept_off_because = words["kept_off_because"]
        other.save()
        return other

    def seconded(words: Words) -> Any:
        act = SecondedActFactory(**of_round, reason=words["reason"])
        act.second, act.second_at, act.second_reason = UserFactory(), MOMENT, words["second_reason"]
        act.save()
        return act

    def council_paper(words: Words) -> Any:
        read = {name: words[name] for name in ("title", "number", "url")}
        reading = CouncilReadingFactory(understood=CouncilReadingFactory.build().understood | read)
        points = [UnderstoodPoint(f"5. {read['title']}", [read["url"]], [read["number"]])]
        # By the address, and by the title alone.
        points.append(UnderstoodPoint(f"6. {read['title']} (vervolg)"))
        CouncilReadingFactory(address="https://raad.example/m30", understood=Understood(agenda=points).as_data())
        return CouncilPaperFactory(about=item, reading=reading, **words)

    return {
        "home.itemstate": lambda words: ItemStateFactory(reference=item, step="on_hold", **words),
        "participation.stateevent": lambda words: StateEventFactory(subject=subject, state=State.FORWARDED, **words),
        "participation.roundchange": lambda words: RoundChangeFactory(**of_round, **words),
        "participation.secondedact": seconded,
        "participation.incident": lambda words: IncidentFactory(**of_round, **words),
        "participation.tallysheet": lambda words: TallySheetFactory(**words),
        "participation.countobjection": lambda words: CountObjectionFactory(
            **of_round, **words, ruling="rejected", ruled_at=MOMENT
        ),
        "participation.assessment": lambda words: AssessmentFactory(subject=subject, **words, published_at=MOMENT),
        "participation.ordinance": lambda words: OrdinanceFactory(
            **words, consultation_round=consultation_round, applies_from=date(2025, 1, 1)
        ),
        "participation.ordinanceend": lambda words: OrdinanceEndFactory(**words),
        "participation.subject": kept_off,
        "proposals.agendapoint": lambda words: AgendaPointFactory(paper=paper, **words),
        "proposals.meeting": lambda words: (
            CouncilPaperFactory(
                about=item, number="2", meeting=MeetingFactory(held_on=date(2026, 11, 4), **words)
            ).meeting
        ),
        "proposals.councilpaper": council_paper,
        "proposals.councilterm": lambda words: CouncilTermFactory(**words),
        "proposals.councilvote": lambda words: CouncilVoteFactory(
            paper=paper, reading=CouncilReadingFactory(address="https://raad.example/v25"), **words
        ),
        "proposals.officialpublication": lambda words: OfficialPublicationFactory(decision=decision, **words),
        "proposals.commitmentcorrection": lambda words: CommitmentCorrectionFactory(
            commitment=promise,
            version=PublishedVersionFactory(reference=promise.reference, change_note=words["reason"]),
            **words,
        ),
        "proposals.milestone": lambda words: MilestoneFactory(commitment=promise, **words),
        "proposals.commitmentevent": lambda words: CommitmentEventFactory(commitment=promise, **words),
        "proposals.responsedocument": document,
        "proposals.responserow": row,
    }
