"""Reporting words that should not stand there, by anybody; and what became of a report, by its signed link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from base import clock
from base.client_address import client_address
from base.links import whole
from base.refusal import Refusal
from participation.actions.report import submit_report
from participation.forms.report import ReportForm
from participation.letter_tasks import tell_of_report
from participation.models import Comment, Subject
from participation.moderation_rules import appeals_until, refusal_to_appeal, refusal_to_report
from participation.queries.report import report_of_key, reportable_comment
from participation.queries.ruling import after
from participation.queries.subject import subject_by_reference
from participation.report_links import key_of_report, report_path
from participation.rules import can_see
from participation.views.ruling import appeal_form


@require_http_methods(["GET", "HEAD", "POST"])
def report_subject(request: HttpRequest, reference: str) -> HttpResponse:
    subject = subject_by_reference(reference)
    return _report(request, subject, subject)


@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, number: int) -> HttpResponse:
    comment = reportable_comment(number) if number < 2**63 else None
    return _report(request, comment, comment.subject if comment else None)


@sensitive_post_parameters("name", "mail", "why")
def _report(request: HttpRequest, target: Subject | Comment | None, subject: Subject | None) -> HttpResponse:
    if target is None or subject is None or not can_see(request.user, target) or not can_see(request.user, subject):
        raise Http404
    refusal, status = refusal_to_report(target), 200
    address = target.get_absolute_url() if isinstance(target, Comment) else subject.reference.get_absolute_url()
    form = ReportForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {"name": "", "mail": "", **form.cleaned_data}
            try:
                report = submit_report(
                    target=target,
                    address=whole(address),
                    language=str(get_language()),
                    by=request.user,
                    client=client_address(request),
                    at=clock.now(),
                    **given,
                )
            except Refusal as refused:
                refusal, status = refused.sentence, 409
            else:
                tell_of_report.enqueue(report.pk)
                return redirect(f"{report_path(report)}?received")
    context = {"target": target, "subject": subject, "address": address, "form": form, "refusal": refusal}
    return render(request, "participation/report_form.html", context, status=status)


@never_cache
@sensitive_post_parameters("why")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a report, and the objection of who reported where the words stay."""
    found = report_of_key(key_of_report(token))
    if found is None:
        raise Http404
    context: dict[str, Any] = {"report": found, "is_received": "received" in request.GET}
    status = 200
    if found.ruling is not None:
        refusal = refusal_to_appeal(request.user, found.ruling, found, clock.now())
        form, refusal, made, status = appeal_form(request, found.ruling, found, refusal)
        if made:
            return redirect(reverse("report", args=[token]))
        context |= {
            "state": after(found.ruling),
            "decided": found.ruling.decided_appeals.first(),
            "appeal": found.appeals.first(),
            "until": appeals_until(found.ruling),
            "form": form,
            "refusal": refusal,
        }
    return render(request, "participation/report.html", context, status=status)
