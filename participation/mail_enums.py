from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """What is mailed to people whom something concerns."""

    RECEIPT = "receipt", _("your report was received")
    STATEMENT = "statement", _("to the author: what was ruled and why")
    ANSWER = "answer", _("to who reported: what was ruled")
    APPEAL = "appeal", _("your objection was received")
    THRESHOLD = "threshold", _("to moderators: many report one thing")
    SUMMARY = "summary", _("to moderators: what waits today")
    MENTION = "mention", _("to somebody who was named in a comment")
    STATE = "state", _("to author and supporters: a new state of a proposal")
    INVITATION = "invitation", _("to somebody who is asked to be a co-author")
    ANSWERED = "answered", _("to the author: what somebody who was asked answered")
    VIEW = "view", _("your formal view was received")
    CHANGE = "change", _("to author and supporters: a proposal that was changed")
    MERGE = "merge", _("to authors: whether their proposals become one")
    BOX = "box", _("to who holds a part of a ballot box")
    CERTIFY = "certify", _("to who is asked to certify a count")
    OBJECTION = "objection", _("to who objected to a count")
    OBJECTED = "objected", _("to clerks: somebody objects to a count")
    SECOND = "second", _("to clerks: a second person is asked")
    ANSWERS = "answers", _("to who took part: what the municipality answers")
    OUTCOME = "outcome", _("to who took part: what became of it")
    HANDED_IN = "handed-in", _("to the author: your proposal was received")
    CITED = "cited", _("to who cites a thing for a party: a newer version is out")
