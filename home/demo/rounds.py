"""Consultation rounds: announced, counted, decided on."""

from datetime import datetime, timedelta

from home.demo.city import City
from home.demo.promises import tell_of_promise
from home.demo.words import DecisionWords, RoundText, Thread
from participation.actions.ballot_box import make_box, try_box
from participation.actions.certification import certify, countersign
from participation.actions.consultation_round import publish_result
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.tally_sheet import count_round
from participation.models import ConsultationRound
from participation.voting_enums import SecondedKind
from proposals.actions.decision import DecisionText, record_decision
from proposals.enums import ProposalKind
from proposals.models import ConsultationRoundPage, KindRow, PhaseRow, QuestionnaireRow, QuestionRow

# What opens every ballot box of the demo city, where a visitor can be the clerk.
BOX_WORDS = "water rijk leert samen en telt alles na"
WITNESS = "De notaris"
TIME_TO_OPEN = "De stemming is voorbij; de notaris is erbij."
FIELDS = (
    "title",
    "slug",
    "summary",
    "background",
    "open_to_influence",
    "not_open",
    "what_happens_next",
    "host",
    "laid_out",
)
PROMISE = ("what_happens_next", "by_when", "department")


def tell_of_round(city: City, thread: Thread) -> None:
    text = thread.consultation_round
    if text is None:
        return
    pages: list[ConsultationRoundPage] = []

    def publish(at: datetime) -> None:
        page = _page(city, text)
        slug = thread.item.slug.nl if thread.item else text.under
        city.publish_under(city.items[slug] if slug else city.home, page, city.editor)
        pages.append(page)
        city.rounds[text.slug.nl] = ConsultationRound.objects.with_phases().get(reference=page.reference)
        if thread.vote is not None:
            _make_box(city, city.rounds[text.slug.nl], at)

    def translate(at: datetime) -> None:
        city.translate(
            pages[0],
            {name: getattr(text, name).en for name in FIELDS}
            | _kinds_in_english(pages[0], text)
            | _questions_in_english(pages[0], text),
            city.editor,
        )

    # A standing round is open from the day it is there, so its page comes first thing that day.
    hour = 0 if text.is_standing else 13
    city.chronicle.at(city.days.at(text.day, hour), publish)
    city.chronicle.at(city.days.at(text.day, hour, 30), translate)
    if thread.vote is not None and thread.vote.result_day is not None:
        _tell_of_count(city, text, thread.vote.result_day, thread.vote.public_value)
    if thread.decision is not None:
        _tell_of_decision(city, text, thread.decision)


def _page(city: City, text: RoundText) -> ConsultationRoundPage:
    page = ConsultationRoundPage(
        who_decides=text.who_decides,
        level=text.level,
        screening=text.screening,
        is_standing=text.is_standing,
        **{name: getattr(text, name).nl for name in FIELDS},
        **text.rules,
    )
    page.phase_rows.add(
        *(
            PhaseRow(
                kind=span.kind,
                starts_at=city.days.midnight(span.first),
                ends_at=None if span.end is None else city.days.midnight(span.end),
            )
            for span in text.phases
        )
    )
    page.question_rows.add(
        *(QuestionRow(label=one.label, kind=one.kind, choices="\n".join(one.choices)) for one in text.questions)
    )
    page.kind_rows.add(
        *(
            KindRow(kind=one.kind, locale=city.dutch, **{name: getattr(one, name).nl for name in PROMISE})
            for one in text.kinds
        )
    )
    page.questionnaire_rows.add(
        *(
            QuestionnaireRow(
                label=one.label.nl,
                kind=one.kind,
                is_required=one.is_required,
                choices="\n".join(choice.nl for choice in one.choices),
                low=one.low.nl,
                high=one.high.nl,
                locale=city.dutch,
            )
            for one in text.asked
        )
    )
    return page


def _kinds_in_english(page: ConsultationRoundPage, text: RoundText) -> dict[str, str]:
    """The promises by the path under which the translators' tool has them."""
    words = {one.kind: one for one in text.kinds}
    return {
        f"kind_rows.{row.translation_key}.{name}": getattr(words[ProposalKind(row.kind)], name).en
        for row in page.kind_rows.all()
        for name in PROMISE
    }


def _questions_in_english(page: ConsultationRoundPage, text: RoundText) -> dict[str, str]:
    words = {one.label.nl: one for one in text.asked}
    english: dict[str, str] = {}
    for row in page.questionnaire_rows.all():
        one = words[row.label]
        said = {
            "label": one.label.en,
            "choices": "\n".join(choice.en for choice in one.choices),
            "low": one.low.en,
            "high": one.high.en,
        }
        english |= {f"questionnaire_rows.{row.translation_key}.{name}": value for name, value in said.items()}
    return english


def _make_box(city: City, consultation_round: ConsultationRound, at: datetime) -> None:
    make_box(consultation_round=consultation_round, by=city.clerk, at=at, passphrase=BOX_WORDS)
    try_box(consultation_round=consultation_round, by=city.clerk, at=at, passphrase=BOX_WORDS)


def _tell_of_count(city: City, text: RoundText, day: int, public_value: str) -> None:
    def count(at: datetime) -> None:
        opening = ask_second(
            consultation_round=city.rounds[text.slug.nl],
            kind=SecondedKind.OPEN,
            reason=TIME_TO_OPEN,
            details={"also": WITNESS},
            by=city.administrator,
            at=at,
        )
        confirm_act(act=opening, by=city.clerk, at=at, passphrase=BOX_WORDS)
        held = city.rounds[text.slug.nl]
        count_round(consultation_round=held, by=city.clerk, at=at, public_value=public_value)

    def publish(at: datetime) -> None:
        publish_result(consultation_round=city.rounds[text.slug.nl], by=city.clerk, at=at)

    def declare(at: datetime) -> None:
        certify(consultation_round=city.rounds[text.slug.nl], asked=city.administrator, by=city.clerk, at=at)
        countersign(consultation_round=city.rounds[text.slug.nl], by=city.administrator, at=at)

    city.chronicle.at(city.days.at(day, 9, 30), count)
    city.chronicle.at(city.days.at(day + 1, 10), publish)
    # The days in which people can object are over by then, a weekend and a holiday among them.
    city.chronicle.at(city.days.at(day + 13, 10), declare)


def _tell_of_decision(city: City, text: RoundText, decision: DecisionWords) -> None:
    words = DecisionText(
        body=decision.body,
        decided_on=city.days.today + timedelta(days=decision.day),
        verdict=decision.verdict,
        title=decision.title.nl,
        reasons=decision.reasons.nl,
        title_en=decision.title.en,
        reasons_en=decision.reasons.en,
    )

    def record(at: datetime) -> None:
        record_decision(text=words, consultation_round=city.rounds[text.slug.nl], about=None, by=city.clerk, at=at)

    city.chronicle.at(city.days.at(decision.day + 1, 11), record)
    for promise in decision.promises:
        tell_of_promise(city, promise, text.slug.nl, decision)
