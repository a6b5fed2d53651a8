"""Sample words for the gallery. The city in them does not exist, nor does anybody who is named."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from base.forms.public import PublicForm
from base.templatetags.components import bars, pagination


def say(dutch: str, english: str) -> str:
    return english if translation.get_language() == "en" else dutch


def context(path: str) -> dict[str, Any]:
    other = "nl" if translation.get_language() == "en" else "en"
    return {
        "demo": True,
        "city_name": say("Waterrijk leert", "Waterrijk learns"),
        "home_url": "#",
        "navigation": [
            {"label": say("Agenda", "Agenda"), "url": "#", "current": True},
            {"label": say("Meedoen", "Take part"), "url": "#", "current": False},
            {
                "label": say("Wat gebeurde ermee?", "What came of it?"),
                "url": "#",
                "current": False,
            },
        ],
        "language_links": [
            {
                "code": other,
                "label": "Nederlands" if other == "nl" else "English",
                "url": f"{path}?language={other}",
            }
        ],
        "account_link": {
            "label": say("Inloggen", "Sign in"),
            "url": "#",
            "current": False,
        },
        "footer_links": [
            {"label": label, "url": "#"}
            for label in (
                say("Toegankelijkheid", "Accessibility"),
                say("Privacy", "Privacy"),
                say("Huisregels", "House rules"),
                say("Contact", "Contact"),
                say("Bronnen", "Sources"),
            )
        ],
        "crumbs": [
            {"label": say("Agenda 2026–2030", "Agenda 2026–2030"), "url": "#"},
            {
                "label": say("Leren in gezin en buurt", "Learning at home and nearby"),
                "url": "#",
            },
        ],
        "samples": list(samples()),
        "stations": stations(),
        "facts": facts(),
        "tags": tags(),
        "now_actions": now_actions(),
        "cite_links": cite_links(),
        "ballot_words": {
            "budget": say("€ 30.000", "€30,000"),
            "spent": say("€ 12.000", "€12,000"),
            "left": say("€ 18.000", "€18,000"),
        },
        "cards": [item(kind) for kind in ("open", "voting", "decided")],
    }


def samples() -> Iterator[dict[str, Any]]:
    """[{name, states: [{label, html}]}], in the order of the gallery."""
    for name, states in (
        ("now_box", _now_boxes()),
        ("thread", _threads()),
        ("stamp", _stamps()),
        (
            "facts",
            [
                ("", _show("facts", facts=facts())),
                ("stacked", _show("facts", facts=facts(), stacked=True)),
            ],
        ),
        ("tag_list", [("", _show("tag_list", tags=tags()))]),
        ("button", _buttons()),
        ("alert", _alerts()),
        ("breadcrumbs", [("", _show("breadcrumbs", crumbs=context_crumbs()))]),
        (
            "progress_steps",
            [(f"{n}", _show("progress_steps", steps=steps(), current=n)) for n in (1, 2, 4)],
        ),
        (
            "item_card",
            [(kind, _show("item_card", **item(kind))) for kind in ("open", "voting", "decided")],
        ),
        (
            "proposal_card",
            [
                ("", _show("proposal_card", **proposal())),
                ("other language", _show("proposal_card", **foreign_proposal())),
            ],
        ),
        ("support", _supports()),
        (
            "forms/form",
            [("", _form(None)), ("with errors", _form({"body": "x" * 320}))],
        ),
        ("ballot_option", _ballot_options()),
        ("budget_meter", _meters()),
        ("bars", [("", _bars())]),
        ("table", [("", _table())]),
        ("pagination", [(f"{n} / 12", _pages(n)) for n in (1, 6, 12)]),
        ("comment_thread", [("", _show("comment_thread", comments=comments()))]),
        (
            "cite_box",
            [
                (
                    "",
                    _show("cite_box", address="/id/LEA-2026-014/v/3", links=cite_links()),
                )
            ],
        ),
        ("version_banner", [("", _version_banner())]),
        ("empty_state", [("", _empty())]),
        (
            "written_in",
            [
                (
                    "",
                    _show("written_in", text="Mahallede bir ağaç", lang="tr", note=True),
                )
            ],
        ),
        ("demo_mail", [("", _demo_mail())]),
        ("session_notice", [("", _session_notice())]),
    ):
        yield {
            "name": name,
            "states": [{"label": label, "html": html} for label, html in states],
        }


def _show(name: str, /, **arguments: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", arguments)


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


def _now_boxes() -> list[tuple[str, SafeString]]:
    return [
        (
            "something to do",
            _show(
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
            _show(
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


def stations(now: int = 2) -> list[dict[str, str]]:
    """The thread of the sample item; `now` is the place of the station where it is."""
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
        {
            "label": label,
            "when": when,
            "state": state(place),
            "stamp": stamp if place < now else "",
        }
        for place, (label, when, stamp) in enumerate(rows)
    ]


def _threads() -> list[tuple[str, SafeString]]:
    label = say("De draad van dit punt", "The thread of this item")
    return [
        ("on its way", _show("thread", stations=stations(), label=label)),
        ("at its beginning", _show("thread", stations=stations(0), label=label)),
        ("done", _show("thread", stations=stations(6), label=label)),
        ("compact", _show("thread", stations=stations(), compact=True, label=label)),
        (
            "compact, done",
            _show("thread", stations=stations(6), compact=True, label=label),
        ),
    ]


def _stamps() -> list[tuple[str, SafeString]]:
    return [
        (
            "red",
            _show("stamp", label=say("Reageren kan", "Open for comments"), tone="red"),
        ),
        ("green", _show("stamp", label=say("vastgesteld", "adopted"), tone="green")),
        ("amber", _show("stamp", label=say("te laat", "late"), tone="amber")),
        ("ink", _show("stamp", label=say("gesloten", "closed"), tone="ink")),
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


def _buttons() -> list[tuple[str, SafeString]]:
    return [
        (
            "primary",
            _show(
                "button",
                label=say("Doe een voorstel", "Make a proposal"),
                kind="primary",
            ),
        ),
        (
            "quiet",
            _show(
                "button",
                label=say("Bewaar en ga later verder", "Save and go on later"),
                kind="quiet",
            ),
        ),
        (
            "plain",
            _show(
                "button",
                label=say("Neem mijn steun terug", "Take back my support"),
                kind="plain",
            ),
        ),
        (
            "danger",
            _show(
                "button",
                label=say("Trek mijn voorstel in", "Withdraw my proposal"),
                kind="danger",
            ),
        ),
        (
            "disabled",
            _show(
                "button",
                label=say("Even geduld", "One moment"),
                kind="primary",
                disabled=True,
            ),
        ),
        (
            "link",
            _show("button", label=say("Lees verder", "Read on"), kind="primary", url="#"),
        ),
    ]


def _alerts() -> list[tuple[str, SafeString]]:
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
    return [(kind, _show("alert", kind=kind, content=text)) for kind, text in words.items()]


def steps() -> list[str]:
    return [
        say("Schrijven", "Write"),
        say("Plek", "Place"),
        say("Nakijken", "Check"),
        say("Versturen", "Send"),
    ]


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
        "stations": stations(now),
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


def _supports() -> list[tuple[str, SafeString]]:
    return [
        ("not yet", _show("support", count=48, url="#")),
        ("supported", _show("support", count=1204, url="#", supported=True)),
        (
            "refused",
            _show(
                "support",
                count=48,
                refusal=say(
                    "Steunen kan weer vanaf 3 december.",
                    "You can support proposals again from 3 December.",
                ),
            ),
        ),
    ]


class SampleForm(PublicForm):
    prefix = "sample"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, help_text in (
            (
                "title",
                say("Titel", "Title"),
                say("In één regel: wat wil je?", "In one line: what do you want?"),
            ),
            (
                "body",
                say("Je voorstel", "Your proposal"),
                say("Schrijf zoals je praat.", "Write as you speak."),
            ),
            ("area", say("Waar", "Where"), ""),
            (
                "who",
                say("Voor wie is het", "Whom is it for"),
                say("Je mag er meer kiezen.", "You may choose several."),
            ),
            (
                "name_shown",
                say("Welke naam mogen anderen zien", "Which name may others see"),
                "",
            ),
            (
                "agreed",
                say("Ik heb de huisregels gelezen", "I have read the house rules"),
                "",
            ),
        ):
            self.fields[name].label = label
            self.fields[name].help_text = help_text
        self.fields["area"].choices = [
            ("", say("Kies een wijk", "Choose an area")),
            ("e", say("Oost", "East")),
            ("w", "West"),
        ]
        self.fields["who"].choices = [
            ("c", say("Kinderen", "Children")),
            ("o", say("Ouderen", "Older people")),
        ]
        self.fields["name_shown"].choices = [
            ("f", say("Mijn eigen naam", "My own name")),
            ("n", say("Een schuilnaam", "Another name")),
        ]

    title = forms.CharField(max_length=80)
    body = forms.CharField(widget=forms.Textarea, max_length=300)
    area = forms.ChoiceField(choices=[], required=False)
    who = forms.MultipleChoiceField(choices=[], widget=forms.CheckboxSelectMultiple, required=False)
    name_shown = forms.ChoiceField(choices=[], widget=forms.RadioSelect)
    agreed = forms.BooleanField()


def _form(data: dict[str, str] | None) -> SafeString:
    form = SampleForm(
        {f"wrong-{name}": value for name, value in data.items()} if data else None,
        prefix="wrong" if data else "right",
    )
    return form.render()


def _ballot_options() -> list[tuple[str, SafeString]]:
    option = {
        "name": "choice",
        "label": say(
            "Een halte bij het buurthuis in Oost",
            "A stop at the community centre in East",
        ),
        "summary": say("Elke dinsdag van 14 tot 17 uur.", "Every Tuesday from 14:00 to 17:00."),
        "cost": 12000,
        "cost_words": say("€ 12.000", "€12,000"),
        "url": "#",
    }
    return [
        ("", _show("ballot_option", **option, value="1", id="choice_1")),
        (
            "chosen",
            _show("ballot_option", **option, value="2", id="choice_2", checked=True),
        ),
        (
            "disabled",
            _show("ballot_option", **option, value="3", id="choice_3", disabled=True),
        ),
        (
            "one of several",
            _show(
                "ballot_option",
                name="answer",
                value="yes",
                id="answer_yes",
                kind="radio",
                label=say("Ja", "Yes"),
            ),
        ),
        (
            "other language",
            _show(
                "ballot_option",
                name="choice",
                value="4",
                id="choice_4",
                label="Okulun yanında bir durak",
                lang="tr",
            ),
        ),
    ]


def _meters() -> list[tuple[str, SafeString]]:
    words = {
        "budget": say("€ 100.000", "€100,000"),
        "spent": say("€ 64.000", "€64,000"),
        "left": say("€ 36.000", "€36,000"),
    }
    over = {
        **words,
        "spent": say("€ 112.000", "€112,000"),
        "left": say("€ 12.000", "€12,000"),
    }
    return [
        ("", _show("budget_meter", budget=100000, spent=64000, words=words)),
        (
            "over",
            _show("budget_meter", budget=100000, spent=112000, words=over, over=True),
        ),
    ]


def _bars() -> SafeString:
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


def _table() -> SafeString:
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
    return _show(
        "table",
        caption=say("Opkomst per wijk", "Turnout per area"),
        headings=headings,
        rows=rows,
    )


def _pages(number: int) -> SafeString:
    return pagination(
        Paginator(range(240), 20).page(number),
        "area=oost",
        label=say(f"Lijst op bladzijde {number}", f"List at page {number}"),
    )


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
        role=say("Gemeente", "Municipality"),
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
        ),
        comment(4, "", "", paragraphs=["Çok güzel bir fikir."], lang="tr", edited=True),
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


def _version_banner() -> SafeString:
    return _show(
        "version_banner",
        number=2,
        when=say("2 juni 2026", "2 June 2026"),
        current_url="#",
        current_number=3,
        difference_url="#",
    )


def _empty() -> SafeString:
    return _show(
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


def _demo_mail() -> SafeString:
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
    return _show("demo_mail", mail=mail)


def _session_notice() -> SafeString:
    return _show(
        "session_notice",
        ends_at="2026-11-03T16:40:00+01:00",
        ends_words=say("16.40 uur", "16:40"),
        extend_url="#",
    )
