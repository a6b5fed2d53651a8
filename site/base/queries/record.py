from django.db.models import QuerySet
from wagtail.models import Page

from base.models import AuditEntry, Reference


def bears_record(page: Page) -> bool:
    """Whether something citable hangs on the page or on a page below it; then it stays where it is."""
    keys = Page.objects.descendant_of(page, inclusive=True).values("translation_key")
    return Reference.objects.filter(translation_key__in=keys).exists()


def refused_publications(page: Page) -> QuerySet[AuditEntry]:
    """What of the page's last publication did not become a record."""
    entries = AuditEntry.objects.filter(about=f"page {page.pk}", act="publication_refused")
    return entries.filter(at__gte=page.last_published_at).order_by("pk") if page.last_published_at else entries.none()
