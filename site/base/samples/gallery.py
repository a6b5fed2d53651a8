"""The gallery: the frame of a page around every component."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from base.samples import cards, forms, items, messages
from base.samples.words import say, show


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
        "stations": items.stations(),
        "facts": items.facts(),
        "tags": items.tags(),
        "now_actions": items.now_actions(),
        "cite_links": items.cite_links(),
        "ballot_words": {
            "budget": say("€ 30.000", "€30,000"),
            "spent": say("€ 12.000", "€12,000"),
            "left": say("€ 18.000", "€18,000"),
        },
        "cards": [cards.item(kind) for kind in ("open", "voting", "decided")],
    }


def samples() -> Iterator[dict[str, Any]]:
    """[{name, states: [{label, html}]}], in the order of the gallery."""
    for name, states in (
        ("now_box", items.now_boxes()),
        ("thread", items.threads()),
        ("stamp", items.stamps()),
        (
            "facts",
            [
                ("", show("facts", facts=items.facts())),
                ("stacked", show("facts", facts=items.facts(), stacked=True)),
            ],
        ),
        ("tag_list", [("", show("tag_list", tags=items.tags()))]),
        ("filters", [("", show("filters", **items.filters()))]),
        ("list_steps", [("", show("list_steps", first_url="#", previous_url="#", next_url="#"))]),
        ("button", forms.buttons()),
        ("alert", messages.alerts()),
        ("breadcrumbs", [("", show("breadcrumbs", crumbs=items.context_crumbs()))]),
        (
            "progress_steps",
            [(f"{n}", show("progress_steps", steps=items.steps(), current=n)) for n in (1, 2, 4)],
        ),
        (
            "item_card",
            [(kind, show("item_card", **cards.item(kind))) for kind in ("open", "voting", "decided")],
        ),
        (
            "proposal_card",
            [
                ("", show("proposal_card", **cards.proposal())),
                ("other language", show("proposal_card", **cards.foreign_proposal())),
            ],
        ),
        ("support", forms.supports()),
        ("follow", forms.follows()),
        (
            "forms/form",
            [("", forms.form(None)), ("with errors", forms.form({"body": "x" * 320}))],
        ),
        ("ballot_option", forms.ballot_options()),
        ("budget_meter", forms.meters()),
        ("bars", [("", messages.result_bars())]),
        ("table", [("", messages.table())]),
        ("pagination", [(f"{n} / 12", messages.pages(n)) for n in (1, 6, 12)]),
        ("stance", [("", show("stance", stance={"label": say("voor", "for"), "shape": "+"}))]),
        ("comment_thread", [("", show("comment_thread", comments=messages.comments()))]),
        (
            "cite_box",
            [
                (
                    "",
                    show("cite_box", address="/id/LEA-2026-014/v/3", links=items.cite_links()),
                )
            ],
        ),
        ("version_banner", [("", items.version_banner())]),
        ("empty_state", [("", messages.empty())]),
        (
            "written_in",
            [
                (
                    "",
                    show("written_in", text="Mahallede bir ağaç", lang="tr", note=True),
                )
            ],
        ),
        ("demo_mail", [("", messages.demo_mail())]),
        ("session_notice", [("", messages.session_notice())]),
    ):
        yield {
            "name": name,
            "states": [{"label": label, "html": html} for label, html in states],
        }
