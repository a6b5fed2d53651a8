"""The answer to everything that was said in a round: written together, approved by somebody else, published whole."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from accounts.enums import Role
from accounts.models import User
from base import clock
from base.instants import span
from base.refusal import Refusal
from home.exports.calendar import item_calendar
from participation.actions.comment import post_comment
from participation.enums import RoundState
from participation.models import ConsultationRound, Letter
from participation.queries.consultation_round import standing, state_at
from proposals.actions.response_document import (
    NewerEdition,
    RowText,
    answer_apart,
    answer_together,
    assign_rows,
    begin_answers,
    bring_in,
    offer_answers,
    publish_answers,
    save_intro,
    save_row,
    send_back,
)
from proposals.answer_tasks import tell_of_answers
from proposals.models import AnsweredContribution, AnswerWriter, ResponseDocument, ResponseRow
from proposals.queries.consultation_round import RoundCard, listed_rounds
from proposals.queries.response_document import (
    answers_for,
    answers_to,
    progress_of,
    rows_of,
    voices_of,
    with_contributions,
)
from proposals.queries.thread import round_thread
from proposals.response_rules import APPROVE, refusal_to_approve, refusal_to_be_answered
from proposals.views.now import nows_of
from proposals.waiting import waiting
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import PublishedVersionFactory
from tests.factories.participation import PhaseFactory
from tests.factories.proposals import (
    AnsweredContributionFactory,
    FormalViewFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
    ViewSenderFactory,
)
from tests.rounds import COUNTING, SUPPORTING, anew, hand_in, hide, publish
from tests.smtp import Mailbox, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WHOLE = RowText(answer="Wij doen het.", verdict="adopted", department="Groen")


def keep(document, number, by, text=WHOLE, *, edition=None, is_final=True) -> ResponseRow:
    row = ResponseRow.objects.get(document=document, number=number)
    edition = row.edition if edition is None else edition
    return save_row(document=document, number=number, edition=edition, text=text, is_final=is_final, by=by, at=COUNTING)


SAID = replace(WHOLE, summary="Iemand vraagt het.")


def answer_all(document, by) -> None:
    """What answers a formal view is written by a clerk."""
    reader = person_with(Role.CLERK)
    for row in rows_of(document):
        keep(document, row.number, reader if row.has_view else by, SAID if row.has_view else WHOLE)


def test_begin_answers_gives_everything_that_was_said_a_row(consultation_round, said, document, clerk):
    bench, comment = said
    found = with_contributions(rows_of(document))
    assert [one.contributions[0].words for one in found] == [bench.label, comment.text]
    # The round closes on 15 November: eight weeks later.
    assert document.due_on == date(2027, 1, 10)
    with pytest.raises(Refusal, match="begun already"):
        begin_answers(consultation_round=consultation_round, by=clerk, at=COUNTING)


def test_begin_answers_waits_for_the_end_of_the_round(consultation_round, clerk):
    with pytest.raises(Refusal, match="has not ended"):
        begin_answers(consultation_round=consultation_round, by=clerk, at=SUPPORTING)


def test_begin_answers_is_refused_of_a_round_that_was_cancelled(consultation_round, clerk):
    ConsultationRound.objects.update(cancelled_at=COUNTING)
    with pytest.raises(Refusal, match="is not answered in this round"):
        begin_answers(consultation_round=anew(consultation_round), by=clerk, at=COUNTING)


def test_what_the_municipality_said_or_a_moderator_hid_needs_no_answer(said, document, clerk, moderator, writer):
    bench, comment = said
    post_comment(
        subject=bench, text="Wij kijken ernaar.", author_name="", language="nl", by=clerk, at=SUPPORTING,
        official_as="Griffie",
    )  # fmt: skip
    assert bring_in(document=document, by=writer, at=COUNTING) == 0
    hide(comment, by=moderator)
    assert progress_of(document).contributions == 1
    # Its words are gone from the row at once: they were never copied.
    assert [one.contributions[0].words for one in with_contributions(rows_of(document))] == [bench.label, ""]


def test_rows_become_one_and_apart_again_and_no_number_is_used_twice(document, writer):
    act = {"document": document, "by": writer, "at": COUNTING}
    assert answer_together(numbers=[1, 2], **act).number == 1
    assert [len(one.contributions) for one in with_contributions(rows_of(document))] == [2]
    (own,) = answer_apart(number=1, **act)
    assert own.number == 3
    with pytest.raises(Refusal, match="two rows or more"):
        answer_together(numbers=[1, 2], **act)
    keep(document, 3, writer)
    with pytest.raises(Refusal, match="its own answer already"):
        answer_together(numbers=[1, 3], **act)
    # Nor is a draft, in whichever field, thrown away with its row.
    for field in ("summary", "summary_en", "answer", "answer_en", "reason", "reason_en", "forwarded_to"):
        keep(document, 3, writer, RowText(**{field: "Van een ander."}), is_final=False)
        with pytest.raises(Refusal, match="wrote in row 3 already"):
            answer_together(numbers=[1, 3], **act)
    for number in (1, 3):
        keep(document, number, writer, RowText(theme=f"Leuning {number}"), is_final=False)
    assert answer_together(numbers=[1, 3], **act).number == 1


def test_a_row_begins_with_the_theme_of_its_proposal_and_shows_who_answers_the_whole_text(
    consultation_round, author, moderator, writer, client
):
    tree = hand_in(consultation_round, by=author, title="Boom", body="Een linde naast de school.", tags=["Groen"])
    post_comment(
        subject=publish(tree, by=moderator), text="Graag", author_name="", language="nl", by=author, at=SUPPORTING
    )
    document = begin_answers(consultation_round=consultation_round, by=writer, at=COUNTING)
    assert set(document.rows.values_list("theme", flat=True)) == {"Groen"}
    client.force_login(writer)
    with clock.set_to(COUNTING):
        page = client.get(reverse("answer_row", args=[document.reference.string, 1])).content.decode()
    assert "Een linde naast de school." in page


def test_save_row_keeps_both_texts_where_two_people_write(document, writer, clerk):
    keep(document, 1, writer, RowText(answer="Van de een."), is_final=False)
    with pytest.raises(NewerEdition) as met:
        keep(document, 1, clerk, RowText(answer="Van de ander."), edition=0)
    assert met.value.theirs.answer == "Van de een."
    # Who is told reads the newer one, and can save.
    keep(document, 1, clerk, edition=1)


def test_save_row_asks_for_what_an_answer_needs(document, writer):
    other = PublishedVersionFactory()
    newer = PublishedVersionFactory(reference=other.reference, number=2)
    cases = {
        "Write the answer": RowText(),
        "what the municipality does": RowText(answer="Ja."),
        "which department": RowText(answer="Ja.", verdict="adopted"),
        "why it is not taken over": RowText(answer="Nee.", verdict="not-adopted", department="Groen"),
        "“Why not” is filled in": RowText(answer="Ja.", verdict="adopted", department="Groen", reason_en="Because."),
        "“Forwarded to” is filled in": RowText(answer="Ja.", verdict="adopted", department="Groen", forwarded_to="X"),
        "to whom": RowText(answer="Door.", verdict="forwarded", department="Groen"),
        "Name both versions": RowText(answer="Ja.", verdict="adopted", department="Groen", after=other),
        "two of one text": RowText(
            answer="Ja.", verdict="adopted", department="Groen", before=other, after=PublishedVersionFactory()
        ),
    }
    cases["is the newer of the two"] = replace(cases["two of one text"], before=newer, after=other)
    for words, text in cases.items():
        with pytest.raises(Refusal, match=words):
            keep(document, 1, writer, text)
    for turned in ({"before": newer, "after": other}, {"before": newer, "after": newer}):
        with pytest.raises(DatabaseError, match="older version to a newer"), transaction.atomic():
            ResponseRow.objects.filter(document=document, number=1).update(**turned)
    keep(document, 1, writer, replace(cases["two of one text"], before=other, after=newer), is_final=False)
    # As a draft anything is kept.
    assert not keep(document, 1, writer, RowText(), is_final=False).is_answered


def test_only_who_answers_writes_and_only_somebody_else_approves(document, writer, clerk):
    for role in (Role.RESIDENT, Role.MODERATOR, Role.PARTY_REPRESENTATIVE):
        with pytest.raises(Refusal, match="Only who answers"):
            keep(document, 1, person_with(role))
    answer_all(document, writer)
    with pytest.raises(Refusal, match="not offered yet"):
        publish_answers(document=document, by=clerk, at=COUNTING)
    offer_answers(document=document, by=clerk, at=COUNTING)
    for by, words in ((writer, "may not approve"), (clerk, "somebody else approves")):
        with pytest.raises(Refusal, match=words):
            publish_answers(document=document, by=by, at=COUNTING)
    with pytest.raises(Refusal, match="with who approves"):
        keep(document, 1, writer)
    second = person_with(Role.CLERK)
    with pytest.raises(Refusal, match="still to be done"):
        send_back(document=document, remark=" ", by=second, at=COUNTING)
    send_back(document=document, remark="Rij 2 is te kort.", by=second, at=COUNTING)
    keep(document, 2, writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseDocument.objects.filter(pk=document.pk).update(
            offered_at=COUNTING, offered_by=clerk, approved_at=COUNTING, approved_by=clerk
        )
    # Nor does who wrote one of them approve them, whoever offered; sending back is theirs to do.
    keep(document, 1, second)
    offer_answers(document=document, by=writer, at=COUNTING)
    document.refresh_from_db()
    # Nobody is left who could: the page says the way out, for as long as that is so.
    User.objects.exclude(pk__in=[writer.pk, second.pk]).update(is_active=False)
    assert "The way out" in refusal_to_approve(second, document)
    person_with(Role.CLERK)
    assert "The way out" not in refusal_to_approve(second, document)
    with pytest.raises(Refusal, match="You wrote answer 1 yourself"):
        publish_answers(document=document, by=second, at=COUNTING)
    with pytest.raises(DatabaseError, match="wrote none of them"), transaction.atomic():
        ResponseDocument.objects.filter(pk=document.pk).update(approved_at=COUNTING, approved_by=second)
    send_back(document=document, remark="Rij 1 is te kort.", by=second, at=COUNTING)
    # Nor does who drafted words that another kept as the answer, or who wrote what stands above them all.
    third, fourth = person_with(Role.CLERK), person_with(Role.CLERK)
    keep(document, 2, third, is_final=False)
    keep(document, 2, writer)
    save_intro(document=document, edition=0, intro="Kort.", intro_en="", by=fourth, at=COUNTING)
    offer_answers(document=document, by=writer, at=COUNTING)
    for person, words in ((third, "You wrote answer 2 yourself"), (fourth, "what stands above the answers")):
        assert not [one for one in waiting(COUNTING) if one.permission == APPROVE and one.is_for(person)]
        with pytest.raises(Refusal, match=words):
            publish_answers(document=document, by=person, at=COUNTING)
        with pytest.raises(DatabaseError, match="wrote none of them"), transaction.atomic():
            ResponseDocument.objects.filter(pk=document.pk).update(approved_at=COUNTING, approved_by=person)
    publish_answers(document=document, by=person_with(Role.CLERK), at=COUNTING)
    for write in (lambda: AnswerWriter.objects.all().delete(), lambda: AnswerWriter.objects.update(person=clerk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_nothing_is_offered_or_answered_while_anything_has_no_answer(consultation_round, said, document, writer, clerk):
    assert "not public yet" in refusal_to_be_answered(consultation_round)
    with pytest.raises(Refusal, match="2 rows have no answer yet"):
        offer_answers(document=document, by=writer, at=COUNTING)
    answer_all(document, writer)
    late = FormalViewFactory(consultation_round=consultation_round)
    with pytest.raises(Refusal, match="1 contribution stands in no row"):
        offer_answers(document=document, by=writer, at=COUNTING)
    bring_in(document=document, by=writer, at=COUNTING)
    answer_all(document, writer)
    offer_answers(document=document, by=writer, at=COUNTING)
    # What becomes public between offering and approving has to be answered too.
    FormalViewFactory(consultation_round=consultation_round)
    with pytest.raises(Refusal, match="1 contribution stands in no row"):
        publish_answers(document=document, by=clerk, at=COUNTING)
    assert late.answered_in.count() == 1


@pytest.fixture
def published(document, writer, clerk, said, settings, django_capture_on_commit_callbacks):
    """Approved, with the mails that went out."""
    FormalViewFactory(consultation_round=document.consultation_round)
    sender = ViewSenderFactory(
        formal_view=FormalViewFactory(consultation_round=document.consultation_round), mail="bezorgd@example.nl"
    )
    bring_in(document=document, by=writer, at=COUNTING)
    answer_all(document, writer)
    offer_answers(document=document, by=writer, at=COUNTING)
    box = Mailbox()
    with mail_server(settings, box), django_capture_on_commit_callbacks(execute=True):
        publish_answers(document=document, by=clerk, at=COUNTING)
    document.refresh_from_db()
    return document, box, sender


def test_answering_is_over_once_everything_has_its_answer_and_wherever_the_round_is_told_of(published):
    document, _box, _sender = published
    later = COUNTING + timedelta(days=5)
    known = ConsultationRound.objects.get(pk=document.consultation_round_id)
    for starts in (COUNTING - timedelta(days=3), COUNTING + timedelta(days=3)):
        PhaseFactory(consultation_round=known, kind="answer", starts_at=starts, ends_at=COUNTING + timedelta(days=30))
    found = listed_rounds().get(pk=known.pk)
    where = standing(found, later)
    assert found.answered_at == COUNTING
    assert (where.state, where.open_phases, where.next_phase) == (RoundState.CLOSED, [], None)
    assert ConsultationRound.objects.annotate(state=state_at(later)).get(pk=found.pk).state == where.state
    # Before that moment it went on; and an answer that came before its phase leaves no phase to come.
    assert standing(found, COUNTING - timedelta(hours=1)).open_phases
    told = [one for one in round_thread(found, [], later, document) if one.label == "The municipality answers"]
    assert [(one.state, one.when) for one in told] == [("reached", span(COUNTING - timedelta(days=3), COUNTING))]
    card = RoundCard(found, where, {}, "nl")
    ((_card, now),) = nows_of([card], [], AnonymousUser(), later)
    assert (now.title, now.actions[0]["url"]) == (
        "Everything that was said has its answer",
        reverse("response_document", args=[document.reference.string]),
    )
    calendar = item_calendar(found.reference, "", [found], [], None, at=later)
    ends = [event.end for event in Calendar.from_ical(calendar).events if "answer" in event["uid"]]
    assert ends == [COUNTING]


def test_publish_answers_tells_everybody_of_their_own_once(published, said, author, resident):
    document, box, _sender = published
    bench, _comment = said
    assert sorted(mail["To"] for mail in box.mails) == sorted([author.email, "bezorgd@example.nl", resident.email])
    bodies = {mail["To"]: mail.get_body(("plain",)).get_content() for mail in box.mails}
    assert f"/{document.reference}/1/" in bodies[author.email]
    assert f"/{document.reference}/2/" in bodies[resident.email]
    assert f"/{document.reference}/1/" not in bodies[resident.email]
    # The record of the mails names nobody, and another try writes to nobody again.
    assert Letter.objects.filter(kind="answers").count() == 3
    assert tell_of_answers.func(document.pk) == 0
    assert answers_to("subject", [bench.pk])[bench.pk].number == 1
    assert [row.number for row in answers_for(resident)] == [2]


def test_published_answers_are_corrected_by_new_rows_alone(published, clerk, author):
    document, _box, _sender = published
    row = ResponseRow.objects.get(document=document, number=1)
    for write in (
        lambda: ResponseRow.objects.filter(pk=row.pk).update(answer="Anders."),
        lambda: AnsweredContribution.objects.filter(row=row).delete(),
        lambda: ResponseDocument.objects.filter(pk=document.pk).update(sha256="0" * 64),
        lambda: ResponseDocument.objects.filter(pk=document.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    act = {"document": document, "by": clerk, "at": COUNTING}
    with pytest.raises(Refusal, match="Correct one by a new row"):
        bring_in(**act)


def test_voices_count_each_contribution_once(published):
    document, _box, _sender = published
    voices = voices_of(document)
    assert (voices.contributions, voices.answered, voices.changed) == (4, 4, 0)
    # From 5 September, 20 September and twice 3 November to 20 November.
    assert [(one.value, number) for one, number in voices.verdicts] == [("adopted", 4)]
    assert voices.days is not None


def test_voices_measure_what_came_later_to_its_own_answer():
    day, document = COUNTING, ResponseDocumentFactory()
    document.published_at = day
    # Said ten days after the others were answered, and answered two days later; a correction of that is no other answer.
    said = FormalViewFactory(consultation_round=document.consultation_round, received_at=day + timedelta(days=10))
    row = ResponseRowFactory(
        document=document, number=1, answer="Ja.", verdict="adopted", department="Groen", corrected_because="Nu pas.",
        answered_at=day + timedelta(days=12),
    )  # fmt: skip
    AnsweredContributionFactory(row=row, formal_view=said, comment=None)
    assert voices_of(document).days == 2


def test_assign_rows_says_whose_they_are(document, writer, clerk):
    assign_rows(document=document, numbers=[1, 2], to=clerk, department="Groen", by=writer, at=COUNTING)
    assert {(row.assigned_to, row.department) for row in rows_of(document)} == {(clerk, "Groen")}
    with pytest.raises(Refusal, match="Choose somebody"):
        assign_rows(document=document, numbers=[1], to=None, department="", by=writer, at=COUNTING)
    with pytest.raises(Refusal, match="rows first"):
        assign_rows(document=document, numbers=[], to=clerk, department="", by=writer, at=COUNTING)
    FormalViewFactory(consultation_round=document.consultation_round)
    bring_in(document=document, by=writer, at=COUNTING)
    with pytest.raises(Refusal, match="row 3 answers one"):
        assign_rows(document=document, numbers=[1, 3], to=writer, department="", by=writer, at=COUNTING)
    # What is nobody's waits for everybody who answers, and once all have a writer for those.
    with clock.set_to(COUNTING):
        due = reverse("answers_of", args=[document.reference.string])
        mine = lambda person: [one for one in waiting(COUNTING) if one.address == due and one.is_for(person)]  # noqa: E731
        assert (len(mine(writer)), len(mine(clerk))) == (1, 1)
        assign_rows(document=document, numbers=[3], to=clerk, department="", by=writer, at=COUNTING)
        assert (len(mine(writer)), len(mine(clerk))) == (0, 1)
    # Whoever has it open meets the newer one.
    with pytest.raises(NewerEdition):
        keep(document, 1, writer, edition=0)


def test_a_document_of_another_round_stays_apart(document):
    assert progress_of(ResponseDocumentFactory()).contributions == 0
    assert UserFactory() not in [row.assigned_to for row in rows_of(document)]
    assert anew(document.consultation_round).response_document == document
