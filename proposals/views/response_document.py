import csv
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import clock
from base.instants import day
from base.queries.published_version import version_in_force
from base.spreadsheet import defused
from base.views.paper import pdf_response
from participation.models import Comment, ConsultationRound, Subject
from proposals.council_enums import AnswerVerdict
from proposals.models import ResponseDocument
from proposals.queries.response_document import (
    AnsweredRow,
    answers_to,
    document_of,
    later_rows_as_data,
    paper_name,
    public_document,
    redactions_as_data,
    row_as_data,
    rows_as_data,
    rows_of,
    voices_of,
    with_contributions,
)
from proposals.response_rules import nobody_reacted, owes_answers, promised_day
from proposals.views.consultation_round import round_or_404
from proposals.views.words import answers_words

PER_PAGE = 25
# Of one answer on a page with many; its own page names all that it answers.
QUOTED = 3
MOST_ON_PAPER = 200
FIELDS = [
    *(
        "number",
        "contributions",
        "theme",
        "summary",
        "summary_en",
        "answer",
        "answer_en",
        "verdict",
        "reason",
        "reason_en",
    ),
    *("forwarded_to", "change", "department", "answered_on", "corrects", "corrected_because"),
]


@require_safe
def response_document(request: HttpRequest, reference: str) -> HttpResponse:
    """All answers of a round: filtered, looked through, a page at a time."""
    return read_document(request, _public(reference))


def read_document(request: HttpRequest, document: ResponseDocument) -> HttpResponse:
    """As everybody reads it, or will: before it is public nothing leads from it to addresses that are not there yet."""
    language = str(get_language())
    rows = rows_of(document)
    total = rows.count()
    themes = list(rows.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct())
    chosen = {name: request.GET.get(name, "")[:100] for name in ("theme", "verdict", "q")}
    if chosen["theme"]:
        rows = rows.filter(theme=chosen["theme"])
    if chosen["verdict"] in AnswerVerdict.values:
        rows = rows.filter(verdict=chosen["verdict"])
    if chosen["q"]:
        words = chosen["q"]
        found = Q()
        for name in ("answer", "answer_en", "summary", "summary_en", "theme", "reason", "reason_en", "department"):
            found |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(found)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **_around(document, language),
        "is_public": document.published_at is not None,
        "page_obj": page,
        "base_query": query.urlencode(),
        "rows": [shown(one, language) for one in with_contributions(page, QUOTED)],
        "has_paper": total <= MOST_ON_PAPER,
        "voices": voices_of(document),
        "filters": [
            {
                "name": "theme",
                "label": _("Theme"),
                "options": [(one, one) for one in themes],
                "chosen": chosen["theme"],
            },
            {
                "name": "verdict",
                "label": _("What we do with it"),
                "options": AnswerVerdict.choices,
                "chosen": chosen["verdict"],
            },
        ],
        "search": {"name": "q", "label": _("Words in the answers"), "value": chosen["q"]},
        "is_filtered": any(chosen.values()),
    }
    return render(request, "proposals/response_document.html", context)


@require_safe
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One answer at an address that stays; of a corrected one its correction is named."""
    document = _public(reference)
    row = document.rows.filter(number=number).select_related("before__reference", "after", "corrected_by").first()
    if row is None:
        raise Http404
    language = str(get_language())
    (found,) = with_contributions([row])
    correction = getattr(row, "corrected_by", None)
    context = {**_around(document, language), "row": shown(found, language), "correction": correction}
    context["crumbs"] = [
        *context["crumbs"],
        {"label": _("All answers"), "url": reverse("response_document", args=[document.reference.string])},
    ]
    return render(request, "proposals/answer.html", context)


@require_safe
def response_csv(request: HttpRequest, reference: str) -> HttpResponse:
    document = _public(reference)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{document.reference.string}.csv"'
    table = csv.DictWriter(response, FIELDS)
    table.writeheader()
    for one in with_contributions(rows_of(document)):
        data = row_as_data(one)
        data["contributions"] = " ".join(data["contributions"])
        change = data["change"]
        data["change"] = f"{change['text']} {change['before']} {change['after']}" if change else ""
        table.writerow({name: defused("" if value is None else value) for name, value in data.items()})
    return response


@require_safe
def response_json(request: HttpRequest, reference: str) -> JsonResponse:
    """The rows as their hash is made of, with that hash, and what was added since."""
    document = _public(reference)
    data = {
        "published": rows_as_data(document),
        "published_at": document.published_at,
        "published_sha256": document.sha256,
        "later": later_rows_as_data(document),
        "redacted": redactions_as_data(document),
    }
    return JsonResponse(data, json_dumps_params={"indent": 1})


@require_safe
def response_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """On paper, of a document that is not too long for it; drawn once for what it says."""
    document, language = _public(reference), str(get_language())
    rows = list(rows_of(document)[: MOST_ON_PAPER + 1])
    if len(rows) > MOST_ON_PAPER:
        raise Http404(_("These answers are too many for one PDF. They stand in the dossier of the round, in volumes."))
    shown_rows = [shown(one, language) for one in with_contributions(rows)]
    context = {**_around(document, language), "rows": shown_rows, "voices": voices_of(document)}
    html = render_to_string("proposals/response_paper.html", context)
    return pdf_response(html, paper_name(document, language))


@require_safe
def each_voice(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of everything that was said in a round, in numbers."""
    consultation_round = round_or_404(reference)
    document = document_of(consultation_round)
    if document is None or document.published_at is None:
        return _no_voice_yet(request, consultation_round)
    language = str(get_language())
    voices, answers = voices_of(document), reverse("response_document", args=[document.reference.string])
    bar_rows = [
        {
            "label": verdict.label,
            "url": f"{answers}?verdict={verdict.value}",
            "value": number,
            "value_words": number_format(number, force_grouping=True),
        }
        for verdict, number in voices.verdicts
    ]
    context = {**_around(document, language), "voices": voices, "bar_rows": bar_rows}
    return render(request, "proposals/each_voice.html", context)


def _no_voice_yet(request: HttpRequest, consultation_round: ConsultationRound) -> HttpResponse:
    now = clock.now()
    title, body = _("The answers are not there yet"), ""
    if nobody_reacted(consultation_round, now):
        title, body = _("Nobody reacted"), _("There is nothing to answer.")
    elif consultation_round.lets_people_speak:
        promised = promised_day(consultation_round, now) if owes_answers(consultation_round, now) else None
        body = answers_words(promised, now)
    else:
        body = _("In this round people voted, and nothing was said that waits for an answer.")
    context = {**_named(consultation_round, str(get_language())), "empty_title": title, "answers_words": body}
    return render(request, "proposals/each_voice.html", context)


@require_safe
def answer_to_comment(request: HttpRequest, number: int) -> HttpResponse:
    """From what somebody said to its answer."""
    comment = Comment.objects.filter(pk=number).first() if number < 2**63 else None
    row = answers_to("comment", [comment.pk]).get(comment.pk) if comment is not None and comment.is_visible else None
    if row is None:
        raise Http404(_("There is no answer to this."))
    return redirect("answer", row.document.reference.string, row.number)


def answer_to_subject(subject: Subject) -> dict[str, Any] | None:
    """For the page of a proposal."""
    row = answers_to("subject", [subject.pk]).get(subject.pk)
    if row is None:
        return None
    _said, words, language = row.said_in(str(get_language()))
    return {"row": row, "words": words, "language": language, "string": row.document.reference.string}


def shown(one: AnsweredRow, language: str) -> dict[str, Any]:
    row = one.row
    summary, words, written_in = row.said_in(language)
    change = ""
    if row.before is not None and row.after is not None:
        change = reverse("difference", args=[row.before.reference.string, row.before.label, row.after.label])
    return {
        "row": row,
        "said": one,
        "summary": summary,
        "answer": words,
        "language": written_in,
        "reason": row.reason_in(language),
        "change": change,
        # Only while it is written a row has no answer.
        "stamp": (str(AnswerVerdict(row.verdict).label), row.tone) if row.verdict else (_("no answer yet"), "amber"),
    }


def _public(reference: str) -> ResponseDocument:
    document = public_document(reference)
    if document is None:
        raise Http404
    return document


def _around(document: ResponseDocument, language: str) -> dict[str, Any]:
    consultation_round = document.consultation_round
    intro = document.intro_en if language == "en" and document.intro_en else document.intro
    return {
        **_named(consultation_round, language),
        "document": document,
        "intro": intro,
        "intro_language": "en" if intro and intro == document.intro_en else "nl",
        "published_on": day(document.published_at) if document.published_at else "",
    }


def _named(consultation_round: ConsultationRound, language: str) -> dict[str, Any]:
    """The round by the title of its text in a language, or else its own."""
    text = version_in_force(consultation_round.reference_id, language)
    title = text.content.get("title") if text is not None else ""
    label = title or consultation_round.title
    written_in = text.language if text is not None and title else consultation_round.language
    return {
        "consultation_round": consultation_round,
        "round_title": label,
        "round_language": written_in,
        "crumbs": [{"label": label, "url": consultation_round.reference.get_absolute_url(), "lang": written_in}],
    }
