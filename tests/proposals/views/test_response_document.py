"""Answers as everybody reads them, and the desk where they are written."""

import csv
import json
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from base.canonical import canonical_json, sha256
from proposals.actions.response_document import begin_answers, offer_answers, publish_answers
from proposals.models import ResponseDocument, ResponseRow
from tests.factories.accounts import person_with
from tests.factories.participation import CommentFactory
from tests.factories.proposals import (
    AnsweredContributionFactory,
    FormalViewFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.rounds import COUNTING, anew, hand_in, hide, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_day_of_counting", "site_ground")]


@pytest.fixture
def bench(consultation_round, author, moderator):
    return publish(hand_in(consultation_round, by=author), by=moderator)


@pytest.fixture
def document(consultation_round, bench, clerk) -> ResponseDocument:
    return begin_answers(consultation_round=consultation_round, by=clerk, at=COUNTING)


def published(document, clerk, editor) -> ResponseDocument:
    ResponseRow.objects.filter(document=document).update(
        answer="De bank komt er.", answer_en="The bench comes.", verdict="adopted", department="Groen",
        answered_at=COUNTING, answered_by=editor,
    )  # fmt: skip
    offer_answers(document=document, by=editor, at=COUNTING)
    return publish_answers(document=document, by=clerk, at=COUNTING)


def test_who_approves_reads_all_answers_as_everybody_will(client, document, clerk, editor):
    """Words, reasons and all; only the addresses that are not there yet lack."""
    ResponseRow.objects.filter(document=document).update(
        answer="Er komt geen bank.", verdict="not-adopted", reason="De stoep is te smal.", department="Groen",
        answered_at=COUNTING, answered_by=editor,
    )  # fmt: skip
    for number in range(2, 28):
        ResponseRowFactory(
            document=document, number=number, answer=f"Antwoord nummer {number}.", verdict="adopted",
            department="Groen", answered_at=COUNTING, answered_by=editor,
        )  # fmt: skip
    ResponseDocument.objects.filter(pk=document.pk).update(offered_at=COUNTING, offered_by=editor)
    client.force_login(clerk)
    preview = reverse("answers_as_read", args=[document.reference])
    assert preview in client.get(reverse("answers_of", args=[document.reference])).content.decode()
    first, second = (client.get(preview, {"page": page}).content.decode() for page in (1, 2))
    assert "Er komt geen bank." in first
    assert "De stoep is te smal." in first
    assert "Antwoord nummer 27." in second
    assert "Antwoord nummer 27." not in first
    for text in (first, second):
        assert f"/antwoorden/{document.reference}/" not in text
    client.logout()
    assert client.get(preview).status_code == 302
    assert client.get(f"/nl/antwoorden/{document.reference}/").status_code == 404


def test_answers_are_read_once_they_are_published(client, document, clerk, editor, bench, author):
    page, voices = (
        f"/nl/antwoorden/{document.reference}/",
        f"/nl/rondes/{document.consultation_round.reference}/elke-stem/",
    )
    assert client.get(page).status_code == 404
    assert "10 januari 2027" in client.get(voices).content.decode()
    # Until then the page of whoever said something says by when; that of others nothing.
    for person, is_promised in ((author, True), (clerk, False)):
        client.force_login(person)
        mine = client.get("/nl/mijn/").content.decode()
        assert ("nog niet beantwoord, toegezegd uiterlijk" in mine and "10 januari 2027" in mine) is is_promised
        assert (voices in mine) is is_promised
    client.logout()
    published(document, clerk, editor)
    dutch = client.get(page).content.decode()
    assert "De bank komt er." in dutch
    assert bench.label in dutch
    assert "1 bijdrage is beantwoord." in " ".join(dutch.split())
    assert "The bench comes." in client.get(f"/en/answers/{document.reference}/?verdict=adopted").content.decode()
    assert "The bench comes." not in client.get(f"/en/answers/{document.reference}/?q=nothing").content.decode()
    assert client.get(voices).status_code == client.get(f"{page}1/").status_code == 200
    # Its author finds it in two clicks, everybody on the page of the proposal.
    client.force_login(author)
    mine, own = client.get("/nl/mijn/").content.decode(), client.get(bench.reference.get_absolute_url(), follow=True)
    assert f"{page}1/" in mine
    assert f"<b>Je zei:</b> {bench.label}" in mine
    assert "<b>Het antwoord:</b> De bank komt er." in mine
    assert "nog niet beantwoord" not in mine
    assert f"{page}1/" in own.content.decode()
    # The answer names a department; nobody who wrote or approved it.
    assert editor.display_name not in dutch


def test_what_is_hidden_later_is_quoted_nowhere(client, document, clerk, editor, moderator, bench):
    published(document, clerk, editor)
    hide(bench, by=moderator)
    for path in ("", "1/", "tabel.csv", "rijen.json"):
        text = client.get(f"/nl/antwoorden/{document.reference}/{path}").content.decode()
        assert bench.label not in text
        assert "De bank komt er." in text


def test_rows_go_out_as_table_and_as_what_the_hash_is_made_of(client, document, clerk, editor):
    published(document, clerk, editor)
    document.refresh_from_db()
    (row,) = csv.DictReader(client.get(f"/nl/antwoorden/{document.reference}/tabel.csv").content.decode().splitlines())
    assert (row["verdict"], row["answer"]) == ("adopted", "De bank komt er.")
    data = json.loads(client.get(f"/nl/antwoorden/{document.reference}/rijen.json").content)
    assert data["published_sha256"] == document.sha256 == sha256(canonical_json(data["published"]))
    assert data["later"] == []


def test_a_page_of_answers_asks_as_often_for_one_as_for_many(
    client, document, clerk, editor, django_assert_max_num_queries
):
    counts = []
    published(document, clerk, editor)
    for _time in range(2):
        with django_assert_max_num_queries(25) as queries:
            client.get(f"/nl/antwoorden/{document.reference}/")
        counts.append(len(queries))
        other = ResponseDocumentFactory()
        assert other.pk != document.pk
    many = ResponseDocumentFactory(consultation_round__title="Veel")
    for number in range(1, 40):
        row = ResponseRowFactory(document=many, number=number, answer="Ja.", verdict="adopted", department="Groen")
        for link in (
            {"comment": CommentFactory(subject__consultation_round=many.consultation_round)},
            {"comment": None, "formal_view": FormalViewFactory()},
        ):
            AnsweredContributionFactory(row=row, **link)
    ResponseDocument.objects.filter(pk=many.pk).update(
        offered_at=COUNTING,
        offered_by=editor,
        approved_at=COUNTING,
        approved_by=clerk,
        published_at=COUNTING,
        sha256="0" * 64,
    )
    with django_assert_max_num_queries(25) as queries:
        client.get(f"/nl/antwoorden/{many.reference}/")
    # One more: which text the round has.
    assert len(queries) <= counts[0] + 1


def test_desk_walks_from_a_closed_round_to_published_answers(client, consultation_round, bench, editor, clerk):
    client.force_login(editor)
    client.post(reverse("answers_desk"), {"round": consultation_round.reference.string})
    document = ResponseDocument.objects.get()
    desk, row = (
        reverse("answers_of", args=[document.reference.string]),
        reverse("answer_row", args=[document.reference.string, 1]),
    )
    assert bench.label in client.get(desk).content.decode()
    # What is incomplete is refused, and stays in the fields.
    refused = client.post(row, {"edition": "0", "answer": "De bank komt er."})
    assert refused.status_code == 409
    assert "De bank komt er." in refused.content.decode()
    whole = {"answer": "De bank komt er.", "verdict": "adopted", "department": "Groen"}
    assert client.post(row, whole | {"edition": "0"}).status_code == 302
    # Somebody who read an older edition meets both texts.
    second = client.post(row, whole | {"edition": "0", "answer": "Mijn eigen tekst."})
    assert second.status_code == 409
    assert "Mijn eigen tekst." in second.content.decode()
    assert "De bank komt er." in second.content.decode()
    assert client.post(desk, {"act": "offer"}).status_code == 302
    assert client.post(desk, {"act": "publish"}).status_code == 409
    client.force_login(clerk)
    assert client.post(desk, {"act": "publish"}).status_code == 302
    # A correction is asked by one, and looked through and made public by another.
    client.force_login(editor)
    typed = whole | {"answer": "De bank komt er in mei."} | {"edition": "1", "because": "Een fout."}
    look = client.post(row, typed).url
    assert look in client.get(desk).content.decode()
    assert "vroeg hier" in client.get(row).content.decode()
    assert b'value="publish"' not in client.get(look).content
    client.force_login(clerk)
    page = client.get(look).content.decode()
    for words in ("De bank komt er.", "<b>De bank komt er in mei.</b>", "Een fout.", "1 mailbox krijgt"):
        assert words in page
    seen = {"act": "publish", "asked_at": COUNTING.isoformat()}
    assert client.post(look, seen | {"asked_at": "2026-01-01T00:00:00+00:00"}).status_code == 409
    assert client.post(look, {"act": "back", "remark": ""}).status_code == 409
    assert client.post(look, seen).status_code == 302
    assert client.get(look).status_code == 404
    assert client.post(look, seen).url == desk
    assert client.post(desk, {"act": "nothing"}).status_code == 404
    assert anew(consultation_round).response_document.published_at is not None


def test_beside_what_was_said_stands_where_it_was_answered(client, consultation_round, bench, clerk, editor, resident):
    comment = CommentFactory(subject=bench, author=resident, text="Met een leuning.")
    page = f"/nl/voorstellen/{bench.reference}/"
    document = begin_answers(consultation_round=consultation_round, by=clerk, at=COUNTING)
    link = f"/nl/reacties/{comment.pk}/antwoord/"
    assert link not in client.get(page).content.decode()
    assert client.get(link).status_code == 404
    published(document, clerk, editor)
    assert link in client.get(page).content.decode()
    assert link in client.get(f"/nl/reacties/{comment.pk}/").content.decode()
    assert client.get(link).url == f"/nl/antwoorden/{document.reference}/2/"


def test_answers_go_out_as_one_accessible_pdf(client, document, clerk, editor, bench):
    published(document, clerk, editor)
    response = client.get(f"/en/answers/{document.reference}/answers.pdf")
    read = PdfReader(BytesIO(response.content))
    assert read.trailer["/Root"]["/Lang"] == "en"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = " ".join(read.pages[0].extract_text().split())
    assert bench.label in words
    assert "The bench comes." in words


def test_desk_takes_all_that_fits_and_answers_what_comes_later(client, consultation_round, bench, editor, clerk):
    CommentFactory.create_batch(60, subject=bench)
    client.force_login(editor)
    client.post(reverse("answers_desk"), {"round": consultation_round.reference.string, "grouping": "each"})
    document = ResponseDocument.objects.get()
    desk = reverse("answers_of", args=[document.reference.string])
    assert (
        client.post(f"{desk}?part=open", {"act": "assign", "all-shown": "yes", "department": "Groen"}).status_code
        == 302
    )
    assert ResponseRow.objects.filter(department="Groen").count() == 61
    # Only what fits: the row of the proposal has another theme.
    ResponseRow.objects.filter(number__gt=1).update(theme="Leuning")
    assert client.post(f"{desk}?theme=Leuning", {"act": "together", "all-shown": "yes"}).status_code == 302
    assert list(ResponseRow.objects.values_list("number", flat=True)) == [1, 2]
    published(document, clerk, editor)
    late = CommentFactory(subject=bench, text="Ik was verborgen.")
    client.force_login(clerk)
    page = reverse("later_answer", args=[document.reference.string, f"comment:{late.pk}"])
    assert page in client.get(desk).content.decode()
    whole = {"edition": "0", "answer": "Die komt er.", "verdict": "adopted", "department": "Groen"}
    assert client.post(page, whole).status_code == 422
    look = client.post(page, whole | {"because": "Deze was verborgen."}).url
    client.force_login(person_with(Role.CLERK))
    assert client.post(look, {"act": "publish", "asked_at": COUNTING.isoformat()}).status_code == 302
    assert "Deze was verborgen." in client.get(f"/nl/antwoorden/{document.reference}/62/").content.decode()
    # Somebody else was first: what was typed stays, beside what stands there now.
    refused = client.post(page, whole | {"answer": "Mijn eigen tekst.", "because": "Deze was verborgen."})
    assert refused.status_code == 409
    for words in ("Mijn eigen tekst.", "Die komt er.", "heeft al een antwoord, in rij 62"):
        assert words in refused.content.decode()
    assert "Mijn eigen tekst." in client.post(page, whole | {"answer": "Mijn eigen tekst."}).content.decode()
    assert client.get(page).url == reverse("answer_row", args=[document.reference.string, 62])
    assert client.get(page.replace("comment:", "nothing:")).status_code == 404
    withdrawn = CommentFactory(subject=bench, withdrawn_at=COUNTING, moderation="withdrawn")
    gone = client.post(page.replace(str(late.pk), str(withdrawn.pk)), whole | {"because": "Deze was verborgen."})
    assert (gone.status_code, "niet meer openbaar" in gone.content.decode()) == (409, True)
    # So with a correction: somebody else asked to correct the same row.
    row = reverse("answer_row", args=[document.reference.string, 1])
    client.force_login(person_with(Role.CLERK))
    typed = whole | {"edition": "1", "because": "De datum klopte niet."}
    assert client.post(row, typed).status_code == 302
    client.force_login(clerk)
    refused = client.post(row, typed | {"answer": "Mijn eigen tekst."})
    assert (refused.status_code, "Mijn eigen tekst." in refused.content.decode()) == (409, True)


def test_desk_keeps_what_was_typed_whatever_refuses_it(client, document, bench, editor, clerk):
    CommentFactory(subject=bench)
    desk = reverse("answers_of", args=[document.reference.string])
    first, gone = (reverse("answer_row", args=[document.reference.string, number]) for number in (1, 2))
    client.force_login(editor)
    assert client.post(desk, {"act": "bring-in", "grouping": "each"}).status_code == 302
    assert client.post(desk, {"act": "together", "rows": ["1", "2"]}).status_code == 302
    # The row became one with another while somebody wrote in it.
    typed = {"edition": "0", "answer": "Mijn eigen tekst."}
    refused = client.post(gone, typed)
    assert refused.status_code == 409
    for words in ("Mijn eigen tekst.", "Deze rij is er niet meer: zij is samengevoegd met een andere."):
        assert words in refused.content.decode()
    assert client.post(gone, {"act": "apart"}).status_code == 409
    never = reverse("answer_row", args=[document.reference.string, 3])
    assert client.get(gone).status_code == client.post(never, typed).status_code == 404
    # Too long is said, not cut.
    long = "Kort. " * 833 + "Einde."
    refused = client.post(desk, {"act": "intro", "edition": "0", "intro": long, "intro_en": "In short."})
    assert refused.status_code == 409
    for words in (long, "In short.", "5000 tekens"):
        assert words in refused.content.decode()
    # Two write above the answers at once: the second reads what the first wrote, and loses nothing.
    assert (
        client.post(desk, {"act": "intro", "edition": "0", "intro": "Van Maud.", "intro_en": "By Maud."}).status_code
        == 302
    )
    second = client.post(desk, {"act": "intro", "edition": "0", "intro": "Van Wout."})
    assert second.status_code == 409
    for words in ("Van Maud.", "By Maud.", "Van Wout.", 'name="edition" value="1"'):
        assert words in second.content.decode()
    assert ResponseDocument.objects.get().intro == "Van Maud."
    assert client.post(desk, {"act": "intro", "edition": "1", "intro": "Van ons."}).status_code == 302
    published_row = {"answer": "Ja.", "verdict": "adopted", "department": "Groen", "edition": "1"}
    assert client.post(first, published_row).status_code == 302
    assert client.post(desk, {"act": "offer"}).status_code == 302
    # Somebody else offered it meanwhile.
    assert (
        "Een inleiding."
        in client.post(desk, {"act": "intro", "edition": "2", "intro": "Een inleiding."}).content.decode()
    )
    assert "Te kort." in client.post(desk, {"act": "back", "remark": "Te kort."}).content.decode()
    client.force_login(clerk)
    refused = client.post(desk, {"act": "back", "remark": "Te kort. " * 250})
    assert refused.status_code == 409
    assert "Te kort. Te kort." in refused.content.decode()
    assert client.post(desk, {"act": "publish"}).status_code == 302


def test_an_editor_makes_a_reusable_answer_and_finds_it_in_a_row(client, document, editor):
    client.force_login(editor)
    made = client.post(
        reverse("wagtailsnippets_proposals_reusableanswer:add"),
        {"name": "Buiten het plan", "text": "Dit valt erbuiten."},
    )
    assert made.status_code == 302
    assert "Buiten het plan" in client.get(reverse("answer_row", args=[document.reference.string, 1])).content.decode()
