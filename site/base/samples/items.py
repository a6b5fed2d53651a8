"""What a page of an agenda item is made of: its thread, its box, its facts."""

from django.utils.safestring import SafeString

from base.samples.words import say, show
from base.thread import Station


def context_crumbs() -> list[dict[str, str]]:
    return [
        {"label": say("Agenda 2026–2030", "Agenda 2026–2030"), "url": "#"},
        {
            "label": say("Leren in gezin en buurt", "Learning at home and nearby"),
            "url": "#",
        },
        {
            "label": say("De bibliotheek komt naar de wijk", "The library comes to you"),
            "url": "#",
        },
    ]


def filters() -> dict[str, object]:
    areas = [("oost", say("Oost", "East")), ("haven", say("Haven", "Harbour"))]
    return {
        "label": say("Kies en zoek", "Choose and search"),
        "filters": [{"name": "area", "label": say("Buurt", "Neighbourhood"), "options": areas, "chosen": "oost"}],
        "search": {"name": "q", "label": say("Woorden", "Words"), "value": say("halte", "stop")},
        "is_open": True,
        "chips": [
            {"label": say("Buurt: Oost", "Neighbourhood: East"), "url": "#"},
            {"label": say("Woorden: halte", "Words: stop"), "url": "#"},
        ],
    }


def now_actions() -> list[dict[str, str]]:
    return [
        {
            "label": say("Doe een voorstel", "Make a proposal"),
            "url": "#",
            "kind": "primary",
        },
        {
            "label": say("Reageer op de tekst", "Comment on the text"),
            "url": "#",
            "kind": "quiet",
        },
    ]


def now_boxes() -> list[tuple[str, SafeString]]:
    return [
        (
            "something to do",
            show(
                "now_box",
                id="now-open",
                title=say(
                    "Nu: zeg waar de bus moet stoppen",
                    "Now: say where the bus should stop",
                ),
                body=say(
                    "Reageren en zelf een plek voorstellen kan tot en met maandag 14 december, 23.59 uur. "
                    "Daarna kiezen inwoners uit de haalbare plekken.",
                    "You can comment and propose a place until and including Monday 14 December, 23:59. "
                    "After that residents choose from what is feasible.",
                ),
                actions=now_actions(),
            ),
        ),
        (
            "nothing to do",
            show(
                "now_box",
                id="now-quiet",
                quiet=True,
                title=say("Nu: wachten op de gemeente", "Now: waiting for the municipality"),
                body=say(
                    "De gemeente antwoordt uiterlijk 20 februari 2027. Het besluit van de raad volgt op 18 maart.",
                    "The municipality answers by 20 February 2027. The council decides on 18 March.",
                ),
            ),
        ),
    ]


def stations(now: int = 2, times: int = 1) -> list[Station]:
    """The thread of the sample item; `now` is the place of the station where it is. `times` over makes it a long one."""
    rows = [
        (
            say("Inspiratiedag", "Day of ideas"),
            say("12 april 2026 · 140 mensen", "12 April 2026 · 140 people"),
            "",
        ),
        (
            say("Op de agenda gezet", "Put on the agenda"),
            say("2 juni 2026", "2 June 2026"),
            say("vastgesteld", "adopted"),
        ),
        (
            say("Inwoners praten mee", "Residents have their say"),
            say("nu, nog 19 dagen · 23 voorstellen", "now, 19 days left · 23 proposals"),
            "",
        ),
        (
            say("Stemmen over de haltes", "Vote on the stops"),
            say(
                "12 tot en met 25 januari 2027",
                "12 until and including 25 January 2027",
            ),
            "",
        ),
        (
            say("Antwoord van de gemeente", "Answer of the municipality"),
            say("uiterlijk 20 februari 2027", "by 20 February 2027"),
            "",
        ),
        (
            say("Besluit van de raad", "Decision of the council"),
            say("verwacht 18 maart 2027", "expected 18 March 2027"),
            say("besloten", "decided"),
        ),
    ]

    def state(place: int) -> str:
        return "reached" if place < now else ("now", "next")[place - now] if place - now < 2 else "later"

    return [
        Station(label=label, at=None, when=when, state=state(place), stamp=stamp if place < now else "")
        for place, (label, when, stamp) in enumerate(rows * times)
    ]


def threads() -> list[tuple[str, SafeString]]:
    label = say("De draad van dit punt", "The thread of this item")
    return [
        ("on its way", show("thread", stations=stations(), label=label)),
        ("at its beginning", show("thread", stations=stations(0), label=label)),
        ("done", show("thread", stations=stations(6), label=label)),
        ("long", show("thread", stations=stations(10, 2), label=label)),
        ("compact", show("thread", stations=stations(), compact=True, label=label)),
        (
            "compact, done",
            show("thread", stations=stations(6), compact=True, label=label),
        ),
    ]


def stamps() -> list[tuple[str, SafeString]]:
    return [
        (
            "red",
            show("stamp", label=say("Reageren kan", "Open for comments"), tone="red"),
        ),
        ("green", show("stamp", label=say("vastgesteld", "adopted"), tone="green")),
        ("amber", show("stamp", label=say("te laat", "late"), tone="amber")),
        ("ink", show("stamp", label=say("gesloten", "closed"), tone="ink")),
    ]


def facts() -> list[dict[str, str]]:
    return [
        {
            "label": say("Eigenaar", "Owner"),
            "value": say("Bibliotheek en gemeente samen", "Library and municipality together"),
        },
        {
            "label": say("Geld", "Money"),
            "value": say("€ 180.000 per jaar, begroting 2027", "€180,000 a year, budget of 2027"),
        },
        {
            "label": say("Invloed", "Influence"),
            "value": say("Inwoners kiezen de haltes", "Residents choose the stops"),
        },
        {
            "label": say("Wie besluit", "Who decides"),
            "value": say("De gemeenteraad", "The council"),
        },
    ]


def tags() -> list[dict[str, str]]:
    words = (
        say("Mobiele bibliotheek", "Mobile library"),
        say("Ouderen", "Older people"),
        say("Jonge kinderen", "Young children"),
    )
    return [
        *({"label": word, "url": "#"} for word in words),
        {"label": say("Oost en Buitengebied", "East and countryside"), "url": ""},
    ]


def steps() -> list[str]:
    return [
        say("Schrijven", "Write"),
        say("Plek", "Place"),
        say("Nakijken", "Check"),
        say("Versturen", "Send"),
    ]


def cite_links() -> list[dict[str, str]]:
    return [
        {"label": say("Kopieer voor Word", "Copy for Word"), "url": "#"},
        {"label": "BibTeX, RIS", "url": "#"},
        {
            "label": say("Verschil met versie 2", "Difference with version 2"),
            "url": "#",
        },
    ]


def version_banner() -> SafeString:
    return show(
        "version_banner",
        number=2,
        when=say("2 juni 2026", "2 June 2026"),
        current_url="#",
        current_number=3,
        difference_url="#",
    )
