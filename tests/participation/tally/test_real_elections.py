"""Elections that were really held, each counted to the report that stands beside it."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from participation.tally import blt, ranked_csv
from participation.tally.rules import method

RANKED = Path(__file__).resolve().parents[4] / "shared" / "data" / "ranked"

pytestmark = pytest.mark.skipif(
    not RANKED.exists(), reason="the folder with real elections does not stand beside the project"
)


def expected(name: str):
    return json.loads((RANKED / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("ward", ["Govan", "Hillhead", "Linn", "Pollokshields"])
def test_scottish_count_of_glasgow_2007_elects_whom_the_reports_name(ward):
    report = expected("expected_glasgow2007.json")["wards"][f"{ward}-2007.blt"]
    file = blt.load(RANKED / f"{ward}-2007.blt")

    outcome = method("stv-scottish").count(file.profile())

    assert file.seats == report["seats"]
    assert file.profile().voters == report["ballots"]
    assert outcome.counts[0].quota == report["quota"]
    assert outcome.scores == report["first_preferences"]
    assert list(outcome.winners) == report["elected_in_order"]


# As the configuration of that count states it.
MINNEAPOLIS = {
    "quota": "droop",
    "decimals": 4,
    "surpluses": "one-by-one",
    "idle_surpluses": "count",
    "skipped_ranks": "pass-over",
    "equal_ranks": "pass-over",
}
UNREADABLE = 67
"""Ballots that mark something of which nothing can be read: the report has them exhausted from the beginning, here they
are blank."""


def test_count_of_minneapolis_2013_is_the_report_in_every_count():
    rounds = expected("minneapolis_2013_park_expected.json")["results"]
    profile = ranked_csv.load(RANKED / "minneapolis_2013_park_ballots.csv").profile(seats=3)

    outcome = method("stv").count(profile, settings=MINNEAPOLIS)

    def figures(tally):
        return {name.replace("Undeclared Write-ins", "UWI"): Fraction(votes) for name, votes in tally.items()}

    assert sum(profile.ballots.values()) == 80_101
    assert (profile.voters, outcome.winners) == (59_463, ("JOHN ERWIN", "ANNIE YOUNG", "MEG FORNEY"))
    assert len(outcome.counts) == len(rounds) == 11
    for count, following, report in zip(outcome.counts, (*outcome.counts[1:], None), rounds, strict=True):
        assert count.votes == figures(report["tally"])
        assert count.quota == int(report["threshold"])
        inactive = report["inactiveBallots"]
        exhausted = Fraction(inactive["exhaustedChoices"]) + Fraction(inactive.get("finalRoundSurplus", 0))
        assert count.non_transferable == exhausted - UNREADABLE
        results = report["tallyResults"]
        assert list(count.elected) == [one["elected"] for one in results if "elected" in one]
        for one in results:
            transfers = figures(one["transfers"])
            if "eliminated" in one:
                assert (following.event, following.of) == ("exclusion", tuple(figures({one["eliminated"]: 0})))
            elif transfers:
                assert (following.event, following.of) == ("surplus", (one["elected"],))
            else:
                continue
            gone = following.non_transferable - count.non_transferable
            lost = following.remainder - count.remainder
            assert {name: moved for name, moved in transfers.items() if moved} == {
                **following.moved,
                **({"exhausted": gone} if gone else {}),
                **({"residual surplus": lost} if lost else {}),
            }
