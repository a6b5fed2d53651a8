"""Rounds as an editor publishes them, and what people do in them, through the same actions as on the site."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from base import clock
from base.triggers import without_triggers
from participation.actions.ballot import cast_ballot
from participation.actions.consultation_round import publish_result
from participation.actions.ruling import rule_on
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.tally_sheet import count_round
from participation.enums import PhaseKind, RulingKind
from participation.models import Ballot, Comment, ConsultationRound, Envelope, Subject, TallySheet
from participation.queries.ballot import lacks_paper
from participation.queries.ballot_paper import what_stands_fast
from participation.queries.consultation_round import round_by_reference
from participation.queries.electoral_roll import voter_of
from participation.queries.head import castings_as_csv
from participation.queries.moderation import seen_of
from participation.sealing import opener
from participation.voting_enums import SecondedKind
from proposals.actions.proposal import ProposalText, submit_proposal
from proposals.models import PhaseRow
from tests.factories.accounts import person_with
from tests.factories.participation import SECRET, WORDS, BallotBoxFactory, SubjectFactory
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.factories.rows import QuestionnaireRowFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Span = tuple[PhaseKind, datetime, datetime | None]

# What who makes a list says of it.
OF_LIST = {"who": "Iedereen die in Noord woont", "youngest": 16}


def moment(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, year: int = 2026) -> datetime:
    """A moment on the city's clock, of 2026 where nothing else is said."""
    return datetime(year, month, day, hour, minute, second, tzinfo=AMSTERDAM)


PUBLISHED = moment(8, 20, 10)
COLLECTING, SUPPORTING, EXAMINING, VOTING, COUNTING = (
    moment(9, 5, 12),
    moment(9, 20, 12),
    moment(10, 10, 12),
    moment(11, 3, 12),
    moment(11, 20, 12),
)
TERM_BEGINS = moment(10, 1)
# One kind after the other; supporting and discussing overlap. The test's noon (3 November) falls in the vote.
PHASES: list[Span] = [
    (PhaseKind.COLLECT, moment(9, 1), moment(9, 15)),
    (PhaseKind.SUPPORT, moment(9, 15), moment(10, 1)),
    (PhaseKind.DISCUSS, moment(9, 15), moment(10, 5)),
    (PhaseKind.ASSESS, moment(10, 5), moment(11, 1)),
    (PhaseKind.VOTE, moment(11, 1), moment(11, 15)),
]


def publish_round(parent: Any, *, phases: Sequence[Span] = tuple(PHASES), **fields: Any) -> ConsultationRound:
    """Publishes the page of a round under `parent`, and gives the round that is in force by it."""
    with clock.set_to(PUBLISHED):
        page = ConsultationRoundPageFactory(
            parent=parent,
            **{"method": "approval", "is_standing": False} | fields,
            phase_rows=[PhaseRow(kind=kind, starts_at=start, ends_at=end) for kind, start, end in phases],
        )
    found = round_by_reference(page.reference.string)
    assert found is not None
    if found.voting is not None:
        BallotBoxFactory(consultation_round=found)
    return found


def formal_round(parent: Any, *, starts: datetime = TERM_BEGINS, ends: datetime | None = None, **fields: Any) -> Any:
    """A formal round, by itself open at the test's noon (3 November): its shortest term ends with 11 November."""
    return publish_round(
        parent,
        phases=[(PhaseKind.DISCUSS, starts, ends)],
        **{"method": "", "is_formal": True, "notice": "gmb-2026-123456", "laid_out": "Balie, 9-12 uur."} | fields,
    )


ASKED = [
    {"label": "Waar stopt de bus?", "kind": "choice", "choices": "Plein\nSchool", "is_required": True},
    {"label": "Wat neem je mee?", "kind": "several", "choices": "Boek\nFilm\nSpel"},
    {"label": "Hoe vind je het plan?", "kind": "scale", "low": "slecht", "high": "goed"},
    {"label": "Wat eerst?", "kind": "ranking", "choices": "Lezen\nRekenen\nTaal"},
    {"label": "Wat wil je nog kwijt?", "kind": "text"},
]


def asking_round(parent: Any, *, asked: Sequence[dict[str, Any]] = tuple(ASKED), **fields: Any) -> ConsultationRound:
    """A round with a question of each kind, open at the test's noon."""
    phases = [(PhaseKind.DISCUSS, moment(10, 1), moment(12, 1))]
    rows = [QuestionnaireRowFactory.build(**{"choices": ""} | one, locale=parent.locale) for one in asked]
    return publish_round(parent, **{"phases": phases, "method": "", "questionnaire_rows": rows} | fields)


def with_other_rules(consultation_round: ConsultationRound, **fields: Any) -> ConsultationRound:
    """As if the vote had begun under these: once it has, the database lets nobody write them, and each process keeps them."""
    with without_triggers():
        ConsultationRound.objects.filter(pk=consultation_round.pk).update(**fields)
    what_stands_fast.cache_clear()
    return anew(consultation_round)


def anew(consultation_round: ConsultationRound) -> ConsultationRound:
    """The round as a request reads it."""
    found = round_by_reference(consultation_round.reference.string)
    assert found is not None
    return found


def hand_in(
    consultation_round: ConsultationRound,
    *,
    by: Any,
    title: str = "Een bankje bij de vijver",
    at: datetime = COLLECTING,
    **text: Any,
) -> Subject:
    """A proposal as its author hands it in; it waits for a moderator where the round says so."""
    words = {
        "summary": "Dan kunnen mensen zitten.",
        "body": "Nu staat iedereen.",
        "author_name": "Noor",
        "language": "nl",
    }
    with clock.set_to(at):
        return submit_proposal(
            consultation_round=consultation_round, text=ProposalText(title=title, **words | text), by=by, at=at
        )


def publish(subject: Subject, *, by: Any, at: datetime = COLLECTING) -> Subject:
    with clock.set_to(at):
        rule_on(target=subject, kind=RulingKind.PUBLISH, by=by, at=at)
    return subject


def hide(
    target: Any, *, by: Any, at: datetime = SUPPORTING, ground: str = "insult", reason: str = "Het scheldt."
) -> None:
    with clock.set_to(at):
        rule_on(target=target, kind=RulingKind.HIDE, by=by, at=at, ground=ground, reason=reason)


def put_something_on(consultation_round: ConsultationRound, at: datetime) -> None:
    """With nothing on its paper voting does not begin."""
    if lacks_paper(anew(consultation_round), at):
        SubjectFactory(consultation_round=consultation_round, cost=1)


def vote(consultation_round: ConsultationRound, *subjects: Subject, by: Any, at: datetime = VOTING) -> None:
    put_something_on(consultation_round, at)
    cast_ballot(
        consultation_round=anew(consultation_round),
        voter=voter_of(consultation_round, by),
        choices={subject.pk: 1 for subject in subjects},
        at=at,
    )


def in_envelopes() -> list[dict[str, int]]:
    """What is in every envelope, which only the tests' own key can tell: value per reference."""
    open_one = opener(SECRET)
    return [
        json.loads(open_one(bytes(one))) for one in Envelope.objects.order_by("pk").values_list("sealed", flat=True)
    ]


def castings_file(consultation_round: ConsultationRound) -> list[dict[str, str]]:
    """The castings of a round as somebody reads them from the published file."""
    return list(csv.DictReader("".join(castings_as_csv(consultation_round)).splitlines()))


def open_up(consultation_round: ConsultationRound, *, by: Any, at: datetime = COUNTING) -> int:
    put_something_on(consultation_round, at)
    asked = {"reason": "Het is tijd.", "details": {"also": "De notaris"}}
    by_two(consultation_round, SecondedKind.OPEN, by=by, at=at, passphrase=WORDS, **asked)
    return Ballot.objects.filter(consultation_round=consultation_round).count()


@transaction.atomic
def by_two(
    consultation_round: ConsultationRound,
    kind: SecondedKind,
    *,
    by: Any,
    at: datetime,
    passphrase: str = "",
    **asked: Any,
) -> None:
    """An act that `by` confirms after another clerk asked for it."""
    colleague = User.objects.filter(groups__name=Role.CLERK).exclude(pk=by.pk).first() or person_with(Role.CLERK)
    act = ask_second(consultation_round=anew(consultation_round), kind=kind, by=colleague, at=at, **asked)
    confirm_act(act=act, by=by, at=at, reason="Ik heb het nagekeken.", passphrase=passphrase)


def count(
    consultation_round: ConsultationRound, *, by: Any, at: datetime = COUNTING, public: bool = True
) -> TallySheet:
    open_up(consultation_round, by=by, at=at)
    sheet = count_round(consultation_round=anew(consultation_round), by=by, at=at)
    if public:
        publish_result(consultation_round=consultation_round, by=by, at=at)
    return sheet


def seen(target: Subject | Comment) -> dict[str, str]:
    """What the ruling page that is open now carries: the words and the last ruling on them."""
    return {"seen": str(seen_of(type(target).objects.get(pk=target.pk)))}


def with_own_forms(client: Any) -> Any:
    """The client, whose ballots say whose they are, as the page writes it in its form for who is there at that moment."""
    send = client.post

    def post(path: str, data: Any = None, **more: Any) -> Any:
        if data and "voter" not in data and any(name in ("step", "choice") for name in data):
            token = (client.get(path).context or {}).get("voter_token", "")
            data = {**data, "voter": token}
        return send(path, data, **more)

    client.post = post
    return client
