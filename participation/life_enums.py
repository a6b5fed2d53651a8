"""The words of a life: of a proposal, and of a request that an ordinance lays down rules for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Instrument(models.TextChoices):
    """What the ordinance of a municipality gives people a right to, beside making a proposal."""

    INITIATIVE = "initiative", _("citizens' initiative")
    CHALLENGE = "challenge", _("right to challenge")


class WhoMay(models.TextChoices):
    """Who may start or support a request, beside its age."""

    RESIDENTS = "residents", _("who lives in the municipality")
    VOTERS = "voters", _("who may vote for the municipal council")


class Body(models.TextChoices):
    """Which body deals with a request. A committee discusses and does not decide."""

    COUNCIL = "council", _("the municipal council")
    COMMITTEE = "committee", _("the committee of the council")
    EXECUTIVE = "executive", _("the mayor and aldermen")


class InadmissibleGround(models.TextChoices):
    """Why the municipality does not deal with a proposal, or with a request under an ordinance."""

    NOT_COMPETENT = "not-competent", _("the municipality does not decide about this")
    DECIDED = "decided", _("the council decided about this a short time ago")
    DOUBLE = "double", _("it was handed in already")
    UNCLEAR = "unclear", _("it does not say what is asked, and its author could not tell")
    RULES = "rules", _("it does not fit the rules of this round")
    QUESTION = "question", _("it is a question to the municipality")
    COMPLAINT = "complaint", _("it is a complaint, which has a way of its own")
    OBJECTION = "objection", _("it is an objection to a decision, which has a way of its own")
    TAXES = "taxes", _("it is about the budget or taxes of the municipality")
    PERSONS = "persons", _("it is about persons")
    SUPPORT = "support", _("too few of the declarations of support are valid")
    TASK = "task", _("it is no task that others can carry out for the municipality")


class Feasibility(models.TextChoices):
    """Whether something can be done, as a department found."""

    YES = "yes", _("it can be done")
    PARTLY = "partly", _("it can be done in part")
    NO = "no", _("it cannot be done")


# What is asked of a proposal without an ordinance; the ordinance names its own.
PROPOSAL_GROUNDS = (
    *(InadmissibleGround.NOT_COMPETENT, InadmissibleGround.DECIDED, InadmissibleGround.DOUBLE),
    *(InadmissibleGround.UNCLEAR, InadmissibleGround.RULES),
)
