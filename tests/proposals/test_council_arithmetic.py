"""The arithmetic of the law, against its own words and a vote that was published."""

import html
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.council_arithmetic import Heads, outcome_of

SHARED = Path(__file__).resolve().parents[3] / "shared/data/council"


@pytest.mark.parametrize(
    ("heads", "said", "outcome"),
    [
        # 29.1: of 25 members 12 are not more than half, 13 are.
        (Heads(25, 0, 12, 0), {}, "void"),
        (Heads(25, 0, 13, 0), {}, "adopted"),
        # 28: of 25 three are barred, so 12 of 22 are more than half, and 11 are not.
        (Heads(25, 3, 12, 0), {}, "adopted"),
        (Heads(25, 3, 11, 0), {}, "void"),
        # 30.1: an absolute majority of the votes cast.
        (Heads(25, 0, 12, 11), {}, "adopted"),
        (Heads(25, 0, 11, 12), {}, "rejected"),
        # 32.3: nobody asked for a vote.
        (Heads(25, 0, 0, 0), {"was_called": False}, "adopted"),
        # 32.4 and 32.5: a tie is put off, but not where everybody voted or it was tied before.
        (Heads(25, 0, 12, 12), {}, "tied"),
        (Heads(25, 1, 12, 12), {}, "rejected"),
        (Heads(25, 0, 12, 12), {"before": {"tied"}}, "rejected"),
        # 32.6: complete is over all members of whom the council consists. Of 25 seats one is vacant.
        (Heads(24, 0, 12, 12, vacant=1), {}, "tied"),
        # 29.1: and the quorum over who is in office. Of 25 seats two are vacant, so 12 of 23 are more than half.
        (Heads(23, 0, 12, 0, vacant=2), {}, "adopted"),
        # 29.2: in the meeting after, no quorum is asked.
        (Heads(25, 0, 7, 2), {"before": {"void"}}, "adopted"),
        # Both lie behind: the meeting that was called again asked no quorum, and settles what stayed tied.
        (Heads(25, 0, 12, 12), {"before": {"tied", "void"}}, "rejected"),
        (Heads(25, 0, 3, 3), {"before": {"tied", "void"}}, "rejected"),
    ],
)
def test_outcome_of_is_what_the_law_says(heads, said, outcome):
    assert outcome_of(heads, **{"was_called": True} | said) == outcome


def test_outcome_of_the_motion_that_was_published():
    if not SHARED.exists():
        pytest.skip("The real vote of a council is not here: ../shared/data/council.")
    (path,) = SHARED.glob("*.json")
    published = json.loads(path.read_text())
    in_favour = sum(party["for"] for party in published["parties"])
    against = sum(party["against"] for party in published["parties"])
    assert {"for": in_favour, "against": against} == published["totals"]
    assert outcome_of(Heads(45, 0, in_favour, against), was_called=True) == published["result"]
    assert html.unescape("Student &amp; Starter") == "Student & Starter"


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.sets(st.sampled_from(["tied", "void"])))
def test_outcome_of_turns_with_the_sides(in_favour, against, silent, before):
    heads = Heads(in_favour + against + silent, 0, in_favour, against)
    turned = Heads(heads.in_office, 0, against, in_favour)
    one, other = (outcome_of(vote, was_called=True, before=before) for vote in (heads, turned))
    opposite = {"adopted": "rejected", "rejected": "adopted"}
    # Only a tie falls the same way whichever side is asked.
    assert other == (one if in_favour == against else opposite.get(one, one))
