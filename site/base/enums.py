from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceKind(models.TextChoices):
    """What a reference points to; the value is the prefix of its string (`LEA-2026-014`)."""

    AGENDA_ITEM = "LEA", _("Agenda item")
    CONSULTATION_ROUND = "RND", _("Consultation round")
    PROPOSAL = "VST", _("Proposal")
    DECISION = "BSL", _("Decision")
    FORMAL_VIEW = "ZW", _("Formal view")
    RESPONSE = "NVB", _("Response document")
    COMMITMENT = "TZG", _("Commitment")


class ChangeKind(models.TextChoices):
    SUBSTANTIVE = "substantive", _("The substance changed")
    EDITORIAL = "editorial", _("Only the wording was mended")


class StationState(models.TextChoices):
    """How far a station of the thread is."""

    REACHED = "reached", _("done")
    NOW = "now", _("now")
    NEXT = "next", _("next")
    LATER = "later", _("later")


class Shape(models.TextChoices):
    """How a cited field is written in the canonical JSON."""

    LINE = "line", _("one line of text")
    LINES = "lines", _("plain text of several lines")
    PASSAGES = "passages", _("HTML in which every passage has an identifier")
    NUMBER = "number", _("a whole number")
    MONEY = "money", _("whole euros")
    DAY = "day", _("a day, as ISO 8601")
    TERM = "term", _("a term, as its code and its label")
    TERMS = "terms", _("terms, as their codes and labels")
    PARTS = "parts", _("named parts, each with its own words")
    PLACE = "place", _("a place, in words and as a GeoJSON geometry")


class Likeness(models.TextChoices):
    """How somebody's words compare with published ones."""

    EXACT = "exact", _("exactly the same")
    SHORTENED = "shortened", _("the same, with words left out where the quote says so")
    SPACING = "spacing", _("the same but for spaces and punctuation")
    ALTERED = "altered", _("altered")


class Recognised(models.TextChoices):
    """How a text that somebody brings is known as a published version, the surest first."""

    BYTES = "bytes", _("the same, byte for byte")
    CANONICAL = "canonical", _("the same JSON, written otherwise")
    HASH = "hash", _("this is its hash")
    WORDS = "words", _("the same words")
    SPACING = "spacing", _("the same but for spaces and punctuation")
    PART = "part", _("a part of it, in the same words")
    NEAREST = "nearest", _("not the same: this one is nearest")
    NOTHING = "nothing", _("not known here")
    SHORT = "short", _("too short to be looked up")


class RedactionReason(models.TextChoices):
    """Why words of a published version were destroyed."""

    COURT = "court_order", _("by order of a court")
    PRIVACY = "privacy", _("to protect somebody's privacy")
    SAFETY = "safety", _("to protect somebody's safety")


class WithdrawalReason(models.TextChoices):
    """Why a whole version is no longer shown."""

    BODY = "withdrawn_by_body", _("withdrawn by the body that adopted it")
    COURT = "court_order", _("by order of a court")
    PRIVACY = "privacy", _("to protect somebody's privacy")
    COPYRIGHT = "copyright", _("somebody else's copyright")
    ILLEGAL = "illegal_content", _("its content is against the law")
    ERROR = "error", _("published by mistake")
