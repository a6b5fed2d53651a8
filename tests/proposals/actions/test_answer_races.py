"""Several people in the same moment: one row is saved by one of them, and answers go out once."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from participation.models import Comment
from proposals.actions.response_document import (
    NewerEdition,
    RowText,
    answer_together,
    bring_in,
    offer_answers,
    publish_answers,
    save_row,
)
from proposals.models import AnsweredContribution, ResponseDocument, ResponseRow
from proposals.queries.response_document import public_document, rows_as_data, with_contributions
from tests.database_races import at_once
from tests.factories.accounts import person_with
from tests.factories.participation import CommentFactory, SubjectFactory
from tests.factories.proposals import FormalViewFactory, ResponseDocumentFactory
from tests.rounds import COUNTING, hide

WHOLE = RowText(answer="Wij doen het.", verdict="adopted", department="Groen")


def kinds(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_rows_are_saved_joined_offered_and_published_by_one_at_a_time(many_connections, moderator, editor, clerk):
    second = person_with(Role.CLERK)
    subject = SubjectFactory(label="Het bankje")
    document = ResponseDocumentFactory(consultation_round=subject.consultation_round)
    comments = CommentFactory.create_batch(3, subject=subject, text="Met een leuning.")
    # Two bring in at once: nothing gets two rows, no number is given twice.
    act = {"document": document, "at": COUNTING}
    at_once(*[lambda: bring_in(by=editor, **act)] * 4)
    numbers = list(ResponseRow.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]
    assert AnsweredContribution.objects.count() == 4

    save = {"edition": 0, "text": WHOLE, "is_final": True, **act}
    assert kinds(at_once(*[lambda: save_row(number=1, by=editor, **save)] * 3)) == ["NewerEdition"] * 2 + [
        "ResponseRow"
    ]
    # One joins two rows while another writes in one of them: the text stays, or who wrote it is told.
    joined, saved = at_once(
        lambda: answer_together(numbers=[2, 3], by=editor, **act), lambda: save_row(number=2, by=clerk, **save)
    )
    kept = ResponseRow.objects.get(number=2)
    assert kept.is_answered or isinstance(saved, NewerEdition)
    assert joined.number == 2
    for row in ResponseRow.objects.filter(answered_at=None):
        save_row(number=row.number, by=editor, **save | {"edition": row.edition})

    assert kinds(at_once(*[lambda: offer_answers(by=editor, **act)] * 2)) == ["NoneType", "Refusal"]
    # Two publish while a moderator hides what is quoted.
    published = at_once(
        lambda: publish_answers(by=clerk, **act),
        lambda: publish_answers(by=second, **act),
        lambda: hide(comments[0], by=moderator, at=COUNTING),
    )
    assert kinds(published[:2]) == ["Refusal", "ResponseDocument"]
    assert Comment.objects.get(pk=comments[0].pk).moderation == "hidden"
    said = [one for row in with_contributions(ResponseRow.objects.all()) for one in row.contributions]
    assert [one.words for one in said if one.key == f"comment:{comments[0].pk}"] == [""]
    assert ResponseDocument.objects.get().sha256


@pytest.mark.django_db
@pytest.mark.usefixtures("site_ground")
def test_five_thousand_contributions_are_answered_in_as_few_queries_as_ten(client, editor, clerk):
    asked: dict[str, list[int]] = {}
    for many in (10, 5000):
        subject = SubjectFactory(label="Het bankje")
        FormalViewFactory(consultation_round=subject.consultation_round)
        Comment.objects.bulk_create(
            [
                CommentFactory.build(subject=subject, author=None, author_name="Fien", text=f"Zin {number}")
                for number in range(many - 2)
            ]
        )
        document = ResponseDocumentFactory(consultation_round=subject.consultation_round, reference__is_public=True)
        begun = _queries(lambda: bring_in(document=document, by=editor, at=COUNTING))  # noqa: B023
        ResponseRow.objects.filter(document=document).update(
            summary="Iemand vraagt het.",
            answer="Ja.",
            verdict="adopted",
            department="Groen",
            answered_at=COUNTING,
            answered_by=editor,
        )
        offer_answers(document=document, by=editor, at=COUNTING)
        client.force_login(editor)
        desk = reverse("answers_of", args=[document.reference.string])
        pages = {"desk": _queries(lambda: client.get(desk))}  # noqa: B023
        with time_machine.travel(COUNTING, tick=False):
            publish_answers(document=document, by=clerk, at=COUNTING)
        client.logout()
        for name in ("response_document", "response_json", "response_csv"):
            address = reverse(name, args=[document.reference.string])
            client.get(address)
            pages[name] = _queries(lambda: client.get(address))  # noqa: B023
        voices = reverse("each_voice", args=[subject.consultation_round.reference.string])
        pages["each_voice"] = _queries(lambda: client.get(voices))  # noqa: B023
        assert len(rows_as_data(public_document(document.reference.string))["rows"]) == many
        for name, number in ({"begun": begun} | pages).items():
            asked.setdefault(name, []).append(number)
    # Rows and their links are written many at a time.
    written = asked.pop("begun")
    assert written[1] < 200
    assert {name: counts for name, counts in asked.items() if counts[1] > counts[0]} == {}
    assert max(asked["response_document"]) <= 20


def _queries(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)
