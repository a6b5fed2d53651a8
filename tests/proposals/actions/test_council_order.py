"""What the council votes on, and when; what goes with what; one number for one paper: refused in words, and by the database."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from base.enums import ReferenceKind
from base.refusal import Refusal
from participation.enums import PhaseKind
from proposals.actions.council_paper import PaperText, meeting_on, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import record_vote
from proposals.council_enums import VOTED_ON, PaperKind
from proposals.queries.council import votes_of
from tests.factories.base import ReferenceFactory
from tests.factories.home import PartyFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory
from tests.factories.proposals import CouncilPaperFactory, CouncilVoteFactory, DecisionFactory, GroupVoteFactory
from tests.rounds import COUNTING, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TEXT = PaperText("council-proposal", "Raadsvoorstel leerplekken", date(2026, 11, 3), number="RV-14")
CLOSES = moment(11, 12)


@pytest.fixture
def write(agenda_item, clerk):
    begin_term(starts_on=date(2026, 3, 19), groups={"Waterpartij": 5, "Dorp": 4}, by=clerk, at=COUNTING)

    def write(kind="council-proposal", number="", **fields):
        text = replace(fields.pop("text", TEXT), kind=kind, number=number)
        given = {"about": agenda_item.reference, "consultation_round": None} | fields
        return record_paper(text=text, by=clerk, at=COUNTING, **given)

    return write


@pytest.fixture
def other_item():
    return ReferenceFactory(kind=ReferenceKind.AGENDA_ITEM)


def unopposed(paper, clerk, day, **fields):
    meeting = meeting_on(body="council", held_on=day, by=clerk, at=COUNTING)
    return record_vote(paper=paper, meeting=meeting, groups=[], was_called=False, by=clerk, at=COUNTING, **fields)


@pytest.fixture
def asked(agenda_item):
    """A round about the item, of which the answering phase still lies ahead."""
    found = ConsultationRoundFactory(about=agenda_item.reference, is_standing=False)
    for kind, start, end in (
        (PhaseKind.DISCUSS, moment(11, 1), CLOSES),
        (PhaseKind.ANSWER, CLOSES, moment(12, 24)),
    ):
        PhaseFactory(consultation_round=found, kind=kind, starts_at=start, ends_at=end)
    return found


def test_the_council_votes_once_nobody_can_react_any_more(write, asked, clerk):
    proposal = write(number="RV-14")
    decided = CouncilPaperFactory(about=proposal.about, kind=PaperKind.COUNCIL_DECISION, dated_on=TEXT.dated_on)
    for paper in (proposal, write("amendment", part_of=proposal), decided):
        with pytest.raises(Refusal, match=r"until and including Wednesday 11 November 2026"):
            unopposed(paper, clerk, date(2026, 11, 11))
    # A motion asks nothing of the text, so that the council can vote on it at any time.
    assert unopposed(write("motion"), clerk, date(2026, 11, 11)).outcome == "adopted"
    made = unopposed(proposal, clerk, date(2026, 11, 12))
    with pytest.raises(Refusal, match="people could still react"):
        unopposed(proposal, clerk, date(2026, 11, 10), corrects=made, reason="Dag.")
    # What was recorded before is put right on its own day, and a round that was cancelled or asks something else later stops nothing.
    old = CouncilVoteFactory(paper=write(number="RV-15"), meeting__held_on=date(2026, 11, 5), meeting__body="council")
    assert unopposed(old.paper, clerk, date(2026, 11, 5), corrects=old, reason="Aantal.").corrects == old
    assert unopposed(write(number="RV-0", kind="other"), clerk, date(2026, 11, 4)).outcome == "adopted"
    later = ConsultationRoundFactory(about=proposal.about, is_standing=False)
    PhaseFactory(consultation_round=later, kind=PhaseKind.COLLECT, starts_at=moment(11, 13), ends_at=moment(12, 1))
    assert unopposed(write(number="RV-17"), clerk, date(2026, 11, 18)).outcome == "adopted"
    later.phases.all().delete()
    type(asked).objects.filter(pk=asked.pk).update(cancelled_at=CLOSES)
    assert unopposed(write(number="RV-16"), clerk, date(2026, 11, 9)).outcome == "adopted"


def test_the_council_votes_once_people_were_asked(write, asked, clerk):
    type(asked).objects.update(put_in_force_at=moment(10, 30))
    day = date(2026, 10, 31)
    early = {"text": replace(TEXT, dated_on=day)}
    for paper in (write(**early), write(number="RV-15", about=None, consultation_round=asked, **early)):
        with pytest.raises(Refusal, match=f"people were still to be asked: {asked.reference} begins on 1 November"):
            unopposed(paper, clerk, day)
    # A frame for the question, which the council sets before, is another paper; and a round put in force later stops nothing.
    assert unopposed(write("other", **early), clerk, day).outcome == "adopted"
    type(asked).objects.update(put_in_force_at=moment(11, 1))
    assert unopposed(paper, clerk, day).outcome == "adopted"


def test_the_council_does_not_vote_on_what_others_decided_or_wrote_to_it(write, clerk):
    for kind in PaperKind:
        if kind in VOTED_ON:
            continue
        paper = write(kind)
        with pytest.raises(Refusal, match="does not vote on such a paper"):
            unopposed(paper, clerk, date(2026, 11, 17))
        with pytest.raises(DatabaseError, match="does not vote"), transaction.atomic():
            CouncilVoteFactory(paper=paper)
    voted = write(number="RV-14")
    unopposed(voted, clerk, date(2026, 11, 17))
    with pytest.raises(Refusal, match="voted on this paper as a proposal to the council"):
        write("executive-decision", corrects=voted, reason="Soort.")


def test_an_amendment_changes_a_proposal_on_its_item_and_a_motion_may_stand_alone(write, other_item):
    proposal = write(number="RV-14")
    elsewhere = write(number="RV-15", about=other_item)
    motion = write("motion", part_of=proposal)
    amendment = write("amendment", about=None, part_of=proposal)
    assert (amendment.about, write("amendment", part_of=amendment).part_of) == (proposal.about, amendment)
    assert write("motion", number="M2").part_of is None
    for fields, words in (
        ({"kind": "amendment"}, "Say which proposal it changes"),
        ({"kind": "amendment", "part_of": motion}, "is no proposal to the council"),
        ({"kind": "motion", "number": "M3", "part_of": motion}, "is no proposal to the council"),
        ({"kind": "motion", "number": "M3", "part_of": elsewhere}, rf"RV-15 is about {other_item.string}"),
        ({"kind": "withdrawal", "part_of": elsewhere}, "about something else"),
        ({"kind": "amendment", "corrects": amendment, "reason": "Los."}, "Say which proposal it changes"),
    ):
        with pytest.raises(Refusal, match=words):
            write(**fields)
    # A motion that was hung on the wrong proposal is taken off it.
    assert write("motion", corrects=motion, reason="Vreemd.").part_of is None
    for part_of in (None, motion):
        with pytest.raises(DatabaseError, match="changes a proposal"), transaction.atomic():
            CouncilPaperFactory(kind="amendment", part_of=part_of)


def test_one_number_is_given_once_to_the_papers_of_a_kind_on_an_item(write, other_item, agenda_item):
    wrong = write("motion", "M100")
    with pytest.raises(Refusal, match=r"Recorded already: motion M100: Raadsvoorstel leerplekken"):
        write("motion", "m100")
    # The same number of another kind, on another item, or once the wrong one was put right.
    write("council-decision", "M100")
    write("motion", "M100", about=other_item)
    right = write("motion", "M101", corrects=wrong, reason="Nummer.")
    second = write("motion", "M100")
    with pytest.raises(Refusal, match="Recorded already"):
        write("motion", "M101", corrects=second, reason="Nummer.")
    assert write("motion", "M101", corrects=right, reason="Titel.").number == "M101"
    with pytest.raises(DatabaseError, match="number is given once"), transaction.atomic():
        CouncilPaperFactory(kind="motion", number="m100", about=agenda_item.reference)


def test_a_vote_shows_its_paper_as_it_was_corrected_since(client, write, clerk, agenda_item, django_assert_num_queries):
    wrong = write(number="RV-14")
    made = unopposed(wrong, clerk, date(2026, 11, 17))
    GroupVoteFactory(vote=made, group__name="Waterpartij")
    party = PartyFactory(name="Waterpartij")
    first = replace(TEXT, title="Raadsvoorstel leerplaatsen")
    once = record_paper(
        text=first, about=None, consultation_round=None, corrects=wrong, reason="Titel.", by=clerk, at=COUNTING
    )
    title = "Raadsvoorstel: leerplekken in elk dorp"
    record_paper(
        text=replace(TEXT, title=title),
        about=None,
        consultation_round=None,
        corrects=once,
        reason="Titel.",
        by=clerk,
        at=COUNTING,
    )
    address = reverse("council_vote", args=[made.pk])
    for page in (address, party.get_absolute_url(), agenda_item.get_url()):
        words = client.get(page).content.decode()
        assert title in words, page
        assert "leerplaatsen" not in words, page
    assert client.get(reverse("council_vote_json", args=[made.pk])).json()["motion"]["text"] == title
    with django_assert_num_queries(3):
        assert [one.vote.paper.title for one in votes_of("waterpartij", 20)] == [title]


def test_nothing_is_changed_any_more_in_what_the_council_decided_on(write, clerk):
    proposal = write(number="RV-14")
    before = write("amendment", "A-1", part_of=proposal)
    under = write("amendment", "A-2", part_of=before)
    # The proposal is not decided on before what changes it.
    CouncilVoteFactory(paper=under, meeting__held_on=date(2026, 11, 13))
    with pytest.raises(Refusal, match="amendment A-2, which changes this proposal, is of a later day"):
        unopposed(proposal, clerk, date(2026, 11, 12))
    unopposed(proposal, clerk, date(2026, 11, 17))
    for day, sentence in (
        (date(2026, 11, 18), "decided on proposal to the council RV-14 on 17 November 2026"),
        (None, ""),
    ):
        text = replace(TEXT, kind="amendment", number=f"A-{day}", dated_on=day or date(2026, 11, 17))
        for part_of in (proposal, before):
            act = {"about": None, "consultation_round": None, "part_of": part_of, "by": clerk, "at": COUNTING}
            if sentence:
                with pytest.raises(Refusal, match=sentence):
                    record_paper(text=text, **act)
                with pytest.raises(Refusal, match=sentence):
                    unopposed(before, clerk, day)
        if not sentence:
            # Of the day of the meeting itself it can be recorded afterwards.
            late = record_paper(text=text, **act)
            assert unopposed(late, clerk, date(2026, 11, 17)).outcome == "adopted"


def test_an_amendment_that_was_not_voted_on_is_named_with_the_vote_and_the_decision(write, clerk, client, agenda_item):
    proposal = write(number="RV-14")
    left, voted, taken_back = (write("amendment", f"A-{number}", part_of=proposal) for number in (1, 2, 3))
    unopposed(voted, clerk, date(2026, 11, 17))
    write("withdrawal", part_of=taken_back)
    with time_machine.travel(COUNTING, tick=False):
        client.force_login(clerk)
        shown = client.get(reverse("council_paper_desk", args=[proposal.pk]))
        unopposed(proposal, clerk, date(2026, 11, 17))
        text = {
            "body": "council",
            "decided_on": "2026-11-17",
            "verdict": "adopted-amended",
            "title": "x",
            "reasons": "x",
        }
        checked = client.post(reverse("decisions_desk"), text | {"about": agenda_item.reference.pk})
    for page in (shown, checked):
        assert page.context["undecided"] == [left]
        assert "Over amendement A-1: Raadsvoorstel leerplekken is nog geen stemming" in page.content.decode()


def test_an_amendment_of_an_evening_before_is_held_against_the_decision_on_its_proposal(write, clerk):
    proposal, other = write(number="RV-14"), write(number="RV-15")
    day = date(2026, 11, 17)
    unopposed(proposal, clerk, day)
    unopposed(other, clerk, date(2026, 11, 16))
    decision = DecisionFactory(about=proposal.about, consultation_round=None, decided_on=day)
    amendment = write("amendment", "A-1", part_of=proposal)
    with pytest.raises(Refusal, match=f"Decision {decision.reference} of 17 November 2026 says: adopted"):
        unopposed(amendment, clerk, date(2026, 11, 16))
    assert unopposed(write("amendment", "A-1b", part_of=other), clerk, date(2026, 11, 16)).outcome == "adopted"
    right = {"consultation_round": None, "decided_on": day, "verdict": "adopted-amended"}
    DecisionFactory(about=proposal.about, corrects=decision, **right)
    assert unopposed(amendment, clerk, date(2026, 11, 16)).outcome == "adopted"


def test_a_vote_that_says_otherwise_than_the_decision_of_its_day_is_refused(write, clerk):
    proposal = write(number="RV-14")
    day = date(2026, 11, 17)
    decision = DecisionFactory(about=proposal.about, consultation_round=None, decided_on=day, verdict="rejected")
    with pytest.raises(Refusal, match=f"Decision {decision.reference} of 17 November 2026 says: rejected"):
        unopposed(proposal, clerk, day)
    DecisionFactory(about=proposal.about, consultation_round=None, decided_on=day, corrects=decision)
    with pytest.raises(Refusal, match=r"of 17 November 2026 says: adopted\. Look at the numbers"):
        unopposed(write("amendment", "A-1", part_of=proposal), clerk, day)
    assert unopposed(write("motion"), clerk, day).outcome == unopposed(proposal, clerk, day).outcome == "adopted"


def test_what_college_or_council_decided_is_no_paper_of_a_day_on_which_people_could_react(write, asked):
    """As a decision: until and including 11 November something could come in."""
    while_open, after = replace(TEXT, dated_on=date(2026, 11, 10)), replace(TEXT, dated_on=date(2026, 11, 12))
    for kind in ("executive-decision", "council-decision"):
        for about in ({}, {"consultation_round": asked}):
            with pytest.raises(Refusal, match=r"is open until .* a decision on (it|the item) cannot be earlier"):
                write(kind, text=while_open, **about)
        paper = write(kind, kind, text=after)
        with pytest.raises(Refusal, match="cannot be earlier"):
            write(kind, kind, text=while_open, corrects=paper, reason="Dag.")
    # That people are asked is decided before; what others wrote meanwhile is no decision.
    write("executive-decision", "B&W 1", text=replace(TEXT, dated_on=date(2026, 10, 30)), consultation_round=asked)
    write("other", text=while_open)
