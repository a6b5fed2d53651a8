"""What the command tells of a count, line by line."""

import pytest


def test_report_tells_of_a_budget_all_that_there_is_to_tell(tally, write_budget):
    path = write_budget(
        "META\nkey;value\nnum_projects;5\nnum_votes;5\nbudget;100\nvote_type;approval\nmax_length;2\n"
        "date_begin;so\x1bon\nrule;lot\x1b\n"
        "PROJECTS\nproject_id;cost;name;selected\n1;60;Park;0\n2;60;Path;1\n3;30;Pond;0\n4;200;Port;0\n5;100;Pole;1\n"
        "VOTES\nvoter_id;vote\na;1,2,3\nb;1,2\nc;1,4\nd;2,4\ne;5\n"
    )

    assert tally(path).stdout.splitlines() == [
        "Participatory budget",
        "5 projects, 5 ballots, budget 100",
        "Rule: greedy (the file names lot\\u001b, which is not a rule known here)",
        "90 of 100 is spent; 10 is left.",
        "",
        "Funded, in order:",
        "  1. 1  Park",
        "     score 3, cost 60. Its turn came with 100 left; it costs 60, so it was funded and 40 remained.",
        "  2. 3  Pond",
        "     score 1, cost 30. Its turn came with 40 left; it costs 30, so it was funded and 10 remained.",
        "",
        "Not funded, by score:",
        "   - 2  Path",
        "     score 3, cost 60. Its turn came with 40 left; it costs 60, 20 too much.",
        "   - 4  Port",
        "     score 2, cost 200. Its turn came with 40 left; it costs 200, 160 too much.",
        "   - 5  Pole",
        "     score 1, cost 100. Its turn came with 10 left; it costs 100, 90 too much.",
        "",
        "Ties that had to be settled: 1 (rule: list-order)",
        "   At step 1: 1 before 2, by list-order.",
        "",
        "The result that the file states differs from this count:",
        "   only in the file: 2, 5",
        "   only here: 1, 3",
        "",
        "About the file:",
        "   1 of 5 ballots have a number of choices above the file's own max_length of 2; the first stands on line 19.",
        "   META states a date_begin that is not a date: so\\u001bon.",
    ]
    said = tally(path, "--rule", "approval", "--seats", "3").stdout
    assert "  3. 4  Port\n" in said
    assert said.partition("differs from this count:\n")[2].startswith(
        "   only in the file: 5\n   only here: 1, 4\n\nAbout the file:\n"
    )


def test_report_tells_of_a_budget_that_funds_nothing_no_more_than_that(tally, write_budget):
    path = write_budget(
        "META\nkey;value\nnum_projects;1\nnum_votes;1\nbudget;10\nvote_type;approval\nrule;greedy\n"
        "PROJECTS\nproject_id;cost;name;selected\n1;60;Park;0\nVOTES\nvoter_id;vote\na;1\n"
    )

    assert tally(path).stdout.splitlines()[3:] == [
        "0 of 10 is spent; 10 is left.",
        "",
        "Nothing is funded.",
        "",
        "Not funded, by score:",
        "   - 1  Park",
        "     score 1, cost 60. Its turn came with 10 left; it costs 60, 50 too much.",
        "",
        "Ties that had to be settled: 0 (rule: list-order)",
    ]
    # A budget of which all that was chosen is funded has no list of what is not.
    assert "Not funded" not in tally(path, "--rule", "approval").stdout


# Ann has 7 of 10 votes, 4 are needed; of each of her papers 3/7 goes on, cut off after so many decimals.
SURPLUS = """\
4 2
4 1 2 0
2 1 0
1 1 3 0
1 2 0
1 3 0
1 4 3 0
0
"Ann"
"Bo\x1b"
"Cas"
"Dé"
"""


@pytest.mark.parametrize(
    ("arguments", "to_bo", "bo", "to_cas", "cas", "left", "end", "lost"),
    [
        (["stv-scottish"], "1.71428", "2.71428", "0.42857", "1.42857", "0.85714", "3.28571", "0.00001"),
        (
            ["stv", "--set", "decimals=12"],
            *("1.714285714284", "2.714285714284", "0.428571428571", "1.428571428571"),
            *("0.857142857142", "3.285714285713", "0.000000000003"),
        ),
        (["stv"], "1.71", "2.71", "0.43", "1.43", "0.86", "3.29", None),
    ],
)
def test_report_counts_in_exact_decimals_what_is_moved_left_and_lost(
    tally, write_budget, arguments, to_bo, bo, to_cas, cas, left, end, lost
):
    said = tally(write_budget(SURPLUS, "board.BLT"), "--rule", *arguments).stdout.splitlines()
    rounding = [f"   {lost:>14}                  (lost in rounding)"] if lost else []

    assert said[:3] == ["Ranked ballots", "4 options, 10 ballots, seats: 2", f"Rule: {arguments[0]} (as asked)"]
    assert said[
        said.index("Count 1: first preferences") : said.index(
            "Ties that had to be settled: 0 (rule: earlier-counts, then list-order)"
        )
    ] == [
        "Count 1: first preferences",
        "                7                  Ann",
        "                1                  Bo\\u001b",
        "                1                  Cas",
        "                1                  Dé",
        "   Elected: Ann",
        "",
        "Count 2: the surplus of Ann",
        "                4                  Ann",
        f"   {bo:>14}  {'+' + to_bo:>14}  Bo\\u001b",
        f"   {cas:>14}  {'+' + to_cas:>14}  Cas",
        "                1                  Dé",
        f"   {left:>14}                  (non-transferable)",
        *rounding,
        "",
        "Count 3: Dé is excluded",
        "                4                  Ann",
        f"   {bo:>14}                  Bo\\u001b",
        f"   {'2' + cas[1:]:>14}              +1  Cas",
        f"   {left:>14}                  (non-transferable)",
        *rounding,
        "",
        "Count 4: Cas is excluded",
        "                4                  Ann",
        f"   {bo:>14}                  Bo\\u001b",
        f"   {end:>14}                  (non-transferable)",
        *rounding,
        "   Elected: Bo\\u001b",
        "",
        "Elected, in order:",
        "  1. Ann. First preferences: 7. Elected in count 1 with 7; 4 were needed.",
        "  2. Bo\\u001b. First preferences: 1. Elected in count 4 with 2.71: no more were left than there were seats.",
        "   - Cas. First preferences: 1. Had the fewest votes, 2.43, and was excluded in count 4.",
        "   - Dé. First preferences: 1. Had the fewest votes, 1, and was excluded in count 3.",
        "",
    ]


def test_report_names_all_rules_that_a_tie_took_and_all_whose_surplus_moves_at_once(tally, write_budget):
    # Dee's two papers bring Bo and Cas to Ann's four; the first count puts Ann before them, and the paper Bo before Cas.
    tied = write_budget(
        '5 1\n4 1 0\n3 2 0\n3 3 0\n1 4 2 0\n1 4 3 0\n6 5 0\n0\n"Ann"\n"Bo"\n"Cas"\n"Dee"\n"Eve"\n', "tied.blt"
    )
    both = write_budget('4 3\n5 1 3 0\n6 2 3 0\n1 3 0\n1 4 0\n0\n"Ann"\n"Bo"\n"Cas"\n"Dee"\n', "both.blt")
    nobody = write_budget('2 1\n1 0\n0\n"Ann"\n"Bo"\n', "nobody.blt")

    assert tally(tied).stdout.splitlines()[-3:] == [
        "Ties that had to be settled: 2 (rule: earlier-counts, then list-order)",
        "   At count 3: Ann before Bo before Cas, by earlier-counts, then list-order.",
        "   At count 4: Ann before Bo, by earlier-counts.",
    ]
    said = tally(both, "--rule", "stv", "--set", "surpluses=together").stdout
    assert "   Elected: Bo, Ann\n\nCount 2: the surplus of Bo and Ann\n" in said
    assert [line[:8] for line in said.partition("\nElected, in order:\n")[2].splitlines()[:2]] == [
        "  1. Bo.",
        "  2. Ann",
    ]
    assert tally(nobody).stdout.splitlines()[2:] == [
        "Rule: stv-scottish (the file names no rule)",
        "",
        "Nobody is elected.",
        "   - Ann. No ballot was counted, so nothing wins.",
        "   - Bo. No ballot was counted, so nothing wins.",
        "",
        "Ties that had to be settled: 0 (rule: earlier-counts, then list-order)",
    ]


@pytest.mark.parametrize(
    ("ballots", "figure"),
    [
        # Half of each of Ann's papers goes on, and one names Bo next.
        ("7 1 0\n1 1 2 0\n2 3 0\n", "0.5"),
        # Of each of 8,192 papers as small a part goes on, 0.0001220703125, which has thirteen decimals.
        ("8191 1 0\n1 1 2 0\n8189 3 0\n8189 4 0\n", "0.00"),
    ],
)
def test_report_rounds_only_what_has_more_than_twelve_decimals(tally, write_budget, ballots, figure):
    path = write_budget(f'4 2\n{ballots}0\n"Ann"\n"Bo"\n"Cas"\n"Dee"\n', "board.blt")

    said = tally(path, "--rule", "stv").stdout.splitlines()

    at = said.index("Count 2: the surplus of Ann")
    assert f"   {figure:>14}  {'+' + figure:>14}  Bo" in said[at : at + 4]
