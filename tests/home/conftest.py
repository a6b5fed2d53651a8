import pytest

from base import clock
from home.models import AgendaItemPage, Party
from tests.citations import listed, republished, speaker
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.rounds import moment

TWO_PASSAGES = (
    '<p data-block-key="aaaaa">Het is druk bij de school.</p><p data-block-key="bbbbb">Auto\'s rijden er hard.</p>'
)


@pytest.fixture
def early_item(site_ground) -> AgendaItemPage:
    """On the agenda since before its rounds."""
    with clock.set_to(moment(8, 1)):
        return AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home))


@pytest.fixture
def item(agenda_item) -> AgendaItemPage:
    """An agenda item in its second version, with two passages of which to cite."""
    return republished(agenda_item, problem=TWO_PASSAGES)


@pytest.fixture
def party(clerk) -> Party:
    return listed(clerk)


@pytest.fixture
def representative(clerk, party):
    return speaker(clerk, party, display_name="Lotte", email="lotte@example.nl")
