from typing import Any

from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class BasePageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page is not None and is_taken_by_the_site(self.parent_page, slug):
            self.add_error("slug", _("The site itself has a page at this address. Choose another slug."))
        return cleaned


def is_taken_by_the_site(parent: Page, slug: str) -> bool:
    """Whether a page with this slug could never be reached, because an address of our own comes before it."""
    parts = parent.get_url_parts()
    if parts is None:
        return False
    with translation.override(parent.locale.language_code):
        return bool(resolve(f"{parts[2]}{slug}/").url_name != "wagtail_serve")


class PublicPageForm(BasePageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("expire_at"):
            self.add_error(
                "expire_at", _("What is cited under a number, here or below it, stays public: leave the expiry empty.")
            )
        return cleaned
