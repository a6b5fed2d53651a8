from wagtail.models import Page

from base.models import Reference


def bears_record(page: Page) -> bool:
    """Whether something citable hangs on the page or on a page below it; then it stays where it is."""
    keys = Page.objects.descendant_of(page, inclusive=True).values("translation_key")
    return Reference.objects.filter(translation_key__in=keys).exists()
