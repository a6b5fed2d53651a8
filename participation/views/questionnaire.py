"""Answering the short questions of a round, and reading what people answered."""

import csv
import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rehearsal import is_rehearsal
from base import clock
from base.client_address import client_address
from base.personal_data import Finding, personal_data
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.spreadsheet import defused
from participation.actions.draft import discard_draft, save_draft
from participation.actions.questionnaire import send_answers
from participation.enums import AskedKind
from participation.forms.questionnaire import QuestionnaireForm, initial_of
from participation.models import ConsultationRound, Questionnaire
from participation.municipal_answers import answered_of
from participation.queries.consultation_round import round_by_reference
from participation.queries.questionnaire import answers_to, own_sheet, texts_of
from participation.rules import refusal_to_fill_in, refusal_to_see_answers
from participation.views.draft import kept_before_signing_in, sign_in_first, way_back

FORM = "questionnaire"
PER_PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody opens it; who must sign in does so at the end, and loses nothing."""
    consultation_round, asked = _asked_or_404(reference)
    now, language = clock.now(), str(get_language())
    questions = list(asked.questions.all())
    draft = kept_before_signing_in(request, FORM)
    sheet = own_sheet(asked, request.user)
    must_sign_in = not asked.is_open_to_guests and not request.user.is_authenticated
    refusal = "" if must_sign_in else refusal_to_fill_in(request.user, consultation_round, now)
    findings: list[Finding] = []
    status = 200
    if request.method == "POST":
        form = QuestionnaireForm(request.POST, questions=questions, language=language)
        if must_sign_in:
            kept = save_draft(
                form=FORM,
                consultation_round=consultation_round,
                data=form.typed(request.POST),
                language=language,
                by=request.user,
                at=now,
            )
            messages.info(request, _("Your answers are kept. Sign in to send them."))
            return sign_in_first(way_back(request.path, kept))
        status = 422
        if form.is_valid():
            given = form.given()
            findings = personal_data([one for one in given.values() if isinstance(one, str)])
            if not findings or "as_it_is" in request.POST:
                try:
                    send_answers(
                        questionnaire=asked,
                        given=given,
                        language=language,
                        by=request.user,
                        client=client_address(request),
                        at=now,
                        sent_key=form.cleaned_data["sent_key"],
                    )
                except Refusal as refused:
                    refusal, status = refused.sentence, 409
                else:
                    if draft is not None:
                        discard_draft(draft=draft, by=request.user, at=now)
                    return redirect("questionnaire_sent", reference)
            else:
                status = 200
    else:
        typed = draft.data if draft is not None else initial_of(sheet)
        initial = {"sent_key": uuid.uuid4(), **typed}
        form = QuestionnaireForm(initial=initial, questions=questions, language=language)
    context = _around(consultation_round, asked) | {
        "form": form,
        "sheet": sheet,
        "refusal": refusal,
        "findings": findings,
        "may_write": form.is_bound or draft is not None or not refusal,
        "must_sign_in": must_sign_in,
        "least": settings.QUESTIONNAIRE["least_people"],
    }
    return render(request, "participation/questionnaire_form.html", context, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    consultation_round, asked = _asked_or_404(reference)
    context = _around(consultation_round, asked) | {"sheet": own_sheet(asked, request.user)}
    return render(request, "participation/questionnaire_sent.html", context)


@require_safe
def answers(request: HttpRequest, reference: str) -> HttpResponse:
    """Of all questions; or of one everything that was written, page by page."""
    consultation_round, asked = _asked_or_404(reference)
    refusal, language = _refusal_to_see(request, consultation_round), str(get_language())
    context = _around(consultation_round, asked) | {"refusal": refusal}
    if "question" in request.GET:
        texts = asked.questions.filter(kind=AskedKind.TEXT)
        question = next((one for one in texts if str(one.place) == request.GET["question"]), None)
        if question is None:
            raise Http404
        context["label"] = question.said_in(language)["label"]
        if not refusal:
            written = texts_of(asked).filter(question=question)
            page = Paginator(written, PER_PAGE).get_page(request.GET.get("page"))
            context |= {"page_obj": page, "answered": answered_of(one.comment_id for one in page if one.comment_id)}
            context["base_query"] = urlencode({"question": question.place})
    elif not refusal:
        result = answers_to(asked, language)
        answered = answered_of(comment.pk for one in result.questions for comment in one.texts)
        context |= {"result": result, "answered": answered}
    return render(request, "participation/answers.html", context, status=409 if refusal else 200)


@require_safe
def answers_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """UTF-8 with a byte order mark, so that a spreadsheet reads it; counts and public words, no persons and no sheets."""
    consultation_round, asked = _asked_or_404(reference)
    refusal = _refusal_to_see(request, consultation_round)
    if refusal:
        return HttpResponse(refusal, content_type="text/plain; charset=utf-8", status=409)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation_round.reference.string}-answers.csv"'
    writer = csv.writer(response)
    writer.writerow(["question", "kind", "people", "answer", "value"])
    for one in answers_to(asked, str(get_language()), most_texts=None).questions:
        known = [defused(one.label), one.question.kind, one.people]
        if one.question.kind == AskedKind.TEXT:
            writer.writerows([*known, defused(comment.text), ""] for comment in one.texts)
        else:
            writer.writerows([*known, defused(row["label"]), row["value"]] for row in one.rows)
    return response


def _refusal_to_see(request: HttpRequest, consultation_round: ConsultationRound) -> str:
    return refusal_to_see_answers(consultation_round, clock.now(), is_rehearsal=is_rehearsal(request))


def _asked_or_404(reference: str) -> tuple[ConsultationRound, Questionnaire]:
    consultation_round = round_by_reference(reference)
    if consultation_round is None or not consultation_round.asks_questions:
        raise Http404
    return consultation_round, consultation_round.questionnaire


def _around(consultation_round: ConsultationRound, asked: Questionnaire) -> dict[str, object]:
    return {
        "consultation_round": consultation_round,
        "questionnaire": asked,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "answers_url": reverse("answers", args=[consultation_round.reference.string]),
        "has_answers": not refusal_to_see_answers(consultation_round, clock.now()),
    }
