"""One step that two clerks take in the same moment, each on a connection of their own: of a request, a motion, an item."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import Role
from base.models import AuditEntry, Reference
from base.refusal import Refusal
from home.actions.item_state import move_item, set_item_state, take_step_back
from home.models import ItemState
from participation.actions.state_event import move_proposal
from participation.enums import State
from participation.models import StateEvent
from proposals.actions.commitment import make_commitment, record_step
from proposals.actions.council_paper import MeetingText, PaperText, meeting_on, record_meeting, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.actions.decision import DecisionText, record_decision
from proposals.commitment_rules import CommitmentText, Told
from proposals.models import (
    Commitment,
    CommitmentEvent,
    CouncilPaper,
    CouncilTerm,
    CouncilVote,
    Decision,
    GroupVote,
    Meeting,
)
from proposals.queries.council import terms
from proposals.queries.motion import motion_standing
from tests.database_races import at_once
from tests.factories.accounts import person_with
from tests.factories.base import VersionTextFactory
from tests.factories.participation import FollowFactory, SupportFactory
from tests.factories.proposals import CouncilGroupFactory, CouncilPaperFactory
from tests.participation.test_request_life import GIVEN, NOW, request_in
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("many_connections", "site_ground")]
DATED, VOTED = date(2026, 11, 3), date(2026, 11, 17)


@pytest.fixture
def two():
    return [person_with(Role.CLERK), person_with(Role.CLERK)]


def once(*acts) -> list[object]:
    """What came of the one that was done. Each other was refused in words, and each who hears of it heard of it once."""
    mail.outbox.clear()
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    answers = at_once(*acts)
    refused = [one for one in answers if isinstance(one, Refusal)]
    done = [one for one in answers if one not in refused]
    assert [type(one) for one in done if isinstance(one, Exception)] == []
    assert (len(done), len(refused)) == (1, len(acts) - 1)
    assert all(one.sentence for one in refused)
    written = list(AuditEntry.objects.exclude(pk__in=before).values_list("act", flat=True))
    assert sorted(set(written)) == sorted(written) != []
    told = [one.to[0] for one in mail.outbox]
    assert sorted(set(told)) == sorted(told)
    return done[0]


def test_a_step_of_a_request_is_taken_once_and_told_once(two):
    for instrument, source, step in (
        ("initiative", State.HANDED_OVER, State.ADMITTED),
        # To another meeting, and of other talks: the state that it is in already.
        ("initiative", State.ON_AGENDA, State.ON_AGENDA),
        ("challenge", State.TALKS, State.TALKS),
        ("initiative", State.ADMITTED, State.PUT_OFF),
        ("challenge", State.TALKS, State.GRANTED),
        ("challenge", State.GRANTED, State.TALKS),
    ):
        subject = request_in(source, instrument=instrument)
        VersionTextFactory(version__reference=subject.reference)
        Reference.objects.filter(pk=subject.reference_id).update(is_public=True)
        hears = {
            subject.author.email,
            SupportFactory(subject=subject).supporter.email,
            FollowFactory(reference=subject.reference).address,
        }
        before = list(StateEvent.objects.filter(subject=subject))
        given = {"reason": "Omdat."} | GIVEN.get(step, {}) | {"after": before[-1]}
        done = once(
            *[lambda by=by: move_proposal(subject=subject, state=step, by=by, at=NOW, **given) for by in two]  # noqa: B023
        )
        assert list(StateEvent.objects.filter(subject=subject)) == [*before, done]
        assert {one.to[0] for one in mail.outbox} == hears, (source, step)


def test_a_step_of_an_item_is_taken_once_and_taken_back_once(two, agenda_item):
    reference = agenda_item.reference
    follower = FollowFactory(reference=reference).address
    set_item_state(reference=reference, step="on_council_agenda", by=None, at=timezone.now())
    act = {"reason": "Het verkeerde punt.", "at": timezone.now()}
    letter = {"department": "College", "document": "https://raad.example/brief"}
    wrong = once(*[lambda by=by: move_item(reference=reference, to="withdrawn", by=by, **letter, **act) for by in two])
    assert [one.to[0] for one in mail.outbox] == [follower]
    # The second does not take back that it was taken back.
    back = once(*[lambda by=by: take_step_back(state=wrong, by=by, **act) for by in two])
    assert [one.to[0] for one in mail.outbox] == [follower]
    assert [one.step for one in ItemState.objects.filter(reference=reference).order_by("pk")][-3:] == [
        "on_council_agenda",
        "withdrawn",
        "on_council_agenda",
    ]
    assert ItemState.objects.order_by("pk").last() == back


def test_what_the_council_does_with_a_motion_is_recorded_once(two, agenda_item):
    item, about = agenda_item.reference, {"about": agenda_item.reference, "consultation_round": None, "at": COUNTING}
    group = CouncilGroupFactory(seats=9, term__seats=9)
    submitted = PaperText("motion", "Meer leerplekken", DATED, number="M1")
    motion = once(*[lambda by=by: record_paper(text=submitted, by=by, **about) for by in two])
    # Read in the information system by both.
    read = PaperText("motion", "Nog een", DATED, number="M2", source="https://raad.example/m2")
    once(*[lambda by=by: record_paper(text=read, by=by, **about) for by in two])
    assert CouncilPaper.objects.count() == 2

    corrected = CouncilPaperFactory(
        about=item, kind="motion", dated_on=DATED, number="M1b", corrects=motion, reason="Nummer."
    )

    def vote(by):
        meeting = meeting_on(body="council", held_on=VOTED, by=by, at=COUNTING)
        heads = [GroupHeads(group, 5, 4)]
        return record_vote(paper=corrected, meeting=meeting, groups=heads, was_called=True, by=by, at=COUNTING)

    def withdraw(paper, by):
        letter = PaperText("withdrawal", "Ingetrokken", VOTED)
        return record_paper(text=letter, part_of=paper, by=by, **about)

    once(lambda: vote(two[0]), lambda: vote(two[1]))
    assert (CouncilVote.objects.count(), GroupVote.objects.count()) == (1, 1)
    assert motion_standing(corrected).state == "carried"
    promised = CommitmentText("motion", "De wijkkrant komt terug.", "Onderwijs", VOTED, date(2027, 3, 1))
    follower = FollowFactory(reference=item).address
    made = once(*[lambda by=by: make_commitment(text=promised, paper=corrected, by=by, **about) for by in two])
    assert ([one.to[0] for one in mail.outbox], Commitment.objects.count()) == ([follower], 1)
    told = Told(VOTED, "Geregeld.", evidence_url="https://example.org/krant")
    once(*[lambda by=by: record_step(commitment=made, step="done", told=told, by=by, at=COUNTING) for by in two])
    assert ([one.to[0] for one in mail.outbox], CommitmentEvent.objects.count()) == ([follower], 1)

    # What is voted on while it is withdrawn is one of the two, also where a letter names it as it was before.
    for number in ("M3", "M4"):
        first = CouncilPaperFactory(about=item, kind="motion", dated_on=DATED, number=number)
        corrected = CouncilPaperFactory(
            about=item, kind="motion", dated_on=DATED, number=f"{number}b", corrects=first, reason="Nummer."
        )
        once(lambda: vote(two[0]), lambda: withdraw(first, two[1]))  # noqa: B023
    letter = CouncilPaperFactory(about=item, kind="motion", dated_on=DATED, number="M5")
    once(*[lambda by=by: withdraw(letter, by) for by in two])

    decided = DecisionText(
        "council", VOTED, "adopted", "Veilig naar school", "Het is nodig.", no_vote_because="Niet bekend."
    )
    once(*[lambda by=by: record_decision(text=decided, by=by, **about) for by in two])
    assert ([one.to[0] for one in mail.outbox], Decision.objects.count()) == ([follower], 1)


def test_a_meeting_and_the_first_term_of_the_council_are_recorded_once(two):
    for source in ("", "https://raad.example/vergadering"):
        met = MeetingText("council", VOTED, title="Raad", source=source)
        once(*[lambda by=by: record_meeting(text=met, by=by, at=COUNTING) for by in two])  # noqa: B023
    assert (Meeting.objects.count(), CouncilTerm.objects.count()) == (2, 0)
    # The first term that is ever recorded, the next one, and the correction of that.
    changed = {}
    for starts_on in (date(2026, 3, 19), date(2026, 9, 1), date(2026, 9, 2)):
        term = {"starts_on": starts_on, "groups": {"Waterpartij": 9}, "at": COUNTING} | changed
        made = once(*[lambda by=by: begin_term(by=by, **term) for by in two])  # noqa: B023
        changed = {"corrects": made, "reason": "Een dag later."} if starts_on == date(2026, 9, 1) else {}
    assert [str(term.starts_on) for term in terms()] == ["2026-09-02", "2026-03-19"]
