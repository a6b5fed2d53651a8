from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal
from participation.actions.appeal import make_appeal
from participation.forms.appeal import AppealForm
from participation.letter_tasks import tell_of_appeal
from participation.models import Report, Ruling
from participation.queries.co_author import is_author
from participation.queries.ruling import ruling_by_pk, statement_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """The statement of reasons, for who wrote it alone, and their objection to it."""
    ruling = ruling_by_pk(number) if number < 2**63 else None
    if ruling is None or not is_author(request.user, ruling.target):
        raise Http404
    found = statement_of(ruling, request.user, clock.now())
    form, refusal, made, status = appeal_form(request, ruling, None, found.refusal)
    if made:
        return redirect("statement", number)
    context = {"statement": found, "ruling": ruling, "target": ruling.target, "form": form, "refusal": refusal}
    return render(request, "participation/statement.html", context, status=status)


def appeal_form(
    request: HttpRequest, ruling: Ruling, report: Report | None, refusal: str
) -> tuple[AppealForm | None, str, bool, int]:
    """The form to object with, why nobody can, whether it was sent just now, and how the page answers."""
    if request.method != "POST":
        return (None if refusal else AppealForm()), refusal, False, 200
    form = AppealForm(request.POST)
    if not form.is_valid():
        return form, refusal, False, 422
    try:
        appeal = make_appeal(
            ruling=ruling,
            report=report,
            why=form.cleaned_data["why"],
            language=str(get_language()),
            by=request.user,
            at=clock.now(),
        )
    except Refusal as refused:
        return form, refused.sentence, False, 409
    tell_of_appeal.enqueue(appeal.pk)
    messages.success(request, _("We received your objection. Another moderator looks at it."))
    return form, "", True, 302
