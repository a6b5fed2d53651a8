from wagtail.models import Page

from base.models import Reference


def page_of(reference: Reference, language: str) -> Page | None:
    """The live page of a reference, in the reader's language where there is one, otherwise in any."""
    pages = list(
        Page.objects.filter(translation_key=reference.translation_key, live=True)
        .select_related("locale")
        .order_by("pk")
    )
    best = next((page for page in pages if page.locale.language_code == language), pages[0] if pages else None)
    return best.specific if best is not None else None
