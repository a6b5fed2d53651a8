"""What one does: buttons, a form, a ballot paper."""

from django import forms
from django.utils.safestring import SafeString

from base.forms.public import PublicForm
from base.samples.words import say, say_lazily, show


def buttons() -> list[tuple[str, SafeString]]:
    return [
        (
            "primary",
            show(
                "button",
                label=say("Doe een voorstel", "Make a proposal"),
                kind="primary",
            ),
        ),
        (
            "quiet",
            show(
                "button",
                label=say("Bewaar en ga later verder", "Save and go on later"),
                kind="quiet",
            ),
        ),
        (
            "plain",
            show(
                "button",
                label=say("Neem mijn steun terug", "Take back my support"),
                kind="plain",
            ),
        ),
        (
            "danger",
            show(
                "button",
                label=say("Trek mijn voorstel in", "Withdraw my proposal"),
                kind="danger",
            ),
        ),
        (
            "disabled",
            show(
                "button",
                label=say("Even geduld", "One moment"),
                kind="primary",
                disabled=True,
            ),
        ),
        (
            "link",
            show("button", label=say("Lees verder", "Read on"), kind="primary", url="#"),
        ),
    ]


def _areas() -> list[tuple[str, str]]:
    return [("", say("Kies een wijk", "Choose an area")), ("e", say("Oost", "East")), ("w", "West")]


def _groups() -> list[tuple[str, str]]:
    return [("c", say("Kinderen", "Children")), ("o", say("Ouderen", "Older people"))]


def _names() -> list[tuple[str, str]]:
    return [("f", say("Mijn eigen naam", "My own name")), ("n", say("Een schuilnaam", "Another name"))]


class SampleForm(PublicForm):
    title = forms.CharField(
        label=say_lazily("Titel", "Title"),
        help_text=say_lazily("In één regel: wat wil je?", "In one line: what do you want?"),
        max_length=80,
    )
    body = forms.CharField(
        label=say_lazily("Je voorstel", "Your proposal"),
        help_text=say_lazily("Schrijf zoals je praat.", "Write as you speak."),
        widget=forms.Textarea,
        max_length=300,
    )
    area = forms.ChoiceField(label=say_lazily("Waar", "Where"), choices=_areas, required=False)
    who = forms.MultipleChoiceField(
        label=say_lazily("Voor wie is het", "Whom is it for"),
        help_text=say_lazily("Je mag er meer kiezen.", "You may choose several."),
        choices=_groups,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    name_shown = forms.ChoiceField(
        label=say_lazily("Welke naam mogen anderen zien", "Which name may others see"),
        choices=_names,
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=say_lazily("Ik heb de huisregels gelezen", "I have read the house rules"))


def form(data: dict[str, str] | None) -> SafeString:
    prefix = "wrong" if data else "right"
    sent = {f"{prefix}-{name}": value for name, value in data.items()} if data else None
    return SampleForm(sent, prefix=prefix).render()


def ballot_options() -> list[tuple[str, SafeString]]:
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
        ("", show("ballot_option", **option, value="1", id="choice_1")),
        (
            "chosen",
            show("ballot_option", **option, value="2", id="choice_2", checked=True),
        ),
        (
            "disabled",
            show("ballot_option", **option, value="3", id="choice_3", disabled=True),
        ),
        (
            "one of several",
            show(
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
            show(
                "ballot_option",
                name="choice",
                value="4",
                id="choice_4",
                label="Okulun yanında bir durak",
                lang="tr",
            ),
        ),
    ]


def meters() -> list[tuple[str, SafeString]]:
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
        ("", show("budget_meter", budget=100000, spent=64000, words=words)),
        (
            "over",
            show("budget_meter", budget=100000, spent=112000, words=over, over=True),
        ),
    ]


def supports() -> list[tuple[str, SafeString]]:
    return [
        ("not yet", show("support", count=48, url="#")),
        ("supported", show("support", count=1204, url="#", supported=True)),
        (
            "refused",
            show(
                "support",
                count=48,
                refusal=say(
                    "Steunen kan weer vanaf 3 december.",
                    "You can support proposals again from 3 December.",
                ),
            ),
        ),
    ]


class AddressSample(PublicForm):
    address = forms.EmailField(
        label=say_lazily("Mailadres", "Mail address"),
        help_text=say_lazily("Je krijgt een mail om te bevestigen.", "You get a mail to confirm."),
    )


def follows() -> list[tuple[str, SafeString]]:
    links = {"url": "#", "feed_url": "#", "dates_url": "#"}
    return [
        ("not signed in", show("follow", follow={**links, "form": AddressSample(auto_id="follow_%s")})),
        ("signed in", show("follow", follow=links)),
        ("following", show("follow", follow={**links, "is_following": True})),
    ]
