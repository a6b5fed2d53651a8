from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.enums import Role
from base.refusal import Refusal
from participation.actions.subject import keep_off_ballot
from participation.doubles import refusal_of_doubles
from participation.enums import PhaseKind
from participation.models import ConsultationRound, EquatedDay, Subject
from participation.queries.ballot import ballot_subjects
from proposals.actions.recipe import add_options, copy_round, open_round
from proposals.models import ConsultationRoundPage
from proposals.recipes import RECIPES
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import BallotBoxFactory, VotingHelpFactory, VotingLetterFactory
from tests.proposals.recipe_screens import ANSWERS, TODAY, answered
from tests.rounds import anew, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def on_clock(at):
    return localtime(at).replace(tzinfo=None)


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


def test_every_recipe_fills_in_usual_texts_in_the_language_of_the_page(desk, agenda_item):
    for recipe in RECIPES.values():
        address = reverse("recipe", args=[recipe.name])
        form = desk.get(address).context["form"]
        texts = {name: form[name].value() for name in ("summary", "open_to_influence", "what_happens_next")}
        # Of a Dutch page, whatever the language of who makes it.
        assert texts == {name: recipe.text(name, "nl") for name in texts}
        assert all(text != recipe.text(name, "en") for name, text in texts.items())
        # As a browser sends it: nobody changed it but for one.
        sent = answered(form, agenda_item) | {
            "summary": recipe.text("summary", "en"),
            "open_to_influence": "Alleen het hek.",
        }
        desk.post(address, sent)
        page = ConsultationRoundPage.objects.latest("pk")
        assert (page.summary, page.what_happens_next) == (texts["summary"], texts["what_happens_next"]), recipe.name
        assert "Alleen het hek." in page.open_to_influence


def test_checklist_counts_what_is_done_begins_with_what_is_missing_and_tells_of_a_year_without_decree(
    desk, agenda_item
):
    address = reverse("recipe", args=["yes-no"])
    sent = answered(desk.get(address).context["form"], agenda_item)
    desk.post(address, sent | {"vote_first": "2029-03-01", "vote_last": "2029-03-14"})
    ready = reverse("round_ready", args=[ConsultationRoundPage.objects.latest("pk").pk])
    shown = desk.get(ready)
    kinds = [(not check.refusal, check.may_wait) for check in shown.context["checks"]]
    assert kinds == sorted(kinds)
    assert {(False, False), (False, True)} < set(kinds)
    done, missing = sum(one for one, _later in kinds), kinds.count((False, False))
    assert f"Klaar: {done} van {len(kinds)}. Dit ontbreekt nog: {missing}." in shown.content.decode()
    # When a term to object ends, a day of a decree can be in the way: three years ahead nobody knows which.
    unknown = "Van 2029 heeft nog niemand ingevoerd"
    assert unknown in shown.content.decode()
    EquatedDay.objects.create(day=date(2029, 5, 11), decree="Stcrt. 2028, 1")
    assert unknown not in desk.get(ready).content.decode()
    desk.post(address, sent)
    soon = reverse("round_ready", args=[ConsultationRoundPage.objects.latest("pk").pk])
    assert "De laatste dag van een termijn" not in desk.get(soon).content.decode()


def test_checklist_says_what_is_missing_and_keeps_the_round_closed(desk, agenda_item):
    address = reverse("recipe", args=["budget"])
    sent = answered(desk.get(address).context["form"], agenda_item)
    assert desk.post(address, sent | {"vote_last": "2026-01-01"}).status_code == 422
    # A comma begins decimals: nobody guesses how many euros were meant. Dots and spaces part thousands, as people write them.
    refused = desk.post(address, sent | {"budget": "50,000"})
    assert (refused.status_code, 'value="50,000"' in refused.content.decode()) == (422, True)
    desk.post(address, sent | {"force": "mandated", "budget": "50.000"})
    page = ConsultationRoundPage.objects.latest("pk")
    ready = reverse("round_ready", args=[page.pk])
    response = desk.get(ready)
    assert response.context["is_ready"] is False
    assert page.get_latest_revision_as_object().budget == 50_000
    said = "Budget: €\u00a050.000.", "Bij gelijke stand: het goedkoopste eerst, daarna het laagste nummer."
    assert [words for words in said if words not in response.context["summary"]] == []
    # Wagtail's own form of the page reads numbers in the same way.
    fields = ConsultationRoundPage.get_edit_handler().get_form_class().base_fields
    assert fields["budget"].clean("75 000") == 75_000
    assert "adres van het mandaat" in response.content.decode()
    assert desk.post(ready, {"act": "open"}).status_code == 409
    assert ConsultationRound.objects.count() == 0


def test_recipe_refuses_days_that_are_past_and_lets_a_vote_of_today_begin_at_the_next_full_hour(desk, agenda_item):
    spans = {"collect_first": "2026-09-01", "collect_last": "2026-09-20", "vote_first": "2026-10-10"}
    address = reverse("recipe", args=["choose"])
    sent = answered(desk.get(address).context["form"], agenda_item) | spans
    past = "in het verleden: 1 september tot en met 2 november 2026."
    for last, sentence in (("2026-11-02", past), ("2026-12-01", "Stemmen kan niet in het verleden beginnen.")):
        refused = desk.post(address, sent | {"vote_last": last})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["vote_first"])
        assert sentence in refused.content.decode()
    refused = desk.post(
        address, sent | {"vote_last": "2026-12-01", "collect_last": "2026-11-20", "vote_first": "2026-11-10"}
    )
    assert (refused.status_code, ConsultationRoundPage.objects.count()) == (422, 0)
    # What began may still be opened while something is to come.
    desk.post(address, sent | {"vote_first": "2026-11-03", "vote_last": "2026-11-05"})
    page = ConsultationRoundPage.objects.latest("pk")
    assert on_clock(page.phase_rows.get(kind=PhaseKind.VOTE).starts_at).isoformat() == "2026-11-03T13:00:00"
    assert page.phase_rows.get(kind=PhaseKind.VOTE).ends_at == moment(11, 6)
    assert desk.post(reverse("round_ready", args=[page.pk]), {"act": "open"}).status_code == 302


def test_days_that_are_past_by_now_are_changed_on_the_screen_that_says_so(desk, agenda_item, clerk, time_machine):
    address = reverse("recipe", args=["yes-no"])
    desk.post(address, answered(desk.get(address).context["form"], agenda_item) | {"vote_first": "2026-11-03"})
    page = ConsultationRoundPage.objects.latest("pk")
    ready = reverse("round_ready", args=[page.pk])
    assert desk.get(ready).context["days_are_asked"] is False
    time_machine.move_to(moment(11, 3, 14), tick=False)
    desk.force_login(clerk)
    response = desk.get(ready)
    assert (response.context["is_ready"], response.context["days_are_asked"]) == (False, True)
    assert "Stemmen kan niet in het verleden beginnen." in response.content.decode()
    assert '<a href="#days">' in response.content.decode()
    assert "Ze begint meteen" not in response.content.decode()
    refused = desk.post(ready, {"act": "open"})
    assert refused.status_code == 409
    assert "Stemmen kan niet in het verleden" in "".join(map(str, get_messages(refused.wsgi_request)))
    days = {"act": "days", "vote_first": "2026-11-02", "vote_last": "2026-11-20"}
    refused = desk.post(ready, days)
    assert (refused.status_code, list(refused.context["days"].errors)) == (422, ["vote_first"])
    assert desk.post(ready, days | {"vote_first": "2026-11-03"}).status_code == 302
    page = ConsultationRoundPage.objects.get(pk=page.pk)
    (row,) = page.get_latest_revision_as_object().phase_rows.all()
    assert (row.starts_at, row.ends_at) == (moment(11, 3, 15), moment(11, 21))
    assert desk.post(ready, {"act": "open", "options": "Mag de fontein aan?"}).status_code == 302
    # In force its page moves it, which tells who follows it.
    assert desk.get(ready).context["days"] is None
    assert desk.post(ready, days).status_code == 404


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
    many = desk.post(ready, {"act": "options", "options": "\n".join(f"Vraag {number}" for number in range(49))})
    assert (many.status_code, "hoogstens 50" in "".join(map(str, get_messages(many.wsgi_request)))) == (409, True)
    assert desk.post(ready, {"act": "options", "options": "Vraag\n" * 51}).status_code == 422
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
    assert "Wie er op de kiezerslijst staat, in de regels" not in checks()
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


def test_a_copied_vote_has_a_name_of_its_own_and_offers_what_was_asked_in_the_earlier_one(desk, agenda_item, clerk):
    phases = [(PhaseKind.VOTE, moment(11, 10), moment(11, 15))]
    earlier = publish_round(agenda_item, title="Het plein", phases=phases, method="yes-no")
    add_options(consultation_round=earlier, options=["Komt er een fontein?", "Komt er gras?"], by=clerk, at=TODAY)
    page = ConsultationRoundPage.objects.get(translation_key=earlier.reference.translation_key)
    copied = copy_round(page=page, by=clerk, at=TODAY)
    assert copied.get_latest_revision_as_object().title == "Het plein 2027"
    ready = reverse("round_ready", args=[copied.pk])
    desk.force_login(clerk)
    shown = desk.get(ready)
    assert shown.context["options"]["options"].value() == "Komt er een fontein?\nKomt er gras?"
    assert f"Ingevuld zoals in {earlier.reference.string}" in shown.content.decode()
    found = open_round(page=copied, options=["Komt er gras?"], by=clerk, at=TODAY)
    assert [one.label for one in found.subjects.all()] == ["Komt er gras?"]
    # Once something is on the paper nothing is offered.
    assert not desk.get(ready).context["options"]["options"].value()


def test_a_round_is_offered_to_copy_once_by_its_number_whatever_languages_it_is_in(desk, agenda_item, site_ground):
    vote = publish_round(agenda_item)
    page = ConsultationRoundPage.objects.get()
    agenda_item.get_parent().specific.copy_for_translation(site_ground.english)
    agenda_item.copy_for_translation(site_ground.english)
    page.copy_for_translation(site_ground.english)
    shown = desk.get(reverse("new_round"))
    assert [(one.pk, number) for one, number in shown.context["earlier"]] == [(page.pk, vote.reference.string)]
    assert f"<small>{vote.reference.string}</small>" in shown.content.decode()
