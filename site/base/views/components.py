"""The gallery: every component in all its states, in both languages (?language=en)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from base.samples import gallery as samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    with translation.override("en" if request.GET.get("language") == "en" else "nl"):
        return render(request, "base/components.html", samples.context(request.path))


@require_safe
def sample_page(request: HttpRequest) -> HttpResponse:
    """The components together, as the page of an agenda item; its words are Dutch."""
    with translation.override("nl"):
        return render(request, "base/components_page.html", samples.context(request.path))
