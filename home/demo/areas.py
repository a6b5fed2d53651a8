"""The neighbourhoods of Waterrijk. No municipality of the Netherlands has one of these names."""

AREAS: dict[str, str] = {
    "WR01": "Binnenhaven",
    "WR02": "Kanaalkwartier",
    "WR03": "Stationsbuurt",
    "WR04": "Elzenpark",
    "WR05": "Rietzoom",
    "WR06": "Weidevenster",
    "WR07": "Sluisdorp",
    "WR08": "Buitenpolder",
}
