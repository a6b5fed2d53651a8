"""What of the city's own voice can be found: items of the agenda, pages of text, parties."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page

from base.enums import ReferenceKind
from base.models import SearchEntry
from base.passages import plain_text
from base.queries.page import without_privacy
from base.rich_text import published_html
from base.search_kinds import SearchKind, declare_search, text_kind, with_page
from home.enums import FoundKind
from home.models import AgendaPage, ContentPage, Party
from home.views.found import item_told, page_told, party_told

# Pages that are found as they are: what is cited is found by its versions.
FOUND_PAGES: tuple[type[ContentPage] | type[AgendaPage], ...] = (ContentPage, AgendaPage)


def declare_found() -> None:
    declare_search(
        text_kind(ReferenceKind.AGENDA_ITEM, gettext_lazy("Agenda items"), told=item_told, also_public=with_page),
        SearchKind(
            FoundKind.PAGE.value,
            FoundKind.PAGE.label,
            gettext_lazy("Pages"),
            _pages,
            _read_pages,
            _public_page,
            page_told,
        ),
        SearchKind(
            FoundKind.PARTY.value,
            FoundKind.PARTY.label,
            gettext_lazy("Parties and organisations"),
            lambda: map(str, Party.objects.values_list("pk", flat=True)),
            _read_parties,
            lambda _at: Q(Exists(Party.objects.filter(pk=OuterRef("source")))),
            party_told,
        ),
    )


def _pages() -> Iterable[str]:
    """By the key that the languages of a page share."""
    keys = {key for model in FOUND_PAGES for key in _live(model).values_list("translation_key", flat=True)}
    return map(str, sorted(keys))


def _read_pages(things: Sequence[str]) -> Iterator[SearchEntry]:
    keys = [UUID(one) for one in things]
    for model in FOUND_PAGES:
        for page in _live(model).filter(translation_key__in=keys).select_related("locale"):
            written_at = page.last_published_at or page.first_published_at
            words = [page.intro, plain_text(published_html(getattr(page, "body", "")))]
            yield SearchEntry(
                kind=FoundKind.PAGE.value,
                thing=str(page.translation_key),
                source=page.pk,
                language=page.locale.language_code,
                title=page.title,
                text="\n".join(filter(None, words)),
                day=timezone.localtime(written_at).date() if written_at else None,
            )


def _live(model: type[ContentPage] | type[AgendaPage]) -> QuerySet:
    return model.objects.live().filter(alias_of=None).order_by("pk")


def _public_page(at: datetime) -> Q:
    pages = Page.objects.live().filter(Q(expire_at=None) | Q(expire_at__gt=at), pk=OuterRef("source"))
    return Q(Exists(without_privacy(pages)))


def _read_parties(things: Sequence[str]) -> Iterator[SearchEntry]:
    for party in Party.objects.filter(pk__in=[int(one) for one in things]):
        for language, _name in settings.LANGUAGES:
            with override(language):
                yield SearchEntry(
                    kind=FoundKind.PARTY.value,
                    thing=str(party.pk),
                    source=party.pk,
                    language=language,
                    title=party.name,
                    text=str(party.get_kind_display()),
                )
