import html
import io
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from accounts.enums import Role
from accounts.models import User
from base.models import AuditEntry, CitablePage, PublishedVersion, Reference
from base.refusal import Refusal
from home.demo.build import build_city
from home.demo.threads import THREADS
from home.enums import CitationAct, Position, QuoteCheck
from home.models import AgendaItemPage, Citation, ContentPage, HomePage, Party
from home.queries.citation import outdated_of
from home.queries.party import represented_parties
from participation.enums import Eligibility, Force, MergeState, Moderation, RoundState, State
from participation.models import (
    Annotation,
    Appeal,
    Certification,
    CoAuthor,
    Comment,
    ConsultationRound,
    Draft,
    Envelope,
    Invitation,
    Merge,
    MergeAnswer,
    PaperBatch,
    PollBookEntry,
    Questionnaire,
    Report,
    Subject,
    Support,
    TallySheet,
    VotingLetter,
)
from participation.queries.consultation_round import standing
from participation.queries.electoral_roll import letters_of
from participation.queries.name import authors_of
from participation.queries.paper_support import supports_on_paper
from participation.queries.request import request_standings
from participation.queries.turnout import turnout_of
from participation.voting_enums import LetterForm, SetAside
from proposals.models import ConsultationRoundPage, Decision, FormalView, ProposalPage
from proposals.queries.response_document import answers_for, unanswered_rounds_of
from tests.ground import clear_site_ground

# The first test waits for the city: some ten seconds, more where other tests run beside it.
pytestmark = pytest.mark.timeout(600)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 11, 25, 14, 30, tzinfo=AMSTERDAM)


@pytest.fixture(scope="module")
def waterrijk(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The city, built once for all tests of this file and taken back afterwards."""
    with django_db_blocker.unblock():
        ContentType.objects.clear_cache()
        with transaction.atomic():
            clear_site_ground()
            build_city(at=TODAY)
            yield
            transaction.set_rollback(True)


@pytest.fixture
def city(waterrijk: None, db: None) -> None:
    """Waterrijk for one test."""


def states() -> dict[str, RoundState]:
    rounds = ConsultationRound.objects.with_phases()
    return {one.title: standing(one, TODAY).state for one in rounds}


def number_of_rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_build_city_has_a_round_in_every_state(city):
    assert states() == {
        "Hoe ziet jouw loopbaancafé eruit?": RoundState.ANNOUNCED,
        "Waar moet de bibliotheekbus stoppen?": RoundState.OPEN,
        "Wat helpt nieuwkomers sneller aan het werk in hun eigen vak?": RoundState.OPEN,
        "Verdeel samen 75.000 euro voor leerplekken": RoundState.OPEN,
        "Een gesprek van drie weken: wanneer is meepraten de moeite waard?": RoundState.OPEN,
        "Begin zelf iets": RoundState.OPEN,
        "40.000 euro voor oud en jong samen": RoundState.PUBLISHED,
        "Hoe komt het Taalhuis dichterbij?": RoundState.PUBLISHED,
        "Welke cursus over Waterrijk mis je?": RoundState.OPEN,
        "Ontwerpbesluit: een uitbouw voor het Taalhuis": RoundState.UNDER_WAY,
        "Ontwerpbesluit: een vakschool in de oude scheepsloods": RoundState.OPEN,
        "Uit de ideeënbus: wat wilde Waterrijk leren?": RoundState.CLOSED,
        "Gaat het Taalhuis op zaterdag open?": RoundState.PUBLISHED,
        "Hoe heet de nieuwe bibliotheekbus?": RoundState.PUBLISHED,
        "Burgerinitiatief": RoundState.OPEN,
        "Uitdaagrecht": RoundState.OPEN,
        "Wat helpt om weer te leren rekenen?": RoundState.CLOSED,
        "3.000 euro voor leerkasten in de straat": RoundState.PUBLISHED,
        "Hoe bevallen de avonden van het Taalhuis?": RoundState.OPEN,
    }


def test_build_city_has_an_initiative_that_collects_one_that_is_decided_and_a_challenge_that_runs(city):
    assert {str(one.subject): (one.ordinance.instrument, one.state) for one in request_standings(TODAY)} == {
        "De bibliotheek ook op zondag open": ("initiative", State.SUPPORTING),
        "Een werkplaats in elke wijk": ("initiative", State.GRANTED),
        "Wij doen de schooltuinen": ("challenge", State.RUNNING),
    }


@pytest.mark.parametrize(
    ("title", "open_kinds"),
    [
        ("Waar moet de bibliotheekbus stoppen?", {"collect", "discuss"}),
        ("Wat helpt nieuwkomers sneller aan het werk in hun eigen vak?", {"support", "discuss"}),
        ("Verdeel samen 75.000 euro voor leerplekken", {"vote"}),
        ("Begin zelf iets", {"collect", "support", "discuss"}),
    ],
)
def test_build_city_opens_the_phases_that_each_round_is_in(city, title, open_kinds):
    found = ConsultationRound.objects.with_phases().get(title=title)
    assert {phase.kind for phase in found.open_phases(TODAY)} == open_kinds


def test_build_city_publishes_items_and_rounds_in_both_languages_under_one_reference(city):
    for model in (AgendaItemPage, ConsultationRoundPage):
        for page in model.objects.filter(locale__language_code="nl"):
            english = page.get_translation(Locale.objects.get(language_code="en"))
            assert (page.live, english.live) == (True, True)
            assert page.reference == english.specific.reference
            assert {version.label for version in page.reference.versions.filter(language="nl")} == {
                version.label for version in page.reference.versions.filter(language="en")
            }
    assert Reference.objects.filter(kind="LEA").count() == sum(thread.item is not None for thread in THREADS)


def test_build_city_shows_no_page_without_a_version(city):
    live = [page for page in Page.objects.live().specific() if isinstance(page, CitablePage)]
    assert [page.title for page in live if page.version is None] == []
    assert len([page for page in live if isinstance(page, ProposalPage)]) >= 30


def test_build_city_publishes_every_page_of_the_foot_in_both_languages(city):
    for code, slugs in {
        "nl": {"hoe-het-werkt", "huisregels", "privacy", "toegankelijkheid", "contact"},
        "en": {"how-it-works", "house-rules", "privacy", "accessibility", "contact"},
    }.items():
        pages = ContentPage.objects.live().in_menu().filter(locale__language_code=code)
        assert {page.slug for page in pages} == slugs


def test_build_city_translates_themes(city):
    version = PublishedVersion.objects.get(reference__string="LEA-2026-001", language="en", number=2)
    assert version.content["tags"] == [
        {"code": "basic-skills", "label": "basic skills"},
        {"code": "volunteers", "label": "volunteers"},
    ]
    # What changed and why is said once, by whoever published the source.
    assert version.change_note.startswith("De raad koos na de stemming")
    assert version.note_language == "nl"
    assert version.caused_by == Decision.objects.get().reference


def test_build_city_has_votes_of_each_kind_a_lot_and_an_evaluation(city, client):
    sheet = TallySheet.objects.get(rule="greedy")
    lines = {line.subject.label: (line.score, line.place) for line in sheet.lines.select_related("subject")}
    assert ([tie["settled_by"] for tie in sheet.outcome["ties"]], sheet.public_value) == ([["lot"]], "84CM")
    # Whichever of the two the lot takes, the other does not fit any more.
    titles = ("Samen koken op donderdag", "Vakmensen in de klas", "Schaken in de bibliotheek")
    assert (*(lines[title] for title in titles), sheet.cost) in (
        ((15, 4), (15, None), (9, None), 38_100),
        ((15, None), (15, 4), (9, 5), 38_850),
    )
    shares = TallySheet.objects.get(rule="equal-shares-add1u").consultation_round
    assert "mee uit hun deel" in client.get(reverse("result", args=[shares.reference.string])).content.decode()
    assert not ConsultationRound.objects.filter(force=Force.FOLLOWED_UNLESS).exclude(eligibility=Eligibility.ROLL)
    assert ConsultationRound.objects.get(is_evaluation=True).about.kind == "LEA"


def test_build_city_has_every_count_certified_by_two(city):
    certified = Certification.objects.exclude(second=None)
    assert certified.count() == TallySheet.objects.count() == 5
    assert all(one.first != one.second for one in certified.select_related("first", "second"))


def test_build_city_counts_letters_accounts_and_paper_in_one_vote(city, client):
    voted = ConsultationRound.objects.get(title="Gaat het Taalhuis op zaterdag open?")
    assert letters_of(voted) == {"sent": 61, "replaced": 1, "used": 26}
    assert VotingLetter.objects.filter(form=LetterForm.LARGE).count() == 1
    batch = PaperBatch.objects.get()
    assert (batch.papers, batch.counted, [one["why"] for one in batch.set_aside]) == (12, 11, [SetAside.UNREADABLE])
    assert {cell.label: cell.voters for cell in turnout_of(voted).channels} == {
        "met een account": 16,
        "met de code van een brief": 26,
        "op papier": 11,
    }
    assert all(cell.voters for cell in turnout_of(voted).areas)
    said = html.unescape(client.get(reverse("result", args=[voted.reference.string])).content.decode())
    assert "53 mensen stemden. Aangenomen: ‘Het Taalhuis een jaar lang op zaterdag open’, met 36 keer ja" in said
    assert "Van de 107 mensen op de kiezerslijst stemden er 53: 49,5%." in said
    for words, figure in (("met de code van een brief", 26), ("op papier", 11)):
        assert f'<th scope="row">{words}</th><td>{figure}</td>' in said
    # Per round of the count as the sheet has it: what is left in the last one has all votes that still count.
    named = ConsultationRound.objects.get(title="Hoe heet de nieuwe bibliotheekbus?")
    last = TallySheet.objects.get(consultation_round=named).outcome["counts"][-1]["votes"].values()
    said = html.unescape(client.get(reverse("result", args=[named.reference.string])).content.decode())
    assert f"Gekozen: ‘De Boekenboot op Wielen’, met {max(last)} van de {sum(last)} stemmen in ronde 3" in said


def test_build_city_keeps_the_ballots_of_an_open_vote_in_their_envelopes(city):
    voting = ConsultationRound.objects.get(title="Verdeel samen 75.000 euro voor leerplekken")
    assert Envelope.objects.filter(poll_book_entry__consultation_round=voting).count() == 25
    assert voting.ballots.count() == 0
    voted = set(
        PollBookEntry.objects.filter(consultation_round=voting).values_list(
            "roll_entry__person__display_name", flat=True
        )
    )
    assert voted & {"Noor", "Henk"} == set()


def test_build_city_has_work_for_a_moderator_and_drafts_for_a_resident(city):
    moderation = Subject.objects.values_list("moderation", flat=True)
    assert sorted(state for state in moderation if state != Moderation.VISIBLE) == [
        Moderation.AWAITING,
        Moderation.HIDDEN,
    ]
    assert Comment.objects.filter(moderation=Moderation.HIDDEN).count() == 2
    assert Report.objects.filter(ruling=None).count() == 1
    assert Appeal.objects.filter(decision=None).count() == 1
    drafts = Draft.objects.filter(became=None).select_related("owner")
    assert [draft.owner.display_name for draft in drafts] == ["Noor", "Noor"]
    # She finds on her page what became of what she said, and what is still to be answered.
    noor = User.objects.get(display_name="Noor")
    assert [row.document.consultation_round.title for row in answers_for(noor)] == ["Hoe komt het Taalhuis dichterbij?"]
    assert unanswered_rounds_of(noor)


def test_build_city_shows_what_a_proposal_can_become_and_what_people_say_of_a_text(city):
    states = Counter(Subject.objects.handed_in().with_state(TODAY).values_list("state", flat=True))
    assert {State.THRESHOLD, State.SUPPORTING, State.FORWARDED, State.ASSESSED, State.TAKEN} <= states.keys()
    assert Annotation.objects.count() == 3
    said = Comment.objects.filter(subject__reference=F("subject__consultation_round__reference"))
    talk = said.filter(annotation=None, answer=None)
    assert (talk.count(), talk.exclude(official_as="").count()) == (9, 1)


def test_build_city_takes_formal_views_in_time_late_and_by_the_desk(city):
    views = FormalView.objects.values_list("channel", "timing")
    assert {("web", "in-time"), ("web", "late"), ("desk", "in-time"), ("paper", "in-time")} <= set(views)
    assert FormalView.objects.exclude(came_to="").count() == 1
    assert all(view.consultation_round.term is not None for view in FormalView.objects.all())


def test_build_city_asks_questions_and_shows_what_was_answered(city, client):
    questionnaire = Questionnaire.objects.get()
    assert (questionnaire.sheets.count(), questionnaire.questions.count()) == (34, 5)
    written = Comment.objects.filter(answer__sheet__questionnaire=questionnaire)
    assert (written.count(), written.filter(moderation=Moderation.VISIBLE).exists()) == (7, True)
    english = questionnaire.questions.first().said_in("en")
    assert (english["label"], len(english["choices"])) == ("What would you most like a course about?", 4)


def test_build_city_makes_two_proposals_one_and_asks_two_others(city):
    assert Counter(Merge.objects.values_list("state", flat=True)) == {MergeState.DONE: 1, MergeState.OPEN: 1}
    assert MergeAnswer.objects.get(agrees=None).subject.author.display_name == "Henk"


def test_build_city_has_co_authors_paper_a_change_and_no_names_after_the_term(city):
    assert [one.name for one in CoAuthor.objects.all()] == ["Chaima"]
    assert [one.is_open(TODAY) for one in Invitation.objects.filter(answer="")] == [True]
    assert Subject.objects.get(channel="paper").is_visible
    changed = Subject.objects.get(label="Ik wil leren voorlezen")
    assert changed.reference.versions.count() == 2
    # Of the twelve who supported it before, two took that back.
    assert changed.supports_here == 10
    homework = Subject.objects.get(label="Huiswerkhulp in de moskee en de kerk")
    assert (homework.supports_in_all, supports_on_paper(homework)) == (64, 40)
    earlier = Subject.objects.filter(channel="import")
    assert set(authors_of(earlier, TODAY).values()) == {"een inwoner"}


def test_build_city_fills_the_map(city):
    places = [page.place["geometry"]["type"] for page in ProposalPage.objects.live() if page.place]
    assert Counter(places)["Point"] >= 20
    assert "Polygon" in places


def test_build_city_has_somebody_in_every_role_and_two_people_at_one_address(city):
    roles = set(User.objects.values_list("groups__name", flat=True))
    assert roles == {str(role) for role in Role}
    assert [person.display_name for person in User.objects.at_address("henk.en.truus@waterrijk.example")] == [
        "Henk",
        "Truus",
    ]


def test_build_city_uses_no_mail_address_that_could_exist(city):
    domains = {email.rpartition("@")[2] for email in User.objects.values_list("email", flat=True)}
    assert domains == {"waterrijk.example"}


def test_build_city_lets_nothing_happen_after_today_began(city):
    midnight = TODAY.replace(hour=0, minute=0)
    assert Comment.objects.filter(posted_at__gte=midnight).count() == 0
    assert Support.objects.filter(given_at__gte=midnight).count() == 0
    assert PublishedVersion.objects.filter(published_at__gte=midnight).count() == 0


def test_build_city_is_refused_nothing(city):
    assert list(AuditEntry.objects.filter(act__contains="refused")) == []


def test_build_city_has_parties_that_cite_and_one_that_cites_what_has_changed(city):
    assert [party.name for party in Party.objects.by_name()] == [
        "Lijst Hoogwater",
        "Partij van de Oever",
        "Vereniging De Lange Leestafel",
        "Waterrijk Samen",
    ]
    assert set(Citation.objects.values_list("act", flat=True)) == set(CitationAct.values)
    assert set(Citation.objects.values_list("position", flat=True)) == set(Position.values)
    checks = set(Citation.objects.exclude(quote="").values_list("quote_check", flat=True))
    # Nothing was redacted in the city, and who quotes a passage there quotes the right one.
    assert checks == set(QuoteCheck.values) - {QuoteCheck.REDACTED, QuoteCheck.ELSEWHERE, QuoteCheck.SHORT}
    lotte = User.objects.get(display_name="Lotte")
    (line,) = outdated_of(represented_parties(lotte))
    assert (line.citation.version.label, line.newest.label) == ("1", "2")


def test_build_city_leads_the_site_to_the_dutch_home_page(city):
    site = Site.objects.get()
    assert site.root_page.specific == HomePage.objects.get(locale__language_code="nl")


def test_build_city_answers_on_its_most_important_pages(city, client):
    for path in (
        "/nl/",
        "/en/",
        "/nl/agenda/",
        "/en/agenda/",
        "/en/how-it-works/",
        "/nl/begin-zelf-iets/",
        "/nl/meedoen/",
    ):
        assert client.get(path).status_code == 200, path


def test_build_city_offers_no_vote_on_what_is_kept_off_the_ballot_paper(city, client):
    kept_off = Subject.objects.exclude(kept_off_because="").exclude(consultation_round__method="")
    boat = kept_off.select_related("reference", "consultation_round__reference").get()
    page = client.get(reverse("proposal", args=[boat.reference.string])).content.decode()
    assert boat.kept_off_because in page
    assert reverse("ballot", args=[boat.consultation_round.reference.string]) not in page


def test_build_demo_twice_changes_nothing_and_tells_who_can_sign_in(city):
    before, shown = number_of_rows(), io.StringIO()
    call_command("build_demo", stdout=shown)
    assert number_of_rows() == before
    table = [line.split() for line in shown.getvalue().splitlines() if "@" in line]
    assert table == [
        ["administrator", "Ilse", "beheer@waterrijk.example"],
        ["editor", "Bram", "redactie@waterrijk.example"],
        ["moderator", "Yasmin", "moderatie@waterrijk.example"],
        ["clerk", "Wout", "griffie@waterrijk.example"],
        ["clerk", "Maud", "stembureau@waterrijk.example"],
        ["clerk", "Sanne", "plaatsvervanger@waterrijk.example"],
        ["party", "representative", "Lotte", "fractie@waterrijk.example"],
        ["resident", "Noor", "noor@waterrijk.example"],
        ["resident", "Henk", "henk.en.truus@waterrijk.example"],
        ["resident", "Truus", "henk.en.truus@waterrijk.example"],
    ]


def test_build_demo_anew_is_refused_outside_a_demonstration(city, settings):
    settings.DEMO = False
    before = number_of_rows()
    with pytest.raises(CommandError, match="demonstration only"):
        call_command("build_demo", "--anew", stdout=io.StringIO())
    assert number_of_rows() == before


def test_build_city_leaves_another_site_alone(site_ground):
    with pytest.raises(Refusal, match="Waterrijk leert"):
        build_city(at=TODAY)
