from datetime import date, time

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from base.enums import ReferenceKind
from participation.enums import PhaseKind
from proposals.enums import AttachmentKind, DecidingBody, ProposalKind, Timing, Verdict
from proposals.models import (
    Attachment,
    ConsultationRoundPage,
    Decision,
    FormalView,
    GlossaryTerm,
    HoursRow,
    KindRow,
    PhaseRow,
    ProposalPage,
    QuestionnaireRow,
    QuestionRow,
    ViewSender,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT, ReferenceFactory
from tests.factories.pages import CityPageFactory
from tests.factories.participation import ConsultationRoundFactory


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


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    reference = factory.SubFactory(ReferenceFactory, kind=ReferenceKind.PROPOSAL)
    kind = AttachmentKind.DOCUMENT
    extension = "pdf"
    name = "plan.pdf"
    description = "Het plan."
    file = factory.django.FileField(filename="plan.pdf", data=b"%PDF-1.4")
    size = 8
    sha256 = "0" * 64
    added_at = MOMENT


class GlossaryTermFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    term = factory.Sequence(lambda n: f"woord{n}")
    meaning = "Wat het betekent."
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="nl")[0])


class ConsultationRoundPageFactory(CityPageFactory):
    """A page with one phase, collecting without an end: a round that can be put in force."""

    class Meta:
        model = ConsultationRoundPage

    title = factory.Sequence(lambda n: f"Ronde {n}")
    summary = "Denk mee over de speelplek."
    method = ""
    is_standing = True
    phase_rows = factory.LazyFunction(lambda: [PhaseRow(kind=PhaseKind.COLLECT, starts_at=MOMENT)])


class ProposalPageFactory(CityPageFactory):
    class Meta:
        model = ProposalPage

    title = factory.Sequence(lambda n: f"Voorstel {n}")
    summary = "Een bankje bij de vijver."
    body = "Dan kunnen mensen uitrusten."
    author = factory.SubFactory(UserFactory)
    author_name = factory.SelfAttribute("author.display_name")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    reference = factory.SubFactory(ReferenceFactory, kind=ReferenceKind.DECISION)
    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    body = DecidingBody.COUNCIL
    decided_on = date(2026, 11, 2)
    verdict = Verdict.ADOPTED
    title = "De raad neemt het advies over."
    reasons = "Het past in het budget."
    recorded_at = MOMENT
    recorded_by = factory.SubFactory(UserFactory)


class FormalViewFactory(DjangoModelFactory):
    class Meta:
        model = FormalView

    reference = factory.SubFactory(ReferenceFactory, kind=ReferenceKind.FORMAL_VIEW, is_public=False)
    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    text = "De halte hoort op het plein."
    language = "nl"
    received_at = MOMENT
    registered_at = MOMENT
    timing = Timing.IN_TIME


class ViewSenderFactory(DjangoModelFactory):
    class Meta:
        model = ViewSender

    formal_view = factory.SubFactory(FormalViewFactory)
    name = "Noor"
    address = "Dorpsstraat 1, 1234 AB Leerstad"


class QuestionnaireRowFactory(DjangoModelFactory):
    class Meta:
        model = QuestionnaireRow

    label = factory.Sequence(lambda n: f"Vraag {n}?")
    choices = "Plein\nSchool"
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="nl")[0])
