"""Papers, votes and terms of the council, and the gazette: written once, refused in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from base.refusal import Refusal
from participation.enums import FollowMoment
from participation.news import news_of
from proposals.actions.council_paper import PaperText, meeting_on, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.actions.official_publication import record_publication
from proposals.imports.council import understood
from proposals.models import CouncilPaper, CouncilVote, GroupVote, Meeting, OfficialPublication
from proposals.queries.council import groups_on, newest_of, totals_of, versions_of
from proposals.waiting import waiting
from tests.factories.accounts import person_with
from tests.factories.participation import FollowFactory
from tests.factories.proposals import DecisionFactory, GroupVoteFactory, OfficialPublicationFactory
from tests.rounds import COUNTING

LATER = COUNTING + timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LATER = COUNTING + timedelta(days=1)
MET_ON = date(2026, 11, 17)
TEXT = PaperText("council-proposal", "Raadsvoorstel leerplekken", date(2026, 11, 3), number="RV-14")


@pytest.fixture
def council(clerk):
    begin_term(starts_on=date(2026, 3, 19), groups={"Waterpartij": 5, "Dorp": 4}, by=clerk, at=COUNTING)
    return {group.name: group for group in groups_on(MET_ON)}


@pytest.fixture
def paper(agenda_item, clerk) -> CouncilPaper:
    return record_paper(text=TEXT, about=agenda_item.reference, consultation_round=None, by=clerk, at=COUNTING)


def vote(paper, clerk, *heads, held_on=MET_ON, **fields) -> CouncilVote:
    """The groups that are not given stayed away."""
    meeting = meeting_on(body=fields.pop("body", "council"), held_on=held_on, by=clerk, at=COUNTING)
    given = {"was_called": True, "barred": 0} | fields
    if any(one.all for one in heads):
        named = {one.group for one in heads}
        heads += tuple(GroupHeads(one, absent=one.seats) for one in groups_on(held_on) if one not in named)
    return record_vote(paper=paper, meeting=meeting, groups=heads, by=clerk, at=COUNTING, **given)


def test_record_vote_comes_to_what_the_law_makes_of_the_numbers(council, paper, clerk):
    made = vote(paper, clerk, GroupHeads(council["Waterpartij"], 3, 2), GroupHeads(council["Dorp"], 1, 2, absent=1))
    assert (made.outcome, made.in_office) == ("tied", 9)
    assert vars(totals_of(made)) == {"in_favour": 4, "against": 4, "abstained": 0, "absent": 1}
    # Tied again in the next meeting: it is not adopted.
    again = vote(
        paper,
        clerk,
        GroupHeads(council["Waterpartij"], 4),
        GroupHeads(council["Dorp"], against=4),
        held_on=date(2026, 11, 18),
    )
    assert (again.outcome, again.is_second) == ("rejected", True)
    with pytest.raises(Refusal, match="settled this paper already"):
        vote(paper, clerk, GroupHeads(council["Waterpartij"], 5), held_on=date(2026, 11, 19))


def test_record_vote_refuses_what_cannot_be(council, paper, clerk):
    water, village = council["Waterpartij"], council["Dorp"]
    cases = [
        ("has 5 seats, and 6 members", [GroupHeads(water, 6)], {}),
        (
            "9 members voted, 1 may not take part, and 9 are in office",
            [GroupHeads(water, 5), GroupHeads(village, 4)],
            {"barred": 1},
        ),
        ("Give the numbers", [GroupHeads(water)], {}),
        ("before the paper", [GroupHeads(water, 5)], {"held_on": date(2026, 11, 2)}),
        ("a committee advises", [GroupHeads(water, 5)], {"body": "committee"}),
    ]
    for words, heads, fields in cases:
        with pytest.raises(Refusal, match=words):
            vote(paper, clerk, *heads, **fields)
    with pytest.raises(Refusal, match="lies ahead"):
        vote(paper, clerk, GroupHeads(water, 5), held_on=date(2026, 11, 21))
    for role in (Role.EDITOR, Role.MODERATOR, Role.PARTY_REPRESENTATIVE):
        with pytest.raises(Refusal, match="Only the clerk"):
            vote(paper, person_with(role), GroupHeads(water, 5))
    assert CouncilVote.objects.count() == 0


def test_a_group_of_which_nothing_is_given_is_asked_for_by_its_name(council, paper, clerk):
    water, village = council["Waterpartij"], council["Dorp"]
    for heads, name, fields in (
        ([GroupHeads(water), GroupHeads(village, 4)], "Waterpartij", {}),
        ([GroupHeads(water, 5), GroupHeads(village)], "Dorp", {"barred": 3}),
        # A vacant seat says nothing of the others of its group.
        ([GroupHeads(water, 5), GroupHeads(village, vacant=3)], "Dorp", {}),
    ):
        with pytest.raises(Refusal, match=rf"Nothing is given of {name}\."):
            vote(paper, clerk, *heads, **fields)
    # A vacant seat and three who may not take part are all of a group.
    made = vote(paper, clerk, GroupHeads(water, 5), GroupHeads(village, vacant=1), barred=3)
    assert (made.outcome, totals_of(made).in_favour, made.in_office) == ("adopted", 5, 8)
    assert made.groups.get(group=village).vacant == 1


def test_a_vote_is_corrected_by_a_new_one_with_its_reason(council, paper, clerk):
    wrong = vote(paper, clerk, GroupHeads(council["Waterpartij"], against=5))
    with pytest.raises(Refusal, match="recorded already"):
        vote(paper, clerk, GroupHeads(council["Waterpartij"], 5))
    with pytest.raises(Refusal, match="everybody reads it"):
        vote(paper, clerk, GroupHeads(council["Waterpartij"], 5), corrects=wrong)
    right = vote(
        paper, clerk, GroupHeads(council["Waterpartij"], 5), corrects=wrong, reason="Voor en tegen verwisseld."
    )
    assert (right.outcome, wrong.outcome) == ("adopted", "rejected")
    with pytest.raises(Refusal, match="Correct the correction"):
        vote(paper, clerk, GroupHeads(council["Waterpartij"], 5), corrects=wrong, reason="Nog eens.")


def test_what_a_vote_rests_on_is_not_pulled_away_and_its_correction_is_told(
    council, paper, clerk, agenda_item, mailoutbox, django_capture_on_commit_callbacks
):
    FollowFactory(reference=paper.about)
    held = date(2026, 11, 17)
    amendment = record_paper(
        text=PaperText("amendment", "Meer leerplekken", TEXT.dated_on), about=None, consultation_round=None,
        part_of=paper, by=clerk, at=COUNTING,
    )  # fmt: skip

    def correct(**changed):
        return record_paper(
            text=replace(TEXT, **changed), about=None, consultation_round=None, corrects=paper, reason="x",
            by=clerk, at=COUNTING,
        )  # fmt: skip

    with pytest.raises(Refusal, match="amendment goes with this paper as a proposal to the council"):
        correct(kind="motion")
    with django_capture_on_commit_callbacks(execute=True):
        wrong = vote(paper, clerk, GroupHeads(council["Waterpartij"], 5))
    with pytest.raises(Refusal, match="voted on this paper as a proposal to the council"):
        correct(kind="motion")
    with pytest.raises(Refusal, match="voted on this paper on 17 November 2026, so that it cannot be of a later day"):
        correct(dated_on=date(2026, 11, 18))
    paper = correct(dated_on=held)
    with pytest.raises(Refusal, match="voted on this paper as"):
        record_paper(
            text=replace(TEXT, kind="motion"), about=None, consultation_round=None, corrects=paper, reason="x",
            by=clerk, at=COUNTING,
        )  # fmt: skip
    assert amendment.part_of != paper
    decision = DecisionFactory(about=paper.about, consultation_round=None, decided_on=held)
    told = [one.to for one in mailoutbox]
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        vote(paper, clerk, GroupHeads(council["Waterpartij"], against=5), corrects=wrong, reason="Verwisseld.")
    assert told
    assert [one.to for one in mailoutbox] == told
    assert f"{decision.reference.string}-vote" in {one.key for one in waiting(COUNTING)}


def test_who_follows_an_item_hears_how_the_council_voted_and_of_a_correction(
    council, paper, clerk, mailoutbox, django_capture_on_commit_callbacks
):
    follower = FollowFactory(reference=paper.about, language="en").address
    with django_capture_on_commit_callbacks(execute=True):
        wrong = vote(paper, clerk, GroupHeads(council["Waterpartij"], against=5))
    with django_capture_on_commit_callbacks(execute=True):
        right = vote(paper, clerk, GroupHeads(council["Waterpartij"], 4, 1), corrects=wrong, reason="Verwisseld.")
    first, second = mailoutbox
    assert [one.to for one in mailoutbox] == [[follower], [follower]]
    assert first.subject == f"{paper.about.string}: the council voted on a proposal to the council"
    for words in ("Raadsvoorstel leerplekken", "on 17 November 2026: rejected", "For: 0. Against: 5."):
        assert words in first.body
    for words in ("adopted", "For: 4. Against: 1.", "Verwisseld.", reverse("council_vote", args=[right.pk])):
        assert words in second.body
    # Of a vote that was corrected before its mail went out nothing is told.
    assert news_of(FollowMoment.VOTE, str(wrong.pk)) is None


def test_a_body_meets_once_a_day_unless_its_information_system_says_otherwise(council):
    first = meeting_on(body="council", held_on=MET_ON, by=None, at=COUNTING)
    assert meeting_on(body="council", held_on=MET_ON, by=None, at=COUNTING) == first
    assert (
        Meeting.objects.create(body="council", held_on=MET_ON, source="https://raad.example/1", recorded_at=COUNTING).pk
        != first.pk
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.create(body="council", held_on=MET_ON, recorded_at=COUNTING)


def test_nobody_asked_for_a_vote_so_it_is_adopted(council, paper, clerk):
    assert vote(paper, clerk, was_called=False).outcome == "adopted"
    assert GroupVote.objects.count() == 0


def test_papers_are_recorded_once_and_corrected_by_new_ones(agenda_item, paper, clerk):
    from_source = PaperText("motion", "Motie", date(2026, 11, 3), source="https://raad.example/moties/1")
    first = record_paper(text=from_source, about=agenda_item.reference, consultation_round=None, by=clerk, at=COUNTING)
    with pytest.raises(Refusal, match="recorded already"):
        record_paper(text=from_source, about=agenda_item.reference, consultation_round=None, by=clerk, at=COUNTING)
    new = record_paper(
        text=from_source, about=None, consultation_round=None, corrects=first, reason="Titel.", by=clerk, at=COUNTING
    )
    assert (new.about, new.corrects) == (agenda_item.reference, first)
    for row in (paper, vote_of(paper), OfficialPublicationFactory()):
        for write in (lambda row=row: type(row).objects.filter(pk=row.pk).update(recorded_at=LATER), row.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                write()


def vote_of(paper) -> CouncilVote:
    return GroupVoteFactory(vote__paper=paper).vote


def test_record_publication_says_from_when_it_applies(clerk):
    decision = DecisionFactory(decided_on=date(2026, 11, 2))
    act = {"decision": decision, "url": "https://example.org/gmb", "by": clerk, "at": COUNTING}
    for number, published_on, in_force_on, words in (
        ("2026-1", date(2026, 11, 9), None, "as the gazette has it"),
        ("gmb-2026-1", date(2026, 11, 1), None, "before it was decided"),
        ("gmb-2026-1", date(2026, 11, 21), None, "lies ahead"),
        ("gmb-2026-1", date(2026, 11, 9), date(2026, 11, 8), "cannot apply before it was published"),
        ("gmb-2026-1", date(2026, 11, 9), date(9999, 12, 31), "more than 10 years after"),
    ):
        with pytest.raises(Refusal, match=words):
            record_publication(number=number, published_on=published_on, in_force_on=in_force_on, **act)
    made = record_publication(number="gmb-2026-1", published_on=date(2026, 11, 9), in_force_on=None, **act)
    # Published on the 9th: the eighth day after is the 17th.
    assert made.in_force_on == date(2026, 11, 17)
    with pytest.raises(Refusal, match="recorded already"):
        record_publication(number="gmb-2026-2", published_on=date(2026, 11, 9), in_force_on=None, **act)
    assert OfficialPublication.objects.count() == 1
    with pytest.raises(IntegrityError, match="in_force_after_publication"):
        OfficialPublicationFactory(is_set_day=True, in_force_on=date(2026, 11, 8))


def test_understood_reads_a_vote_without_looking_at_people():
    raw = """{"id": "m25", "url": "https://raad.example/m25", "titel": "Motie &amp; meer", "informatieobjecttype": "motie",
      "stemming": {"stemmen": [
        {"persoon": {"naam": "Iemand"}, "fractie": {"naam": "Dorp"}, "keuzeStemming": "Voor"},
        {"persoon": {"naam": "Ander"}, "fractie": {"naam": "Dorp"}, "keuzeStemming": "Tegen"}]}}"""
    found = understood(raw)
    assert (found.kind, found.title, found.source) == ("motion", "Motie & meer", "https://raad.example/m25")
    assert [(one.name, one.in_favour, one.against) for one in found.groups] == [("Dorp", 1, 1)]
    assert "Iemand" not in str(found.as_data())
    for wrong, words in (
        ("[]", "not one paper"),
        ("{", "no JSON"),
        ("{}", "Nothing of a paper"),
        ("1" * 2_000_001, "two megabytes"),
    ):
        with pytest.raises(Refusal, match=words):
            understood(wrong)


def test_understood_guesses_no_number_and_names_what_says_none():
    raw = """{"title": "M25", "parties": [
        {"party": "A", "for": -4, "against": 2}, {"party": "B", "for": 3, "against": 1e400}, {"party": "C", "for": NaN},
        {"party": "D", "for": "5"}, {"party": "E", "for": true}, {"party": "F", "for": 4, "absent": null}, {"for": 2}],
      "votes": [{"party": "F", "choice": "voor"}, {"party": "F", "choice": "blanco"}, {"choice": "tegen"}]}"""
    found = understood(raw)
    assert [(one.name, one.in_favour, one.against) for one in found.groups] == [("F", 5, 0)]
    assert found.left == [
        "A (for: -4)",
        "B (against: inf)",
        "C (for: nan)",
        "D (for: 5)",
        "E (for: True)",
        "a group without a name",
        "the votes of 2 persons",
    ]


def test_the_votes_on_a_paper_stay_with_its_correction(agenda_item, council, paper, clerk):
    first = vote(paper, clerk, GroupHeads(council["Waterpartij"], 3, 2), GroupHeads(council["Dorp"], 1, 2))
    again = record_paper(
        text=TEXT, about=None, consultation_round=None, corrects=paper, reason="Titel.", by=clerk, at=COUNTING
    )
    newest = record_paper(
        text=TEXT, about=None, consultation_round=None, corrects=again, reason="Datum.", by=clerk, at=COUNTING
    )
    text = replace(TEXT, number="RV-2")
    other = record_paper(text=text, about=agenda_item.reference, consultation_round=None, by=clerk, at=COUNTING)
    assert versions_of([newest, other]) == {paper.pk: newest, again.pk: newest, newest.pk: newest, other.pk: other}
    assert newest_of(paper.pk) == newest_of(again.pk) == newest.pk
    heads = GroupHeads(council["Waterpartij"], 5)
    for asked, fields, words in (
        (newest, {}, "in that meeting was recorded already"),
        (paper, {"held_on": date(2026, 11, 18)}, "Record the vote on the corrected paper"),
        (other, {"corrects": first, "reason": "Nee."}, "on another paper"),
    ):
        with pytest.raises(Refusal, match=words):
            vote(asked, clerk, heads, **fields)
    second = vote(newest, clerk, heads, held_on=date(2026, 11, 18))
    assert (second.is_second, second.outcome) == (True, "adopted")
    with pytest.raises(Refusal, match="settled this paper already"):
        vote(newest, clerk, heads, held_on=date(2026, 11, 19))


def test_record_vote_applies_the_law_to_the_council_of_the_meeting(council, paper, clerk):
    begin_term(starts_on=date(2026, 11, 10), groups={"Waterpartij": 3, "Nieuw": 4}, by=clerk, at=COUNTING)
    new = {group.name: group for group in groups_on(MET_ON)}
    for heads, words in (
        ([GroupHeads(council["Waterpartij"], 5)], "had other groups"),
        ([GroupHeads(new["Nieuw"], 4, vacant=1)], "has 4 seats, and 5 members"),
        ([GroupHeads(new["Nieuw"], vacant=4), GroupHeads(new["Waterpartij"], vacant=3)], "Not every seat"),
    ):
        with pytest.raises(Refusal, match=words):
            vote(paper, clerk, *heads)
    # Of seven seats one is vacant: three of six is not more than half, and a tie of all six is not of the whole council.
    assert (
        vote(paper, clerk, GroupHeads(new["Waterpartij"], 3), GroupHeads(new["Nieuw"], absent=3, vacant=1)).outcome
        == "void"
    )
    tied = vote(
        paper,
        clerk,
        GroupHeads(new["Waterpartij"], 3),
        GroupHeads(new["Nieuw"], 0, 3, vacant=1),
        held_on=date(2026, 11, 18),
    )
    assert (tied.outcome, tied.in_office) == ("tied", 6)


def test_a_vote_on_which_a_later_one_rests_is_corrected_after_it(council, paper, clerk):
    water, village = council["Waterpartij"], council["Dorp"]
    first = vote(paper, clerk, GroupHeads(water, 3, 2), GroupHeads(village, 1, 2))
    later = vote(paper, clerk, GroupHeads(water, 2, 0), held_on=date(2026, 11, 18))
    last = vote(paper, clerk, GroupHeads(water, 2, 2), held_on=date(2026, 11, 19))
    assert [one.outcome for one in (first, later, last)] == ["tied", "void", "rejected"]
    wrong = {"corrects": first, "reason": "Verkeerd geteld."}
    for heads, held_on in ((GroupHeads(water, 5), MET_ON), (GroupHeads(water, 3, 3 - 1), date(2026, 11, 20))):
        with pytest.raises(Refusal, match="Correct the later vote first"):
            vote(paper, clerk, heads, held_on=held_on, **wrong)
    with pytest.raises(Refusal, match="in that meeting was recorded already"):
        vote(paper, clerk, GroupHeads(water, 5), held_on=date(2026, 11, 18), **wrong)
    # Another count that comes to the same changes nothing after it, and the last vote may become anything.
    assert vote(paper, clerk, GroupHeads(water, 3, 0), GroupHeads(village, 0, 3), **wrong).outcome == "tied"
    moved = vote(
        paper, clerk, GroupHeads(water, 3, 2), held_on=date(2026, 11, 20), corrects=last, reason="Verkeerde dag."
    )
    assert (moved.outcome, moved.is_second) == ("adopted", True)


def test_a_vote_that_was_moved_to_another_day_leaves_its_old_day_free(council, paper, clerk):
    water, village = council["Waterpartij"], council["Dorp"]
    tied = (GroupHeads(water, 3, 1), GroupHeads(village, 1, 3))
    wrong = vote(paper, clerk, *tied, held_on=date(2026, 11, 18))
    moved = vote(paper, clerk, *tied, held_on=MET_ON, corrects=wrong, reason="Verkeerde dag.")
    again = vote(paper, clerk, GroupHeads(water, 5), held_on=date(2026, 11, 18))
    assert (moved.outcome, again.outcome, again.is_second) == ("tied", "adopted", True)
    # Whoever writes past the action still finds one vote in force for each meeting.
    row = {"paper": paper, "meeting": again.meeting, "in_office": 9, "outcome": "adopted", "recorded_at": COUNTING}
    with pytest.raises(DatabaseError), transaction.atomic():
        CouncilVote.objects.create(**row)
    assert CouncilVote.objects.create(**row, corrects=again, reason="Nog eens.").corrects == again


def test_editors_record_plans_and_nothing_else(agenda_item, paper, editor, clerk):
    def write(kind, by, **fields):
        text = PaperText(kind, "Participatieplan", date(2026, 11, 3))
        return record_paper(
            text=text, about=agenda_item.reference, consultation_round=None, by=by, at=COUNTING, **fields
        )

    plan = write("plan", editor)
    assert write("plan", editor, corrects=plan, reason="Titel.").corrects == plan
    for kind, by, fields in (
        ("motion", editor, {}),
        ("plan", editor, {"corrects": paper, "reason": "Nee."}),
        ("plan", person_with(Role.MODERATOR), {}),
    ):
        with pytest.raises(Refusal, match="editors record plans"):
            write(kind, by, **fields)
    assert write("motion", clerk).kind == "motion"


def test_a_publication_is_corrected_for_its_own_decision(clerk):
    wrong = OfficialPublicationFactory()
    given = {"number": "gmb-2026-7", "url": "https://example.org/7", "published_on": date(2026, 11, 19)}
    act = given | {"in_force_on": None, "corrects": wrong, "reason": "Nummer.", "by": clerk, "at": COUNTING}
    with pytest.raises(Refusal, match="of another decision"):
        record_publication(decision=DecisionFactory(decided_on=date(2026, 11, 2)), **act)
    right = record_publication(decision=wrong.decision, **act)
    assert right.corrects == wrong
    # One number is one publication: another decision may stand in it, and not on another day or at another address.
    same = {"decision": DecisionFactory(decided_on=date(2026, 11, 2)), "in_force_on": None, "by": clerk, "at": COUNTING}
    for other in ({"url": "https://example.org/8"}, {"published_on": date(2026, 11, 18)}):
        with pytest.raises(Refusal, match="gmb-2026-7 was published on 19 November 2026, with BSL-"):
            record_publication(**same, **given | other)
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficialPublicationFactory(**given | other)
    assert record_publication(**same, **given).number == right.number
