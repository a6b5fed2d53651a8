"""The gallery: every component in all its states, in both languages (?language=en)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from base.views import component_samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return _in_asked_language(request, "base/components.html")


@require_safe
def sample_page(request: HttpRequest) -> HttpResponse:
    """The components together, as the page of an agenda item."""
    return _in_asked_language(request, "base/components_page.html")


def _in_asked_language(request: HttpRequest, template: str) -> HttpResponse:
    language = "en" if request.GET.get("language") == "en" else "nl"
    with translation.override(language):
        return render(request, template, component_samples.context(request.path))
