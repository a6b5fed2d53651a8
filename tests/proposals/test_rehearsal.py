import re

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.models import GroupPagePermission

from accounts.enums import Role
from accounts.rehearsal import Rehearsal, rehearsal_path, signed
from base.models import Reference
from base.triggers import without_triggers
from participation.codes import typed_code
from participation.enums import PhaseKind
from participation.models import BallotBox, ConsultationRound
from proposals.actions.recipe import add_options, copy_round
from proposals.models import ConsultationRoundPage
from tests.factories.accounts import person_with
from tests.factories.participation import SubjectFactory
from tests.proposals.recipe_screens import ANSWERS, TODAY, answered
from tests.rounds import moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def rows() -> dict[str, int]:
    """How many there are, by table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def test_the_result_is_rehearsed_on_ballots_that_nobody_cast_until_voting_begins(desk, agenda_item, clerk):
    phases = [(PhaseKind.VOTE, moment(12, 1), moment(12, 15))]
    vote = publish_round(agenda_item, phases=phases, title="Wat doen we?", method="irv")
    add_options(consultation_round=vote, options=["Fontein", "Gras", "Bomen"], by=clerk, at=TODAY)
    page, before = reverse("result", args=[vote.reference.string]), rows()

    def shown(at):
        return desk.get(rehearsal_path(at=at, role=Role.RESIDENT, path=page), follow=True)

    assert (shown(moment(12, 14)).status_code, shown(moment(12, 14)).context.get("result")) == (409, None)
    after = shown(moment(12, 16))
    words = after.content.decode()
    for said in ("Nobody cast these ballots", "300 people voted", "Round by round", "Fontein", "Rehearsal."):
        assert said in words, said
    # The same at each look, and nothing of it is kept.
    assert shown(moment(12, 17)).context["result"].sheet.outcome == after.context["result"].sheet.outcome
    assert rows() == before
    desk.get(reverse("stop_rehearsal"))
    assert desk.get(page).status_code == 409
    # Once somebody can have voted the page waits for what they cast.
    ConsultationRound.objects.update(ballot_frozen_at=moment(12, 1))
    assert shown(moment(12, 16)).status_code == 409


def test_rehearsal_goes_from_ballot_to_receipt_as_a_resident_and_writes_nothing(desk, agenda_item, clerk):
    # Before anybody is on the roll and the box is made.
    vote = publish_round(
        agenda_item,
        phases=[(PhaseKind.VOTE, moment(12, 1), moment(12, 15))],
        title="Mag de fontein aan?",
        eligibility="roll",
    )
    with without_triggers():
        BallotBox.objects.filter(consultation_round=vote).delete()
    options = ["Mag de fontein aan?", "Mag het hek weg?"]
    _fountain, fence = add_options(consultation_round=vote, options=options, by=clerk, at=TODAY)
    ballot, check, voted = (reverse(name, args=[vote.reference.string]) for name in ("ballot", "check_ballot", "voted"))
    before = rows()
    # The empty ballot on paper, as it is once voting began.
    paper = reverse("paper_ballot", args=[vote.reference.string])
    shown = desk.get(rehearsal_path(at=moment(12, 2), role=Role.CLERK, path=paper), follow=True).content.decode()
    assert ("Rehearsal." in shown, shown.count("☐"), "Print it from then on." in shown) == (True, 3, False)
    page = desk.get(rehearsal_path(at=moment(12, 2), role=Role.RESIDENT, path=ballot), follow=True)
    mine = dict(desk.session)
    assert page.status_code == 200
    for said in ("Rehearsal.", "The ballot paper", "Mag het hek weg?"):
        assert said in page.content.decode()
    whose = re.search(r'name="voter" value="([^"]+)"', page.content.decode())[1]
    marked = {"choice": fence.pk, "voter": whose}
    # Nobody is there who did not cast.
    assert desk.get(voted).url == ballot
    response = desk.post(ballot, {"step": "check"} | marked)
    assert (response.status_code, response.url) == (302, check)
    shown = desk.get(check).content.decode()
    assert "Mag het hek weg?" in shown
    assert "Mag de fontein aan?</b>" not in shown
    assert f'name="choice" value="{fence.pk}"' in shown
    response = desk.post(ballot, {"step": "cast"} | marked)
    assert (response.status_code, response.url) == (302, voted)
    receipt = desk.get(voted).content.decode()
    for said in ("Only a rehearsal: not cast, nothing stored", "---- ---- -----", "You have voted", "Rehearsal."):
        assert said in receipt
    assert "Your receipt" not in receipt
    assert typed_code("---- ---- -----") == ""
    # What else is sent is refused, and after the vote this too.
    talk = reverse("reach", args=[vote.reference.string])
    assert desk.post(talk, {}).status_code == 409
    assert dict(desk.session) == mine
    desk.get(rehearsal_path(at=moment(12, 15), role=Role.RESIDENT, path=ballot))
    assert desk.post(ballot, {"step": "cast"} | marked).status_code == 409
    assert desk.get(ballot).status_code == 409
    assert rows() == before
    # The admin is as it is; and afterwards nobody is there.
    assert "Rehearsal." not in desk.get(reverse("round_desk", args=[vote.reference.string])).content.decode()
    desk.get(reverse("stop_rehearsal"))
    assert desk.get(voted).url == ballot
    assert desk.get(ballot).status_code == 409


def test_rehearsal_goes_by_any_code_as_somebody_with_a_letter_and_ends_at_the_roll_as_somebody_who_is_not_on_it(
    desk, agenda_item, clerk
):
    vote = publish_round(
        agenda_item, phases=[(PhaseKind.VOTE, moment(12, 1), moment(12, 15))], eligibility="roll", method="yes-no"
    )
    (fountain,) = add_options(consultation_round=vote, options=["Mag de fontein aan?"], by=clerk, at=TODAY)
    names = ("ballot", "vote_by_code", "voted", "leave_vote")
    ballot, code, voted, leave = (reverse(name, args=[vote.reference.string]) for name in names)
    before = rows()
    refused = desk.get(rehearsal_path(at=moment(12, 2), role="off-roll", path=ballot), follow=True)
    assert (refused.status_code, "not on the electoral roll" in refused.content.decode()) == (409, True)
    page = desk.get(rehearsal_path(at=moment(12, 2), role="letter", path=ballot), follow=True)
    mine = dict(desk.session)
    assert (page.redirect_chain[-1][0], page.status_code) == (code, 200)
    example = re.search(r"such as ([A-Z0-9 ]{15})\.", page.content.decode())[1]
    assert desk.post(code, {"code": "ACDE"}).status_code == 422
    assert desk.post(code, {"code": example}).url == ballot
    shown = desk.get(ballot).content.decode()
    assert "Leave the vote" in shown
    # A question says itself once, and leads to no text that says the same.
    assert (shown.count("Mag de fontein aan?"), "Read more" in shown) == (1, False)
    whose = re.search(r'name="voter" value="([^"]+)"', shown)[1]
    cast = {"step": "cast", f"mark-{fountain.pk}": "1", "voter": whose}
    assert desk.post(ballot, cast).url == voted
    assert "---- ---- -----" in desk.get(voted).content.decode()
    assert desk.post(leave).url == code
    assert desk.get(ballot).url == code
    assert (dict(desk.session), rows()) == (mine, before)
    # The page of the round lists what is asked, without counts of support that nobody can give.
    desk.get(rehearsal_path(at=moment(12, 2), role="visitor", path="/"))
    shown = desk.get(vote.reference.get_absolute_url(), follow=True).content.decode()
    assert [words in shown for words in ("What people vote about", "Mag de fontein aan?")] == [True, True]
    assert [words in shown for words in ("supports this", "support this", "comments")] == [False] * 3
    # Its own page calls it what it is, and leads to the ballot.
    own = desk.get(fountain.reference.get_absolute_url(), follow=True).content.decode().partition("<main")[2]
    assert [words in own for words in ("question of the municipality", "Report this question", ballot)] == [True] * 3
    assert [words in own for words in ("proposal of", "this proposal", "supports this", "support this")] == [False] * 4


def test_rehearsal_shows_a_draft_as_if_it_were_in_force_and_leaves_it_one(desk, agenda_item):
    address = reverse("recipe", args=["choose"])
    desk.post(address, answered(desk.get(address).context["form"], agenda_item) | {"option_order": "alphabet"})
    page = ConsultationRoundPage.objects.latest("pk")
    ready = reverse("round_ready", args=[page.pk])
    form = desk.get(ready).context["rehearsal"]
    begins = page.phase_rows.first().starts_at
    assert form.initial["at"] == begins
    sent = {"act": "rehearse", "at": f"{localtime(begins):%Y-%m-%dT%H:%M}", "role": "visitor"}
    shown = desk.get(desk.post(ready, sent).url, follow=True)
    words = shown.content.decode()
    assert shown.status_code == 200
    assert 'aria-label="Generale repetitie"' in words
    assert ANSWERS["title"] in words
    # Its rules are reached from there.
    rules = re.search(r'href="([^"]*/regels/)"', words)
    assert "op alfabet" in desk.get(rules[1]).content.decode()
    desk.get(reverse("stop_rehearsal"))
    page.refresh_from_db()
    assert (page.live, ConsultationRound.objects.count(), desk.get(rules[1]).status_code) == (False, 0, 404)
    assert not Reference.objects.filter(translation_key=page.translation_key).exists()
    # What is missing is said where it is begun.
    ConsultationRoundPage.objects.filter(pk=page.pk).update(method="")
    draft = page.get_latest_revision_as_object()
    draft.method = ""
    draft.save_revision()
    refused = desk.post(ready, sent)
    assert refused.status_code == 409


def test_a_round_is_rehearsed_before_the_decision_is_taken_that_gives_its_result_force(desk, agenda_item):
    publish_round(agenda_item, title="Wat doen we?", force="followed-unless", force_decision="https://raad.example/12")
    copied = copy_round(page=ConsultationRoundPage.objects.get(), by=person_with(Role.CLERK), at=TODAY)
    ready = reverse("round_ready", args=[copied.pk])
    sent = {"act": "rehearse", "at": "2027-11-04T12:00", "role": "visitor"}
    shown = desk.get(desk.post(ready, sent).url, follow=True)
    assert (shown.status_code, 'aria-label="Generale repetitie"' in shown.content.decode()) == (200, True)
    desk.get(reverse("stop_rehearsal"))
    # It goes in force with the decision alone.
    assert desk.post(ready, {"act": "open"}).status_code == 409
    copied.refresh_from_db()
    assert (copied.get_latest_revision_as_object().force_decision, copied.live) == ("", False)


def test_rehearsal_of_a_draft_asks_at_every_request_whether_it_may_be_read(desk, agenda_item, clerk):
    address = reverse("recipe", args=["react"])
    desk.post(address, answered(desk.get(address).context["form"], agenda_item))
    ready = reverse("round_ready", args=[ConsultationRoundPage.objects.latest("pk").pk])
    begun = desk.post(ready, {"act": "rehearse", "at": "2026-12-02T12:00", "role": "visitor"}).url
    desk.force_login(person_with(Role.MODERATOR))
    assert desk.get(begun, follow=True).status_code == 404
    desk.force_login(clerk)
    shown = desk.get(begun, follow=True)
    assert ANSWERS["title"] in shown.content.decode()
    here = shown.redirect_chain[-1][0]
    assert desk.get(here).status_code == 200
    # The role stays, and with it the right to rehearse; the right to edit rounds goes.
    GroupPagePermission.objects.filter(group__name=Role.CLERK).delete()
    assert desk.get(here).status_code == 404


def test_rehearsal_of_what_is_in_force_shows_a_change_that_is_a_draft_where_it_may_be_made(desk, agenda_item):
    SubjectFactory(consultation_round=publish_round(agenda_item, title="Wat doen we?", method="approval"))
    page = ConsultationRoundPage.objects.get()
    draft = page.get_latest_revision_as_object()
    draft.title = "Wat doen we in de wijk?"
    draft.save_revision()
    ready = reverse("round_ready", args=[page.pk])
    sent = {"act": "rehearse", "at": "2026-11-03T12:00", "role": "visitor"}
    assert "Wat doen we in de wijk?" in desk.get(desk.post(ready, sent).url, follow=True).content.decode()
    # Voting has begun: how votes are counted stands fast.
    draft.method = "single"
    draft.save_revision()
    shown = desk.get(desk.post(ready, sent).url, follow=True)
    assert "in de wijk" not in shown.content.decode()
    count = desk.post(ready, sent | {"act": "count"}).url
    assert desk.get(count, follow=True).status_code == 200


def test_rehearsal_is_for_staff_and_gives_nobody_the_rights_of_another_role(desk, client):
    assert desk.get(rehearsal_path(at=TODAY, role=Role.CLERK, path="/")).status_code == 302
    assert desk.get(rehearsal_path(at=TODAY, role=Role.MODERATOR, path="/")).status_code == 403
    assert desk.get(reverse("rehearsal", args=[signed(Rehearsal(TODAY, "visitor"))[:-1] + "x"])).status_code == 403
    client.force_login(person_with(Role.RESIDENT))
    assert client.get(rehearsal_path(at=TODAY, role="visitor", path="/")).status_code == 403
