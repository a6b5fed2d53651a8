import base64
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal
from base.upload import looks_at_files
from home.forms.programme import ProgrammeForm
from home.imports.programme import MOST_BYTES, Busy, read_programme, turn
from home.programme import Deadline, Programme
from home.queries.programme import Finding, Report, checked


@looks_at_files(MOST_BYTES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def programme(request: HttpRequest) -> HttpResponse:
    """What a programme cites, and whether it still stands so. Nothing of it is kept: the answer is the report."""
    form = ProgrammeForm(request.POST, request.FILES) if request.method == "POST" else ProgrammeForm()
    busy = False
    if form.is_valid():
        deadline = Deadline()
        try:
            with turn():
                report = checked(Programme(read_programme(form.data_sent(), deadline), deadline))
                return _report(request, report)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            busy = isinstance(refusal, Busy)
    response = render(request, "home/programme.html", {"form": form}, status=503 if busy else form.status)
    if busy:
        response["Retry-After"] = str(Busy.SECONDS)
    return response


@sensitive_variables()
def _report(request: HttpRequest, report: Report) -> HttpResponse:
    context = {
        "report": report,
        "places": [(place, list(found)) for place, found in groupby(report.findings, key=_place)],
        "checked_at": clock.now(),
    }
    saved = render_to_string("home/programme_report.html", context, request)
    # The report is in the page itself, to be saved from there: nobody has to send the programme again, or to keep it.
    address = f"data:text/html;charset=utf-8;base64,{base64.b64encode(saved.encode('utf-8')).decode('ascii')}"
    return render(request, "home/programme_checked.html", context | {"report_address": address})


def _place(finding: Finding) -> tuple[int | None, int | None]:
    """The page, or the paragraph where pages are not known."""
    return finding.place.page, None if finding.place.page is not None else finding.place.paragraph
