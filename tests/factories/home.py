import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from home.enums import AreaLayer, ItemStep
from home.models import (
    ActionKind,
    AgendaItemPage,
    AgendaPage,
    ContentPage,
    FeatureArea,
    HomePage,
    ItemState,
    TargetGroup,
)
from tests.factories.base import MOMENT, ReferenceFactory
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
