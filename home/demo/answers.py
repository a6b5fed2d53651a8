"""What the municipality answers to everything that was said in a round, approved by somebody else than who wrote it."""

from datetime import datetime

from base.queries.published_version import history
from home.demo.city import City
from home.demo.words import AnswerWords, Both, ResponseWords, Thread
from participation.models import ConsultationRound
from proposals.actions.later_answer import approve_later_answer, ask_correction
from proposals.actions.response_document import (
    RowText,
    begin_answers,
    offer_answers,
    publish_answers,
    save_intro,
    save_row,
)
from proposals.council_enums import AnswerGrouping
from proposals.models import ResponseDocument, ReusableAnswer
from proposals.queries.response_document import documents, rows_of, with_contributions

REUSABLE = (
    (
        Both("Dank, en wat nu", "Thanks, and what comes next"),
        Both(
            "Dank je wel dat je dit schreef. Hieronder staat wat we ermee doen, en wanneer.",
            "Thank you for writing this. Below stands what we do with it, and when.",
        ),
    ),
    (
        Both("Niet van de gemeente", "Not the municipality's"),
        Both(
            "Hier gaat de gemeente niet over. We gaven het door aan wie erover gaat.",
            "The municipality does not decide on this. We passed it on to who does.",
        ),
    ),
    (
        Both("Staat al in de begroting", "In the budget already"),
        Both(
            "Hier is dit jaar al geld voor. In de begroting staat waar het voor is.",
            "There is money for this already this year. The budget says what for.",
        ),
    ),
)


def lay_reusable_answers() -> None:
    ReusableAnswer.objects.bulk_create(
        ReusableAnswer(name=name.nl, text=text.nl, text_en=text.en) for name, text in REUSABLE
    )


def tell_of_response(city: City, thread: Thread) -> None:
    words, text, item = thread.response, thread.consultation_round, thread.item
    if words is None or text is None or item is None:
        return
    slug = text.slug.nl

    def write(at: datetime) -> None:
        consultation_round = ConsultationRound.objects.get(pk=city.rounds[slug].pk)
        document = begin_answers(
            consultation_round=consultation_round, by=city.editor, at=at, grouping=AnswerGrouping.SUBJECT
        )
        save_intro(document=document, edition=0, intro=words.intro.nl, intro_en=words.intro.en, by=city.editor, at=at)
        _write_rows(city, document, words, at)
        offer_answers(document=document, by=city.editor, at=at)

    def publish(at: datetime) -> None:
        publish_answers(document=_document(city, slug), by=city.clerk, at=at)

    def correct(at: datetime) -> None:
        document = _document(city, slug)
        versions = [one for one in history(str(city.items[item.slug.nl].reference)) if one.language == "nl"]
        said = {one.on: one for one in words.answers if one.is_changed}
        for found in with_contributions(list(rows_of(document))):
            first = found.contributions[0]
            if first.kind == "subject" and first.words in said:
                text = _row_text(said[first.words], is_of_proposal=True, before=versions[-2], after=versions[-1])
                asked = ask_correction(
                    document=document, number=found.row.number, text=text, because=words.because, by=city.editor, at=at
                )
                approve_later_answer(later_answer=asked, asked_at=at, by=city.clerk, at=at)

    city.chronicle.at(city.days.at(words.day, 10, 15), write)
    city.chronicle.at(city.days.at(words.published, 16, 5), publish)
    city.chronicle.at(city.days.at(words.corrected, 11, 40), correct)


def _write_rows(city: City, document: ResponseDocument, words: ResponseWords, at: datetime) -> None:
    answers = {one.on: one for one in words.answers}
    for found in with_contributions(list(rows_of(document))):
        first = found.contributions[0]
        save_row(
            document=document,
            number=found.row.number,
            edition=found.row.edition,
            text=_row_text(answers[first.about], is_of_proposal=first.kind == "subject"),
            is_final=True,
            by=city.editor,
            at=at,
        )


def _document(city: City, slug: str) -> ResponseDocument:
    return documents().get(consultation_round=city.rounds[slug].pk)


def _row_text(words: AnswerWords, *, is_of_proposal: bool, **change: object) -> RowText:
    answer = words.answer if is_of_proposal or not words.to_comments.nl else words.to_comments
    return RowText(
        answer=answer.nl,
        answer_en=answer.en,
        verdict=words.verdict,
        reason=words.reason.nl,
        reason_en=words.reason.en,
        forwarded_to=words.forwarded_to,
        department=words.department,
        **change,  # type: ignore[arg-type]
    )
