from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import html

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.enums import Force, PhaseKind
from participation.models import ConsultationRound
from proposals.actions.decision import DecisionText, draft_decision, record_decision
from proposals.models import CouncilVote, Decision
from proposals.queries.decision import contradicted_decisions, decisions_about, decisions_on, latest_decisions
from proposals.waiting import waiting
from tests.factories.accounts import UserFactory, person_with
from tests.factories.home import AgendaItemPageFactory
from tests.factories.participation import CertificationFactory, CommentFactory, FollowFactory
from tests.factories.proposals import CouncilPaperFactory, CouncilVoteFactory, DecisionFactory
from tests.rounds import COUNTING, anew, count, moment, publish_round, with_other_rules
from tests.smtp import Mailbox, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TEXT = DecisionText(
    body="council",
    decided_on=date(2026, 11, 20),
    verdict="adopted",
    title="De raad neemt het over.",
    reasons="Het past.",
    no_vote_because="Er is niets van opgeschreven.",
)


def decide(consultation_round, by, *, text=TEXT, at=COUNTING, **fields) -> Decision:
    why = {"corrected_because": "Verkeerd overgenomen."} if "corrects" in fields else {}
    given = {"about": None} | why | fields
    return record_decision(text=text, consultation_round=consultation_round, by=by, at=at, **given)


@pytest.fixture
def counted(consultation_round, clerk):
    count(consultation_round, by=clerk)
    return anew(consultation_round)


def test_record_decision_keeps_it_under_a_number_of_its_own(counted, clerk, agenda_item):
    decision = decide(counted, clerk)
    decision.refresh_from_db()
    assert decision.reference.string == "BSL-2026-001"
    assert {name: getattr(decision, name) for name in vars(TEXT)} == vars(TEXT)
    # The agenda item follows from the round.
    assert (decision.consultation_round, decision.about) == (counted, agenda_item.reference)
    assert (decision.recorded_by, decision.recorded_at) == (clerk, COUNTING)
    entry = AuditEntry.objects.get(act="decision_recorded")
    assert (entry.about, entry.by, entry.detail) == (
        "BSL-2026-001",
        clerk,
        {"verdict": "adopted", "item": agenda_item.reference.string},
    )


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.MODERATOR])
def test_record_decision_is_the_clerks(counted, role):
    with pytest.raises(Refusal, match="Only the clerk records decisions"):
        decide(counted, UserFactory() if role is None else person_with(role))
    assert Decision.objects.count() == 0


def test_a_decision_counts_from_the_last_moment_at_which_something_could_come_in(agenda_item, clerk):
    answered = [(PhaseKind.DISCUSS, moment(9, 15), moment(10, 5)), (PhaseKind.ANSWER, moment(10, 5), moment(12, 18))]
    consultation_round = publish_round(agenda_item, phases=answered, method="")
    with pytest.raises(Refusal, match="open until and including Sunday 4 October"):
        decide(consultation_round, clerk, text=replace(TEXT, decided_on=date(2026, 10, 4)))
    assert decide(consultation_round, clerk).decided_on == TEXT.decided_on


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 21), "The day of the decision lies ahead. Record it when it has been taken."),
        (date(2026, 11, 20), ""),
        (date(2026, 11, 15), ""),
        (
            date(2026, 11, 14),
            "The round is open until and including Saturday 14 November 2026, 23:59: a decision on it cannot be earlier.",
        ),
    ],
)
def test_record_decision_is_dated_after_the_round_and_not_ahead(counted, clerk, day, sentence):
    text = replace(TEXT, decided_on=day)
    if not sentence:
        assert decide(counted, clerk, text=text).decided_on == day
        return
    with pytest.raises(Refusal) as refusal:
        decide(counted, clerk, text=text)
    assert refusal.value.sentence == sentence


def test_record_decision_waits_for_the_result_to_be_public(consultation_round, clerk):
    count(consultation_round, by=clerk, public=False)
    with pytest.raises(Refusal, match="Publish the result of the vote in RND-2026-001 first"):
        decide(anew(consultation_round), clerk)


def test_record_decision_is_about_something(clerk):
    with pytest.raises(Refusal, match="Say what the decision is about"):
        decide(None, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(consultation_round=None, about=None)


def test_record_decision_that_corrects_takes_the_place_of_the_old_one(counted, clerk):
    first = decide(counted, clerk)
    corrected = decide(counted, clerk, text=replace(TEXT, verdict="rejected"), corrects=first)
    first.refresh_from_db()
    assert (first.verdict, first.corrected_by) == ("adopted", corrected)
    assert decisions_on(counted) == list(decisions_about([counted.about])) == list(latest_decisions()) == [corrected]


def test_record_decision_corrects_a_decision_once(counted, clerk):
    first = decide(counted, clerk)
    decide(counted, clerk, corrects=first)
    with pytest.raises(Refusal, match="has been corrected already"):
        decide(counted, clerk, corrects=first)
    assert Decision.objects.count() == 2


def test_a_correction_is_of_the_same_body_on_the_same_and_everybody_reads_why(
    counted, clerk, client, agenda_item, django_capture_on_commit_callbacks, mailoutbox
):
    FollowFactory(reference=agenda_item.reference)
    with django_capture_on_commit_callbacks(execute=True):
        first = decide(counted, clerk)
    told = sorted(mail.to[0] for mail in mailoutbox)
    mailoutbox.clear()
    other = AgendaItemPageFactory(parent=agenda_item.get_parent())
    elsewhere = publish_round(other, phases=[(PhaseKind.DISCUSS, moment(9, 15), moment(10, 5))], method="")
    words = f"BSL-2026-001 is a decision of the municipal council on {first.about}, {counted.reference}"
    for about_round, changed in (
        (None, {"text": replace(TEXT, body="executive")}),
        (None, {"about": other.reference}),
        (elsewhere, {}),
    ):
        with pytest.raises(Refusal, match=words):
            decide(about_round, clerk, corrects=first, **changed)
    with pytest.raises(Refusal, match="Say why it is corrected"):
        decide(None, clerk, corrects=first, corrected_because=" ")
    with django_capture_on_commit_callbacks(execute=True):
        corrected = decide(None, clerk, corrects=first)
    assert (corrected.consultation_round, corrected.about) == (counted, first.about)
    # Who was told of the first is told of this, with the reason.
    assert told
    assert sorted(mail.to[0] for mail in mailoutbox) == told
    for mail in mailoutbox:
        assert "BSL-2026-001" in mail.body
        assert "Verkeerd overgenomen." in mail.body
    for shown, other_number in ((first, corrected), (corrected, first)):
        page = client.get(reverse("decision", args=[shown.reference.string])).content.decode()
        assert "Verkeerd overgenomen." in page
        assert reverse("decision", args=[other_number.reference.string]) in page
    kept = {"consultation_round": counted, "about": first.about, "decided_on": TEXT.decided_on, "corrects": corrected}
    for wrong in ({"body": "executive"}, {"consultation_round": None}, {"about": None}, {"corrected_because": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DecisionFactory(**kept | {"corrected_because": "x"} | wrong)


def test_decisions_desk_is_looked_through_before_anything_is_public(counted, clerk, client, agenda_item):
    FollowFactory(reference=agenda_item.reference)
    client.force_login(clerk)
    desk = reverse("decisions_desk")
    data = {name: str(value) for name, value in vars(TEXT).items()} | {"consultation_round": counted.pk}
    with time_machine.travel(COUNTING, tick=False):
        client.force_login(clerk)
        shown = client.post(desk, data)
        assert (Decision.objects.count(), shown.context["draft"].told) == (0, 2)
        page = shown.content.decode()
        for words in (TEXT.title, TEXT.reasons, "Er is nog niets vastgelegd", "bericht naar 2 mailadressen"):
            assert words in page
        assert "zijn nog niet openbaar" in page
        changed = client.post(desk, data | {"change": "yes"})
        assert (changed.context["form"]["title"].value(), Decision.objects.count()) == (TEXT.title, 0)
        # What was looked through is what is sent.
        (button,) = html.fromstring(page).xpath("//button[@name='sure']")
        kept = {name: value or "" for name, value in next(button.iterancestors("form")).form_values()}
        assert client.post(desk, kept | {"sure": "yes"}).status_code == 302
        again = client.post(desk, data)
    assert {name: getattr(Decision.objects.get(), name) for name in vars(TEXT)} == vars(TEXT)
    assert again.status_code == 409
    assert "BSL-2026-001" in str(again.context["form"].errors)


def test_decisions_desk_corrects_a_decision_once_and_says_so_of_the_second_time(counted, clerk, client):
    first = decide(counted, clerk)
    client.force_login(clerk)
    desk = reverse("decisions_desk")
    data = {name: str(value) for name, value in vars(TEXT).items()} | {"corrects": first.pk, "title": "Verbeterd."}
    data |= {"corrected_because": "De zin."}
    stale = client.get(desk, {"corrects": first.pk}).context["form"]
    assert [stale[name].value() for name in ("corrects", "title", "body", "consultation_round")] == [
        *(str(first.pk), first.title, "council", counted.pk)
    ]
    with time_machine.travel(COUNTING, tick=False):
        client.force_login(clerk)
        assert client.post(desk, data | {"sure": "yes"}).status_code == 302
        again = client.post(desk, data | {"sure": "yes"})
    first.refresh_from_db()
    assert (first.corrected_by.title, Decision.objects.count()) == ("Verbeterd.", 2)
    assert again.status_code == 422
    assert again.context["form"].errors["corrects"] == [
        "Dit besluit is al verbeterd, of het bestaat niet. Verbeter de verbetering."
    ]


def on_item(item, by, *, text=TEXT, at=COUNTING, consultation_round=None, **fields) -> Decision:
    return record_decision(
        text=text, consultation_round=consultation_round, about=item.reference, by=by, at=at, **fields
    )


def test_a_decision_waits_for_its_round_and_where_it_names_none_for_every_one_about_its_item(agenda_item, clerk):
    phases = {"phases": [(PhaseKind.DISCUSS, moment(9, 15), moment(10, 5))], "method": ""}
    first = publish_round(agenda_item, **phases)
    beside = publish_round(agenda_item, **phases | {"phases": [(PhaseKind.DISCUSS, moment(9, 20), moment(12, 1))]})
    with pytest.raises(Refusal, match=f"{beside.reference.string} about this item is open .* choose that round"):
        on_item(agenda_item, clerk)
    # What asks something else beside it keeps nobody from deciding on a round, and whoever looks through is told.
    draft = draft_decision(text=TEXT, consultation_round=first, about=agenda_item.reference, by=clerk, at=COUNTING)
    assert draft.still_open == [beside]
    assert on_item(agenda_item, clerk, consultation_round=first).consultation_round == first
    # And a vote that nobody counted yet.
    voted = AgendaItemPageFactory(parent=agenda_item.get_parent())
    publish_round(voted)
    with pytest.raises(Refusal, match="Publish the result of the vote in"):
        on_item(voted, clerk)


def test_a_decision_on_the_item_alone_is_told_once_to_who_took_part_in_its_rounds(
    agenda_item, author, resident, clerk, settings, django_capture_on_commit_callbacks
):
    talks = [
        publish_round(agenda_item, phases=[(PhaseKind.DISCUSS, moment(9, day), moment(9, day + 9))], method="")
        for day in (1, 15)
    ]
    for talk, person in ((talks[0], author), (talks[1], author), (talks[1], resident)):
        CommentFactory(subject__consultation_round=talk, subject__author=None, author=person)
    given = {"text": replace(TEXT, decided_on=date(2026, 11, 10)), "consultation_round": None, "by": clerk}
    given |= {"about": agenda_item.reference, "at": COUNTING}
    assert draft_decision(**given).told == 2
    box = Mailbox()
    with mail_server(settings, box), django_capture_on_commit_callbacks(execute=True):
        record_decision(**given)
    assert sorted(mail["To"] for mail in box.mails) == sorted([author.email, resident.email])


def test_a_round_and_an_item_that_do_not_belong_together_are_refused_by_the_database_too(agenda_item, counted, clerk):
    other = AgendaItemPageFactory(parent=agenda_item.get_parent())
    with pytest.raises(Refusal, match=f"is about {agenda_item.reference}, and not about {other.reference}"):
        on_item(other, clerk, consultation_round=counted)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(consultation_round=counted, about=other.reference)


def test_a_body_decides_on_an_item_once_a_day_unless_it_corrects_itself(counted, agenda_item, clerk):
    first = decide(counted, clerk)
    for text in (TEXT, replace(TEXT, title="Anders gezegd."), replace(TEXT, verdict="rejected")):
        for chosen in (counted, None):
            with pytest.raises(Refusal, match="recorded already: BSL-2026-001, adopted"):
                on_item(agenda_item, clerk, text=text, consultation_round=chosen)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(about=agenda_item.reference, consultation_round=None, decided_on=first.decided_on)
    again = decide(counted, clerk, text=replace(TEXT, title="Anders gezegd."), corrects=first)
    assert on_item(agenda_item, clerk, text=replace(TEXT, body="executive")).corrects is None
    assert list(decisions_about([agenda_item.reference]).filter(body="council")) == [again]


@pytest.mark.parametrize(
    ("outcome", "agrees"),
    [
        ("adopted", {"adopted", "adopted-amended"}),
        ("rejected", {"rejected"}),
        ("tied", {"deferred"}),
        # Too few members took part, and nothing was decided.
        ("void", set()),
    ],
)
def test_a_decision_of_the_council_says_what_its_vote_of_that_day_came_to(counted, agenda_item, clerk, outcome, agrees):
    CouncilVoteFactory(paper__about=agenda_item.reference, meeting__held_on=TEXT.decided_on, outcome=outcome)
    for verdict in {"adopted", "adopted-amended", "rejected", "deferred"} - agrees:
        with pytest.raises(
            Refusal, match="The vote of the council on 20 November 2026 says otherwise: proposal to the council"
        ):
            decide(counted, clerk, text=replace(TEXT, verdict=verdict))
        with pytest.raises(IntegrityError), transaction.atomic():
            DecisionFactory(about=agenda_item.reference, decided_on=TEXT.decided_on, verdict=verdict)
    if not agrees:
        return
    decision = decide(counted, clerk, text=replace(TEXT, verdict=min(agrees)))
    assert decision.verdict in agrees
    assert contradicted_decisions() == []
    # A vote that is corrected is what happened: the decision waits on the desk until it says so.
    wrong = CouncilVote.objects.get()
    other = "rejected" if outcome != "rejected" else "adopted"
    right = CouncilVoteFactory(
        paper=wrong.paper, meeting=wrong.meeting, outcome=other, corrects=wrong, reason="Verkeerd geteld."
    )
    assert contradicted_decisions() == [(decision, right)]
    (waits,) = [one for one in waiting(COUNTING) if one.key == f"{decision.reference.string}-vote"]
    assert f"corrects={decision.pk}" in waits.address
    decide(counted, clerk, text=replace(TEXT, verdict=other), corrects=decision)
    assert contradicted_decisions() == []


def test_a_carried_amendment_makes_it_adopted_with_changes(counted, agenda_item, clerk):
    about = {"paper__about": agenda_item.reference, "meeting__held_on": TEXT.decided_on}
    vote = CouncilVoteFactory(**about)
    CouncilVoteFactory(**about, paper__kind="amendment", paper__part_of=vote.paper)
    with pytest.raises(Refusal, match="says otherwise: amendment"):
        decide(counted, clerk)
    assert decide(counted, clerk, text=replace(TEXT, verdict="adopted-amended"))


def test_an_amendment_of_an_evening_before_counts_for_the_decision_on_its_proposal(
    counted, agenda_item, clerk, client, django_assert_max_num_queries
):
    about = {"paper__about": agenda_item.reference}
    earlier = CouncilPaperFactory(about=agenda_item.reference, dated_on=date(2026, 10, 1))
    CouncilVoteFactory(paper=earlier, meeting__held_on=date(2026, 10, 8))
    vote = CouncilVoteFactory(**about, meeting__held_on=TEXT.decided_on)
    decision = decide(counted, clerk)
    assert contradicted_decisions() == []
    # One to what was settled on another day is another matter.
    before = {"meeting__held_on": date(2026, 11, 19), "paper__kind": "amendment"}
    CouncilVoteFactory(**about, **before, paper__part_of=earlier)
    assert contradicted_decisions() == []
    changes = CouncilVoteFactory(**about, **before, paper__part_of=vote.paper)
    with django_assert_max_num_queries(9):
        assert contradicted_decisions() == [(decision, changes)]
    page = client.get(reverse("decision", args=[decision.reference.string])).content.decode()
    assert reverse("council_vote", args=[changes.pk]) in page
    with pytest.raises(Refusal, match="The vote of the council on 19 November 2026 says otherwise: amendment"):
        decide(counted, clerk, corrects=decision)
    decide(counted, clerk, text=replace(TEXT, verdict="adopted-amended"), corrects=decision)
    assert contradicted_decisions() == []


def test_the_council_decides_once_people_were_asked(agenda_item, clerk, client):
    phases = [(PhaseKind.COLLECT, moment(12, 6), moment(12, 20))]
    ahead = publish_round(agenda_item, phases=phases, method="")
    ConsultationRound.objects.update(put_in_force_at=moment(11, 1))
    with pytest.raises(Refusal, match=f"people were still to be asked: {ahead.reference} begins on 6 December 2026"):
        on_item(agenda_item, clerk)
    # The executive may: whoever looks it through is told of the round.
    executive = replace(TEXT, body="executive")
    draft = draft_decision(text=executive, consultation_round=None, about=agenda_item.reference, by=clerk, at=COUNTING)
    assert (draft.still_open, draft.ahead) == ([], [ahead])
    client.force_login(clerk)
    data = {name: str(value) for name, value in vars(executive).items()} | {"about": agenda_item.reference.pk}
    with time_machine.travel(COUNTING, tick=False):
        client.force_login(clerk)
        shown = client.post(reverse("decisions_desk"), data).content.decode()
    assert f"{ahead.reference}, die over hetzelfde agendapunt gaat, is nog niet begonnen" in shown
    # What was decided before the round was in force, or after another that asked, stands on its own.
    assert on_item(agenda_item, clerk, text=replace(TEXT, decided_on=date(2026, 10, 31)))
    publish_round(agenda_item, phases=[(PhaseKind.DISCUSS, moment(9, 15), moment(10, 5))], method="")
    assert on_item(agenda_item, clerk)


def test_decisions_come_in_the_order_in_which_they_were_taken(counted, clerk):
    later = decide(counted, clerk)
    earlier = decide(counted, clerk, text=replace(TEXT, decided_on=date(2026, 11, 16)), at=moment(11, 25))
    assert decisions_on(counted) == [earlier, later]
    assert list(latest_decisions()) == [later, earlier]


def test_a_decision_that_departs_from_a_result_to_follow_waits_for_the_certificate_and_gives_its_reasons(
    counted, clerk, client
):
    with_other_rules(counted, force=Force.FOLLOWED_UNLESS)
    with pytest.raises(Refusal, match="Two people certify it first"):
        decide(counted, clerk)
    CertificationFactory(sheet=counted.tally_sheets.get(), first=clerk, second=UserFactory(), second_at=COUNTING)
    with pytest.raises(Refusal, match="give the reasons, which everybody reads"):
        decide(counted, clerk, text=replace(TEXT, verdict="rejected", reasons=" "))
    followed = decide(counted, clerk)
    added = decide(counted, clerk, text=replace(TEXT, verdict="adopted-amended"), corrects=followed)
    departing = decide(counted, clerk, text=replace(TEXT, verdict="rejected"), corrects=added)
    assert [one.following for one in (followed, added, departing)] == ["follows", "with-changes", "departs"]
    page = client.get(reverse("decision", args=[added.reference.string])).content.decode()
    assert "with additions or changes" in page
    assert "departs" not in page
    page = client.get(reverse("decision", args=[departing.reference.string])).content.decode()
    assert "This departs from the result of the vote" in page
