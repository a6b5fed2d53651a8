from proposals.models.attachment import Attachment
from proposals.models.consultation_round_page import ConsultationRoundPage
from proposals.models.decision import Decision
from proposals.models.formal_view import FormalView, ViewSender
from proposals.models.glossary_term import GlossaryTerm
from proposals.models.hours_row import HoursRow
from proposals.models.kind_row import KindRow
from proposals.models.phase_row import PhaseRow
from proposals.models.proposal_page import ProposalPage, ProposalTag
from proposals.models.question_row import QuestionRow
from proposals.models.questionnaire_row import QuestionnaireRow

__all__ = [
    "Attachment",
    "ConsultationRoundPage",
    "Decision",
    "FormalView",
    "GlossaryTerm",
    "HoursRow",
    "KindRow",
    "PhaseRow",
    "ProposalPage",
    "ProposalTag",
    "QuestionRow",
    "QuestionnaireRow",
    "ViewSender",
]
