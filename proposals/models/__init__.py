from proposals.models.consultation_round_page import ConsultationRoundPage, PhaseRow
from proposals.models.decision import Decision
from proposals.models.proposal_page import ProposalPage, ProposalTag

__all__ = ["ConsultationRoundPage", "Decision", "PhaseRow", "ProposalPage", "ProposalTag"]
