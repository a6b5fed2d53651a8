import importlib

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory
from wagtail.models import Page

from home.models import HomePage
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.factories.proposals import ConsultationRoundPageFactory, ProposalPageFactory
from tests.factories.rows import (
    HoursRowFactory,
    KindRowFactory,
    PhaseRowFactory,
    QuestionnaireRowFactory,
    QuestionRowFactory,
)

OURS = ("base", "accounts", "participation", "proposals", "home")


def factories() -> dict[type, type[DjangoModelFactory]]:
    modules = [importlib.import_module(f"tests.factories.{name}") for name in (*OURS, "rows")]
    classes = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return {one._meta.model: one for one in classes if issubclass(one, DjangoModelFactory) and not one._meta.abstract}


def is_plain(model: type) -> bool:
    """Tags are written by their page; a through table is no thing of its own."""
    return not model.__name__.endswith("Tag") and not model._meta.auto_created


def test_every_model_of_ours_has_a_factory():
    models = {model for package in OURS for model in apps.get_app_config(package).get_models() if is_plain(model)}
    assert models - set(factories()) == set()


# Rows of a page are saved with it.
ROWS = {HoursRowFactory, KindRowFactory, PhaseRowFactory, QuestionnaireRowFactory, QuestionRowFactory}
RECORDS = sorted(
    (one for model, one in factories().items() if not issubclass(model, Page) and one not in ROWS),
    key=lambda one: one.__name__,
)


@pytest.mark.django_db
@pytest.mark.parametrize("record_factory", RECORDS, ids=lambda one: one.__name__)
def test_factory_makes_a_record_the_database_accepts(record_factory):
    record = record_factory()
    assert type(record).objects.get(pk=record.pk) == record


def test_page_factories_lay_a_thread(site_ground):
    agenda = AgendaPageFactory(parent=site_ground.home)
    item = AgendaItemPageFactory(parent=agenda)
    consultation_round = ConsultationRoundPageFactory(parent=item)
    proposal = ProposalPageFactory(parent=consultation_round)
    assert proposal.live is True
    assert [page.specific_class for page in proposal.get_ancestors()][1:] == [
        HomePage,
        type(agenda),
        type(item),
        type(consultation_round),
    ]
    assert item.version.content["title"] == item.title
