from itertools import count

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.utils.text import slugify
from wagtail.models import Page, PageViewRestriction

from base.models import Reference


def page_of(reference: Reference, language: str) -> Page | None:
    """The live page of a reference, in the reader's language where there is one, otherwise in any; no alias."""
    found = Page.objects.filter(translation_key=reference.translation_key, live=True).select_related("locale")
    # Of the few that were found: asked of the database, nearly every page of a site is no alias.
    pages = [page for page in found.order_by("pk") if page.alias_of_id is None]
    best = next((page for page in pages if page.locale.language_code == language), pages[0] if pages else None)
    return best.specific if best is not None else None


def unpublished_page_of(reference: Reference) -> Page | None:
    """The page of a reference, whether it is live or not, for who judges it."""
    page = Page.objects.filter(translation_key=reference.translation_key, alias_of=None).order_by("pk").first()
    return page.specific if page is not None else None


def without_privacy(pages: QuerySet) -> QuerySet:
    """The pages that everybody may read: Wagtail's `public()`, without a query of its own."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.alias(below=path).filter(below__startswith=F("page__path"))
    return pages.exclude(Exists(above))


def free_slug(parent: Page, title: str, *, otherwise: str) -> str:
    """The title as an address that no page under the parent has; `otherwise` where nothing of it can be one."""
    slug = slugify(title)[:80].strip("-") or otherwise
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(candidate for candidate in numbered if candidate not in taken)
