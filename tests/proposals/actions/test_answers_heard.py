"""Who took part hears what became of it: once each, grouped, and nobody's support is told to anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.enums import Role
from base import clock
from base.refusal import Refusal
from participation.enums import FollowMoment, Moderation, PhaseKind
from participation.models import Comment, Letter
from participation.news import news_of
from participation.tasks import Told
from proposals.actions.later_answer import approve_later_answer, ask_correction, ask_later_answer
from proposals.actions.response_document import (
    RowText,
    begin_answers,
    bring_in,
    offer_answers,
    publish_answers,
    save_row,
)
from proposals.answer_letters import letters_of_answers
from proposals.answer_tasks import announce_to_contributors
from proposals.council_enums import AnswerGrouping
from proposals.models import AnsweredContribution, ResponseRow
from proposals.outcome_letters import letters_of_moments
from proposals.queries.response_document import rows_of, rows_sha256, unanswered_contributions, with_contributions
from proposals.response_rules import refusal_to_be_answered
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import VersionTextFactory
from tests.factories.participation import CommentFactory, FollowFactory, SupportFactory
from tests.factories.proposals import (
    AnsweredContributionFactory,
    DecisionFactory,
    FormalViewFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
    ViewSenderFactory,
)
from tests.rounds import COUNTING, anew, formal_round, hand_in, hide, moment, publish, publish_round
from tests.smtp import Mailbox, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WHOLE = RowText(summary="Iemand vraagt het.", answer="Wij doen het.", verdict="adopted", department="Groen")


@pytest.fixture
def bench(consultation_round, author, moderator):
    return publish(hand_in(consultation_round, by=author), by=moderator)


def answered(consultation_round, editor, clerk, **begun):
    document = begin_answers(consultation_round=consultation_round, by=editor, at=COUNTING, **begun)
    act = {"document": document, "text": WHOLE, "is_final": True, "at": COUNTING}
    # What answers a formal view is written by a clerk.
    reader = person_with(Role.CLERK)
    for row in rows_of(document):
        save_row(number=row.number, edition=row.edition, by=reader if row.has_view else editor, **act)
    offer_answers(document=document, by=editor, at=COUNTING)
    publish_answers(document=document, by=clerk, at=COUNTING)
    document.refresh_from_db()
    return document


def test_an_outcome_is_told_once_to_who_took_part_and_to_who_follows(
    consultation_round, bench, author, resident, clerk, settings, django_capture_on_commit_callbacks
):
    supporter, follower = SupportFactory(subject=bench).supporter, UserFactory()
    # Whoever took part and follows gets the mail of a follower, with the way to stop.
    CommentFactory(subject=bench, author=follower)
    FollowFactory(reference=consultation_round.reference, person=follower, address="", confirmed_at=COUNTING)
    CommentFactory.create_batch(2, subject=bench, author=resident)
    decision = DecisionFactory(consultation_round=consultation_round, reference__is_public=True)
    box = Mailbox()
    with mail_server(settings, box):
        for _time in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                announce_to_contributors(
                    rounds=[consultation_round],
                    moment=FollowMoment.DECISION,
                    what=decision.reference.string,
                    references=[consultation_round.reference_id],
                )
    told = {mail["To"]: mail.get_body(("plain",)).get_content() for mail in box.mails}
    assert sorted(mail["To"] for mail in box.mails) == sorted(
        one.email for one in (author, resident, supporter, follower)
    )
    # Followers over one, all others over another.
    assert box.connections == 2
    assert "een voorstel steunt" in " ".join(told[supporter.email].split())
    assert "iets hebt gezegd" in " ".join(told[author.email].split())
    assert all(decision.reference.string in words for words in told.values())
    kept = " ".join(Letter.objects.filter(kind="outcome").values_list("what", flat=True))
    assert Letter.objects.filter(kind="outcome").count() == 3
    assert not any(word in kept for word in (supporter.email, f"-{supporter.pk}", str(bench.reference)))


def test_a_sender_reads_the_answer_by_the_link_of_the_receipt_and_a_flood_is_not_mailed(
    agenda_item, editor, clerk, settings, django_capture_on_commit_callbacks
):
    term = formal_round(agenda_item, starts=moment(9, 1), ends=moment(10, 14))
    view = FormalViewFactory(consultation_round=term)
    ViewSenderFactory(formal_view=view, name="Noor Achternaam", mail="noor@example.nl")
    flood = FormalViewFactory(consultation_round=term, is_over_limit=True)
    ViewSenderFactory(formal_view=flood, mail="vreemde@example.nl")
    box = Mailbox()
    with mail_server(settings, box), django_capture_on_commit_callbacks(execute=True):
        answered(term, editor, clerk)
    (mail,) = box.mails
    words = mail.get_body(("plain",)).get_content()
    assert mail["To"] == "noor@example.nl"
    assert view.reference.string in words
    assert "Achternaam" not in words


def test_what_becomes_public_after_the_answers_is_answered_by_a_row_with_a_reason(
    consultation_round, bench, moderator, editor, clerk, settings, django_capture_on_commit_callbacks
):
    late = CommentFactory(subject=bench, author=UserFactory(email="laat@example.nl"))
    hide(late, by=moderator)
    document = answered(consultation_round, editor, clerk)
    assert refusal_to_be_answered(consultation_round) == ""
    Comment.objects.filter(pk=late.pk).update(moderation=Moderation.VISIBLE)
    assert unanswered_contributions(consultation_round) == 1
    assert "1 contribution has no answer" in refusal_to_be_answered(consultation_round)
    act = {"document": document, "key": f"comment:{late.pk}", "text": WHOLE, "by": editor, "at": COUNTING}
    approve = {"asked_at": COUNTING, "by": clerk, "at": COUNTING}
    with pytest.raises(Refusal, match="everybody reads it"):
        ask_later_answer(because=" ", **act)
    box = Mailbox()
    with mail_server(settings, box), django_capture_on_commit_callbacks(execute=True):
        asked = ask_later_answer(because="Dit was verborgen, en is weer te lezen.", **act)
        assert refusal_to_be_answered(consultation_round)
        row = approve_later_answer(later_answer=asked, **approve)
    assert [mail["To"] for mail in box.mails] == ["laat@example.nl"]
    assert refusal_to_be_answered(consultation_round) == ""
    with pytest.raises(Refusal, match="has an answer already"):
        ask_later_answer(because="Nog eens.", **act)
    # The database itself adds nothing to what was published, without a reason.
    first = ResponseRow.objects.get(document=document, number=1)
    for write in (
        lambda: ResponseRow.objects.create(document=document, number=90),
        lambda: AnsweredContribution.objects.create(row=first, comment=late),
        lambda: ResponseRow.objects.filter(pk=row.pk).update(answer="Anders."),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    # Neither an addition nor a correction touches what the hash was made of.
    said = replace(WHOLE, answer="Wij doen het nu.", verdict="partly")
    asked = ask_correction(document=document, number=1, text=said, because="Een fout.", by=editor, at=COUNTING)
    new = approve_later_answer(later_answer=asked, **approve)
    assert rows_sha256(document) == document.sha256
    # Who is mailed reads what the answer was before, and not that this is the only mail.
    told = " ".join(" ".join(one.paragraphs) for one in letters_of_answers(document, new))
    for words in ("Een fout.", "Eerst was het antwoord: overgenomen. Wij doen het."):
        assert words in told
    assert "enige" not in told


def test_comments_come_together_by_what_they_are_on_or_by_conversation(consultation_round, bench, editor):
    first = CommentFactory(subject=bench)
    CommentFactory(subject=bench, parent=first, thread=first)
    CommentFactory(subject=bench)
    document = begin_answers(consultation_round=consultation_round, by=editor, at=COUNTING)
    sizes = {}
    for grouping in AnswerGrouping:
        AnsweredContribution.objects.all().delete()
        rows_of(document).delete()
        bring_in(document=document, grouping=grouping, by=editor, at=COUNTING)
        sizes[grouping] = sorted(one.total for one in with_contributions(rows_of(document)))
    assert sizes == {"each": [1, 1, 1, 1], "subject": [1, 3], "thread": [1, 1, 2]}


def test_a_round_is_answered_while_the_municipality_answers_and_by_the_end_of_that(agenda_item, editor):
    answering = publish_round(
        agenda_item,
        method="",
        phases=[(PhaseKind.DISCUSS, moment(9, 1), moment(10, 1)), (PhaseKind.ANSWER, moment(11, 1), moment(12, 24))],
    )
    # Nothing was said: nothing has to be answered.
    assert refusal_to_be_answered(answering) == ""
    document = begin_answers(consultation_round=answering, by=editor, at=COUNTING)
    assert document.due_on.isoformat() == "2026-12-23"
    with pytest.raises(Refusal, match="has not ended"):
        begin_answers(consultation_round=anew(answering), by=editor, at=moment(9, 30))


def test_the_work_of_a_worker_that_was_killed_is_given_back(settings, noon):
    task = {
        "args_kwargs": {"args": [1], "kwargs": {}},
        "task_path": "x.y",
        "backend_name": "default",
        "run_after": noon,
    }
    dead, working = (
        DBTaskResult.objects.create(status=TaskResultStatus.RUNNING, started_at=noon - timedelta(hours=hours), **task)
        for hours in (3, 1)
    )
    with clock.set_to(noon):
        call_command("resume_tasks")
    statuses = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert statuses == {dead.pk: TaskResultStatus.READY, working.pk: TaskResultStatus.RUNNING}


def test_a_mail_of_answers_says_what_was_said_and_what_is_answered(consultation_round, bench, author, editor, clerk):
    supporter = SupportFactory(subject=bench).supporter
    document = answered(consultation_round, editor, clerk)
    # An English reader reads the English title of the round, in the mail of an outcome too.
    CommentFactory(subject=bench, author=UserFactory(email="english@example.nl"), language="en")
    english = {"version__reference": consultation_round.reference, "version__language": "en"}
    VersionTextFactory(**english, value='"Benches by the pond"')
    decision = DecisionFactory(consultation_round=consultation_round, reference__is_public=True)
    told = [Told(FollowMoment.DECISION, decision.reference.string, [])]
    (letter,) = [one for one in letters_of_moments(consultation_round, told) if one.language == "en"]
    assert "This is about: Benches by the pond" in letter.paragraphs
    # Whoever follows the round in English reads it so, too.
    news = news_of(FollowMoment.ANSWERS, str(document.pk))
    assert news.headline == "What the municipality answers: Benches by the pond"
    assert (news.paragraphs[0].text, news.paragraphs[0].language) == ("“Benches by the pond”", "")
    told = {one.to: one.links[0][0] for one in letters_of_answers(document)}
    assert set(told) == {author.email, supporter.email}
    assert all(bench.label in label and "Wij doen het." in label for label in told.values())


def test_a_mail_of_answers_says_why_not_and_to_whom_it_went_and_what_is_not_translated(consultation_round, bench):
    said = [CommentFactory(subject=bench, author=UserFactory(), language=language) for language in ("en", "nl")]
    document = ResponseDocumentFactory(consultation_round=consultation_round)
    row = {"document": document, "department": "Groen"}
    refused = ResponseRowFactory(**row, number=1, verdict="not-adopted", answer="Dat kan niet.", reason="Geen geld.")
    passed_on = ResponseRowFactory(
        **row, number=2, verdict="forwarded", answer="Dat doet een ander.", forwarded_to="De provincie"
    )
    english = ResponseRowFactory(**row, number=3, verdict="adopted", answer="Ja.", answer_en="Yes.")
    for one in (refused, passed_on, english):
        for comment in said:
            AnsweredContributionFactory(row=one, comment=comment)
    told = {one.language: [label for label, _url in one.links] for one in letters_of_answers(document)}
    assert ["Waarom niet: Geen geld." in one for one in told["nl"][:3]] == [True, False, False]
    assert ["Doorgestuurd aan: De provincie." in one for one in told["nl"][:3]] == [False, True, False]
    untranslated = "There is no text of this answer in English yet: it is in Dutch."
    assert [untranslated in one for one in told["en"][:3]] == [True, True, False]
    assert not any("nog niet in het" in one for one in told["nl"])
