import factory

from home.models import AgendaItemPage, AgendaPage, ContentPage, HomePage
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
