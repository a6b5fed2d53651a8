"""An agenda item and a proposal as they stand in a list."""

from typing import Any

from base.samples import items
from base.samples.words import say


def item(kind: str) -> dict[str, Any]:
    states = {
        "open": (2, say("Reageren kan", "Open for comments"), "red"),
        "voting": (3, say("Stemmen kan", "Voting is open"), "red"),
        "decided": (6, say("besloten", "decided"), "green"),
    }
    now, stamp, tone = states[kind]
    return {
        "reference": "LEA-2026-014",
        "kind": say("agendapunt", "agenda item"),
        "title": say(
            "Leren dicht bij huis: de bibliotheek komt naar de wijk",
            "Learning close to home: the library comes to you",
        ),
        "summary": say(
            "Vanaf 2027 rijdt er een bibliotheekbus langs acht plekken in de gemeente.",
            "From 2027 a library bus calls at eight places in the municipality.",
        ),
        "url": "#",
        "stamp": stamp,
        "stamp_tone": tone,
        "stations": items.stations(now),
        "meta": [
            say("23 voorstellen", "23 proposals"),
            say("nog 19 dagen", "19 days left"),
        ]
        if kind != "decided"
        else [],
    }


def proposal() -> dict[str, Any]:
    return {
        "reference": "VST-2026-031",
        "title": say(
            "Een halte bij het buurthuis in Oost",
            "A stop at the community centre in East",
        ),
        "summary": say(
            "Daar komen al veel ouders met kinderen, en de bushalte is vlakbij.",
            "Many parents with children go there already, and the bus stops nearby.",
        ),
        "url": "#",
        "author": "A. Voorbeeld",
        "when": say("3 november 2026", "3 November 2026"),
        "area": say("Oost", "East"),
        "cost": say("€ 12.000", "€12,000"),
        "support_count": 48,
        "comment_count": 1,
        "supported": True,
    }


def foreign_proposal() -> dict[str, Any]:
    return {
        **proposal(),
        "reference": "VST-2026-032",
        "title": "Okulun yanında bir durak",
        "summary": "Çocuklar okuldan sonra kitap alabilir.",
        "lang": "tr",
        "supported": False,
        "support_count": 1,
        "comment_count": 12,
    }
