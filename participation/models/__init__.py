from participation.models.annotation import Annotation
from participation.models.appeal import Appeal
from participation.models.assessment import Assessment
from participation.models.ballot import Ballot, Envelope, OpenedEnvelope, ReplacedBallot, SetAsideEnvelope
from participation.models.ballot_box import BallotBox, BoxHolder
from participation.models.certification import Certification
from participation.models.change import Change
from participation.models.claim import Claim
from participation.models.co_author import CoAuthor
from participation.models.comment import Comment
from participation.models.consultation_round import ConsultationRound, Phase
from participation.models.count_change import CountChange
from participation.models.count_objection import CountObjection, ObjectionSender
from participation.models.draft import Draft
from participation.models.earlier_text import EarlierText
from participation.models.electoral_roll import (
    ElectoralRoll,
    JoinedIdentifier,
    PollBookEntry,
    RollEntry,
    RollRemoval,
)
from participation.models.equated_day import EquatedDay
from participation.models.follow import Follow, Notice
from participation.models.head import Casting, Head
from participation.models.hold import HeldWord, Hold
from participation.models.incident import Incident
from participation.models.invitation import Invitation
from participation.models.letter import Letter
from participation.models.mention import MentionStop
from participation.models.merge import Merge, MergeAnswer
from participation.models.moderation_hours import ModerationHours
from participation.models.ordinance import Ordinance, OrdinanceEnd
from participation.models.origin import Origin
from participation.models.paper_batch import PaperBatch, PaperReading
from participation.models.paper_support import PaperSupport
from participation.models.questionnaire import Answer, AnswerSheet, Question, Questionnaire
from participation.models.reaction import Reaction
from participation.models.recount import Recount
from participation.models.relation import Relation
from participation.models.report import Report
from participation.models.result_bundle import ResultBundle
from participation.models.round_change import RoundChange
from participation.models.round_rules import RoundRules
from participation.models.ruling import Ruling
from participation.models.scan import Scan
from participation.models.seconded_act import SecondedAct
from participation.models.state_event import StateEvent
from participation.models.subject import Subject
from participation.models.support import Support
from participation.models.tally_sheet import TallyLine, TallySheet
from participation.models.voting_help import VotingHelp
from participation.models.voting_letter import VotingLetter

__all__ = [
    "Annotation",
    "Answer",
    "AnswerSheet",
    "Appeal",
    "Assessment",
    "Ballot",
    "BallotBox",
    "BoxHolder",
    "Casting",
    "Certification",
    "Change",
    "Claim",
    "CoAuthor",
    "Comment",
    "ConsultationRound",
    "CountChange",
    "CountObjection",
    "Draft",
    "EarlierText",
    "ElectoralRoll",
    "Envelope",
    "EquatedDay",
    "Follow",
    "Head",
    "HeldWord",
    "Hold",
    "Incident",
    "Invitation",
    "JoinedIdentifier",
    "Letter",
    "MentionStop",
    "Merge",
    "MergeAnswer",
    "ModerationHours",
    "Notice",
    "ObjectionSender",
    "OpenedEnvelope",
    "Ordinance",
    "OrdinanceEnd",
    "Origin",
    "PaperBatch",
    "PaperReading",
    "PaperSupport",
    "Phase",
    "PollBookEntry",
    "Question",
    "Questionnaire",
    "Reaction",
    "Recount",
    "Relation",
    "ReplacedBallot",
    "Report",
    "ResultBundle",
    "RollEntry",
    "RollRemoval",
    "RoundChange",
    "RoundRules",
    "Ruling",
    "Scan",
    "SecondedAct",
    "SetAsideEnvelope",
    "StateEvent",
    "Subject",
    "Support",
    "TallyLine",
    "TallySheet",
    "VotingHelp",
    "VotingLetter",
]
