"""Moderators and authors who do the same at one moment, each on a connection of their own."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail

from accounts.enums import Role
from base.refusal import Refusal
from participation.actions.appeal import decide_appeal, make_appeal
from participation.actions.claim import claim_target
from participation.actions.report import submit_report
from participation.enums import AppealOutcome, RulingKind
from participation.letter_tasks import send_letters
from participation.letters import LetterText
from participation.mail_enums import LetterKind
from participation.models import Appeal, Claim, Letter, Report, Ruling
from tests.database_races import at_once
from tests.factories.accounts import person_with
from tests.factories.base import MOMENT
from tests.factories.participation import AppealFactory, CommentFactory, RulingFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("many_connections")]

HIDDEN = {"kind": RulingKind.HIDE, "ground": "insult", "reason": "Het scheldt.", "state_before": "visible"}


def refusals(answers: list) -> list[bool]:
    return sorted(isinstance(one, Refusal) for one in answers)


def test_of_two_who_claim_at_once_one_has_it():
    comment = CommentFactory()
    people = [person_with(Role.MODERATOR) for _number in range(2)]
    answers = at_once(*[lambda who=who: claim_target(target=comment, by=who, at=MOMENT) for who in people])
    assert refusals(answers) == [False, True]
    assert Claim.objects.get().by in people


def test_an_author_who_objects_twice_at_once_objects_once():
    comment = CommentFactory(moderation="hidden")
    ruling = RulingFactory(subject=None, comment=comment, **HIDDEN)
    given = {"ruling": ruling, "report": None, "why": "Nee.", "language": "nl", "by": comment.author, "at": MOMENT}
    answers = at_once(*[lambda: make_appeal(**given) for _time in range(2)])
    assert refusals(answers) == [False, True]
    assert Appeal.objects.count() == 1


def test_of_two_who_decide_one_objection_at_once_one_does():
    comment = CommentFactory(moderation="hidden")
    appeal = AppealFactory(ruling=RulingFactory(subject=None, comment=comment, **HIDDEN), person=comment.author)
    people = [person_with(Role.MODERATOR) for _number in range(2)]
    ways = [AppealOutcome.UPHELD, AppealOutcome.OVERTURNED]
    answers = at_once(
        *[
            lambda who=who, way=way: decide_appeal(appeal=appeal, outcome=way, reason="Zo is het.", by=who, at=MOMENT)
            for who, way in zip(people, ways, strict=True)
        ]
    )
    assert refusals(answers) == [False, True]
    appeal.refresh_from_db()
    assert (Ruling.objects.count(), appeal.decision.by) == (2, appeal.decided_by)


def test_the_same_report_twice_at_once_is_one():
    comment = CommentFactory()
    given = {
        "target": comment,
        "ground": "insult",
        "why": "Het scheldt.",
        "address": "https://leerstad.example/nl/",
        "name": "",
        "mail": "melder@example.nl",
        "in_good_faith": True,
        "language": "nl",
        "by": AnonymousUser(),
        "client": "192.0.2.1",
        "at": MOMENT,
    }
    answers = at_once(*[lambda: submit_report(**given) for _time in range(3)])
    assert {one.pk for one in answers} == {Report.objects.get().pk}


def test_two_workers_tell_each_thing_once_though_their_mails_overlap():
    def letter(*told: str) -> LetterText:
        what, *also = told
        return LetterText(
            kind=LetterKind.OUTCOME,
            what=what,
            also=tuple(also),
            only=lambda some: letter(*some),
            to="sam@example.nl",
            language="nl",
            headline="Nieuws",
            paragraphs=list(told),
        )

    told = [("raad-1", "raad-2"), ("raad-2", "raad-3"), ("raad-2",)]
    answers = at_once(*[lambda some=some: send_letters([letter(*some)]) for some in told])
    assert [is_whole for _sent, is_whole in answers] == [True] * 3
    said = " ".join(one.body for one in mail.outbox)
    assert [said.count(one) for one in ("raad-1", "raad-2", "raad-3")] == [1, 1, 1]
    assert (sum(sent for sent, _is_whole in answers), Letter.objects.count()) == (len(mail.outbox), 3)
