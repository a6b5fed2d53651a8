"""A small city in which every kind of page has something to show, made by the actions that people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from accounts.enums import Role
from accounts.models import User
from base import clock
from base.actions.area import AreaOutline, import_areas
from base.blocks import paragraphs_value
from base.enums import ChangeKind
from base.models import PublishedVersion
from base.passages import passages
from base.queries.area import area_at
from home.models import AgendaItemPage, AgendaPage, Citation, ContentPage, Party
from participation.actions.annotation import react_to_text
from participation.actions.ballot import cast_ballot
from participation.actions.comment import post_comment
from participation.actions.consultation_round import publish_result
from participation.actions.draft import save_draft
from participation.actions.invitation import accept_invitation, invite_co_author
from participation.actions.questionnaire import send_answers
from participation.actions.ruling import rule_on
from participation.actions.state_event import move_proposal
from participation.actions.subject import keep_off_ballot
from participation.actions.support import give_support
from participation.actions.tally_sheet import count_round
from participation.entry import Entry
from participation.enums import AnnotationKind, Channel, Eligibility, Ground, PhaseKind, RulingKind, Screening, State
from participation.models import Comment, ConsultationRound, CountObjection, Draft, Invitation, MergeAnswer, Subject
from participation.queries.consultation_round import round_by_reference
from participation.queries.electoral_roll import voter_of
from participation.voting_enums import SecondedKind
from proposals.actions.commitment import CommitmentText, make_commitment
from proposals.actions.decision import DecisionText, record_decision
from proposals.actions.proposal import ProposalText, submit_proposal
from proposals.enums import DecidingBody, Verdict
from proposals.models import Commitment, Decision, PhaseRow, ResponseDocument
from tests.browser.answers import answer_all
from tests.browser.looked_after import look_after
from tests.browser.together import proposals_together
from tests.citations import cites, listed, speaker
from tests.database import laid_once
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory, ContentPageFactory
from tests.factories.participation import (
    BallotBoxFactory,
    RollEntryFactory,
    SecondedActFactory,
    VotingHelpFactory,
    VotingLetterFactory,
)
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.factories.rows import QuestionnaireRowFactory
from tests.ground import SiteGround
from tests.removals import withdrawn
from tests.rounds import ASKED, open_up, with_other_rules

DAY = timedelta(days=1)
MEASURES = "6f0e6a4e-2f7c-4c55-9a30-6a4b6f1d7c01"
LETTER_CODE = "ACDEFGHJKLMNQ"
LONG_WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijgebouw"


def _square(west: float) -> dict[str, Any]:
    edges = [[west, 52.51], [west + 0.06, 52.51], [west + 0.06, 52.56], [west, 52.56], [west, 52.51]]
    return {"type": "Polygon", "coordinates": [edges]}


NEIGHBOURHOODS = [AreaOutline("W", "Westkant", _square(5.18)), AreaOutline("O", LONG_WORD, _square(5.24))]


@dataclass
class City:
    agenda: AgendaPage
    item: AgendaItemPage
    consulted: AgendaItemPage
    content: ContentPage
    noor: User
    sam: User
    moderator: User
    clerk: User
    begin: ConsultationRound
    announced: ConsultationRound
    collecting: ConsultationRound
    voting: ConsultationRound
    pointing: ConsultationRound
    ordering: ConsultationRound
    answering: ConsultationRound
    ranked: ConsultationRound
    counted: ConsultationRound
    objection: CountObjection
    formal: ConsultationRound
    asking: ConsultationRound
    answered: ConsultationRound
    proposal: Subject
    waiting: Subject
    hidden: Subject
    settled: Subject
    changed: Subject
    part: Subject
    asked: MergeAnswer
    decision: Decision
    promise: Commitment
    answers: ResponseDocument
    draft: Draft
    party: Party
    lotte: User
    citation: Citation
    invitation: Invitation
    withdrawn: PublishedVersion


def person(role: Role, name: str) -> User:
    return UserFactory(email=f"{name.lower()}@example.nl", display_name=name, groups=[Group.objects.get(name=role)])


def translate(page: Page, to: Locale) -> None:
    """Publishes the page in another language as the translators' tool does; what is not translated keeps its words."""
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=to)
    translation.save_target(publish=True)


def open_round(
    parent: Page,
    title: str,
    phases: list[tuple[PhaseKind, datetime, datetime | None]],
    *,
    is_translated: bool = False,
    **rules: Any,
) -> ConsultationRound:
    """A round's page with its rules in force, about the item above it (or standing, under the home page)."""
    rows = [PhaseRow(kind=kind, starts_at=start, ends_at=end) for kind, start, end in phases]
    given = {"is_standing": False, "phase_rows": rows, "background": "<p>Er is geld voor.</p>", **rules}
    # Laid down before it begins, as a round is.
    with clock.set_to(min(timezone.now(), *(start - DAY for _kind, start, _end in phases))):
        page = ConsultationRoundPageFactory(parent=parent, title=title, **given)
        if is_translated:
            translate(page, Locale.objects.get(language_code="en"))
    found = round_by_reference(page.reference.string)
    assert found is not None, "The rules of the round were refused."
    if found.voting is not None:
        BallotBoxFactory(consultation_round=found)
    return found


def hand_in(consultation_round: ConsultationRound, title: str, *, by: User, at: datetime, **given: Any) -> Subject:
    text = {
        "summary": f"{title}, met een {LONG_WORD}.",
        "body": f"{title}.\n\nWant dat is nodig.",
        "author_name": str(by),
    }
    written = ProposalText(**{"title": title, "language": "nl", "cost": 8_000, "tags": ["lezen"], **text, **given})
    return submit_proposal(consultation_round=consultation_round, text=written, by=by, at=at)


@laid_once
def build_city(ground: SiteGround) -> City:
    now = timezone.now()
    import_areas(areas=NEIGHBOURHOODS, by=None, at=now)
    noor, sam = UserFactory(display_name="Noor", email="noor@example.nl"), UserFactory(display_name="Sam")
    moderator, clerk = person(Role.MODERATOR, "Mo"), person(Role.CLERK, "Kees")
    agenda = AgendaPageFactory(parent=ground.home, slug="agenda", intro="Wat we de komende jaren doen.")
    content = ContentPageFactory(
        parent=ground.home, title="Privacy", show_in_menus=True, body="<h2>Wat</h2><p>We bewaren <b>weinig</b>.</p>"
    )
    item = AgendaItemPageFactory(
        parent=agenda,
        title="De bibliotheekbus",
        measures=paragraphs_value("<p>De bus rijdt.</p>", MEASURES),
        budget_amount=20_000,
        period_from=2026,
        live=False,
    )
    item.tags.add("lezen", "samen leven")
    item.save_revision().publish()
    for page in (agenda, content, item):
        translate(page, ground.english)

    begin = open_round(
        ground.home, "Begin zelf iets", [(PhaseKind.COLLECT, now - 90 * DAY, None)],
        is_standing=True, screening=Screening.AFTER,
    )  # fmt: skip
    announced = open_round(item, "Waar stopt de bus?", [(PhaseKind.COLLECT, now + 9 * DAY, now + 30 * DAY)])
    collecting = open_round(
        item, "Wat komt er in de bus?",
        [
            (PhaseKind.COLLECT, now - 5 * DAY, now + 5 * DAY),
            (PhaseKind.SUPPORT, now - 5 * DAY, now + 5 * DAY),
            (PhaseKind.VOTE, now + 5 * DAY, now + 15 * DAY),
        ],
        method="equal-shares-add1", budget=50_000, is_translated=True, support_threshold=50,
    )  # fmt: skip
    proposal, waiting, hidden, settled = _talk(collecting, noor, sam, moderator, clerk, now)
    voting = voting_round(item, "Verdeel het geld", 9, noor, sam, now, is_translated=True)
    pointing = voting_round(item, "Wat eerst?", 9, noor, sam, now, points=5)
    ordering = voting_round(item, "Op volgorde", 9, noor, sam, now, method="stv-scottish", seats=2, budget=None)
    answering = voting_round(item, "Voor of tegen?", 9, noor, sam, now, method="for-against", budget=None)
    answering = with_other_rules(answering, eligibility=Eligibility.ROLL)
    reader = RollEntryFactory(consultation_round=answering, identifier="w-1")
    confirmed = SecondedActFactory(
        consultation_round=answering, kind=SecondedKind.NEW_CODE, about=str(reader.pk), first=clerk
    )
    confirmed.second, confirmed.second_at = moderator, now
    confirmed.save(update_fields=["second", "second_at"])
    VotingLetterFactory(roll_entry=reader, code=LETTER_CODE, act=confirmed)
    for language in ("nl", "en"):
        VotingHelpFactory(language=language, desk=f"In het {LONG_WORD}")
    ranked = voting_round(item, "De oude volgorde", -2, noor, sam, now, method="irv", budget=None)
    lines = list(ranked.subjects.order_by("pk"))
    for who, order in ((sam, [1, 2, 0]), (moderator, [2, 1]), (clerk, [1])):
        places = {lines[line].pk: place for place, line in enumerate(order, start=1)}
        cast_ballot(consultation_round=ranked, voter=voter_of(ranked, who), choices=places, at=now - 3 * DAY)
    counted = voting_round(item, "Verdeel het oude geld", -2, noor, sam, now, method="equal-shares", objection_days=0)
    for one in (ranked, counted):
        open_up(one, by=clerk, at=now - DAY)
        one.refresh_from_db()
        count_round(consultation_round=one, by=clerk, at=now - DAY)
    ranked, counted = (publish_result(consultation_round=one, by=clerk, at=now - DAY) for one in (ranked, counted))
    objection = look_after(ranked, counted, clerk, now)
    formal = open_round(
        item, "Zienswijzen over de route", [(PhaseKind.DISCUSS, now - 5 * DAY, None)], method="",
        is_formal=True, notice="gmb-2026-123456", laid_out="Gemeentehuis, op werkdagen van 9.00 tot 12.00 uur.",
    )  # fmt: skip
    asking = _asking(item, "Vier vragen over de bus", now + 5 * DAY)
    answered = _asking(item, "Vragen over de oude bus", now + 5 * DAY, answers_meanwhile=True)
    _answer(answered, moderator, now)
    changed, part, asked = proposals_together(collecting, proposal, noor=noor, sam=sam, moderator=moderator, now=now)
    party = listed(clerk, "Waterpartij", website="https://waterpartij.example")
    lotte = speaker(clerk, party, display_name="Lotte", email="lotte@example.nl")
    (rides,) = passages(item.version.content["measures"])
    citation = cites(party, item, lotte, passage=rides.identifier, quote=rides.text, at=now)
    listed(clerk, f"Lijst {LONG_WORD}")
    return City(
        party=party, lotte=lotte, citation=citation, withdrawn=_withdrawn(agenda, clerk, now), agenda=agenda, item=item, consulted=_consulted(ground, agenda, noor, now), content=content, noor=noor, sam=sam, moderator=moderator, clerk=clerk,
        begin=begin, announced=announced, collecting=collecting, voting=voting, pointing=pointing, counted=counted,
        objection=objection,
        ordering=ordering, answering=answering, ranked=ranked,
        formal=formal,
        asking=asking,
        answered=answered,
        proposal=proposal, waiting=waiting, hidden=hidden, settled=settled,
        changed=changed, part=part, asked=asked,
        invitation=_together(proposal, noor, sam, clerk, now), decision=(decision := _decide(ground, item, counted, clerk, now)), promise=_promise(decision, clerk, now),
        answers=answer_all(counted, editor=person(Role.EDITOR, "Bram"), clerk=clerk, now=now),
        draft=save_draft(
            form="proposal", consultation_round=collecting, data={"title": "Een half voorstel"}, language="nl",
            by=noor, at=now,
        ),
    )  # fmt: skip


def _talk(
    collecting: ConsultationRound, noor: User, sam: User, moderator: User, clerk: User, now: datetime
) -> tuple[Subject, Subject, Subject, Subject]:
    proposal = hand_in(
        collecting, "Voorlezen in de bus", by=noor, at=now - DAY, place="het plein", area=area_at((5.2, 52.53)),
        geometry={"type": "Point", "coordinates": [5.2, 52.53]},
    )  # fmt: skip
    english = hand_in(collecting, "Films on Friday", by=sam, at=now - DAY, language="en", summary="Films for all.")
    keep_off_ballot(subject=english, reason="Films draaien we al.", by=clerk, at=now)
    waiting = hand_in(collecting, "Een fluitketel", by=noor, at=now - DAY)
    hidden = hand_in(collecting, "Koop bij mij", by=sam, at=now - DAY)
    settled = hand_in(collecting, "Een brug naar de bus", by=sam, at=now - DAY)
    for subject in (proposal, english, settled):
        rule_on(target=subject, kind=RulingKind.PUBLISH, by=moderator, at=now)
    move_proposal(
        subject=settled, state=State.FORWARDED, by=clerk, at=now, addressee="Het waterschap", department="Griffie",
        reason="De sloot is van het waterschap.",
    )  # fmt: skip
    rule_on(target=hidden, kind=RulingKind.HIDE, by=moderator, at=now, ground=Ground.SPAM, reason="Dit is reclame.")
    give_support(subject=proposal, by=sam, at=now)
    said = {"subject": proposal, "author_name": "Sam", "by": sam, "at": now}
    first = post_comment(text="Ook voor grote mensen?", language="nl", **said)
    post_comment(text=f"Yes, and in {LONG_WORD}.", language="en", parent=first, **said)
    rude = post_comment(text="Onzin.", language="nl", **said)
    rule_on(target=rude, kind=RulingKind.HIDE, by=moderator, at=now, ground=Ground.INSULT, reason="Zeg het anders.")
    for subject in (proposal, waiting, hidden, settled):
        subject.refresh_from_db()
    return proposal, waiting, hidden, settled


def _together(proposal: Subject, noor: User, sam: User, clerk: User, now: datetime) -> Invitation:
    """A proposal with a group, a co-author and somebody who was asked; and a comment that came by telephone."""
    proposal.group_name = f"Leesclub {LONG_WORD}"
    proposal.save(update_fields=["group_name"])
    asked = [
        invite_co_author(subject=proposal, email=f"{name}@example.nl", language="nl", by=noor, at=now)
        for name in ("sam.de.langste-naam-van-de-straat", "bo")
    ]
    accept_invitation(invitation=asked[0], name="Sam", by=sam, at=now)
    entry = Entry(channel=Channel.TELEPHONE, received_at=now - DAY / 2, email="oma@example.nl")
    post_comment(
        subject=proposal, text="Ik lees graag voor.", language="nl", author_name="", by=clerk, at=now, entry=entry
    )
    return asked[1]


def _consulted(ground: SiteGround, agenda: AgendaPage, noor: User, now: datetime) -> AgendaItemPage:
    """An item that people react to, with a reaction to a passage of it and one to the whole."""
    item = AgendaItemPageFactory(
        parent=agenda, title="Taal aan huis", problem=f"<p>Niet iedereen leest even makkelijk.</p><p>{LONG_WORD}.</p>"
    )
    open_round(item, "Wat vindt u van dit plan?", [(PhaseKind.DISCUSS, now - DAY, now + 5 * DAY)], method="")
    item.refresh_from_db()
    translate(item, ground.english)
    first = passages(item.version.content["problem"])[0].identifier
    said = {"version": item.version, "language": "nl", "author_name": "Noor", "by": noor, "at": now}
    react_to_text(passage=first, kind=AnnotationKind.CHANGE, text="Lang niet iedereen leest makkelijk.", **said)
    react_to_text(passage="", kind=AnnotationKind.AGREE, text="", **said)
    return item


def voting_round(
    item: Page, title: str, ends_in: int, noor: User, sam: User, now: datetime, **rules: Any
) -> ConsultationRound:
    """A round that voted from eight days before its end on, with three proposals and the ballot of one resident."""
    ends_at = now + ends_in * DAY
    voting_begins = min(ends_at - 8 * DAY, now - DAY)
    consultation_round = open_round(
        item, title,
        [(PhaseKind.COLLECT, voting_begins - 9 * DAY, voting_begins), (PhaseKind.VOTE, voting_begins, ends_at)],
        **{"screening": Screening.AFTER, "method": "greedy", "budget": 20_000, **rules},
    )  # fmt: skip
    before, during = voting_begins - DAY, voting_begins + DAY / 2
    bus = hand_in(consultation_round, f"Lezen in de bus ({title})", by=noor, at=before)
    hand_in(consultation_round, f"Computers in de bus ({title})", by=sam, at=before, cost=16_000)
    hand_in(consultation_round, f"A screen ({title})", by=sam, at=before, cost=4_000, language="en")
    cast_ballot(
        consultation_round=consultation_round,
        voter=voter_of(consultation_round, noor),
        choices={bus.pk: 1},
        at=during,
    )
    return ConsultationRound.objects.with_phases().get(pk=consultation_round.pk)


def _asking(item: Page, title: str, ends_at: datetime, **rules: Any) -> ConsultationRound:
    """A round with a question of each kind."""
    rows = [QuestionnaireRowFactory.build(**{"choices": ""} | one, locale=item.locale) for one in ASKED]
    phases = [(PhaseKind.DISCUSS, ends_at - 10 * DAY, ends_at)]
    return open_round(item, title, phases, method="", questionnaire_rows=rows, **rules)


def _answer(answered: ConsultationRound, moderator: User, now: datetime) -> None:
    """Twelve people answer; of the words of one a moderator found nothing against them."""
    choice, several, scale, ranking, text = answered.questionnaire.questions.all()
    for number in range(12):
        given = {choice.pk: [number % 3 % 2], scale.pk: [1 + number % 5], ranking.pk: [2, number % 2, 1 - number % 2]}
        if number < 2:
            given |= {several.pk: [0], text.pk: f"Zet er een {LONG_WORD} bij."}
        send_answers(
            questionnaire=answered.questionnaire, given=given, language="nl", by=UserFactory(), client="", at=now
        )
    last = Comment.objects.filter(answer__question=text).latest("pk")
    rule_on(target=last, kind=RulingKind.PUBLISH, by=moderator, at=now)


def _withdrawn(agenda: AgendaPage, clerk: User, now: datetime) -> PublishedVersion:
    """The only version of another item, taken off the site by two people."""
    version = AgendaItemPageFactory(parent=agenda, title="Een plan dat geen plan was").version
    withdrawn(version, by=clerk, second=person(Role.CLERK, "Karin"), at=now)
    return version


def _decide(
    ground: SiteGround, item: AgendaItemPage, counted: ConsultationRound, clerk: User, now: datetime
) -> Decision:
    """A decision on the counted round, and the version of the item that it caused, in both languages."""
    text = DecisionText(
        body=DecidingBody.COUNCIL, decided_on=timezone.localtime(now).date(), verdict=Verdict.ADOPTED,
        title="De raad neemt het advies over.", reasons="Het past in het budget.",
        no_vote_because="Er is niets van opgeschreven.", document_url="https://documenten.example/besluit",
    )  # fmt: skip
    decision = record_decision(text=text, consultation_round=counted, about=None, by=clerk, at=now)
    item.measures = paragraphs_value("<p>De bus rijdt elke week.</p><ul><li>Op maandag</li></ul>", MEASURES)
    item.decision, item.change_note, item.change_kind = decision, "De bus komt er.", ChangeKind.SUBSTANTIVE
    item.save_revision().publish()
    translate(item, ground.english)
    return decision


def _promise(decision: Decision, clerk: Any, now: datetime) -> Commitment:
    """Something promised with a decision, by a day that is past."""
    text = CommitmentText(
        origin="decision",
        text="De bibliotheekbus rijdt elke woensdag.",
        text_en="The library bus runs every Wednesday.",
        department="Bibliotheek",
        made_on=decision.decided_on,
        due_on=decision.decided_on,
    )
    return make_commitment(text=text, about=None, consultation_round=None, decision=decision, by=clerk, at=now)
