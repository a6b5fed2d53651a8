from typing import Any

from django.db.models import Min
from wagtail.models import Page

from base.models import Reference
from participation.models import ConsultationRound
from participation.queries.ballot import ballot_subjects
from proposals.models import ConsultationRoundPage


def places_for_rounds(person: Any) -> list[Page]:
    """The pages under which somebody can make a round, by their titles; public ones only."""
    models = ConsultationRoundPage.allowed_parent_page_models()
    pages = Page.objects.type(*models).live().filter(alias_of=None).order_by("title").specific()
    # A round about something stands under that; the home page has the standing round alone.
    return [page for page in pages if page.depth > 2 and page.permissions_for_user(person).can_add_subpage()]


def earlier_rounds(person: Any) -> list[tuple[ConsultationRoundPage, str]]:
    """The rounds that somebody can copy with their numbers, each in the language that it was made in, the newest first."""
    pages = ConsultationRoundPage.objects.filter(alias_of=None, is_standing=False)
    # A translation comes after what it translates.
    firsts = pages.values("translation_key").annotate(first=Min("pk")).values("first")
    found = [
        page
        for page in pages.filter(pk__in=firsts).order_by("-first_published_at", "-pk")[:50]
        if page.get_parent().permissions_for_user(person).can_add_subpage()
    ]
    references = Reference.objects.filter(translation_key__in=[page.translation_key for page in found])
    numbers = dict(references.values_list("translation_key", "string"))
    return [(page, numbers.get(page.translation_key, "")) for page in found]


def options_to_take_over(page: ConsultationRoundPage) -> list[str]:
    """What was on the ballot paper of the round that this one was copied from, as everybody reads it there."""
    if page.copied_from is None:
        return []
    return [subject.label for subject in ballot_subjects(page.copied_from) if subject.is_visible]


def round_of(page: ConsultationRoundPage) -> ConsultationRound | None:
    return ConsultationRound.objects.with_phases().filter(reference__translation_key=page.translation_key).first()
