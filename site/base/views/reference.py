from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from base.enums import ReferenceKind
from base.links import as_header, original_links
from base.models import PublishedVersion, Reference
from base.queries.page import page_of

# What is shown by reference itself, whatever the language; the view belongs to a higher layer and is named only.
BY_REFERENCE = {
    ReferenceKind.PROPOSAL: "proposal",
    ReferenceKind.DECISION: "decision",
    ReferenceKind.COMMITMENT: "commitment",
    ReferenceKind.RESPONSE: "response_document",
}


# Where a page is read on the site in a language that it is not there in yet.
UNTRANSLATED = {ReferenceKind.CONSULTATION_ROUND: "untranslated_round"}


@require_safe
def reference(request: HttpRequest, string: str) -> HttpResponse:
    """From the neutral address to the current page, in the reader's language where it has one."""
    found = Reference.objects.filter(string=string.upper()).first()
    if found is None:
        raise Http404
    name = BY_REFERENCE.get(ReferenceKind(found.kind))
    if name is not None:
        try:
            path = reverse(name, args=[found.string])
        except NoReverseMatch:
            raise Http404 from None
        if not PublishedVersion.objects.filter(reference=found).exists():
            # Its page says whether the reader may know of it; what is not there says the same.
            match = resolve(path)
            match.func(request, *match.args, **match.kwargs)
        return _led(found, path)
    here = str(get_language())
    page = page_of(found, here)
    url = page.get_url(request) if page is not None else None
    if page is None or url is None:
        raise Http404
    untranslated = UNTRANSLATED.get(ReferenceKind(found.kind))
    if untranslated is not None and page.locale.language_code != here:
        url = reverse(untranslated, args=[found.string])
    return _led(found, url)


@require_safe
def mistyped(request: HttpRequest, rest: str) -> HttpResponse:
    """Below `/id/`, `/nl/id/` and the like, what is no address: a slash at its end or capitals lead to the one that was
    meant."""
    string, *parts = rest.rstrip("/").split("/")
    string, dot, suffix = string.partition(".")
    string = f"{string.upper()}{dot}{suffix.lower()}"
    meant = request.path.removesuffix(rest) + "/".join([string, *(part.lower() for part in parts)])
    try:
        is_meant = resolve(meant).url_name != "mistyped"
    except Resolver404:
        is_meant = False
    if not is_meant:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{meant}?{query}" if query else meant)


def _led(found: Reference, url: str) -> HttpResponse:
    response = redirect(url)
    response["Link"] = as_header(original_links(found))
    patch_vary_headers(response, ["Accept-Language"])
    return response
