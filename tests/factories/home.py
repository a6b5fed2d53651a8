from datetime import timedelta

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from base import clock
from home.actions.item_state import set_item_state
from home.enums import AreaLayer, DocumentKind, ItemStep
from home.models import (
    ActionKind,
    AgendaItemPage,
    AgendaPage,
    Citation,
    ContentPage,
    ElectionFreeze,
    FeatureArea,
    HomePage,
    ItemState,
    ItemTerm,
    Party,
    Representative,
    TargetGroup,
    WayTerms,
)
from tests.factories.base import MOMENT, PublishedVersionFactory, ReferenceFactory
from tests.factories.pages import CityPageFactory


class HomePageFactory(CityPageFactory):
    class Meta:
        model = HomePage

    title = "Waterrijk leert"


class ContentPageFactory(CityPageFactory):
    class Meta:
        model = ContentPage

    title = factory.Sequence(lambda n: f"Uitleg {n}")


class AgendaPageFactory(CityPageFactory):
    class Meta:
        model = AgendaPage

    title = "Lokale educatieve agenda"
    period_from = 2026
    period_to = 2030


class AgendaItemPageFactory(CityPageFactory):
    class Meta:
        model = AgendaItemPage

    title = factory.Sequence(lambda n: f"Onderwerp {n}")
    summary = "Kinderen fietsen veilig naar school."
    problem = "<p>Het is druk bij de school.</p>"
    responsible = "Afdeling Onderwijs"

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        """`step` is where it is now, on whatever way it came there."""
        step = kwargs.pop("step", None)
        page = super()._create_instance(model_class, parent, kwargs)
        if step is not None:
            set_item_state(reference=page.reference, step=step, by=None, at=clock.now())
        return page


class TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    code = factory.Sequence(lambda n: f"begrip-{n}")
    name = factory.Sequence(lambda n: f"Begrip {n}")
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="nl"))


class ActionKindFactory(TermFactory):
    class Meta:
        model = ActionKind


class FeatureAreaFactory(TermFactory):
    class Meta:
        model = FeatureArea

    layer = AreaLayer.BLOCKS


class TargetGroupFactory(TermFactory):
    class Meta:
        model = TargetGroup


class ItemStateFactory(DjangoModelFactory):
    class Meta:
        model = ItemState

    reference = factory.SubFactory(ReferenceFactory)
    step = ItemStep.INTERNAL_REVIEW
    since = MOMENT


class WayTermsFactory(DjangoModelFactory):
    class Meta:
        model = WayTerms

    answered = 4


class ItemTermFactory(DjangoModelFactory):
    class Meta:
        model = ItemTerm

    version = factory.SubFactory(PublishedVersionFactory)
    taxonomy = "tags"
    code = factory.Sequence(lambda n: f"thema-{n}")
    label = factory.Sequence(lambda n: f"Thema {n}")


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    name = factory.Sequence(lambda n: f"Partij {n}")
    slug = factory.Sequence(lambda n: f"partij-{n}")
    listed_at = MOMENT


class RepresentativeFactory(DjangoModelFactory):
    """Without the role; to admit somebody, use the action."""

    class Meta:
        model = Representative

    party = factory.SubFactory(PartyFactory)
    person = factory.SubFactory("tests.factories.accounts.UserFactory")
    admitted_at = MOMENT


class CitationFactory(DjangoModelFactory):
    """A first row, without a position."""

    class Meta:
        model = Citation

    at = registered_at = MOMENT
    party = factory.SubFactory(PartyFactory)
    document_title = "Verkiezingsprogramma"
    document_kind = DocumentKind.PROGRAMME
    version = factory.SubFactory(PublishedVersionFactory)
    language = "nl"


class ElectionFreezeFactory(DjangoModelFactory):
    class Meta:
        model = ElectionFreeze

    election = "Gemeenteraadsverkiezing"
    announced_at = MOMENT
    starts_at = MOMENT + timedelta(days=42)
    ends_at = MOMENT + timedelta(days=60)
