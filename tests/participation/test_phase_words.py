import pytest

from participation.enums import PhaseKind
from participation.phase_words import overlaps_and_gaps
from participation.round_plan import PhasePlan
from tests.rounds import moment

pytestmark = pytest.mark.usefixtures("in_english")


def test_overlaps_and_gaps_are_said_in_sentences_and_nothing_where_phases_follow():
    collect = PhasePlan(PhaseKind.COLLECT, moment(9, 1), moment(9, 15))
    support = PhasePlan(PhaseKind.SUPPORT, moment(9, 15), moment(10, 1))
    discuss = PhasePlan(PhaseKind.DISCUSS, moment(9, 20))
    vote = PhasePlan(PhaseKind.VOTE, moment(11, 1), moment(11, 15))
    assert overlaps_and_gaps([support, collect]) == []
    assert overlaps_and_gaps([collect, support, vote]) == [
        "Nothing is open from Thursday 1 October 2026, 00:00 to Sunday 1 November 2026, 00:00, before 'Vote' begins."
    ]
    # What has no end leaves no gap behind it.
    assert overlaps_and_gaps([collect, support, discuss, vote]) == [
        "'Support proposals' and 'Discuss' run at the same time: from Sunday 20 September 2026, 00:00 to Thursday 1 October 2026, 00:00.",
        "'Discuss' and 'Vote' run at the same time: from Sunday 1 November 2026, 00:00 to Sunday 15 November 2026, 00:00.",
    ]
