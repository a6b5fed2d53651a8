from participation.models.ballot import Ballot, BallotChoice, Envelope
from participation.models.comment import Comment
from participation.models.consultation_round import ConsultationRound, Phase
from participation.models.draft import Draft
from participation.models.electoral_roll import PollBookEntry, RollEntry
from participation.models.follow import Follow, Notice
from participation.models.origin import Origin
from participation.models.ruling import Ruling
from participation.models.subject import Subject
from participation.models.support import Support
from participation.models.tally_sheet import TallyLine, TallySheet

__all__ = [
    "Ballot",
    "BallotChoice",
    "Comment",
    "ConsultationRound",
    "Draft",
    "Envelope",
    "Follow",
    "Notice",
    "Origin",
    "Phase",
    "PollBookEntry",
    "RollEntry",
    "Ruling",
    "Subject",
    "Support",
    "TallyLine",
    "TallySheet",
]
