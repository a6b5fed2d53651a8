from datetime import date

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from base.enums import ReferenceKind
from participation.enums import PhaseKind
from proposals.actions.response_document import RowText
from proposals.council_enums import CommitmentOrigin, CommitmentStep, CouncilOutcome, MeetingBody, PaperKind
from proposals.council_understood import Understood
from proposals.enums import AgeBand, AttachmentKind, DecidingBody, Timing, Verdict
from proposals.models import (
    AgendaPoint,
    AmendmentInText,
    AnsweredContribution,
    AnswerWriter,
    Attachment,
    Commitment,
    CommitmentCorrection,
    CommitmentEvent,
    ConsultationRoundPage,
    CouncilGroup,
    CouncilPaper,
    CouncilReading,
    CouncilTerm,
    CouncilVote,
    Decision,
    DossierVolume,
    FormalView,
    GlossaryTerm,
    GroupVote,
    LaterAnswer,
    Meeting,
    Milestone,
    OfficialPublication,
    PaperDocument,
    PhaseRow,
    PopulationFigure,
    ProposalPage,
    ReachAnswer,
    ResponseDocument,
    ResponseRow,
    ReusableAnswer,
    Spending,
    ViewSender,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT, PublishedVersionFactory, ReferenceFactory
from tests.factories.pages import CityPageFactory
from tests.factories.participation import CommentFactory, ConsultationRoundFactory


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
    corrects = None
    corrected_because = factory.LazyAttribute(lambda one: "Verkeerd overgenomen." if one.corrects else "")
    consultation_round = factory.Maybe(
        "corrects",
        factory.SelfAttribute("corrects.consultation_round"),
        factory.SubFactory(ConsultationRoundFactory),
    )
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


class CouncilTermFactory(DjangoModelFactory):
    class Meta:
        model = CouncilTerm

    starts_on = factory.Sequence(lambda n: date(1990 + n, 3, 16))
    seats = 25
    recorded_at = MOMENT


class CouncilGroupFactory(DjangoModelFactory):
    class Meta:
        model = CouncilGroup

    term = factory.SubFactory(CouncilTermFactory)
    name = factory.Sequence(lambda n: f"Fractie {n}")
    seats = 5


class CouncilReadingFactory(DjangoModelFactory):
    class Meta:
        model = CouncilReading

    address = "https://raad.example/m25"
    sha256 = "a" * 64
    understood = factory.LazyFunction(lambda: Understood(title="Motie leerplek", number="M25").as_data())
    read_at = MOMENT


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting
        django_get_or_create = ("body", "held_on")

    body = MeetingBody.COUNCIL
    held_on = date(2026, 11, 2)
    recorded_at = MOMENT


class CouncilPaperFactory(DjangoModelFactory):
    class Meta:
        model = CouncilPaper

    about = factory.SubFactory(ReferenceFactory)
    kind = PaperKind.COUNCIL_PROPOSAL
    title = "Raadsvoorstel leerplekken"
    dated_on = date(2026, 10, 20)
    recorded_at = MOMENT


class AgendaPointFactory(DjangoModelFactory):
    class Meta:
        model = AgendaPoint

    paper = factory.SubFactory(CouncilPaperFactory)
    meeting = factory.SubFactory(MeetingFactory)
    recorded_at = MOMENT


class AmendmentInTextFactory(DjangoModelFactory):
    """A carried amendment in the text that a decision of the council on its item led to."""

    class Meta:
        model = AmendmentInText

    class Params:
        decision = factory.SubFactory(DecisionFactory, about=factory.SubFactory(ReferenceFactory))

    paper = factory.SubFactory(
        CouncilPaperFactory,
        kind=PaperKind.AMENDMENT,
        about=factory.SelfAttribute("..decision.about"),
        part_of=factory.SubFactory(CouncilPaperFactory, about=factory.SelfAttribute("..about")),
    )
    version = factory.SubFactory(
        PublishedVersionFactory,
        reference=factory.SelfAttribute("..decision.about"),
        caused_by=factory.SelfAttribute("..decision.reference"),
    )
    recorded_at = MOMENT


class PaperDocumentFactory(DjangoModelFactory):
    class Meta:
        model = PaperDocument

    paper = factory.SubFactory(CouncilPaperFactory)
    extension = "pdf"
    file = factory.django.FileField(filename="stuk.pdf", data=b"%PDF-1.4")
    size = 8
    sha256 = "b" * 64
    added_at = MOMENT


class CouncilVoteFactory(DjangoModelFactory):
    class Meta:
        model = CouncilVote

    paper = factory.SubFactory(CouncilPaperFactory)
    meeting = factory.SubFactory(MeetingFactory)
    in_office = 25
    was_called = False
    outcome = CouncilOutcome.ADOPTED
    recorded_at = MOMENT


class GroupVoteFactory(DjangoModelFactory):
    class Meta:
        model = GroupVote

    vote = factory.SubFactory(CouncilVoteFactory)
    group = factory.SubFactory(CouncilGroupFactory)
    in_favour = 5


class OfficialPublicationFactory(DjangoModelFactory):
    class Meta:
        model = OfficialPublication

    decision = factory.SubFactory(DecisionFactory)
    number = "gmb-2026-000001"
    url = "https://example.org/gmb-2026-000001"
    published_on = date(2026, 11, 9)
    in_force_on = date(2026, 11, 17)
    recorded_at = MOMENT


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    reference = factory.SubFactory(ReferenceFactory, kind=ReferenceKind.COMMITMENT)
    origin = CommitmentOrigin.MEETING
    about = factory.SubFactory(ReferenceFactory)
    text = "Voor de zomer staat er een bank bij de vijver."
    department = "Groen"
    made_on = date(2026, 11, 2)
    due_on = date(2027, 6, 1)
    recorded_at = MOMENT


class CommitmentCorrectionFactory(DjangoModelFactory):
    class Meta:
        model = CommitmentCorrection

    commitment = factory.SubFactory(CommitmentFactory)
    version = factory.SubFactory(PublishedVersionFactory)
    reason = "De wethouder noemde een andere dag."
    at = MOMENT


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    commitment = factory.SubFactory(CommitmentFactory)
    title = "De bank is besteld"
    due_on = date(2027, 2, 1)
    recorded_at = MOMENT


class CommitmentEventFactory(DjangoModelFactory):
    class Meta:
        model = CommitmentEvent

    commitment = factory.SubFactory(CommitmentFactory)
    step = CommitmentStep.STARTED
    happened_on = date(2026, 11, 9)
    at = MOMENT


class SpendingFactory(DjangoModelFactory):
    class Meta:
        model = Spending

    commitment = factory.SubFactory(CommitmentFactory)
    year = 2027
    planned = 1200
    at = MOMENT


class ResponseDocumentFactory(DjangoModelFactory):
    class Meta:
        model = ResponseDocument

    reference = factory.SubFactory(ReferenceFactory, kind=ReferenceKind.RESPONSE, is_public=False)
    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    due_on = date(2026, 12, 24)
    begun_at = MOMENT


class ResponseRowFactory(DjangoModelFactory):
    class Meta:
        model = ResponseRow

    document = factory.SubFactory(ResponseDocumentFactory)
    number = factory.Sequence(lambda n: n + 1)
    summary = "De halte moet dichter bij het plein."


class LaterAnswerFactory(DjangoModelFactory):
    """Asked, and not looked through yet."""

    class Meta:
        model = LaterAnswer

    document = factory.SubFactory(ResponseDocumentFactory)
    key = "comment:1"
    text = factory.LazyFunction(lambda: vars(RowText(answer="Ja.", verdict="adopted", department="Groen")).copy())
    corrected_because = "Dit was verborgen."
    asked_by = factory.SubFactory(UserFactory)
    asked_at = MOMENT


class AnswerWriterFactory(DjangoModelFactory):
    class Meta:
        model = AnswerWriter

    row = factory.SubFactory(ResponseRowFactory)
    document = factory.SelfAttribute("row.document")
    person = factory.SubFactory(UserFactory)


class AnsweredContributionFactory(DjangoModelFactory):
    class Meta:
        model = AnsweredContribution

    row = factory.SubFactory(ResponseRowFactory)
    comment = factory.SubFactory(CommentFactory)


class ReusableAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ReusableAnswer

    name = factory.Sequence(lambda n: f"Antwoord {n}")
    text = "Dit nemen wij mee bij de uitwerking."


class DossierVolumeFactory(DjangoModelFactory):
    class Meta:
        model = DossierVolume

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    records_sha256 = "0" * 64
    language = "nl"
    number = 1
    of = 1
    asked_at = MOMENT


class ReachAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ReachAnswer

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    age_band = AgeBand.TO_29
    given_on = date(2026, 11, 2)


class PopulationFigureFactory(DjangoModelFactory):
    class Meta:
        model = PopulationFigure

    age_band = AgeBand.TO_29
    number = 4200
    counted_on = factory.Sequence(lambda n: date(1990 + n, 1, 1))
    source = "Basisregistratie personen"
    entered_at = MOMENT
