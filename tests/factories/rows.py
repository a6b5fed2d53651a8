"""Rows of the form of a page, saved with it."""

from datetime import time

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from participation.enums import PhaseKind
from proposals.enums import ProposalKind
from proposals.models import (
    HoursRow,
    KindRow,
    PhaseRow,
    QuestionnaireRow,
    QuestionRow,
)
from tests.factories.base import MOMENT


class PhaseRowFactory(DjangoModelFactory):
    class Meta:
        model = PhaseRow

    kind = PhaseKind.COLLECT
    starts_at = MOMENT


class QuestionRowFactory(DjangoModelFactory):
    class Meta:
        model = QuestionRow

    label = factory.Sequence(lambda n: f"Vraag {n}?")


class HoursRowFactory(DjangoModelFactory):
    class Meta:
        model = HoursRow

    weekday = 0
    begins = time(9)
    ends = time(17)


class KindRowFactory(DjangoModelFactory):
    class Meta:
        model = KindRow

    kind = ProposalKind.PROPOSAL
    what_happens_next = "Wij lezen het."
    by_when = "Binnen twee weken"
    department = "Team Leren"
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="nl")[0])


class QuestionnaireRowFactory(DjangoModelFactory):
    class Meta:
        model = QuestionnaireRow

    label = factory.Sequence(lambda n: f"Vraag {n}?")
    choices = "Plein\nSchool"
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="nl")[0])
