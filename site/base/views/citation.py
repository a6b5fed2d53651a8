"""Citing a version or one passage of it, without an account: sentences, lists of literature, a QR code."""

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from base.citation import cited
from base.exports import BY_SUFFIX
from base.links import whole
from base.models import PublishedVersion
from base.queries.published_version import rows_of_version, version_for
from base.version_words import passages_by_part
from base.views.published_version import tombstone

A_YEAR = 31_536_000


@require_safe
def cite(request: HttpRequest, string: str, label: str, language: str) -> HttpResponse:
    """The citation in every form, of the whole version or of the passage that `passage` names."""
    version = _version(string, label, language)
    if version.is_withdrawn:
        return tombstone(request, version, None)
    if version.language != language:
        return redirect("cite", version.reference.string, label, version.language)
    choices = passages_by_part(version)
    wanted = request.GET.get("passage", "")
    chosen = next((one for _label, group in choices for one in group if one.identifier == wanted), None)
    source = cited(version, chosen)
    context = {
        "version": version,
        "source": source,
        "choices": choices,
        "chosen": chosen,
        "unknown": bool(wanted) and chosen is None,
        "sentences": [("nl", source.sentence("nl")), ("en", source.sentence("en"))],
        "bibtex": BY_SUFFIX["bib"].write(version),
        "ris": BY_SUFFIX["ris"].write(version),
        "embed_code": format_html(
            '<iframe src="{}" title="{}" width="100%" height="220" loading="lazy"></iframe>',
            whole(reverse("card", args=[source.reference, source.label, source.language])),
            f"{source.reference}: {source.title}",
        ).replace("\n", " "),
    }
    return render(request, "base/cite.html", context)


@require_safe
def qr(request: HttpRequest, string: str, label: str, language: str) -> HttpResponse:
    """The address of a version as a QR code, an SVG that is drawn here."""
    version = _version(string, label, language)
    if version.is_withdrawn:
        return tombstone(request, version, BY_SUFFIX["txt"])
    if version.language != language:
        return redirect("qr", version.reference.string, label, version.language)
    drawn = io.BytesIO()
    segno.make(cited(version).address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=4, xmldecl=False, title=cited(version).address
    )
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={A_YEAR}"
    return response


def _version(string: str, label: str, language: str) -> PublishedVersion:
    """That of a language; the source's where a language of the site has none."""
    version = version_for(rows_of_version(string.upper(), label), language)
    if version is None:
        raise Http404
    return version
