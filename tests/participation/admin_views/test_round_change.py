from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from participation.actions.ballot import freeze_ballot
from participation.enums import PhaseKind
from participation.models import RoundChange, SecondedAct
from participation.voting_enums import SecondedKind
from tests.factories.accounts import person_with
from tests.factories.participation import (
    CertificationFactory,
    ConsultationRoundFactory,
    PhaseFactory,
    TallySheetFactory,
)
from tests.rounds import anew, by_two, formal_round, hand_in, moment, publish, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DURING = moment(11, 3, 12)


def test_clerk_pauses_and_resumes_a_round_and_everybody_reads_why(
    agenda_item, resident, moderator, clerk, client, time_machine
):
    vote = publish_round(agenda_item)
    publish(hand_in(vote, by=resident), by=moderator)
    # Of one option alone nothing is left to choose: that is refused.
    publish(hand_in(vote, by=resident, title="Boom"), by=moderator)
    desk, page = reverse("round_changes", args=[vote.reference.string]), vote.reference.get_absolute_url()

    def screen(act):
        return reverse("round_change", args=[vote.reference.string, act])

    def offered():
        shown = client.get(desk).content.decode()
        return [act for act in ("extend", "pause", "resume", "option", "cancel") if screen(act) in shown]

    client.force_login(clerk)
    time_machine.move_to(DURING, tick=False)
    # First what somebody wants, and each on a screen of its own: nothing is cancelled by who wants to pause.
    assert offered() == ["extend", "pause", "option", "cancel"]
    assert "reason" not in client.get(desk).content.decode().partition("<main")[2]
    empty = client.post(screen("pause"), {"reason": ""})
    assert (empty.status_code, "<title>Fout: " in empty.content.decode()) == (422, True)
    assert client.post(screen("pause"), {"reason": "De bus is gestolen."}).status_code == 302
    assert offered() == ["extend", "resume", "option", "cancel"]
    # What a colleague did in the meantime is told, and what was typed stays.
    late = client.post(screen("pause"), {"reason": "De bus is echt gestolen."})
    assert (late.status_code, "De bus is echt gestolen." in late.content.decode()) == (409, True)
    assert client.get(screen("pause")).headers["location"] == desk
    assert client.post(screen("destroy"), {"reason": "Weg ermee."}).status_code == 404
    assert "De bus is gestolen." in client.get(page, follow=True).content.decode()
    time_machine.move_to(DURING + timedelta(days=2), tick=False)
    client.force_login(clerk)
    form = client.get(screen("resume")).context["form"]
    phase = anew(vote).voting
    assert form[f"ends-{phase.pk}"].initial == phase.ends_at + timedelta(days=2)
    sent = {f"ends-{phase.pk}": "2026-11-14T00:00", "reason": "Hij is terug."}
    response = client.post(screen("resume"), sent)
    assert (response.status_code, "langer worden, niet korter" in response.content.decode()) == (409, True)
    assert client.post(screen("resume"), sent | {f"ends-{phase.pk}": "2026-11-17T00:00"}).status_code == 302
    assert anew(vote).voting.ends_at == moment(11, 17)
    assert RoundChange.objects.filter(phase_kind=PhaseKind.VOTE).count() == 1
    # What ends a vote, or takes something out of it, is asked, and done by a colleague.
    option, colleague = anew(vote).subjects.get(label="Boom"), person_with(Role.CLERK)
    waiting = reverse("seconded_desk", args=[vote.reference.string])
    for act, sent, words in (
        ("option", {"subject": option.pk, "reason": "De grond is weg."}, option.reference.string),
        ("cancel", {"reason": "Er is geen geld."}, "Er is geen geld."),
    ):
        client.force_login(clerk)
        count, asked = RoundChange.objects.count(), client.post(screen(act), sent)
        assert (asked.status_code, RoundChange.objects.count()) == (302, count)
        assert waiting in client.get(desk).content.decode()
        client.force_login(colleague)
        assert words in client.get(waiting).content.decode()
        client.post(
            waiting,
            {"act": "confirm", "confirm-reason": "Nagekeken.", "seconded": SecondedAct.objects.get(second_at=None).pk},
        )
    assert [change.kind for change in RoundChange.objects.order_by("-pk")[:2]] == ["cancelled", "option"]


def test_page_of_what_was_withdrawn_from_a_vote_says_why_and_leads_to_no_ballot(
    agenda_item, resident, moderator, clerk, client, time_machine
):
    vote = publish_round(agenda_item)
    park, pool = (publish(hand_in(vote, by=resident, title=title), by=moderator) for title in ("Park", "Bad"))
    time_machine.move_to(DURING, tick=False)
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    by_two(vote, SecondedKind.OPTION, about=str(pool.pk), reason="De grond is verkocht.", by=clerk, at=DURING)
    ballot = reverse("ballot", args=[vote.reference.string])
    for subject, is_out in ((park, False), (pool, True)):
        shown = client.get(subject.reference.get_absolute_url(), follow=True).content.decode()
        assert ("De grond is verkocht." in shown, f'href="{ballot}"' in shown) == (is_out, not is_out)
        thread = client.get(subject.reference.get_absolute_url(), follow=True).context["stations"]
        told = [(one.label, one.state, one.stamp) for one in thread]
        # For what was taken out nothing of the vote is still to come, on its own line of time either.
        assert (("Off the ballot paper", "reached", "withdrawn") in told) is is_out
        assert next(state for label, state, _stamp in told if label == PhaseKind.VOTE.label) == (
            "reached" if is_out else "now"
        )


def test_round_in_which_something_came_in_is_cancelled_by_two_also_without_a_vote(
    agenda_item, resident, clerk, client, time_machine
):
    time_machine.move_to(DURING, tick=False)
    phases = [(PhaseKind.COLLECT, moment(11, 1), moment(12, 1))]
    empty, talked = (publish_round(agenda_item, phases=phases, method="") for _ in range(2))
    hand_in(talked, by=resident, at=DURING)
    client.force_login(clerk)
    for held, is_alone in ((empty, True), (talked, False)):
        screen = reverse("round_change", args=[held.reference.string, "cancel"])
        offered = client.get(screen).content.decode()
        # No word of ballots where nobody votes.
        assert ("envelop" in offered, "Stembiljetten" in offered) == (False, False)
        assert client.post(screen, {"reason": "Vergissing."}).status_code == 302
        assert (anew(held).cancelled_at is not None) is is_alone
    client.force_login(person_with(Role.CLERK))
    waiting = reverse("seconded_desk", args=[talked.reference.string])
    assert "Vergissing." in client.get(waiting).content.decode()
    client.post(waiting, {"act": "confirm", "confirm-reason": "Nagekeken.", "seconded": SecondedAct.objects.get().pk})
    assert anew(talked).cancelled_at is not None


def test_formal_round_says_why_it_is_not_paused(agenda_item, clerk, client, time_machine):
    time_machine.move_to(DURING, tick=False)
    client.force_login(clerk)
    desk = client.get(reverse("round_changes", args=[formal_round(agenda_item).reference.string])).content.decode()
    assert ("loopt volgens de wet" in desk, "Pauzeer" in desk) == (True, False)


def test_longer_is_looked_through_in_words_with_what_it_does_to_the_phases_after_it(
    agenda_item, clerk, client, time_machine
):
    time_machine.move_to(DURING, tick=False)
    phases = [(PhaseKind.DISCUSS, moment(11, 1), moment(11, 15)), (PhaseKind.ANSWER, moment(11, 15), moment(12, 1))]
    held = publish_round(agenda_item, phases=phases, method="")
    screen = reverse("round_change", args=[held.reference.string, "extend"])
    phase = anew(held).phases.get(kind=PhaseKind.DISCUSS)
    sent = {"phase": phase.pk, "ends_at": "2026-11-22T00:00", "reason": "Storm."}
    client.force_login(clerk)
    shown = client.post(screen, sent)
    words = shown.content.decode()
    assert (shown.status_code, RoundChange.objects.count()) == (200, 0)
    moved = "‘De gemeente antwoordt’ is van zondag 22 november 2026, tot en met maandag 7 december 2026"
    for said in ("zaterdag 21 november 2026", "1\xa0week langer", moved):
        assert said in words, said
    assert "Storm." in client.post(screen, sent | {"change": "yes"}).content.decode()
    late = client.post(screen, sent | {"ends_at": "2036-11-22T00:00"})
    assert (late.status_code, "2036" in late.content.decode(), "Storm." in late.content.decode()) == (409, True, True)
    assert client.post(screen, sent | {"sure": "yes"}).status_code == 302
    assert [(one.starts_at, one.ends_at) for one in anew(held).phases.all()] == [
        (moment(11, 1), moment(11, 22)),
        (moment(11, 22), moment(12, 8)),
    ]
    page = client.get(held.reference.get_absolute_url(), follow=True).content.decode()
    assert "Daarna: de gemeente antwoordt, vanaf zondag 22 november 2026." in page


def test_after_the_certificate_the_screen_no_longer_says_that_the_round_can_be_cancelled(client, clerk):
    counted = ConsultationRoundFactory(result_published_at=DURING)
    PhaseFactory(consultation_round=counted, kind=PhaseKind.VOTE)
    sheet = TallySheetFactory(consultation_round=counted)
    client.force_login(clerk)
    desk = reverse("round_changes", args=[counted.reference.string])
    assert "kun je de ronde nog afblazen" in client.get(desk).content.decode()
    CertificationFactory(sheet=sheet, second=clerk, second_at=DURING)
    shown = client.get(desk)
    assert "kun je de ronde nog afblazen" not in shown.content.decode()
    assert ("je kunt de ronde niet meer afblazen" in shown.context["refusal"], list(shown.context["choices"])) == (
        True,
        [],
    )
