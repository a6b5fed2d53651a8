"""What is said and counted: alerts, comments, figures, a mail."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from base.samples.words import say, show
from base.templatetags.components import bars, pagination


def alerts() -> list[tuple[str, SafeString]]:
    words = {
        "info": say(
            "Je stem telt één keer. Je mag hem veranderen tot de stemming sluit.",
            "Your ballot counts once. You may change it until voting closes.",
        ),
        "success": say(
            "Je voorstel is verstuurd. Een moderator kijkt er binnen twee werkdagen naar.",
            "Your proposal was sent. A moderator looks at it within two working days.",
        ),
        "warning": say(
            "Over vijf minuten loopt je sessie af.",
            "Your session ends in five minutes.",
        ),
        "error": say(
            "Je stem kwam niet aan. Probeer het over een minuut nog eens.",
            "Your ballot did not arrive. Try again in a minute.",
        ),
    }
    return [(kind, show("alert", kind=kind, content=text)) for kind, text in words.items()]


def comments() -> list[dict[str, Any]]:
    def comment(key: int, dutch: str, english: str, **more: Any) -> dict[str, Any]:
        return {
            "id": key,
            "author": "B. Voorbeeld",
            "when": say("3 november 2026, 14.30 uur", "3 November 2026, 14:30"),
            "moment": "2026-11-03T14:30:00+01:00",
            "paragraphs": [say(dutch, english)],
            "reply_url": "#",
            "report_url": "#",
            "helpful": {"count": key, "url": "#", "given": key == 4},
            **more,
        }

    deepest = comment(
        5,
        "Helemaal mee eens.",
        "I quite agree.",
        replies=[comment(6, "Ik ook.", "So do I.", replies=[comment(7, "En ik.", "And I.")])],
    )
    answer = comment(
        2,
        "Dat kan: de bus heeft een lift.",
        "It can: the bus has a lift.",
        author=say("Bibliotheek Waterrijk", "Waterrijk library"),
        role=say("Antwoord van de gemeente", "Answer of the municipality"),
        replies=[deepest],
    )
    removed = {
        "id": 3,
        "tombstone": say(
            "Deze reactie is weggehaald, omdat er gegevens van een ander in stonden.",
            "This comment was removed, because it told private things of somebody else.",
        ),
        "replies": [],
    }
    return [
        comment(
            1,
            "Kan iemand met een rolstoel ook naar binnen?",
            "Can somebody in a wheelchair get in too?",
            replies=[answer, removed],
            more=3,
            stance={"label": say("neutraal", "neutral"), "shape": "○"},
        ),
        comment(
            4,
            "",
            "",
            paragraphs=["Çok güzel bir fikir."],
            lang="tr",
            edited=say("3 november 2026, 14.35 uur", "3 November 2026, 14:35"),
        ),
    ]


def result_bars() -> SafeString:
    rows = [
        {
            "label": say(
                "Een halte bij het buurthuis in Oost",
                "A stop at the community centre in East",
            ),
            "value": 1204,
            "value_words": say("1.204", "1,204"),
            "note": say("€ 12.000, past in het budget", "€12,000, fits the budget"),
            "chosen": True,
            "url": "#",
        },
        {
            "label": say("Een leestuin achter de school", "A reading garden behind the school"),
            "value": 876,
            "value_words": "876",
            "note": say("€ 95.000, past niet meer", "€95,000, no longer fits"),
            "url": "#",
        },
        {
            "label": "Okulun yanında bir durak",
            "lang": "tr",
            "value": 0,
            "value_words": "0",
            "note": say("niemand koos dit", "nobody chose this"),
            "url": "#",
        },
    ]
    return bars(
        rows,
        title=say("Stemmen per voorstel", "Ballots per proposal"),
        unit=say("stemmen", "ballots"),
        note_heading=say("Geld", "Money"),
        chosen_words=say("gekozen", "chosen"),
    )


def table() -> SafeString:
    headings = [
        {"label": say("Wijk", "Area")},
        {"label": say("Kiesgerechtigd", "On the roll"), "numeric": True},
        {"label": say("Stemden", "Voted"), "numeric": True},
    ]
    numbers = [
        (say("Oost", "East"), say("2.310", "2,310"), "412"),
        (say("Buitengebied", "Countryside"), say("1.118", "1,118"), "296"),
    ]
    rows = [
        [
            {"text": area},
            {"text": roll, "numeric": True},
            {"text": voted, "numeric": True},
        ]
        for area, roll, voted in numbers
    ]
    return show(
        "table",
        caption=say("Opkomst per wijk", "Turnout per area"),
        headings=headings,
        rows=rows,
    )


def pages(number: int) -> SafeString:
    return pagination(
        Paginator(range(240), 20).page(number),
        "area=oost",
        label=say(f"Lijst op bladzijde {number}", f"List at page {number}"),
    )


def empty() -> SafeString:
    return show(
        "empty_state",
        title=say("Er zijn nog geen voorstellen", "There are no proposals yet"),
        body=say(
            "Je kunt de eerste zijn, tot en met maandag 14 december.",
            "You can be the first, until and including Monday 14 December.",
        ),
        actions=[
            {
                "label": say("Doe een voorstel", "Make a proposal"),
                "url": "#",
                "kind": "quiet",
            }
        ],
    )


def demo_mail() -> SafeString:
    paragraphs = [
        say(
            "Met deze code log je in. Hij werkt een kwartier.",
            "This code signs you in. It works for fifteen minutes.",
        )
    ]
    mail = {
        "to": "inwoner@example.org",
        "subject": say("Je code", "Your code"),
        "code": "482 913",
        "url": "#",
        "paragraphs": paragraphs,
    }
    return show("demo_mail", mail=mail)


def session_notice() -> SafeString:
    return show(
        "session_notice",
        ends_at="2026-11-03T16:40:00+01:00",
        ends_words=say("16.40 uur", "16:40"),
        extend_url="#",
    )
