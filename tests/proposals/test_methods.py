"""Every method walks from the rules of a round to its result; a new one needs nothing but itself."""

import html
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import translation

from participation.actions.ballot import cast_ballot
from participation.actions.consultation_round import put_in_force
from participation.enums import PhaseKind
from participation.method_words import CHOICES, METHODS, PARAMETERS, method_choices
from participation.queries.ballot import profile_of
from participation.queries.electoral_roll import voter_of
from participation.round_plan import PhasePlan, RulesPlan
from participation.rule_words import rule_facts
from participation.tally.method import Method, Parameter
from participation.tally.outcome import Reason, ReasonKind
from participation.tally.profile import RANKED, ballot
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.seats import filled, standing
from participation.tally.single import TOLD
from participation.tally.ties import BY_LIST_ORDER
from participation.tally_words import OF_ONE, reason_words, tie_words
from tests.factories.accounts import UserFactory
from tests.factories.base import ReferenceFactory
from tests.factories.participation import BallotBoxFactory, SubjectFactory
from tests.rounds import COUNTING, PUBLISHED, VOTING, anew, count, moment, with_own_forms

pytestmark = pytest.mark.django_db

VOTE = PhasePlan(PhaseKind.VOTE, moment(11, 1), moment(11, 15))
TITLES = ("Park", "Bad", "Bank")


def voted_round(ballots, clerk, **rules):
    """A round put in force, voted in by a ballot each, counted and published; and its subjects by title."""
    consultation_round = put_in_force(
        reference=ReferenceFactory(kind="RND"),
        about=None,
        rules=RulesPlan(title="Wat eerst?", language="nl", **rules),
        phases=[VOTE],
        by=None,
        at=PUBLISHED,
    )
    BallotBoxFactory(consultation_round=consultation_round)
    subjects = {
        title: SubjectFactory(consultation_round=consultation_round, label=title, cost=1_000) for title in TITLES
    }
    for marks in ballots:
        cast_ballot(
            consultation_round=anew(consultation_round),
            voter=voter_of(consultation_round, UserFactory()),
            choices={subjects[title].pk: value for title, value in marks.items()},
            at=VOTING,
        )
    return anew(consultation_round), subjects


ORDERS = [{"Park": 1, "Bad": 2}, {"Park": 1}, {"Bad": 1, "Bank": 2}, {"Bad": 1}, {"Bank": 1, "Bad": 2}, {}]
ANSWERS = [{"Park": 1, "Bad": -1, "Bank": 1}, {"Park": 1, "Bad": -1}, {"Park": -1, "Bad": 1, "Bank": 1}, {}]
POINTS = [{"Park": 3, "Bad": 2}, {"Park": 1, "Bank": 4}, {"Park": 2}, {}]
TICKS = [{"Park": 1}, {"Park": 1, "Bad": 1}, {"Bank": 1, "Park": 1}, {}]
ONES = [{"Park": 1}, {"Park": 1}, {"Bank": 1}, {}]
MONEY = {"budget": 2_500}
# How each method is asked for, what is voted, and what must win.
WALKS = {
    "approval": ({}, TICKS, {"Park"}),
    "single": ({"settings": {"win_by": "majority"}}, ONES, {"Park"}),
    "up-to-k": ({"max_choices": 2, "seats": 1}, TICKS, {"Park"}),
    "yes-no": ({"settings": {"quorum": 4}}, ANSWERS, {"Park", "Bank"}),
    "for-against": ({"seats": 2}, [*ANSWERS, {"Bad": 0}], {"Park", "Bank"}),
    # No number of places was asked, and more than one is adopted.
    "for-against-each": ({}, [*ANSWERS, {"Bad": 0}], {"Park", "Bank"}),
    "points": ({"settings": {"most_each": 5}}, POINTS, {"Park"}),
    "cumulative": ({"points": 5}, POINTS, {"Park"}),
    "support-threshold": ({"settings": {"threshold": 3}}, TICKS, {"Park"}),
    "irv": ({}, ORDERS, {"Bad"}),
    "stv": ({"seats": 2, "settings": {"decimals": 4}}, ORDERS, {"Park", "Bad"}),
    "stv-scottish": ({"seats": 2}, ORDERS, {"Park", "Bad"}),
    "greedy": (MONEY, TICKS, {"Park", "Bad"}),
    "greedy-stop": (MONEY, TICKS, {"Park", "Bad"}),
    "equal-shares": (MONEY, TICKS, {"Park"}),
    "equal-shares-add1": (MONEY, TICKS, {"Park"}),
    "equal-shares-add1u": (MONEY, TICKS, {"Park", "Bad"}),
    "equal-shares-points": (MONEY | {"points": 5}, POINTS, {"Park"}),
    "equal-shares-points-add1": (MONEY | {"points": 5}, POINTS, {"Park", "Bank"}),
    "equal-shares-points-add1u": (MONEY | {"points": 5}, POINTS, {"Park", "Bank"}),
}


# What the page of the result must say of it, beside the reason of each option.
TOLD_OF = {
    "yes-no": ["Aangenomen: ‘Park’, ‘Bank’.", "nee: 1"],
    "for-against": ["Gekozen: ", "tegen: 1, neutraal: 0"],
    "for-against-each": ["Aangenomen: ‘Bank’, ‘Park’.", "tegen: 1, neutraal: 0"],
    "points": ["De meeste punten gingen naar ‘Park’."],
    "irv": ["Ronde voor ronde", "‘Bank’ had de minste stemmen en valt af", "Gekozen in deze ronde: ‘Bad’."],
    "stv": ["Ronde voor ronde"],
    "greedy": ["Geld over bij de beurt", "Te weinig"],
    "equal-shares": ["Wie betaalde wat", "Ieder betaalde hoogstens"],
    "equal-shares-points": ["Wie betaalde wat", "Ieder betaalde per punt"],
}


def test_every_method_walks_from_its_rules_to_its_result(clerk, client, travel):
    assert WALKS.keys() == METHODS_BY_NAME.keys()
    for name, (rules, ballots, winners) in WALKS.items():
        consultation_round, subjects = voted_round(ballots, clerk, method=name, tie_rule="list-order", **rules)
        sheet = count(consultation_round, by=clerk)
        chosen = {title for title, one in subjects.items() if one.reference.string in sheet.outcome["winners"]}
        assert (chosen, sheet.cast, sheet.blank) == (winners, len(ballots), 1), name
        assert sum(profile_of(anew(consultation_round)).ballots.values()) == len(ballots), name
        travel(COUNTING)
        client.force_login(clerk)
        # What the clerk looks through before anybody reads it: of yes and no both, and how many it took.
        desk = client.get(reverse("round_desk", args=[consultation_round.reference.string]))
        assert all(why for _line, why in desk.context["sheet_lines"]), name
        assert name != "yes-no" or "Ja: 2, nee: 1. Er was minstens 2 keer ja nodig." in desk.content.decode()
        client.logout()
        # Public rules speak of what this method has, and not to who fills them in.
        rules = [fact["label"] for fact in rule_facts(consultation_round)]
        assert not any("leeg:" in label for label in rules), name
        assert name != "irv" or not any("Decimalen" in label or "stemmen die over zijn" in label for label in rules)
        assert name != "stv-scottish" or any("Decimalen" in label for label in rules)
        page = client.get(reverse("result", args=[consultation_round.reference.string]))
        assert page.status_code == 200, name
        assert all(line.why for line in page.context["result"].lines), name
        said = html.unescape(page.content.decode())
        assert [words for words in TOLD_OF.get(name, []) if words not in said] == [], name


def test_every_method_and_every_reason_has_its_words():
    """In Dutch and in English, with no code and no brace left."""
    for language in ("nl", "en"):
        with translation.override(language):
            labels = dict(method_choices())
            for name, method in METHODS_BY_NAME.items():
                assert labels[name] == str(METHODS[name][0])
                for parameter in method.parameters:
                    assert {parameter.name} <= PARAMETERS.keys()
                    assert set(parameter.choices) <= CHOICES.keys()
                for kind in method.reasons:
                    numbers = dict.fromkeys(_names(kind.sentence), Fraction(7, 2)) | {"option": "x"}
                    told = {
                        "code": kind.code,
                        "numbers": {key: str(one) for key, one in numbers.items()},
                        "sentence": "?",
                    }
                    said = reason_words(name, told, {"x": "Het park"})
                    assert "{" not in said.replace("?", "{"), (name, kind.code)
                    assert language == "en" or translation.gettext(kind.sentence) != kind.sentence, kind.sentence


@pytest.mark.usefixtures("in_english")
def test_reasons_say_one_of_what_is_one():
    cases = {
        ("stv", "non-transferable", "non_transferable"): ("1 vote had", "2 votes had"),
        ("stv", "unreadable", "unreadable"): ("1 ballot could", "2 ballots could"),
        ("equal-shares", "bought", "payers"): ("One voter paid", "2 paid"),
        ("equal-shares", "out-of-reach", "supporters"): ("One voter chose it", "Those who chose it (2)"),
        ("equal-shares-points", "bought-by-points", "payers"): ("One voter paid", "2 paid"),
        ("equal-shares-points", "out-of-reach-by-points", "supporters"): (
            "One voter gave",
            "Those who gave it points (2)",
        ),
        ("equal-shares-add1u", "funded-from-what-was-left", "supporters"): (
            "One voter chose it",
            "Those who chose it (2)",
        ),
        ("equal-shares-add1u", "too-dear-for-what-was-left", "supporters"): (
            "One voter chose it",
            "Those who chose it (2)",
        ),
        ("yes-no", "turnout", "cast"): ("1 ballot was cast", "2 ballots were cast"),
        ("yes-no", "quorum", "quorum"): ("1 ballot was needed", "2 ballots were needed"),
    }
    for (name, code, figure), sentences in cases.items():
        (kind,) = [one for one in METHODS_BY_NAME[name].reasons if one.code == code]
        for number, words in enumerate(sentences, start=1):
            # Where the one who paid is all who paid as much.
            numbers = dict.fromkeys(_names(kind.sentence), 3) | {"most_by": number, figure: number}
            assert words in reason_words(name, {"code": code, "numbers": numbers, "sentence": "?"}, {})
    assert all(set(_names(one)) <= set(_names(several)) for several, (_figure, one) in OF_ONE.items())


def _names(sentence: str) -> list[str]:
    return [part.split("}")[0] for part in sentence.split("{")[1:]]


@pytest.mark.usefixtures("in_english")
def test_tie_words_say_what_a_tie_of_a_count_by_rounds_was_about():
    tie = {"step": 3, "options": ["a", "b"], "settled_by": ["earlier-counts"]}
    labels = {"a": "Park", "b": "Bad"}
    assert tie_words(tie, labels).startswith("“Park” (a) and “Bad” (b) were equal when place 3 was to be given.")
    for about, words in (
        ("seat", "were equal when a seat was to be given in round 3 of the count"),
        ("surplus", "had as many votes too much in round 3 of the count"),
        ("exclusion", "were equal when one of them was to fall off in round 3 of the count"),
    ):
        assert words in tie_words(tie | {"about": about}, labels)


# A method that nobody has heard of --------------------------------------------------------------------------------------

TOO_LONG = ReasonKind("too-long", "Rank {limit} at most; {given} are ranked.")
BORDA = Method(
    "borda",
    kinds=(RANKED,),
    spends=False,
    ties=BY_LIST_ORDER,
    reasons=(*TOLD.all, TOO_LONG),
    counted=lambda profile, ties, settings: filled(
        "borda", profile, ties, standing(_borda(profile, int(settings["length"]))), TOLD
    ),
    parameters=(Parameter("length", "how many options a ballot may rank", required=True),),
    overstep=lambda marks, settings: (
        Reason(TOO_LONG, {"limit": int(settings["length"]), "given": len(marks)})
        if len(marks) > int(settings["length"])
        else None
    ),
)


def _borda(profile, length):
    scores = {option.id: 0 for option in profile.options}
    for marks, times in profile.ballots.items():
        for option, rank in marks:
            scores[option] += (length + 1 - rank) * times
    return scores


def test_a_method_that_is_added_needs_nothing_else(clerk, client, travel, monkeypatch):
    monkeypatch.setitem(METHODS_BY_NAME, "borda", BORDA)
    assert ("borda", "borda") in method_choices()
    ballots = [{"Park": 1, "Bad": 2}, {"Bad": 1, "Park": 2}, {"Bad": 1}]
    consultation_round, subjects = voted_round(ballots, clerk, method="borda", settings={"length": 2})
    voter = UserFactory()
    with_own_forms(client).force_login(voter)
    travel(VOTING)
    address = reverse("ballot", args=[consultation_round.reference.string])
    ranks = {f"mark-{subjects[title].pk}": str(rank) for rank, title in enumerate(TITLES, start=1)}
    refused = client.post(address, {"step": "cast", **ranks}, follow=True)
    assert "Rank 2 at most; 3 are ranked." in refused.content.decode()
    client.post(address, {"step": "cast", **dict(list(ranks.items())[:2])})
    sheet = count(consultation_round, by=clerk)
    assert ballot([]) not in profile_of(anew(consultation_round)).ballots
    assert [sheet.outcome["scores"][subjects[title].reference.string] for title in TITLES] == [5, 6, 0]
    travel(COUNTING)
    assert client.get(reverse("result", args=[consultation_round.reference.string])).status_code == 200
    assert {"label": "How many options a ballot may rank", "value": "2"} in rule_facts(consultation_round)
