"""A small card of a version, for a frame on somebody else's site."""

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from base.citation import cited
from base.links import whole
from base.queries.published_version import history, lag_among, rows_of_version, version_for

AN_HOUR = 3600
# Nothing but words and our own style sheet, in a frame of anybody.
POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}


# Its type knows only views without arguments.
@csp(POLICY)  # type: ignore[arg-type]
@xframe_options_exempt
@require_safe
def card(request: HttpRequest, string: str, label: str, language: str) -> HttpResponse:
    """Title, version and where to read it. No script, no cookie, nothing about whoever looks at it."""
    version = version_for(rows_of_version(string.upper(), label), language)
    if version is None:
        raise Http404
    if version.language != language:
        return redirect("card", version.reference.string, label, version.language)
    withdrawn = version.is_withdrawn
    versions = history(version.reference.string)
    newest = max(
        (one for one in versions if one.language == language and not one.is_withdrawn),
        key=lambda one: one.place,
        default=version,
    )
    with override(language):
        context = {
            "version": version,
            "source": cited(version),
            "newest": newest if newest.place > version.place else None,
            "lag": lag_among(newest, versions),
            "is_withdrawn": withdrawn,
            "address": whole(version.lasting_address),
            "language": language,
        }
        response = render(request, "base/card.html", context, status=410 if withdrawn else 200)
    # A newer version shows within the hour.
    response["Cache-Control"] = f"public, max-age={AN_HOUR}"
    return response
