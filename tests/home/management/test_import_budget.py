"""Budgets that were really voted on, through the whole database: roll, poll book, envelopes, ballots, tally sheet."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError

from base.models import AuditEntry, PublishedVersion, Reference
from home.models import AgendaItemPage
from participation.enums import Eligibility, PhaseKind
from participation.models import (
    Ballot,
    ConsultationRound,
    Envelope,
    Origin,
    PollBookEntry,
    RollEntry,
    Subject,
    TallySheet,
)
from participation.voting_enums import VotingChannel
from proposals.actions import budget as budget_action
from proposals.models import ProposalPage
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BUDGETS = Path(__file__).resolve().parents[4] / "shared/data/budgets"
EXPECTED = json.loads((BUDGETS / "expected.json").read_text(encoding="utf-8")) if BUDGETS.exists() else {}
HOSTILE = BUDGETS.parent / "hostile/blns.json"
ANSWERS = {
    "greedy": "greedy_skip",
    "greedy-stop": "greedy_stop_at_first_unaffordable",
    "equal-shares": "mes_cost_plain",
    "equal-shares-add1": "mes_cost_add1",
}
# The suite counts these by every rule they have an answer for; `make check-all` counts all twelve.
SMALL = {
    "netherlands_assen_2024_.pb",
    "poland_gdansk_2020_krakowiec-gorki-zachodnie.pb",
    "poland_gdynia_2020_kamienna-gora-large.pb",
    "poland_warszawa_2017_nadwisle.pb",
    "poland_warszawa_2018_niskie-okecie.pb",
    "poland_katowice_2021_zarzecze.pb",
}
needs_budgets = pytest.mark.skipif(
    not EXPECTED, reason="the folder with real budgets does not stand beside the project"
)

SMALL_FILE = """\
META
key;value
description;Buurtbudget Waterwijk
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;equalshares
date_begin;1.3.2024
date_end;14.3.2024
language;nl
PROJECTS
project_id;cost;name;votes;selected;description
L20/10/VII;300;Park;3;1;Bomen voor iedereen
2;900;Pool;1;0;
3;50;Path;1;1;
VOTES
voter_id;vote
a;L20/10/VII,2
b;L20/10/VII
c;L20/10/VII,3
d;
"""


def cases() -> list:
    return [
        pytest.param(name, rule, marks=() if name in SMALL else pytest.mark.heavy)
        for name in EXPECTED
        for rule in ANSWERS
        if ANSWERS[rule] in EXPECTED[name]
    ]


def identifiers() -> dict[int, str]:
    """The identifier in the file of each subject."""
    return dict(Origin.objects.filter(kind="proposal").values_list("subject_id", "identifier"))


def test_cases_are_all_that_the_files_define():
    assert len(cases()) == (2 * 12 + 2 * 8 if EXPECTED else 0)


@needs_budgets
@pytest.mark.parametrize(("name", "rule"), cases())
def test_import_budget_counts_in_the_database_what_is_expected(run, name, rule):
    expected, answer = EXPECTED[name], EXPECTED[name][ANSWERS[rule]]

    printed = run("import_budget", BUDGETS / name, rule=rule)

    sheet, known = TallySheet.objects.get(), identifiers()
    lines = list(sheet.lines.all())
    winners = sorted((line for line in lines if line.place), key=lambda line: line.place)
    assert sheet.rule == rule
    assert {known[line.subject_id]: line.score for line in lines} == expected["scores"]
    assert [known[line.subject_id] for line in winners] == answer["winners_in_order"]
    assert sheet.cost == sum(line.cost for line in winners) == answer["cost"]
    assert sheet.cast == expected["num_votes"]
    if "ties_met" in answer:
        strings = {
            subject.reference.string: known[subject.pk] for subject in Subject.objects.select_related("reference")
        }
        ties = [sorted(strings[option] for option in tie["options"]) for tie in sheet.outcome["ties"]]
        assert ties == answer["ties_met"]
    if "final_endowment" in answer:
        assert sheet.outcome["explanation"]["share"] == answer["final_endowment"]
    votes, projects = expected["num_votes"], expected["num_projects"]
    voters = RollEntry.objects.filter(channel=VotingChannel.IMPORT, person=None).values("identifier").distinct()
    assert voters.count() == votes
    assert (PollBookEntry.objects.count(), Ballot.objects.count(), Envelope.objects.count()) == (votes, votes, 0)
    assert ProposalPage.objects.live().count() == Subject.objects.visible().count() == len(known) == projects
    assert f"Scores: all {projects} as in the file's column {expected['ranking_key']}." in printed
    if rule == "greedy":
        assert told_difference(printed) == known_difference(expected)


def told_difference(printed: str) -> list[str] | None:
    """What the report says stands only in the file's result and only in the count here; None for no result to compare."""
    if "The file states no result to compare with." in printed:
        return None
    if "The result that the file states is the same." in printed:
        return ["", ""]
    lines = [line.strip().split(": ")[1] for line in printed.splitlines() if line.startswith("   only ")]
    return ["" if line == "none" else " ".join(sorted(line.split(", "))) for line in lines]


def known_difference(expected: dict) -> list[str] | None:
    if not expected.get("official_selected"):
        return None
    return [" ".join(sorted(expected[key])) for key in ("official_not_in_greedy", "greedy_not_in_official")]


@needs_budgets
@pytest.mark.heavy
def test_import_budget_gives_the_same_from_both_files_of_wieliczka(run):
    printed = [run("import_budget", BUDGETS / f"poland_wieliczka_2023{end}.pb") for end in ("", "_green-budget_MIT")]
    first, second = TallySheet.objects.order_by("pk")
    assert [line.score for line in first.lines.all()] == [line.score for line in second.lines.all()]
    assert [line.place for line in first.lines.all()] == [line.place for line in second.lines.all()]
    assert all("The result that the file states is the same." in text for text in printed)


def test_import_budget_makes_a_round_with_its_rules_and_moments(run, write_file):
    run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"))

    one = ConsultationRound.objects.with_phases().get()
    assert (one.reference.string, one.title, one.language) == ("RND-2024-001", "Buurtbudget Waterwijk", "nl")
    assert (one.method, one.tie_rule, one.budget, one.points) == ("equal-shares", "lower-cost", 1000, None)
    assert (one.within_budget, one.eligibility) == (False, Eligibility.ROLL)
    begins, ends = datetime(2024, 3, 1, tzinfo=AMSTERDAM), datetime(2024, 3, 15, tzinfo=AMSTERDAM)
    assert [(phase.kind, phase.starts_at, phase.ends_at) for phase in one.phases.all()] == [
        (PhaseKind.COLLECT, begins - timedelta(days=28), begins),
        (PhaseKind.VOTE, begins, ends),
    ]
    assert (one.put_in_force_at, one.ballot_frozen_at) == (begins - timedelta(days=28), begins)
    assert (one.counted_at, one.result_published_at) == (ends, ends)
    assert {entry.cast_at for entry in PollBookEntry.objects.all()} == {begins}
    sheet = TallySheet.objects.get()
    assert (sheet.cast, sheet.blank, sheet.counted_at, sheet.by) == (4, 1, ends, None)


def test_import_budget_keeps_the_files_own_identifiers_and_words(run, write_file):
    printed = run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"))

    origin = Origin.objects.get(kind="proposal", identifier="L20/10/VII")
    assert origin.record == {
        "line": 14,
        "row": {
            "project_id": "L20/10/VII",
            "cost": 300,
            "name": "Park",
            "votes": 3,
            "score": None,
            "selected": 1,
            "description": "Bomen voor iedereen",
        },
    }
    subject = origin.subject
    assert (subject.label, subject.cost, subject.ballot_line, subject.author) == ("Park", 300, 1, None)
    content = PublishedVersion.objects.get(reference=subject.reference).content
    assert (content["title"], content["summary"], content["language"]) == ("Park", "Bomen voor iedereen", "nl")
    assert list(Subject.objects.order_by("ballot_line").values_list("label", flat=True)) == ["Park", "Pool", "Path"]
    assert "1. L20/10/VII (VST-2024-001)  Park: score 3, cost 300" in printed
    assert "Score of" not in printed


def test_import_budget_shows_scores_that_the_file_states_otherwise(run, write_file):
    content = SMALL_FILE.replace("2;900;Pool;1", "2;900;Pool;5")
    printed = run("import_budget", write_file(content, "waterwijk.pb"))
    assert "Score of 2: 1 by its ballots, 5 in the file's column votes." in printed


def test_import_budget_puts_an_item_of_its_own_on_the_agenda(run, write_file, client):
    run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"))

    item = AgendaItemPage.objects.get()
    one = ConsultationRound.objects.get()
    assert (item.title, item.reference.string, one.about) == ("Buurtbudget Waterwijk", "LEA-2024-001", item.reference)
    for reference in (item.reference, one.reference):
        assert client.get(f"/id/{reference.string}", follow=True).status_code == 200


def test_import_budget_takes_the_round_under_a_named_item(run, write_file, site_ground):
    item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home))

    run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"), under=item.reference.string)

    assert ConsultationRound.objects.get().about == item.reference
    assert AgendaItemPage.objects.count() == 1


def test_import_budget_lays_the_agenda_on_an_empty_site(run, write_file, site_ground):
    run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"))
    site_ground.home.refresh_from_db()
    assert [page.slug for page in site_ground.home.get_children()] == ["agenda"]


@pytest.mark.parametrize(
    ("change", "begins", "ends"),
    [
        ({"date_begin;1.3.2024\ndate_end;14.3.2024": "date_begin;2020\ndate_end;2020"}, (2020, 1, 1), (2021, 1, 1)),
        ({"date_begin;1.3.2024\n": ""}, (2026, 10, 20), (2026, 11, 3)),
        ({"1.3.2024": "15.3.2024"}, (2026, 10, 20), (2026, 11, 3)),
        ({"14.3.2024": "14.3.2030"}, (2026, 10, 20), (2026, 11, 3)),
        ({"1.3.2024": "1.3.0004"}, (2026, 10, 20), (2026, 11, 3)),
    ],
)
def test_import_budget_dates_the_vote_as_the_file_says_or_in_the_last_fortnight(
    run, write_file, noon, change, begins, ends
):
    content = SMALL_FILE
    for good, bad in change.items():
        content = content.replace(good, bad)
    with time_machine.travel(noon, tick=False):
        printed = run("import_budget", write_file(content, "waterwijk.pb"))
    voting = ConsultationRound.objects.with_phases().get().voting
    assert (voting.starts_at, voting.ends_at) == (
        datetime(*begins, tzinfo=AMSTERDAM),
        datetime(*ends, tzinfo=AMSTERDAM),
    )
    assert ("The file gives no days of the vote that can be" in printed) == (begins[0] == 2026)


def test_import_budget_takes_points_and_drops_marks_of_none(run, write_file):
    content = (
        SMALL_FILE.replace("approval", "cumulative")
        .replace("equalshares", "greedy")
        .replace("voter_id;vote\n", "voter_id;vote;points\n")
        .replace("a;L20/10/VII,2", "a;L20/10/VII,2;3,0")
        .replace("b;L20/10/VII", "b;L20/10/VII;2")
        .replace("c;L20/10/VII,3", "c;L20/10/VII,3;1,4")
        .replace("\nd;\n", "\nd;;\n")
    )
    run("import_budget", write_file(content, "waterwijk.pb"))
    known = identifiers()
    sheet = TallySheet.objects.get()
    assert {known[line.subject_id]: line.score for line in sheet.lines.all()} == {"L20/10/VII": 6, "2": 0, "3": 4}
    assert ConsultationRound.objects.get().points == 5


def test_import_budget_refuses_the_same_count_a_second_time_and_writes_nothing(run, write_file, everything):
    path = write_file(SMALL_FILE, "waterwijk.pb")
    run("import_budget", path)
    before = everything()
    with pytest.raises(CommandError, match=r"taken over before .* by another rule"):
        run("import_budget", path)
    assert everything() == before


def test_import_budget_counts_the_same_file_by_another_rule_as_another_round(run, write_file):
    path = write_file(SMALL_FILE, "waterwijk.pb")
    run("import_budget", path)
    run("import_budget", path, rule="approval")
    assert list(ConsultationRound.objects.order_by("pk").values_list("method", flat=True)) == [
        "equal-shares",
        "approval",
    ]


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ("2;900;Pool", '2;900;"Pool', "Line 15, column 7: This quote is never closed."),
        ("project_id;cost;", "project_id;kosten;", "The PROJECTS section has no column cost."),
        ("b;L20/10/VII", "a;L20/10/VII", "Line 20, column 1: The voter a occurs twice, first on line 19."),
        ("c;L20/10/VII,3", "c;L20/10/VII,9", "Line 21, column 14: The vote is for 9, which is not among the projects."),
        ("b;L20", f"{'b' * 65};L20", "Line 20, column 1: The identifier of a voter has 65 characters; 64 is the most."),
        ("budget;1000", "budget;0", "The rule equal-shares needs a budget above 0 to spend."),
        ("approval", "ordinal", "The rule equal-shares counts approval ballots; these are ranked ballots."),
    ],
)
def test_import_budget_refuses_a_broken_file_in_words_and_writes_nothing(
    run, write_file, everything, good, bad, sentence
):
    before = everything()
    with pytest.raises(CommandError) as refused:
        run("import_budget", write_file(SMALL_FILE.replace(good, bad, 1), "waterwijk.pb"))
    assert refused.value.returncode == 2
    assert sentence in str(refused.value)
    assert everything() == before


def test_import_budget_refuses_another_encoding_and_a_missing_file(run, write_file, everything, tmp_path):
    before = everything()
    with pytest.raises(CommandError, match=r"Line 15, column 8: The byte 0xE9 is not UTF-8 text"):
        run("import_budget", write_file(SMALL_FILE.replace("Pool", "Pél").encode("latin-1"), "waterwijk.pb"))
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_budget", tmp_path / "nowhere.pb")
    with pytest.raises(CommandError, match="There is no agenda item LEA-1999-001"):
        run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"), under="LEA-1999-001")
    assert everything() == before


def test_import_budget_writes_nothing_when_the_count_fails(run, write_file, everything, monkeypatch):
    def fail(**given):
        raise RuntimeError("the count broke off")

    monkeypatch.setattr(budget_action, "count_round", fail)
    before = everything()
    with pytest.raises(RuntimeError):
        run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"))
    assert everything() == before


def test_import_budget_leaves_its_trail(run, write_file, noon):
    with time_machine.travel(noon, tick=False):
        run("import_budget", write_file(SMALL_FILE, "waterwijk.pb"))
    entries = AuditEntry.objects.filter(about="RND-2024-001").order_by("pk")
    assert [entry.act for entry in entries] == [
        "version_published",
        "rules_put_in_force",
        "subjects_taken_over",
        "roll_published",
        "ballot_frozen",
        "ballots_cast",
        "box_opened",
        "bundle_written",
        "round_counted",
        "result_published",
        "budget_taken_over",
    ]
    taken_over = entries.get(act="budget_taken_over")
    assert (taken_over.at, taken_over.by) == (noon, None)


@pytest.mark.skipif(not HOSTILE.exists(), reason="the folder with hostile strings does not stand beside the project")
@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.heavy)])
def test_import_budget_keeps_every_hostile_name_unharmed(run, write_file, step):
    names = [
        name for name in json.loads(HOSTILE.read_text(encoding="utf-8")) if name.strip(" \t") and "\0" not in name
    ][::step]
    rows = "".join('{};10;"{}"\n'.format(number, name.replace('"', '""')) for number, name in enumerate(names, start=1))
    header = f"META\nkey;value\nnum_projects;{len(names)}\nnum_votes;1\nbudget;100\nvote_type;approval\n"
    path = write_file(f"{header}PROJECTS\nproject_id;cost;name\n{rows}VOTES\nvoter_id;vote\na;1,2\n", "hostile.pb")

    run("import_budget", path)

    labels = {
        origin.identifier: origin.subject.label
        for origin in Origin.objects.filter(kind="proposal").select_related("subject")
    }
    whole = {origin.identifier: origin.record["row"]["name"] for origin in Origin.objects.filter(kind="proposal")}
    assert [whole[str(number)] for number in range(1, len(names) + 1)] == [name.replace("\r\n", "\n") for name in names]
    assert [label for number, label in labels.items() if label != whole[number]] == [
        f"{name[:254].rstrip()}…" for name in names if len(name) > 255
    ]
    assert Reference.objects.filter(kind="VST").count() == len(names)
