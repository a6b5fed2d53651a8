from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page


def own_name(code: str) -> str:
    """The name of a language of the site, in that language."""
    return str(dict(settings.LANGUAGES).get(code, code))


def name_here(code: str) -> str:
    """The name of a language in the language of the page; the code itself if Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def link_in(code: str, url: str) -> dict[str, str]:
    return {"code": code, "label": own_name(code), "url": url}


def page_links(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    """The same page in the other languages of the site: `[{code, label, url}]`, only where the reader may read it."""
    translations = page.get_translations().live().select_related("locale").order_by("locale__language_code")
    return [
        link_in(translation.locale.language_code, translation.get_url(request))
        for translation in translations
        if all(one.accept_request(request) for one in translation.get_view_restrictions())
    ]


def view_links(request: HttpRequest) -> list[dict[str, str]]:
    """The same view in the other languages; `[{code, label, url}]`."""
    here = get_language()
    return [
        {"code": code, "label": str(name), "url": translate_url(request.get_full_path(), code)}
        for code, name in settings.LANGUAGES
        if code != here
    ]
