from typing import Any

from wagtail.models import Page

from participation.models import ConsultationRound
from proposals.models import ConsultationRoundPage


def places_for_rounds(person: Any) -> list[Page]:
    """The pages under which somebody can make a round, by their titles; public ones only."""
    models = ConsultationRoundPage.allowed_parent_page_models()
    pages = Page.objects.type(*models).live().filter(alias_of=None).order_by("title").specific()
    # A round about something stands under that; the home page has the standing round alone.
    return [page for page in pages if page.depth > 2 and page.permissions_for_user(person).can_add_subpage()]


def earlier_rounds(person: Any) -> list[ConsultationRoundPage]:
    """The rounds that somebody can copy, the newest first."""
    pages = ConsultationRoundPage.objects.filter(alias_of=None, is_standing=False).order_by(
        "-first_published_at", "-pk"
    )
    return [page for page in pages[:50] if page.get_parent().permissions_for_user(person).can_add_subpage()]


def round_of(page: ConsultationRoundPage) -> ConsultationRound | None:
    return ConsultationRound.objects.with_phases().filter(reference__translation_key=page.translation_key).first()
