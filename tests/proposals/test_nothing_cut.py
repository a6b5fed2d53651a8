"""What somebody types is held whole, or refused with a sentence that says how much it is too long."""

import json

import pytest
from django.urls import reverse

from base.refusal import Refusal
from participation.rules import refusal_to_draw
from proposals.forms.council import PaperForm, TermForm
from proposals.forms.proposal import ProposalForm
from proposals.forms.recipe import OptionsForm
from proposals.imports.council import understood
from tests.rounds import publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("kind", "key", "most"),
    [("Motie", "titel", 300), ("Vergadering", "naam", 200), ("Motie", "nummer", 60), ("Motie", "webpaginalink", 500)],
)
def test_what_the_council_published_is_not_cut_off(kind, key, most):
    paper = {"id": "m25", "titel": "Motie leerplek", "informatieobjecttype": kind, "vergaderdatum": "2026-11-17"}
    if kind == "Vergadering":
        del paper["titel"]
    fits = "https://raad.example/".ljust(most, "e")
    assert fits in understood(json.dumps(paper | {key: fits})).as_data().values()
    with pytest.raises(Refusal, match=rf"has {most + 12} characters, 12 more than can be kept"):
        understood(json.dumps(paper | {key: fits + "e" * 12}))


def test_a_group_of_the_council_keeps_its_name():
    name = "W" * 120
    fits = TermForm({"starts_on": "2026-03-30", "groups": f"{name} 5"})
    assert fits.is_valid()
    assert fits.cleaned_data["groups"] == {name: 5}
    longer = TermForm({"starts_on": "2026-03-30", "groups": f"Dorp 4\n{name}WW 5"})
    assert longer.errors["groups"] == ["The name on line 2 is 2 characters too long: it has 120 at most."]
    vote = {"id": "m", "titel": "Motie", "fracties": [{"fractie": {"naam": name + "W"}, "aantalVoor": 5}]}
    with pytest.raises(Refusal, match="1 more than can be kept"):
        understood(json.dumps(vote))


def test_a_line_of_the_ballot_paper_is_held_whole_or_refused():
    fits = OptionsForm({"options": "a" * 255})
    assert fits.is_valid()
    assert fits.cleaned_data["options"] == ["a" * 255]
    longer = OptionsForm({"options": f"Kort\n{'a' * 260}"})
    assert longer.errors["options"] == ["Line 2 is 5 characters too long: it has 255 at most."]
    assert "a" * 260 in str(longer["options"])


def test_a_proposal_loses_none_of_its_themes(agenda_item, resident):
    consultation_round = publish_round(agenda_item)

    def said(count: int) -> list[str]:
        typed = {"tags": ", ".join(f"thema {number}" for number in range(count))}
        return ProposalForm(typed, consultation_round=consultation_round, by=resident).errors.get("tags", [])

    assert said(10) == []
    assert said(12) == ["A proposal has at most 10 themes, and here are 12. Take 2 away."]


def test_the_value_of_a_lot_is_drawn_with_as_it_was_entered(agenda_item):
    vote = publish_round(agenda_item, tie_rule="lot", public_draw="De staatsloterij")
    assert refusal_to_draw(vote, "7" * 200) == ""
    assert "3 characters too long" in refusal_to_draw(vote, "7" * 203)


def test_no_browser_cuts_off_what_is_pasted_where_staff_type(client, agenda_item, editor):
    assert 'name="title"' in str(PaperForm()["title"])
    assert "maxlength" not in str(PaperForm())
    longer = PaperForm({"kind": "motion", "title": "M" * 312, "dated_on": "2026-11-02"})
    assert longer.errors["title"] == ["Ensure this value has at most 300 characters (it has 312)."]
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[agenda_item.pk])).content.decode()
    assert 'name="title"' in page
    assert "maxlength" not in page
