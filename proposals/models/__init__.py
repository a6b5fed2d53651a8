from proposals.models.agenda_point import AgendaPoint
from proposals.models.amendment_in_text import AmendmentInText
from proposals.models.attachment import Attachment
from proposals.models.commitment import Commitment, CommitmentCorrection, CommitmentEvent, Milestone, Spending
from proposals.models.consultation_round_page import ConsultationRoundPage
from proposals.models.council_group import CouncilGroup, CouncilTerm
from proposals.models.council_paper import CouncilPaper, Meeting
from proposals.models.council_reading import CouncilReading
from proposals.models.council_vote import CouncilVote, GroupVote
from proposals.models.decision import Decision
from proposals.models.dossier_volume import DossierVolume
from proposals.models.formal_view import FormalView, ViewSender
from proposals.models.glossary_term import GlossaryTerm
from proposals.models.hours_row import HoursRow
from proposals.models.kind_row import KindRow
from proposals.models.later_answer import LaterAnswer
from proposals.models.official_publication import OfficialPublication
from proposals.models.paper_document import PaperDocument
from proposals.models.phase_row import PhaseRow
from proposals.models.proposal_page import ProposalPage, ProposalTag
from proposals.models.question_row import QuestionRow
from proposals.models.questionnaire_row import QuestionnaireRow
from proposals.models.reach import PopulationFigure, ReachAnswer
from proposals.models.response_document import (
    AnsweredContribution,
    AnswerWriter,
    ResponseDocument,
    ResponseRow,
    ReusableAnswer,
)

__all__ = [
    "AgendaPoint",
    "AmendmentInText",
    "AnswerWriter",
    "AnsweredContribution",
    "Attachment",
    "Commitment",
    "CommitmentCorrection",
    "CommitmentEvent",
    "ConsultationRoundPage",
    "CouncilGroup",
    "CouncilPaper",
    "CouncilReading",
    "CouncilTerm",
    "CouncilVote",
    "Decision",
    "DossierVolume",
    "FormalView",
    "GlossaryTerm",
    "GroupVote",
    "HoursRow",
    "KindRow",
    "LaterAnswer",
    "Meeting",
    "Milestone",
    "OfficialPublication",
    "PaperDocument",
    "PhaseRow",
    "PopulationFigure",
    "ProposalPage",
    "ProposalTag",
    "QuestionRow",
    "QuestionnaireRow",
    "ReachAnswer",
    "ResponseDocument",
    "ResponseRow",
    "ReusableAnswer",
    "Spending",
    "ViewSender",
]
