"""Who may do what, when: tables of roles, phases and acts."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from participation.enums import Act, Eligibility, Moderation, PhaseKind
from participation.models import ConsultationRound, Subject
from participation.moderation_rules import refusal_to_moderate
from participation.queries.electoral_roll import voter_of
from participation.rules import (
    can_see,
    refusal_of_phase,
    refusal_to_comment,
    refusal_to_count,
    refusal_to_fill_in,
    refusal_to_propose,
    refusal_to_react,
    refusal_to_sign,
)
from participation.support_rules import refusal_to_support
from participation.voter_rules import refusal_to_vote
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import PublishedVersionFactory
from tests.factories.participation import (
    CommentFactory,
    ConsultationRoundFactory,
    PhaseFactory,
    QuestionnaireFactory,
    RollEntryFactory,
    SubjectFactory,
    VotingHelpFactory,
)
from tests.rounds import anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

STARTS, ENDS = moment(11, 1), moment(11, 15)
INSTANT = timedelta(microseconds=1)
MOMENTS = {
    "before": STARTS - timedelta(days=1),
    "the last instant before": STARTS - INSTANT,
    "at the start": STARTS,
    "during": moment(11, 3, 12),
    "the last instant": ENDS - INSTANT,
    "at the end": ENDS,
    "after": ENDS + timedelta(days=1),
}
WHILE_OPEN = {"at the start", "during", "the last instant"}
# What each kind of phase permits, in words of its own: the promise that the code must keep.
PROMISED = {
    "inform": set(),
    "collect": {"propose", "comment"},
    "support": {"support", "comment"},
    "discuss": {"comment", "react", "fill-in"},
    "assess": set(),
    "vote": {"vote"},
    "answer": set(),
}


def with_phases(*phases: tuple[str, datetime, datetime | None], **fields) -> ConsultationRound:
    consultation_round = ConsultationRoundFactory(**fields)
    for kind, starts_at, ends_at in phases:
        PhaseFactory(consultation_round=consultation_round, kind=kind, starts_at=starts_at, ends_at=ends_at)
    return anew(consultation_round)


def test_the_table_names_every_kind_of_phase():
    assert set(PROMISED) == set(PhaseKind.values)


@pytest.mark.parametrize("kind", PhaseKind.values)
def test_permits_each_act_in_its_phase_and_at_no_other_moment(kind):
    consultation_round = with_phases((kind, STARTS, ENDS))
    found = {
        (when, act.value): consultation_round.permits(act, at) for (when, at), act in product(MOMENTS.items(), Act)
    }
    assert found == {
        (when, act.value): when in WHILE_OPEN and act.value in PROMISED[kind] for when, act in product(MOMENTS, Act)
    }


@pytest.mark.parametrize("kind", PhaseKind.values)
def test_refusal_of_phase_is_a_sentence_exactly_where_the_act_is_not_permitted(kind):
    consultation_round = with_phases((kind, STARTS, ENDS))
    for at, act in product(MOMENTS.values(), Act):
        sentence = refusal_of_phase(consultation_round, act, at)
        assert (sentence == "") == consultation_round.permits(act, at)
        assert sentence == "" or sentence.endswith(".")


def test_permits_what_any_of_overlapping_phases_does():
    consultation_round = with_phases(
        ("support", moment(11, 1), moment(11, 10)), ("discuss", moment(11, 5), moment(11, 15))
    )
    permitted = {
        day: {act.value for act in Act if consultation_round.permits(act, moment(11, day))} for day in (1, 5, 10, 15)
    }
    assert permitted == {
        1: {"support", "comment"},
        5: {"support", "comment", "react", "fill-in"},
        10: {"comment", "react", "fill-in"},
        15: set(),
    }


def test_permits_for_ever_where_a_phase_has_no_end():
    consultation_round = with_phases(("collect", STARTS, None))
    assert consultation_round.permits(Act.PROPOSE, STARTS.replace(year=2099)) is True


def test_refusal_of_phase_says_when_it_will_be_open():
    consultation_round = with_phases(("collect", STARTS, ENDS))
    assert refusal_of_phase(consultation_round, Act.PROPOSE, MOMENTS["before"]) == (
        "You can make a proposal from Sunday 1 November 2026 on."
    )


def test_refusal_of_phase_says_until_when_it_was_open_counting_the_phase_that_ended_last():
    consultation_round = with_phases(
        ("support", moment(10, 1), moment(10, 31)), ("discuss", moment(10, 5), moment(10, 10))
    )
    sentence = refusal_of_phase(consultation_round, Act.COMMENT, moment(11, 3))
    assert "until and including Friday 30 October 2026, 23:59" in sentence


def test_refusal_of_phase_leads_to_the_open_door_where_an_act_has_no_phase_at_all():
    consultation_round = with_phases(("inform", STARTS, ENDS))
    assert "Start something yourself" in refusal_of_phase(consultation_round, Act.SUPPORT, MOMENTS["during"])


# Roles × acts -------------------------------------------------------------------------------------------------------

ANYBODY_SIGNED_IN = [None, *Role]


def person(role: Role | None):
    return UserFactory() if role is None else person_with(role)


@pytest.fixture
def open_for_all() -> Subject:
    """A subject of a round in which every act is open at once."""
    consultation_round = with_phases(*[(kind, STARTS, ENDS) for kind in ("collect", "support", "discuss", "vote")])
    QuestionnaireFactory(consultation_round=consultation_round)
    return SubjectFactory(consultation_round=anew(consultation_round))


def refusals(somebody, subject: Subject, at: datetime) -> dict[str, str]:
    consultation_round = subject.consultation_round
    return {
        "propose": refusal_to_propose(somebody, consultation_round, at),
        "support": refusal_to_support(somebody, subject, at),
        "comment": refusal_to_comment(somebody, subject, at),
        "react": refusal_to_react(somebody, consultation_round, PublishedVersionFactory(), at),
        "vote": refusal_to_vote(voter_of(consultation_round, somebody), consultation_round, at),
        "fill-in": refusal_to_fill_in(somebody, consultation_round, at),
    }


@pytest.mark.parametrize("role", ANYBODY_SIGNED_IN)
def test_everybody_who_is_signed_in_takes_part_as_a_resident_does(role, open_for_all):
    assert refusals(person(role), open_for_all, MOMENTS["during"]) == dict.fromkeys(Act.values, "")


@pytest.mark.parametrize("role", [*ANYBODY_SIGNED_IN, "superuser"])
def test_nobody_of_the_staff_takes_part_outside_the_phase(role, open_for_all):
    somebody = UserFactory(is_superuser=True, is_staff=True) if role == "superuser" else person(role)
    for when in ("the last instant before", "at the end"):
        assert all(refusals(somebody, open_for_all, MOMENTS[when]).values())


def test_nobody_takes_part_without_signing_in(open_for_all):
    sentence = refusal_to_sign(AnonymousUser())
    assert refusals(AnonymousUser(), open_for_all, MOMENTS["during"]) == dict.fromkeys(Act.values, sentence)
    assert sentence == "Sign in first; that takes a mail address and no password."


@pytest.mark.parametrize("moderation", [Moderation.AWAITING, Moderation.HIDDEN])
@pytest.mark.parametrize("role", [None, Role.MODERATOR])
def test_nobody_supports_or_answers_what_is_not_published(moderation, role, open_for_all):
    open_for_all.moderation = moderation
    somebody = person(role)
    assert refusal_to_support(somebody, open_for_all, MOMENTS["during"]) != ""
    assert refusal_to_comment(somebody, open_for_all, MOMENTS["during"]) != ""


@pytest.mark.parametrize(("listed", "may"), [(True, True), (False, False)])
def test_refusal_to_vote_asks_the_roll_where_the_round_has_one(listed, may):
    consultation_round = with_phases(("vote", STARTS, ENDS), eligibility=Eligibility.ROLL)
    SubjectFactory(consultation_round=consultation_round)
    voter = UserFactory()
    RollEntryFactory(consultation_round=consultation_round, person=voter if listed else UserFactory())
    # A roll of another round gives no right here.
    RollEntryFactory(person=voter)
    assert (refusal_to_vote(voter_of(consultation_round, voter), consultation_round, MOMENTS["during"]) == "") is may


def test_refusal_to_vote_says_what_can_still_be_done_once_the_roll_stands_fast(in_english):
    consultation_round = with_phases(("vote", STARTS, ENDS), eligibility=Eligibility.ROLL)
    SubjectFactory(consultation_round=consultation_round)
    VotingHelpFactory(language="en", telephone="14 0123")
    said = refusal_to_vote(voter_of(consultation_round, UserFactory()), consultation_round, MOMENTS["during"])
    assert "sign in with that one" in said
    assert "Call 14 0123" in said


def test_refusal_to_vote_asks_for_an_account_where_the_round_has_no_roll():
    consultation_round = with_phases(("vote", STARTS, ENDS))
    SubjectFactory(consultation_round=consultation_round)
    line = RollEntryFactory(consultation_round=consultation_round, person=None, identifier="w-1")
    assert "a letter lets nobody in" in refusal_to_vote(line, consultation_round, MOMENTS["during"])


@pytest.mark.parametrize("thing", [SubjectFactory, CommentFactory], ids=["subject", "comment"])
def test_can_see_what_is_not_public_only_as_author_or_moderator(thing):
    author = UserFactory()
    readers = {
        "anonymous": AnonymousUser(),
        "another resident": UserFactory(),
        "author": author,
        **{role.value: person_with(role) for role in Role},
    }
    for moderation in Moderation:
        written = thing(author=author, moderation=moderation)
        found = {name for name, reader in readers.items() if can_see(reader, written)}
        few = {"author", "moderator", "administrator"}
        assert found == (set(readers) if moderation == Moderation.VISIBLE else few)


def test_can_see_what_lost_its_author_only_as_moderator():
    written = SubjectFactory(author=None, moderation=Moderation.HIDDEN)
    assert [can_see(reader, written) for reader in (AnonymousUser(), UserFactory(), person_with(Role.MODERATOR))] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("role", ANYBODY_SIGNED_IN)
def test_refusal_to_moderate_lets_moderators_alone_rule(role):
    assert (refusal_to_moderate(person(role)) == "") is (role in {Role.MODERATOR, Role.ADMINISTRATOR})


# The count ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "counted", "refused"),
    [
        ("before", False, True),
        ("during", False, True),
        ("the last instant", False, True),
        ("at the end", False, False),
        ("after", False, False),
        ("after", True, True),
    ],
)
def test_refusal_to_count_waits_for_the_end_and_counts_once(when, counted, refused):
    consultation_round = with_phases(("vote", STARTS, ENDS), counted_at=ENDS if counted else None)
    consultation_round.box.opened_at = ENDS
    assert (refusal_to_count(consultation_round, MOMENTS[when]) != "") is refused


def test_refusal_to_count_finds_nothing_to_count_where_nobody_votes():
    consultation_round = with_phases(("collect", STARTS, ENDS), method="")
    assert (
        refusal_to_count(consultation_round, MOMENTS["after"])
        == "This round has no vote, so there is nothing to count."
    )
