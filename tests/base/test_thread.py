from base.enums import StationState
from base.thread import Station, in_order, with_next
from tests.rounds import moment


def labels(stations) -> list[str]:
    return [station.label for station in stations]


def test_in_order_puts_stations_by_their_moment_and_undated_ones_last():
    decision, count = Station("Het besluit", at=None), Station("De telling", at=None)
    vote, collect = Station("Stemmen", at=moment(11, 1)), Station("Voorstellen", at=moment(9, 1))
    assert labels(in_order([decision, vote, count, collect])) == ["Voorstellen", "Stemmen", "Het besluit", "De telling"]


def test_in_order_keeps_the_given_order_of_one_moment():
    same = [Station(label, at=moment(11, 1)) for label in ("eerst", "dan", "ten slotte")]
    assert labels(in_order(same)) == ["eerst", "dan", "ten slotte"]


def test_with_next_marks_the_first_that_is_still_to_come():
    states = [StationState.REACHED, StationState.NOW, StationState.LATER, StationState.LATER]
    stations = with_next(Station(state, at=None, state=state) for state in states)
    assert [station.state for station in stations] == [
        StationState.REACHED,
        StationState.NOW,
        StationState.NEXT,
        StationState.LATER,
    ]


def test_with_next_marks_nothing_where_all_is_reached():
    stations = [Station("Gepubliceerd", at=moment(9, 1))]
    assert with_next(stations) == stations
