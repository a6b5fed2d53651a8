"""The groups of the council by term: written once, put right by a new term with its reason, and votes that rest on another."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from base.refusal import Refusal
from proposals.actions.council_paper import meeting_on
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.models import CouncilGroup, CouncilTerm
from proposals.queries.council import groups_on, term_on, terms, votes_in_force, votes_of_other_groups
from tests.factories.proposals import CouncilPaperFactory, CouncilTermFactory
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MET_ON = date(2026, 11, 17)
GROUPS = {"Waterpartij": 5, "Dorp": 4}


def begin(clerk, starts_on=date(2026, 3, 19), groups=GROUPS, **fields):
    return begin_term(starts_on=starts_on, groups=groups, by=clerk, at=COUNTING, **fields)


def seats_on(day):
    return {group.name: group.seats for group in groups_on(day)}


def test_a_term_lasts_until_the_next_begins_also_where_that_is_recorded_later(clerk):
    first = begin(clerk)
    assert (term_on(date(2026, 3, 18)), term_on(MET_ON)) == (None, first)
    begin(clerk, date(2026, 11, 10), {"Dorp": 9})
    # That a group split up in between is recorded last.
    begin(clerk, date(2026, 6, 1), {"Waterpartij": 3, "Stroom": 2, "Dorp": 4})
    days = (date(2026, 5, 31), date(2026, 11, 9), date(2026, 11, 10))
    assert [seats_on(day) for day in days] == [GROUPS, {"Waterpartij": 3, "Stroom": 2, "Dorp": 4}, {"Dorp": 9}]
    with pytest.raises(Refusal, match="begins on that day"):
        begin(clerk, date(2026, 6, 1), {"Dorp": 9})
    with pytest.raises(Refusal, match="more than a year ahead"):
        begin(clerk, date(2027, 11, 21), {"Dorp": 9})
    with pytest.raises(DatabaseError, match="begins on a day"), transaction.atomic():
        CouncilTermFactory(starts_on=date(2026, 6, 1))


def test_a_term_is_put_right_by_a_new_one_with_its_reason(clerk):
    wrong = begin(clerk, date(2027, 3, 1), {"A": 3})
    with pytest.raises(Refusal, match="everybody reads it"):
        begin(clerk, corrects=wrong)
    right = begin(clerk, corrects=wrong, reason="Verkeerd getypt.")
    assert (seats_on(MET_ON), list(terms())) == (GROUPS, [right])
    with pytest.raises(Refusal, match="Correct the correction"):
        begin(clerk, date(2026, 4, 1), corrects=wrong, reason="Nog eens.")
    # On the same day too, and what was written first stands as it was.
    begin(clerk, groups={"Waterpartij": 6, "Dorp": 4}, corrects=right, reason="Een zetel vergeten.")
    assert (term_on(MET_ON).seats, CouncilTerm.objects.get(pk=wrong.pk).seats) == (10, 3)
    with pytest.raises(DatabaseError), transaction.atomic():
        CouncilTermFactory(corrects=term_on(MET_ON), reason="", starts_on=date(2026, 3, 20))
    for rows in (CouncilTerm.objects.filter(pk=wrong.pk), CouncilGroup.objects.filter(term=wrong)):
        for write in (lambda rows=rows: rows.update(seats=4), rows.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                write()


def test_votes_that_rest_on_a_corrected_term_are_shown_and_put_right_one_by_one(
    client, clerk, agenda_item, django_assert_max_num_queries
):
    wrong = begin(clerk, groups={"Waterpartij": 5, "Drop": 4})
    paper = CouncilPaperFactory(about=agenda_item.reference, dated_on=date(2026, 11, 3))
    water, village = groups_on(MET_ON)
    made = record_vote(
        paper=paper,
        meeting=meeting_on(body="council", held_on=MET_ON, by=clerk, at=COUNTING),
        groups=[GroupHeads(water, in_favour=5), GroupHeads(village, against=4)],
        was_called=True,
        by=clerk,
        at=COUNTING,
    )
    assert votes_of_other_groups() == []
    with time_machine.travel(COUNTING, tick=False):
        client.force_login(clerk)
        desk = reverse("council_terms_desk")
        assert f"?corrects={wrong.pk}#record" in client.get(desk).content.decode()
        form = client.get(desk, {"corrects": wrong.pk}).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields}
        assert (str(typed["starts_on"]), typed["groups"].split("\n")) == ("2026-03-19", ["Waterpartij 5", "Drop 4"])
        typed |= {"starts_on": "2026-03-19", "groups": "Waterpartij 5\nDorp 6"}
        refused = client.post(desk, typed)
        assert (refused.status_code, refused.context["form"]["groups"].value()) == (409, typed["groups"])
        assert client.post(desk, typed | {"reason": "Een groep en een zetel verkeerd."}).status_code == 302
        shown = client.get(desk)
        assert [one.pk for one in shown.context["votes"]] == [made.pk]
        assert "Een groep en een zetel verkeerd." in shown.content.decode()
        with django_assert_max_num_queries(9):
            votes_of_other_groups()
        # Nothing of the vote changed; its correction takes over what the groups of the same name did.
        page = reverse("council_paper_desk", args=[paper.pk])
        form = client.get(page, {"corrects": made.pk}).context["form"]
        new = {group.name: group.pk for group in form.groups}
        assert form[f"in_favour-{new['Waterpartij']}"].value() == 5
        sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
        sent |= {"held_on": "2026-11-17", "reason": "Andere zetels."}
        refused = client.post(page, sent)
        assert (refused.status_code, "Dorp" in str(refused.context["form"].non_field_errors())) == (409, True)
        assert client.post(page, sent | {f"whole-{new['Dorp']}": "against", "sure": "yes"}).status_code == 302
    vote = votes_in_force().get()
    assert (vote.corrects, vote.outcome, vote.in_office) == (made, "rejected", 11)
    assert votes_of_other_groups() == []
