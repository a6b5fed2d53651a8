"""Verified residents and members of an organisation on an electoral roll: one line per person, from wherever they come."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Residency
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import freeze_ballot
from participation.actions.electoral_roll import add_to_roll, describe_list, list_members, publish_roll
from participation.actions.voting_letter import use_code
from participation.enums import Eligibility, PhaseKind
from participation.models import ElectoralRoll, RollEntry
from participation.queries.electoral_roll import entry_of, roll_by_source, roll_lines
from participation.queries.round_rules import rules_of
from participation.roll_list import Listed, Mistakes
from participation.roll_rules import refusal_of_undescribed
from participation.roll_source import Members, OfList, Residents
from participation.rule_words import roll_sentences
from participation.voting_enums import RollSource
from tests.database_races import at_once
from tests.factories.accounts import MembershipFactory, OrganisationFactory, ResidencyFactory, UserFactory, person_with
from tests.factories.base import AreaFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory, VotingLetterFactory
from tests.rounds import OF_LIST, anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BEFORE, DURING = moment(10, 30), moment(11, 3, 12)
ON = date(2026, 11, 1)
ALL = Residents(16, None, ON)


def make_vote():
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    SubjectFactory(consultation_round=consultation_round)
    return anew(consultation_round)


@pytest.fixture
def vote():
    return make_vote()


def adult(**fields):
    return ResidencyFactory(born_on=date(1990, 5, 4), **fields)


def on_roll(vote):
    return set(RollEntry.objects.filter(consultation_round=vote).values_list("person", flat=True))


def test_add_residents_takes_who_has_the_age_on_the_day_in_the_areas_and_is_still_verified(vote, clerk):
    quay, hill = AreaFactory(name="Kade"), AreaFactory(name="Heuvel")
    sixteen = ResidencyFactory(area=quay, born_on=date(2010, 11, 1)).person
    twenty = ResidencyFactory(area=quay, born_on=date(2005, 11, 2)).person
    for born_on, more in (
        (date(2010, 11, 2), {"area": quay}),  # 15 for one day more
        (date(2005, 11, 1), {"area": quay}),  # 21 on the day
        (date(2008, 1, 1), {"area": hill}),
        (date(2008, 1, 1), {"area": quay, "expires_on": BEFORE.date()}),
        (date(2008, 1, 1), {"area": quay, "ended_at": BEFORE}),
        (date(2008, 1, 1), {"area": quay, "person": UserFactory(is_active=False)}),
        (None, {"area": quay}),
    ):
        ResidencyFactory(born_on=born_on, **more)
    who = Residents(16, 20, ON, (quay,))
    assert add_to_roll(consultation_round=vote, source=who, by=clerk, at=BEFORE).lines == 2
    assert on_roll(vote) == {sixteen.pk, twenty.pk}
    assert set(RollEntry.objects.values_list("area", "source")) == {(quay.pk, "residents")}
    assert roll_sentences(anew(vote)) == [
        "On the roll are verified residents who are 16 to 20 years old on 1 November 2026. They live in: Kade."
    ]
    # The trail tells what was asked, and of nobody when they were born.
    trail = AuditEntry.objects.get(act="roll_added")
    assert (trail.detail["added"], trail.detail["youngest"], "2010" in str(trail.detail)) == (2, 16, False)
    # Once more adds nobody.
    assert add_to_roll(consultation_round=anew(vote), source=who, by=clerk, at=BEFORE).lines == 0


def test_who_may_vote_by_every_source_stands_in_the_published_rules_and_stands_fast_with_them(vote, clerk):
    add_to_roll(consultation_round=vote, source=ALL, by=clerk, at=BEFORE)
    add_to_roll(consultation_round=vote, source=Members(OrganisationFactory(name="Fietsersbond")), by=clerk, at=BEFORE)
    who = {"consultation_round": vote, "by": clerk, "at": BEFORE}
    with pytest.raises(Refusal, match="Say who is on this list"):
        list_members(members=[Listed(2, "noor@example.nl", "", "")], who=" ", youngest=16, **who)
    assert not RollEntry.objects.exists()
    list_members(members=[Listed(2, "noor@example.nl", "", "")], **OF_LIST, **who)
    # Put right as long as voting has not begun: one sentence for all lists of a kind.
    describe_list(said=OfList(RollSource.LIST, "Iedereen die in Zuid woont. ", 12), **who)
    letters = VotingLetterFactory(roll_entry__consultation_round=vote, roll_entry__source=RollSource.LETTERS)
    assert "by a list for letters" in refusal_of_undescribed(vote)
    describe_list(said=OfList(RollSource.LETTERS, "Wie aan de kade woont", 0), **who)
    assert refusal_of_undescribed(vote) == ""
    assert letters.roll_entry.consultation_round == vote
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    published = [
        {"source": "residents", "youngest": 16, "oldest": None, "on": "2026-11-01", "areas": []},
        {"source": "members", "organisation": "Fietsersbond"},
        {"source": "list", "who": "Iedereen die in Zuid woont.", "youngest": 12},
        {"source": "letters", "who": "Wie aan de kade woont", "youngest": 0},
    ]
    assert anew(vote).rules.data["on_roll"] == published
    with pytest.raises(Refusal, match="Voting has begun"):
        describe_list(said=OfList(RollSource.LIST, "Iedereen", 0), **who | {"at": DURING})
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ElectoralRoll.objects.update(criteria=[])
    assert roll_sentences(anew(vote)) == [
        "On the roll are verified residents who are at least 16 years old on 1 November 2026.",
        "On the roll are the members of Fietsersbond.",
        "On the roll by a list of mail addresses: Iedereen die in Zuid woont. The lowest age is 12.",
        "On the roll by letter: Wie aan de kade woont. There is no lowest age.",
    ]
    # Of a vote with rules of before this the roll says it; where everybody may vote there is nothing to say.
    everybody = anew(ConsultationRoundFactory(eligibility=Eligibility.SIGNED_IN))
    assert rules_of(everybody)["on_roll"] == []


def test_one_person_is_one_line_from_every_source_in_every_order(clerk):
    ours = OrganisationFactory()

    def by_list(vote, person):
        # A list tells who is on the roll already.
        with suppress(Mistakes):
            list_members(
                consultation_round=vote, members=[Listed(2, person.email, "", "")], **OF_LIST, by=clerk, at=BEFORE
            )

    def by_letter(vote, person):
        VotingLetterFactory(roll_entry__consultation_round=vote, code="ACDEFGHJKLMNQ")
        use_code(consultation_round=vote, code="ACDEFGHJKLMNQ", client="", by=person, at=BEFORE)

    sources = {
        "residents": lambda vote, person: add_to_roll(consultation_round=vote, source=ALL, by=clerk, at=BEFORE),
        "members": lambda vote, person: add_to_roll(consultation_round=vote, source=Members(ours), by=clerk, at=BEFORE),
        "list": by_list,
        "letters": by_letter,
    }
    person = adult().person
    MembershipFactory(organisation=ours, person=person)
    for first in sources:
        for second in sources:
            if first != second:
                vote = make_vote()
                sources[first](vote, person)
                sources[second](anew(vote), person)
                entry = RollEntry.objects.get(consultation_round=vote)
                assert entry_of(anew(vote), person) == entry, (first, second)


def test_people_at_one_address_each_have_a_line(vote, clerk):
    first, second = (adult(person=UserFactory(email="thuis@example.nl", display_name=name)).person for name in "AB")
    list_members(
        consultation_round=vote, members=[Listed(2, "thuis@example.nl", "", "")], **OF_LIST, by=clerk, at=BEFORE
    )
    assert add_to_roll(consultation_round=anew(vote), source=ALL, by=clerk, at=BEFORE).lines == 1
    assert on_roll(vote) == {first.pk, second.pk}
    assert dict(roll_by_source(vote)) == {"a list of mail addresses": 1, "verified residents": 1}


def test_add_members_takes_who_accepted_and_knows_where_they_were_verified(vote, clerk):
    ours = OrganisationFactory(name="Fietsersbond")
    lives_here = MembershipFactory(organisation=ours, person=adult().person).person
    MembershipFactory(organisation=ours, person=None)
    MembershipFactory(organisation=ours, ended_at=BEFORE)
    MembershipFactory()
    assert add_to_roll(consultation_round=vote, source=Members(ours), by=clerk, at=BEFORE).lines == 1
    entry = RollEntry.objects.get()
    assert (entry.person, entry.source, entry.area) == (lives_here, "members", lives_here.residencies.get().area)
    assert roll_sentences(anew(vote)) == ["On the roll are the members of Fietsersbond."]
    roll = publish_roll(consultation_round=anew(vote), at=moment(11, 1))
    assert (roll.size, len(roll_lines(vote))) == (1, 1)


def test_one_human_with_two_accounts_comes_once_on_a_roll(vote, clerk, django_assert_num_queries):
    """Who stands on it stays, also when the human went on with another account since."""

    def add(consultation_round, source=ALL):
        return add_to_roll(consultation_round=anew(consultation_round), source=source, by=clerk, at=BEFORE)

    first, namesake, unknown = adult(human_digest="a"), adult(human_digest="a", namesake=1), adult()
    assert add(vote) == (3, 0)
    Residency.objects.filter(pk=first.pk).update(ended_at=BEFORE)
    second = adult(human_digest="a")
    assert (add(vote), on_roll(vote)) == ((0, 1), {first.person_id, namesake.person_id, unknown.person_id})
    # A roll that is made now takes the account that holds it; of members too, who come in one addition.
    other, ours = make_vote(), OrganisationFactory()
    for one in (first, second):
        MembershipFactory(organisation=ours, person=one.person)
    assert (add(other, Members(ours)), on_roll(other)) == ((1, 1), {second.person_id})
    # Who took a listed line, or for whom one with a letter waits, stands on it as well.
    for identifier, lines in (("", 1), ("X1", 1)):
        listed = make_vote()
        wanted = [Listed(2, second.person.email, identifier, "")]
        list_members(consultation_round=listed, members=wanted, **OF_LIST, by=clerk, at=BEFORE)
        assert add(listed, Members(ours)) == (0, 1)
        assert RollEntry.objects.filter(consultation_round=listed).count() == lines
    # As many queries for many as for few.
    few, many = make_vote(), make_vote()
    with CaptureQueriesContext(connection) as asked:
        add(few)
    for digest in "bcdefgh":
        adult(human_digest=digest)
        adult(human_digest=digest, ended_at=BEFORE)
    with django_assert_num_queries(len(asked)):
        assert add(many).lines == 10


def test_nobody_is_added_once_voting_began_or_by_who_leads_no_count(vote, clerk, resident):
    adult()
    for by, at, sentence in ((clerk, DURING, "stands fast"), (resident, BEFORE, ".")):
        with pytest.raises(Refusal, match=sentence):
            add_to_roll(consultation_round=anew(vote), source=ALL, by=by, at=at)
        with pytest.raises(Refusal, match=sentence):
            add_to_roll(consultation_round=anew(vote), source=Members(OrganisationFactory()), by=by, at=at)
    assert not RollEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_added_from_two_sources_at_once_has_one_line(many_connections):
    vote, clerk = make_vote(), person_with("clerk")
    ours, person = OrganisationFactory(), adult().person
    MembershipFactory(organisation=ours, person=person)
    answers = at_once(
        lambda: add_to_roll(consultation_round=anew(vote), source=ALL, by=clerk, at=BEFORE),
        lambda: add_to_roll(consultation_round=anew(vote), source=Members(ours), by=clerk, at=BEFORE),
        lambda: add_to_roll(consultation_round=anew(vote), source=ALL, by=clerk, at=BEFORE),
    )
    assert sorted(one.lines for one in answers) == [0, 0, 1]
    assert (RollEntry.objects.get().person, len(ElectoralRoll.objects.get().criteria)) == (person, 2)


def test_one_person_is_one_line_in_whichever_order_account_and_list_come(clerk):
    """Somebody with two accounts at one mailbox must not wait at a second line."""
    for first, second in (("residents", "list"), ("list", "residents")):
        vote, person = make_vote(), adult(person=UserFactory(email="noor@example.nl")).person
        for what in (first, second):
            if what == "residents":
                add_to_roll(consultation_round=vote, source=ALL, by=clerk, at=BEFORE)
            else:
                listed = Listed(line=2, mail="noor@example.nl", identifier="X1", area="")
                list_members(consultation_round=vote, members=[listed], **OF_LIST, by=clerk, at=BEFORE)
        lines = RollEntry.objects.filter(consultation_round=vote)
        assert [line.identifier for line in lines] == ["X1"], (first, second)
        Residency.objects.filter(person=person).update(ended_at=BEFORE)


def test_letters_of_unknown_people_and_accounts_do_not_stand_on_one_roll(vote, clerk):
    adult()
    letter = VotingLetterFactory(roll_entry__consultation_round=vote, roll_entry__identifier="X1")
    with pytest.raises(Refusal, match="could stand on it twice"):
        add_to_roll(consultation_round=vote, source=ALL, by=clerk, at=BEFORE)
    # Once it is known whose it is, they are one line.
    list_members(
        consultation_round=vote,
        members=[Listed(line=2, mail="iemand@example.nl", identifier=letter.roll_entry.identifier, area="")],
        **OF_LIST,
        by=clerk,
        at=BEFORE,
    )
    assert add_to_roll(consultation_round=vote, source=ALL, by=clerk, at=BEFORE).lines == 1
