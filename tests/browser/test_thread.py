"""The thread from end to end, through the product's own screens and in the order in which a city lives it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import Role
from base import clock
from base.instants import day
from base.templatetags.components import money
from home.models import AgendaItemPage, AgendaPage
from participation.actions.ruling import rule_on
from participation.enums import PhaseKind, RulingKind
from participation.models import ConsultationRound, Subject
from proposals.actions.proposal import ProposalText, submit_proposal
from proposals.models import Decision
from tests.browser.conftest import PHONE
from tests.browser.visitor import Desk, Visitor, newest_link
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaPageFactory
from tests.ground import SiteGround

BUDGET = 20_000


@pytest.fixture
def agenda(site_ground: SiteGround) -> AgendaPage:
    """The edition on which the item comes, in both languages."""
    page: AgendaPage = AgendaPageFactory(parent=site_ground.home, slug="agenda")
    english = page.copy_for_translation(site_ground.english)
    english.title = "Local educational agenda"
    english.save_revision().publish()
    return page


@pytest.fixture
def staff(new_context: Any) -> Callable[[Role, str], Desk]:
    def member(role: Role, name: str) -> Desk:
        email = f"{name.lower()}@example.nl"
        UserFactory(email=email, display_name=name, groups=[Group.objects.get(name=role)])
        return Desk(new_context().new_page(), email, name)

    return member


@pytest.fixture
def on_phone(new_context: Any) -> Callable[[], Visitor]:
    def visitor() -> Visitor:
        page = new_context().new_page()
        page.set_viewport_size(PHONE)
        return Visitor(page)

    return visitor


# Alone on two cores it takes half a minute; a machine that does more at once must not break it.
@pytest.mark.timeout(300)
def test_thread_leads_from_agenda_item_to_the_version_that_a_decision_caused(
    agenda, staff, on_phone, moved_clock, live_server, settings
):
    settings.BASE_URL = live_server.url
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    voting_begins, voting_ends = today + timedelta(days=10), today + timedelta(days=20)

    editor = staff(Role.EDITOR, "Eline")
    editor.enter()
    item = publish_agenda_item(editor, agenda)
    translate_item(editor, item)
    consultation_round = publish_round(editor, item, today, voting_begins, voting_ends)

    noor = hand_in_by_link(on_phone, consultation_round)
    moderator = staff(Role.MODERATOR, "Mo")
    moderator.enter()
    proposal = publish_proposal(moderator)
    sam = support_and_comment(on_phone(), noor, proposal)
    for title, cost in (("Computers in de bus", 12_000), ("Een luifel", 4_000)):
        hand_in_another(consultation_round, title, cost, by_moderator=moderator)

    clerk = staff(Role.CLERK, "Kees")
    clerk.enter()
    look_at_paper(clerk, consultation_round)
    words = make_and_test_box(clerk, consultation_round)
    moved_clock(voting_begins + timedelta(hours=9))
    vote(noor, consultation_round, ["Lezen in de bus", "Computers in de bus"], cost=20_000)
    vote(sam, consultation_round, ["Lezen in de bus", "Een luifel"], cost=12_000)
    replace_ballot(noor, consultation_round, ["Lezen in de bus", "Een luifel"], cost=12_000)
    nobody_sees_a_count(noor, clerk, consultation_round)

    moved_clock(voting_ends + timedelta(hours=9))
    count_and_publish(clerk, staff(Role.CLERK, "Kim"), consultation_round, words)
    read_result(noor, consultation_round)

    decision = record_decision(clerk, consultation_round, on=timezone.localtime(voting_ends).date())
    publish_next_version(clerk, item, decision)
    read_version(noor, item, decision, "De bus rijdt elke week.", "De bus komt er, met voorlezen.")
    update_translation(editor, item)
    english = Visitor(noor.page, "en")
    # What changed and why is said once, in the language of the source.
    read_version(english, item, decision, "The bus drives every week.", "De bus komt er, met voorlezen.")


def publish_agenda_item(editor: Desk, agenda: AgendaPage) -> AgendaItemPage:
    editor.open("wagtailadmin_pages:add", "home", "agendaitempage", agenda.pk)
    editor.fill(title="De bibliotheekbus", summary="Ook ver van het centrum kun je lezen.", responsible="Onderwijs")
    editor.write("problem", "Wie ver weg woont, komt nooit in de bibliotheek.")
    editor.publish()
    item: AgendaItemPage = AgendaItemPage.objects.get()
    assert item.version is not None
    assert (item.version.label, item.version.approved_by.display_name) == ("1", "Eline")
    return item


def translate_item(editor: Desk, item: AgendaItemPage) -> None:
    editor.open("wagtail_localize:submit_page_translation", item.pk)
    editor.main.locator("[name=locales]").first.check()
    editor.main.locator("form [type=submit]").click()
    editor.translate(
        {
            "De bibliotheekbus": "The library bus",
            "Ook ver van het centrum kun je lezen.": "Far from the centre you can read too.",
            "Wie ver weg woont, komt nooit in de bibliotheek.": "Who lives far away never comes to the library.",
            "Onderwijs": "Education",
        }
    )
    editor.translate({"de-bibliotheekbus": "the-library-bus"}, tab=1)
    editor.publish_translation()
    editor.page.goto(english_of(item).get_url())
    editor.reads("Who lives far away never comes to the library.")
    editor.reads(str(item.reference))


def publish_round(
    editor: Desk, item: AgendaItemPage, today: datetime, voting_begins: datetime, voting_ends: datetime
) -> ConsultationRound:
    editor.open("wagtailadmin_pages:add", "proposals", "consultationroundpage", item.pk)
    editor.fill(title="Wat komt er in de bus?", summary="Verdeel het geld van de bus.", budget=str(BUDGET))
    editor.choose("method", "greedy")
    phases = [
        (PhaseKind.COLLECT, today, voting_begins),
        (PhaseKind.SUPPORT, today, voting_begins),
        (PhaseKind.VOTE, voting_begins, voting_ends),
    ]
    for number, (kind, starts_at, ends_at) in enumerate(phases):
        editor.page.locator("#id_phase_rows-ADD").click()
        editor.choose(f"phase_rows-{number}-kind", kind)
        editor.type_moment(f"phase_rows-{number}-starts_at", starts_at)
        editor.type_moment(f"phase_rows-{number}-ends_at", ends_at)
    editor.publish()
    consultation_round = ConsultationRound.objects.with_phases().get()
    assert consultation_round.about == item.reference
    assert [(phase.kind, phase.starts_at, phase.ends_at) for phase in consultation_round.phases.all()] == phases
    return consultation_round


def hand_in_by_link(on_phone: Callable[[], Visitor], consultation_round: ConsultationRound) -> Visitor:
    """Half-filled and kept in one browser, taken up by the mail's link in another one, handed in there."""
    before = on_phone()
    before.page.goto("/nl/")
    before.main.get_by_role("link", name="Wat komt er in de bus?").click()
    last_day = day(consultation_round.voting.starts_at - timedelta(minutes=1), weekday=True)
    before.reads(last_day)
    before.follow("Make a proposal")
    before.fill(title="Lezen in de bus", summary="Elke week een uur voorlezen.")
    before.press("Keep for later")
    before.sees(
        "What you wrote is kept for this browser, for 30 days. Sign in to find it on your own page, on each device."
    )
    before.follow("Sign in")
    before.ask_for_mail("noor@example.nl")

    noor = on_phone()
    noor.page.goto(newest_link())
    noor.press("Sign in")
    noor.take_name("Noor")
    noor.page.wait_for_url(noor.page.url.partition("?")[0])
    assert noor.main.locator("[name=title]").input_value() == "Lezen in de bus"
    noor.fill(body="De bus wordt dan een plek voor kinderen.", cost="8000", author_name="Noor")
    noor.press("On to the check")
    noor.reads("De bus wordt dan een plek voor kinderen.")
    noor.press("Hand in my proposal")
    noor.sees("Thank you. Your proposal is handed in")
    return noor


def publish_proposal(moderator: Desk) -> Subject:
    subject = Subject.objects.select_related("reference").get()
    assert not subject.is_visible
    moderator.open("moderation")
    moderator.main.get_by_role("link", name=subject.label).first.click()
    moderator.press("Publish")
    moderator.succeeds("Published: %(text)s", text=subject.label)
    subject.refresh_from_db()
    assert subject.is_visible
    return subject


def support_and_comment(sam: Visitor, noor: Visitor, proposal: Subject) -> Visitor:
    string = proposal.reference.string
    sam.visit("proposal", string)
    sam.follow("Sign in and support this")
    sam.sign_in_as_newcomer("sam@example.nl", "Sam")
    sam.is_at("proposal", string)
    sam.press("I support this")
    sam.sees("You support this now. You can take it back while supporting is open.")
    sam.follow("Write a comment")
    sam.fill(text="Ook voor grote mensen?")
    sam.press("Post my comment")
    sam.reads("Ook voor grote mensen?")

    noor.visit("proposal", string)
    noor.reads("Ook voor grote mensen?")
    noor.main.get_by_role("link", name=noor.words("to %(author)s", author="Sam")).click()
    noor.fill(text="Juist ook voor grote mensen.")
    noor.press("Post my comment")
    noor.reads("Ook voor grote mensen?")
    noor.follow("See all comments")
    noor.is_at("proposal", string)
    answer = noor.main.locator(".comment-thread .comment-thread .comment")
    assert "Juist ook voor grote mensen." in answer.inner_text()
    return sam


def hand_in_another(consultation_round: ConsultationRound, title: str, cost: int, *, by_moderator: Desk) -> None:
    """What other residents did in the meantime, by the actions behind the same screens."""
    now = clock.now()
    text = ProposalText(title=title, summary=title, body=title, author_name="", language="nl", cost=cost)
    subject = submit_proposal(consultation_round=consultation_round, text=text, by=UserFactory(), at=now)
    rule_on(target=subject, kind=RulingKind.PUBLISH, by=by_moderator.person, at=now)


def look_at_paper(clerk: Desk, consultation_round: ConsultationRound) -> None:
    clerk.open("rounds_desk")
    clerk.main.get_by_role("link", name=consultation_round.title).click()
    clerk.sees(
        "What is public when voting begins is on the paper, unless you keep it off with a reason that everybody reads."
    )
    for title in ("Lezen in de bus", "Computers in de bus", "Een luifel"):
        clerk.reads(title)


def mark_and_look_through(voter: Visitor, titles: list[str], cost: int) -> None:
    for box in voter.main.get_by_role("checkbox").all():
        box.set_checked(False)
    for title in titles:
        voter.main.get_by_role("checkbox", name=title).check()
    expect(voter.main.locator("[data-budget-words]")).to_contain_text(money(BUDGET - cost))
    voter.press("Look my ballot through")
    voter.sees("Your ballot is not cast yet")
    assert sorted(voter.main.locator(".plain-list li b").all_inner_texts()) == sorted(titles)
    voter.reads(money(cost))


def vote(voter: Visitor, consultation_round: ConsultationRound, titles: list[str], cost: int) -> None:
    voter.visit_reference(consultation_round.reference.string)
    voter.follow("Vote")
    mark_and_look_through(voter, titles, cost)
    voter.press("Cast my ballot")
    voter.is_at("voted", consultation_round.reference.string)
    voter.sees("Your ballot went into the box on")


def replace_ballot(voter: Visitor, consultation_round: ConsultationRound, titles: list[str], cost: int) -> None:
    voter.visit_reference(consultation_round.reference.string)
    voter.follow("Replace your ballot")
    voter.sees("You have voted already")
    assert voter.main.get_by_role("checkbox", checked=True).count() == 0
    mark_and_look_through(voter, titles, cost)
    voter.sees("It replaces your earlier ballot.")
    voter.press("Cast my ballot")
    voter.is_at("voted", consultation_round.reference.string)


def nobody_sees_a_count(voter: Visitor, clerk: Desk, consultation_round: ConsultationRound) -> None:
    string = consultation_round.reference.string
    refusal = "The result of this vote has not been published yet. Nobody sees a count before that."
    voter.visit("result", string)
    voter.sees(refusal)
    for name in ("result_json", "result_csv"):
        answer = voter.page.request.get(voter.address(name, string))
        assert (answer.status, voter.words(refusal) in answer.text()) == (409, True)
    clerk.open("round_desk", string)
    clerk.reads(clerk.words("Fewer than 10 people have voted yet."))
    assert clerk.button("Count the ballots").count() == 0
    assert clerk.main.get_by_role("columnheader", name=clerk.words("Count"), exact=True).count() == 0


def make_and_test_box(clerk: Desk, consultation_round: ConsultationRound) -> str:
    """What opens the box, as the clerk writes it down."""
    clerk.open("box_desk", consultation_round.reference.string)
    clerk.page.locator("[name=make-keeping][value=passphrase]").check()
    clerk.press("Make the box")
    words = clerk.main.locator("[role=alert] strong").inner_text()
    # Typed over from paper: they do not stand on the page that asks for them.
    clerk.open("box_desk", consultation_round.reference.string)
    assert words not in clerk.main.inner_text()
    clerk.page.locator("[name=passphrase-passphrase]").fill(words)
    clerk.press("Test the box")
    clerk.succeeds("The test envelope was sealed and opened. People can vote when voting begins.")
    return words


def count_and_publish(clerk: Desk, second: Desk, consultation_round: ConsultationRound, words: str) -> None:
    clerk.open("box_desk", consultation_round.reference.string)
    clerk.press("Ask to open the box")
    second.enter()
    second.open("seconded_desk", consultation_round.reference.string)
    second.page.locator("[name=passphrase-passphrase]").fill(words)
    second.page.locator("[name=act][value=confirm]").click()
    clerk.open("round_desk", consultation_round.reference.string)
    clerk.press("Count the ballots")
    clerk.succeeds("Counted. Look the sheet through, then publish the result.")
    clerk.press("Publish the result")
    clerk.succeeds("The result is public.")


def read_result(reader: Visitor, consultation_round: ConsultationRound) -> None:
    reader.visit_reference(consultation_round.reference.string)
    reader.follow("See the result")
    reader.is_at("result", consultation_round.reference.string)
    chosen = reader.main.locator("section[aria-labelledby=chosen] li a").all_inner_texts()
    assert chosen == ["Een luifel", "Lezen in de bus"]
    scores = reader.main.locator(".bars__label, .bars__value").all_inner_texts()
    assert [text.split()[0] for text in scores[1::2]] == ["2", "2", "0"]
    for heading in ("Why this outcome", "Ties", "The figures"):
        reader.sees(heading)
    assert reader.main.locator("dl.reasons dd").count() == 3


def record_decision(clerk: Desk, consultation_round: ConsultationRound, *, on: date) -> Decision:
    clerk.open("decisions_desk")
    clerk.choose("consultation_round", str(consultation_round.pk))
    clerk.choose("body", "council")
    clerk.choose("verdict", "adopted")
    clerk.fill(
        decided_on=on.isoformat(),
        title="De raad neemt het advies over.",
        reasons="Het past in het budget.",
        no_vote_because="Er is niets van opgeschreven.",
        title_en="The council takes the advice over.",
        reasons_en="It fits the budget.",
    )
    clerk.press("Look it through")
    clerk.press("Record and make public")
    decision = Decision.objects.select_related("reference").get()
    clerk.reads(decision.reference.string)
    return decision


def publish_next_version(clerk: Desk, item: AgendaItemPage, decision: Decision) -> None:
    clerk.open("wagtailadmin_pages:edit", item.pk)
    clerk.write("ambition", "De bus rijdt elke week.")
    clerk.fill(change_note="De bus komt er, met voorlezen.")
    clerk.choose("decision", str(decision.pk))
    clerk.publish()


def update_translation(editor: Desk, item: AgendaItemPage) -> None:
    editor.open("wagtail_localize:update_translations", editor.source_of(item).pk)
    editor.main.locator("form [type=submit]").click()
    editor.open("wagtailadmin_pages:edit", english_of(item).pk)
    editor.translate(
        {
            "De bus rijdt elke week.": "The bus drives every week.",
        }
    )
    editor.publish_translation()


def read_version(reader: Visitor, item: AgendaItemPage, decision: Decision, measure: str, note: str) -> None:
    page = item if reader.language == "nl" else english_of(item)
    reader.page.goto(page.get_url())
    assert reader.page.locator("html").get_attribute("lang") == reader.language
    for text in (f"{reader.words('version')} 2", measure, note):
        reader.reads(text)
    reader.follow("Decision %(decision)s", decision=decision.reference.string)
    reader.reads({"nl": decision.reasons, "en": decision.reasons_en}[reader.language])


def english_of(item: AgendaItemPage) -> AgendaItemPage:
    return item.get_translations().get(locale__language_code="en").specific
