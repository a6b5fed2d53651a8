from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from base.forms.verify import VerifyForm
from base.upload import looks_at_files
from base.verify import recognised


@looks_at_files(VerifyForm.MOST_BYTES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def verify(request: HttpRequest) -> HttpResponse:
    """Which published version a text is, or how it differs from the nearest one. What is sent is not kept."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        found = recognised(form.data_sent())
        context["found"] = found
        context["versions"] = [(one, one.is_withdrawn) for one in found.versions]
    return render(request, "base/verify.html", context, status=form.status)
