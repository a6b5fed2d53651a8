from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import resolve
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class BasePageForm(WagtailAdminPageForm):
    def full_clean(self) -> None:
        try:
            super().full_clean()
        except MultiValueDictKeyError as lacking:
            # A block says how many there are: who leaves that out did not send our form, and it cannot be shown again.
            raise BadRequest(f"The form of a page was sent without {lacking}.") from lacking

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page is not None and is_taken_by_the_site(self.parent_page, slug):
            self.add_error("slug", _("The site itself has a page at this address. Choose another slug."))
        if is_overtaken(self.instance, self.data):
            self.add_error(
                None,
                _(
                    "This page was saved elsewhere after you opened it here. Your text is below and nothing is lost: "
                    "compare it with the page's history, then save once more to put yours in place of it."
                ),
            )
        return cleaned


def is_overtaken(page: Page, data: Mapping[str, Any]) -> bool:
    """Whether somebody, the same person in another tab among them, saved the page since the form that is sent was opened."""
    latest = page.latest_revision if page.pk else None
    seen = seen_revision(data)
    if latest is None or not seen:
        return False
    if seen == str(latest.pk) and not data.get("overwrite_revision_id"):
        return bool(data.get("loaded_revision_created_at", "") != latest.created_at.isoformat())
    return bool(seen != str(latest.pk))


def seen_revision(data: Mapping[str, Any]) -> str:
    """The key of the revision that a form of a page began from, or that it saved itself while it was typed in."""
    return data.get("overwrite_revision_id") or data.get("loaded_revision_id") or ""


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


class CitablePageForm(PublicPageForm):
    """Asks what changed and why of a publication that changes what is cited; a draft may be anything."""

    # Buttons of the form after which a text is public, or will be without another look at it.
    PUBLISHING = frozenset({"action-publish", "action-submit", "action-restart-workflow"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.instance.version
        for name in self._fields_without_use():
            self.fields.pop(name, None)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if not valid or not self.publishes:
            return bool(valid)
        # What is ticked, as what was typed: the text is compared as it would be published.
        self.save_cluster_m2m()
        for name, sentence in [(name, sentence) for name, sentence in self.refusals() if sentence]:
            self.add_error(name, sentence)
        return not self.errors

    @property
    def publishes(self) -> bool:
        return bool(self.PUBLISHING & set(self.data)) or self.data.get("workflow-action-name") == "approve"

    def refusals(self) -> Iterator[tuple[str | None, str]]:
        """What stands in the way of a publication, each with the field it is about."""
        yield None, self.instance.refusal_to_publish()
        if "change_note" in self.fields and not self.cleaned_data.get("change_note") and self._changes_what_is_cited():
            yield "change_note", _("Say what changed and why: readers see it beside the new version.")

    def _changes_what_is_cited(self) -> bool:
        # Imported here: the page's class names this form.
        from base.queries.drift import differs

        return self.before is not None and differs(self.instance, self.before)

    def _fields_without_use(self) -> list[str]:
        """A first version changes nothing. A translation makes no number, and one that joins a number carries the note
        of its source."""
        from base.queries.translation import is_translation, number_translated

        if self.before is None:
            return ["change_note", "change_kind"]
        if not is_translation(self.instance):
            return []
        joins = (number_translated(self.instance) or 0) > self.before.number
        return ["change_kind", *(["change_note"] if joins else [])]
