import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.models import GroupPagePermission

from accounts.enums import Role
from accounts.rehearsal import Rehearsal, rehearsal_path, signed
from base.models import Reference
from base.refusal import Refusal
from participation.actions.subject import keep_off_ballot
from participation.codes import typed_code
from participation.doubles import refusal_of_doubles
from participation.enums import PhaseKind
from participation.models import BallotBox, ConsultationRound, Subject
from participation.queries.ballot import ballot_subjects
from proposals.actions.recipe import add_options, copy_round
from proposals.models import ConsultationRoundPage
from proposals.recipes import RECIPES
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import BallotBoxFactory, SubjectFactory, VotingHelpFactory, VotingLetterFactory
from tests.rounds import anew, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TODAY = moment(11, 3, 12)
ANSWERS = {"title": "Wat doen we?", "summary": "Denk mee over het plein.", "seats": "2", "budget": "50000"}


def on_clock(at):
    return localtime(at).replace(tzinfo=None)


@pytest.fixture
def desk(clerk, client, time_machine):
    time_machine.move_to(TODAY, tick=False)
    client.force_login(clerk)
    return client


def answered(form, item) -> dict[str, str]:
    """The screen as the browser sends it, with what is filled in beforehand and the answers of somebody."""
    sent = {field.html_name: field.value() for field in form}
    sent = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in sent.items()}
    return {name: value for name, value in sent.items() if value is not None} | ANSWERS | {"parent": item.pk}


def test_every_recipe_asks_twelve_fields_at_most_and_opens_from_the_screens_alone(desk, agenda_item):
    for recipe in RECIPES.values():
        address = reverse("recipe", args=[recipe.name])
        form = desk.get(address).context["form"]
        assert len(form.asked_fields) <= 12
        response = desk.post(address, answered(form, agenda_item))
        assert not response.context or response.context["form"].errors == {}
        page = ConsultationRoundPage.objects.latest("pk")
        ready = reverse("round_ready", args=[page.pk])
        assert (response.status_code, response.url, page.live) == (302, ready, False)
        asks = desk.get(ready).context["asks_options"]
        assert asks is (recipe.name == "yes-no")
        # What people vote about is asked where it goes in force: with nothing on its paper no vote begins.
        typed = {"options": "Mag de fontein aan?"} if asks else {}
        assert desk.post(ready, {"act": "open", **typed}).status_code == 302
        known = ConsultationRound.objects.get(reference__translation_key=page.translation_key)
        assert (known.title, known.put_in_force_at) == (ANSWERS["title"], TODAY)
        assert [phase.kind for phase in known.phases.all() if phase.kind != PhaseKind.ASSESS] == list(recipe.spans)
        if recipe.name == "yes-no":
            desk.post(ready, {"act": "options", "options": "\nMag het hek weg?\n"})
            assert [one.label for one in ballot_subjects(anew(known))] == ["Mag de fontein aan?", "Mag het hek weg?"]
        if recipe.votes:
            BallotBoxFactory(consultation_round=known)
        assert desk.get(ready).context["is_ready"] is True


def test_checklist_says_what_is_missing_and_keeps_the_round_closed(desk, agenda_item):
    address = reverse("recipe", args=["budget"])
    sent = answered(desk.get(address).context["form"], agenda_item)
    assert desk.post(address, sent | {"vote_last": "2026-01-01"}).status_code == 422
    desk.post(address, sent | {"force": "mandated"})
    page = ConsultationRoundPage.objects.latest("pk")
    ready = reverse("round_ready", args=[page.pk])
    response = desk.get(ready)
    assert response.context["is_ready"] is False
    assert "adres van het mandaat" in response.content.decode()
    assert desk.post(ready, {"act": "open"}).status_code == 409
    assert ConsultationRound.objects.count() == 0


def test_round_that_would_be_over_or_voted_in_already_is_not_opened(desk, agenda_item):
    spans = {"collect_first": "2026-09-01", "collect_last": "2026-09-20", "vote_first": "2026-10-10"}
    address = reverse("recipe", args=["choose"])
    sent = answered(desk.get(address).context["form"], agenda_item) | spans
    past = "in het verleden: 1 september tot en met 2 november 2026."
    for last, sentence in (("2026-11-02", past), ("2026-12-01", "Stemmen kan niet in het verleden beginnen.")):
        desk.post(address, sent | {"vote_last": last})
        ready = reverse("round_ready", args=[ConsultationRoundPage.objects.latest("pk").pk])
        response = desk.get(ready)
        assert sentence in response.content.decode()
        assert "Ze begint meteen" not in response.content.decode()
        assert response.context["is_ready"] is False
        refused = desk.post(ready, {"act": "open"})
        assert refused.status_code == 409
        assert sentence in "".join(map(str, get_messages(refused.wsgi_request)))
    # What began may still be opened while something is to come.
    desk.post(address, sent | {"vote_first": "2026-12-01", "vote_last": "2026-12-05"})
    assert ConsultationRound.objects.count() == 0
    ready = reverse("round_ready", args=[ConsultationRoundPage.objects.latest("pk").pk])
    assert desk.post(ready, {"act": "open"}).status_code == 302


def test_line_stands_on_the_ballot_paper_once_whatever_its_capitals_and_spaces(desk, agenda_item):
    address = reverse("recipe", args=["yes-no"])
    desk.post(address, answered(desk.get(address).context["form"], agenda_item))
    page = ConsultationRoundPage.objects.latest("pk")
    ready = reverse("round_ready", args=[page.pk])
    desk.post(ready, {"act": "open"})
    known = ConsultationRound.objects.get()
    typed = "Mag het hek weg?\nMag de fontein aan?\n mag  de FONTEIN aan?"
    refused = desk.post(ready, {"act": "options", "options": typed})
    assert (refused.status_code, ballot_subjects(known).count()) == (409, 0)
    assert "“Mag de fontein aan?”" in "".join(map(str, get_messages(refused.wsgi_request)))
    assert "mag  de FONTEIN aan?" in refused.content.decode()
    desk.post(ready, {"act": "options", "options": "Mag de fontein aan?\nMag het hek weg?"})
    again = desk.post(ready, {"act": "options", "options": "MAG DE FONTEIN AAN?"})
    assert (again.status_code, ballot_subjects(known).count()) == (409, 2)
    # A title that was changed since, and one that is the same in another language.
    _fountain, fence = ballot_subjects(known)
    Subject.objects.filter(pk=fence.pk).update(label="Mag de fontein\u00a0aan?", language="en")
    assert refusal_of_doubles(known) == ""
    Subject.objects.filter(pk=fence.pk).update(language="nl")
    double = "Dit staat vaker op het stembiljet: “Mag de fontein aan?”"
    assert double in desk.get(ready).content.decode()
    assert double in desk.get(reverse("round_desk", args=[known.reference.string])).content.decode()
    draft = page.get_latest_revision_as_object()
    draft.summary = "Denk mee."
    draft.save_revision()
    assert desk.post(ready, {"act": "open"}).status_code == 409
    keep_off_ballot(subject=fence, reason="Het staat er al.", by=person_with(Role.CLERK), at=TODAY)
    assert desk.post(ready, {"act": "open"}).status_code == 302


def test_recipe_takes_the_roll_where_the_result_is_more_than_advice_and_says_what_it_means_without(desk, agenda_item):
    address = reverse("recipe", args=["yes-no"])
    sent = answered(desk.get(address).context["form"], agenda_item)
    decided = {"force": "followed-unless", "force_decision": "https://raad.example/12"}
    for given, eligibility, said in (
        ({}, "signed-in", ["kan vaker stemmen", "Elk mailadres heeft één stembiljet"]),
        (decided, "roll", []),
        (decided | {"eligibility": "signed-in"}, "signed-in", ["kan vaker stemmen", "is meer dan een advies"]),
    ):
        desk.post(address, sent | given)
        page = ConsultationRoundPage.objects.latest("pk")
        shown = desk.get(reverse("round_ready", args=[page.pk])).content.decode()
        assert page.eligibility == eligibility
        assert [words for words in said if words not in shown] == []
        assert bool(said) == ("kan vaker stemmen" in shown)


def test_checklist_of_a_round_that_runs_does_not_call_its_beginning_later_than_now(desk, agenda_item):
    publish_round(agenda_item)
    ready = reverse("round_ready", args=[ConsultationRoundPage.objects.get().pk])

    def checks() -> dict[str, Any]:
        # The admin speaks Dutch.
        return {check.label: check for check in desk.get(ready).context["checks"]}

    assert "Ze begint later dan nu" not in checks()
    # Nobody is kept from opening a round by it, but who helps is asked for; and what letters say is held against the vote.
    helps = checks()["Telefoon, balie en hulppunt"]
    assert (helps.refusal[:22], helps.may_wait) == ("Er is nog niets ingevu", True)
    assert "Wat de brieven zeggen" not in checks()
    VotingHelpFactory(language="nl", desk="Stadhuis")
    voting = ConsultationRound.objects.get()
    VotingLetterFactory(roll_entry__consultation_round=voting, says_from=moment(1, 1), says_until=moment(1, 2))
    assert checks()["Telefoon, balie en hulppunt"].refusal == ""
    assert checks()["Wat de brieven zeggen"].refusal.startswith("1 brief noemt een andere tijd")


def test_copy_round_is_a_draft_a_year_later_without_what_was_decided_for_the_earlier_one(agenda_item, clerk):
    publish_round(
        agenda_item,
        title="Begroting 2026",
        force="followed-unless",
        force_decision="https://raad.example/12",
        public_draw="De staatsloterij van 10 december",
    )
    page = ConsultationRoundPage.objects.get()
    copied = copy_round(page=page, by=clerk, at=TODAY)
    draft = copied.get_latest_revision_as_object()
    assert (draft.title, draft.live, draft.force) == ("Begroting 2027", False, "followed-unless")
    assert (draft.force_decision, draft.public_draw) == ("", "")
    assert draft.translation_key != page.translation_key
    rows = zip(draft.phase_rows.all(), page.phase_rows.all(), strict=True)
    on_the_clock = [(on_clock(new.starts_at), on_clock(old.starts_at)) for new, old in rows]
    # Also where summer time ends in between, which is on 31 October 2027: the vote.
    assert {new - old for new, old in on_the_clock} == {timedelta(weeks=52)}
    with pytest.raises(Refusal):
        copy_round(page=page, by=UserFactory(), at=TODAY)


def test_a_round_is_offered_to_copy_once_by_its_number_whatever_languages_it_is_in(desk, agenda_item, site_ground):
    vote = publish_round(agenda_item)
    page = ConsultationRoundPage.objects.get()
    agenda_item.get_parent().specific.copy_for_translation(site_ground.english)
    agenda_item.copy_for_translation(site_ground.english)
    page.copy_for_translation(site_ground.english)
    shown = desk.get(reverse("new_round"))
    assert [(one.pk, number) for one, number in shown.context["earlier"]] == [(page.pk, vote.reference.string)]
    assert f"<small>{vote.reference.string}</small>" in shown.content.decode()


def rows() -> dict[str, int]:
    """How many there are, by table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def test_rehearsal_goes_from_ballot_to_receipt_as_a_resident_and_writes_nothing(desk, agenda_item, clerk):
    # Before anybody is on the roll and the box is made.
    vote = publish_round(
        agenda_item,
        phases=[(PhaseKind.VOTE, moment(12, 1), moment(12, 15))],
        title="Mag de fontein aan?",
        eligibility="roll",
    )
    BallotBox.objects.filter(consultation_round=vote).delete()
    options = ["Mag de fontein aan?", "Mag het hek weg?"]
    _fountain, fence = add_options(consultation_round=vote, options=options, by=clerk, at=TODAY)
    ballot, check, voted = (reverse(name, args=[vote.reference.string]) for name in ("ballot", "check_ballot", "voted"))
    before = rows()
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
