from datetime import timedelta
from hashlib import sha256
from html import unescape

import pytest
from django.urls import reverse

from base.instants import day
from participation.actions.ballot import freeze_ballot
from participation.enums import Moderation, PhaseKind
from participation.models import ConsultationRound, RoundRules, Subject
from participation.voting_enums import SecondedKind
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, RollEntryFactory, SubjectFactory
from tests.rounds import anew, by_two, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(11, 1), moment(11, 15)
DURING = moment(11, 3, 12)


@pytest.fixture
def vote() -> ConsultationRound:
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    return consultation_round


@pytest.fixture
def park(vote) -> Subject:
    return SubjectFactory(consultation_round=vote, label="Park voor jong en oud")


def test_rules_page_shows_the_hash_of_the_file_from_the_opening_on(vote, park, client, time_machine):
    page, file = (reverse(name, args=[vote.reference.string]) for name in ("round_rules", "rules_json"))
    time_machine.move_to(moment(10, 1))
    assert client.get(file).status_code == 409
    assert "SHA-256" not in client.get(page).content.decode()
    time_machine.move_to(DURING)
    # Before anybody acts it is what the first act will write.
    before = client.get(file).content
    assert sha256(before).hexdigest() in client.get(page).content.decode()
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    assert client.get(file).content == before == RoundRules.objects.get().text.encode()


def test_options_stand_on_the_rules_and_on_the_ballot_paper_as_the_rules_say(vote, resident, client, time_machine):
    time_machine.move_to(DURING, tick=False)
    for label in ("Zwembad", "Atelier", "Moestuin"):
        SubjectFactory(consultation_round=vote, label=label)
    client.force_login(resident)
    rules, file, ballot = (
        reverse(name, args=[vote.reference.string]) for name in ("round_rules", "rules_json", "ballot")
    )
    for order, shown, said in (
        ("number", ["Zwembad", "Atelier", "Moestuin"], "in the order of their numbers"),
        ("alphabet", ["Atelier", "Moestuin", "Zwembad"], "in the order of the alphabet"),
    ):
        ConsultationRound.objects.update(option_order=order)
        page = client.get(rules)
        assert [one.label for one in page.context["options"]] == shown
        assert f"The options stand by {order}." in page.content.decode()
        paper = client.get(ballot)
        assert [row.label for row in paper.context["paper"].rows] == shown
        assert said in paper.content.decode()
        assert client.get(file).json()["option_order"] == order


def test_rules_say_of_paper_keys_and_ties_what_can_happen_in_this_vote_and_change_no_file(
    vote, park, client, time_machine
):
    time_machine.move_to(DURING, tick=False)
    page, file = (reverse(name, args=[vote.reference.string]) for name in ("round_rules", "rules_json"))
    before = client.get(file).content

    def said() -> str:
        return unescape(client.get(page).content.decode())

    paper, tie = "votes on the site and on paper", "How a tie falls"
    # The same of every box: one that nobody can open may be made anew, and the rules stand fast.
    assert "If the key of the ballot box is lost, or too many of its parts" in said()
    assert ("on paper" in said(), tie in said()) == (False, True)
    assert client.get(file).content == before
    ConsultationRound.objects.update(eligibility="roll", method="yes-no", settings={"needed": "more-than-half"})
    shown = said()
    assert (paper in shown, "On paper they stand by number." in shown, tie in shown) == (True, True, False)


@pytest.mark.parametrize(
    ("method", "fields", "boxes"),
    [
        ("approval", {}, "<span>☐</span>"),
        ("for-against", {}, "☐&nbsp;For ☐&nbsp;Neutral ☐&nbsp;Against"),
        ("irv", {}, "Place ………"),
        ("points", {"points": 10}, "Points ………"),
    ],
)
def test_ballot_on_paper_has_the_lines_of_the_site_empty_where_there_is_a_roll(
    vote, clerk, client, time_machine, method, fields, boxes
):
    pool, _studio = (SubjectFactory(consultation_round=vote, label=label) for label in ("Zwembad", "Atelier"))
    page = reverse("paper_ballot", args=[vote.reference.string])

    def printed(at):
        time_machine.move_to(at, tick=False)
        client.force_login(clerk)
        return client.get(page)

    assert printed(moment(10, 1)).status_code == 404
    ConsultationRound.objects.update(eligibility="roll", method=method, option_order="alphabet", **fields)
    response = printed(moment(10, 1))
    said = response.content.decode()
    assert [row.label for row in response.context["paper"].rows] == ["Atelier", "Zwembad"]
    assert said.count(boxes) == 2
    assert (
        "Identifier of the voter" in said,
        day(CLOSES - timedelta(days=1, minutes=1)) in said,
        'name="choice"' in said,
    ) == (True, True, False)
    assert "Print it from then on." in said
    said = printed(DURING).content.decode()
    assert said.count(boxes) == 2
    assert ("Print it from then on." in said, "Withdrawn from the ballot paper" in said) == (False, False)
    # Who prints it after an option was withdrawn prints what can still be marked, with why.
    reason = "Het bad lekt."
    by_two(vote, SecondedKind.OPTION, by=clerk, at=DURING, reason=reason, about=str(pool.pk))
    response = printed(DURING)
    assert [row.label for row in response.context["paper"].rows] == ["Atelier"]
    told = f"Withdrawn from the ballot paper: {pool.reference.string} Zwembad."
    assert all(words in response.content.decode() for words in (told, f"Why: {reason}"))
    # Nobody's paper, or one that comes too late, is not printed; nor does anybody print one but who counts.
    RollEntryFactory(consultation_round=vote, identifier="")
    said = printed(DURING).content.decode()
    assert ("has an identifier" in said, "☐" in said) == (True, False)
    RollEntryFactory(consultation_round=vote, identifier="K-1")
    said = printed(CLOSES).content.decode()
    assert ("That time is over" in said, "☐" in said) == (True, False)
    client.logout()
    assert client.get(page).status_code == 404


def test_ballot_on_paper_is_to_be_handed_in_a_day_before_the_last_though_that_has_25_hours(clerk, client, time_machine):
    vote = ConsultationRoundFactory(eligibility="roll")
    SubjectFactory(consultation_round=vote)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(10, 12), ends_at=moment(10, 26))
    time_machine.move_to(moment(10, 1), tick=False)
    client.force_login(clerk)
    said = client.get(reverse("paper_ballot", args=[vote.reference.string])).content.decode()
    assert "Hand this ballot in on 24 October 2026 at the latest" in said


def test_rules_say_nothing_of_a_title_that_a_moderator_takes_away(vote, park, client, time_machine):
    time_machine.move_to(DURING, tick=False)
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    Subject.objects.update(moderation=Moderation.HIDDEN)
    for name in ("round_rules", "rules_json"):
        said = client.get(reverse(name, args=[vote.reference.string])).content.decode()
        assert "jong en oud" not in said
        assert park.reference.string in said
