from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicWord(models.TextChoices):
    """The five words in which the public sees where an agenda item is."""

    PREPARING = "preparing", _("being prepared")
    TAKE_PART = "take_part", _("you can take part")
    WEIGHING = "weighing", _("being weighed")
    DECISION = "decision", _("decided")
    EXECUTION = "execution", _("being carried out")


class ItemStep(models.TextChoices):
    """Where the text of an agenda item is on the way from draft to law; the public sees a `PublicWord` of it first."""

    DRAFT = "draft", _("draft")
    INTERNAL_REVIEW = "internal_review", _("internal review")
    CONSULTATION_READY = "consultation_ready", _("ready for consultation")
    IN_CONSULTATION = "in_consultation", _("open for reactions")
    ANSWERING = "answering", _("the municipality answers")
    ANSWERED = "answered", _("reactions answered")
    EXECUTIVE_ADOPTED = "executive_adopted", _("decided by the municipal executive")
    COUNCIL_SUBMITTED = "council_submitted", _("submitted to the council")
    IN_COMMITTEE = "in_committee", _("in the committee")
    ON_COUNCIL_AGENDA = "on_council_agenda", _("on the council's agenda")
    ADOPTED = "adopted", _("adopted")
    ADOPTED_AMENDED = "adopted_amended", _("adopted with amendments")
    DEFERRED_ON_TIE = "deferred_on_tie", _("deferred: the votes were tied")
    REJECTED = "rejected", _("rejected")
    RETURNED = "returned", _("sent back to the municipal executive")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PUBLISHED = "published", _("officially published")
    IN_FORCE = "in_force", _("in force")
    PLANNED = "planned", _("its execution is planned")
    STARTED = "started", _("its execution has begun")
    ON_HOLD = "on_hold", _("its execution is on hold")
    DONE = "done", _("carried out")
    EVALUATED = "evaluated", _("carried out and evaluated")
    SUPERSEDED = "superseded", _("superseded")
    REPEALED = "repealed", _("repealed")
    EXPIRED = "expired", _("expired")


class Authority(models.TextChoices):
    """On whose authority a step of an item is taken. Who presses the button is told apart by a right (`Recorder`)."""

    EDITOR = "editor", _("the editors")
    OWNER = "owner", _("its owner")
    EXECUTIVE = "executive", _("the mayor and aldermen")
    PRESIDIUM = "presidium", _("the presidium of the council")
    COUNCIL = "council", _("the council")
    CLERK = "clerk", _("the office of the council")
    CLOCK = "clock", _("nobody: it follows by itself")


class Recorder(models.TextChoices):
    """With whose right a step was recorded."""

    EDITOR = "editor", _("the editors")
    CLERK = "clerk", _("the office of the council")


_WORDS = {
    # That people can take part now follows from a phase that is open, and from no step.
    PublicWord.PREPARING: (
        ItemStep.DRAFT,
        ItemStep.INTERNAL_REVIEW,
        ItemStep.CONSULTATION_READY,
        ItemStep.IN_CONSULTATION,
    ),
    PublicWord.WEIGHING: (
        ItemStep.ANSWERING,
        ItemStep.ANSWERED,
        ItemStep.EXECUTIVE_ADOPTED,
        ItemStep.COUNCIL_SUBMITTED,
        ItemStep.IN_COMMITTEE,
        ItemStep.ON_COUNCIL_AGENDA,
        ItemStep.DEFERRED_ON_TIE,
        ItemStep.RETURNED,
    ),
    PublicWord.DECISION: (
        ItemStep.ADOPTED,
        ItemStep.ADOPTED_AMENDED,
        ItemStep.REJECTED,
        ItemStep.WITHDRAWN,
        ItemStep.PUBLISHED,
        ItemStep.SUPERSEDED,
        ItemStep.REPEALED,
        ItemStep.EXPIRED,
    ),
    PublicWord.EXECUTION: (
        ItemStep.IN_FORCE,
        ItemStep.PLANNED,
        ItemStep.STARTED,
        ItemStep.ON_HOLD,
        ItemStep.DONE,
        ItemStep.EVALUATED,
    ),
}
PUBLIC_WORD = {step: word for word, steps in _WORDS.items() for step in steps}
# It lies with the council, that has not decided yet.
BEFORE_DECISION = frozenset(
    {ItemStep.COUNCIL_SUBMITTED, ItemStep.IN_COMMITTEE, ItemStep.ON_COUNCIL_AGENDA, ItemStep.DEFERRED_ON_TIE}
)
# Nothing comes after these: whatever a round does, there is nothing to react to any more.
OVER = frozenset(
    {ItemStep.REJECTED, ItemStep.WITHDRAWN, ItemStep.SUPERSEDED, ItemStep.REPEALED, ItemStep.EXPIRED},
)
# After these only what began since is about the item: its evaluation.
CARRIED_OUT = frozenset({ItemStep.DONE, ItemStep.EVALUATED})
# Their stamp says the step itself, in its tone, and no word that they share with others.
STEP_TONES = dict.fromkeys(OVER, "ink") | {ItemStep.REJECTED: "red"} | dict.fromkeys(CARRIED_OUT, "green")
# Within one public word these still say something else to whoever follows the item: there it ends.
ENDS = OVER | {ItemStep.DONE}
WORD_TONES = {
    PublicWord.PREPARING: "ink",
    PublicWord.TAKE_PART: "red",
    PublicWord.WEIGHING: "amber",
    PublicWord.DECISION: "green",
    PublicWord.EXECUTION: "green",
}


class ItemOrigin(models.TextChoices):
    """Where an agenda item came from."""

    INSPIRATION_DAY = "inspiration_day", _("the inspiration day")
    PROPOSAL = "proposal", _("a proposal of residents")
    COUNCIL = "council", _("the council")
    EXECUTIVE = "executive", _("the municipal executive")


class CitationVerdict(models.TextChoices):
    """What is the matter with a citation in a programme."""

    EXACT = "exact", _("exact")
    SHORTENED = "shortened", _("exact, with words left out where the quote says so")
    SPACING = "spacing", _("the same but for spaces and punctuation")
    ALTERED = "altered", _("altered")
    NOT_FOUND = "not_found", _("words not found")
    SHORT = "short", _("too short to be looked up")
    REFERENCE = "reference", _("reference without a quote")
    UNKNOWN = "unknown", _("unknown reference")


class EditionState(models.TextChoices):
    """How far an edition of the agenda is."""

    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("closed")


class AdoptedBy(models.TextChoices):
    COUNCIL = "council", _("the council")
    EXECUTIVE = "executive", _("the municipal executive")


class AreaLayer(models.TextChoices):
    """The layers of UNESCO's Key Features of Learning Cities."""

    BENEFITS = "benefits", _("wider benefits")
    BLOCKS = "blocks", _("major building blocks")
    CONDITIONS = "conditions", _("fundamental conditions")


class PartyKind(models.TextChoices):
    PARTY = "party", _("political party")
    ORGANISATION = "organisation", _("organisation")


class DocumentKind(models.TextChoices):
    """In what a party cites the agenda."""

    PROGRAMME = "programme", _("election programme")
    MOTION = "motion", _("motion")
    AMENDMENT = "amendment", _("amendment")
    QUESTION = "question", _("question to the executive")
    COALITION_AGREEMENT = "coalition_agreement", _("coalition agreement")
    ARTICLE = "article", _("article")


class Position(models.TextChoices):
    """Where a party stands on what it cites; a citation may also take none."""

    SUPPORTS = "supports", _("supports this")
    OPPOSES = "opposes", _("opposes this")
    WANTS_CHANGE = "wants_change", _("wants it changed")
    NEUTRAL = "neutral", _("is neutral")


class QuoteCheck(models.TextChoices):
    """How quoted words compare with the cited version."""

    EXACT = "exact", _("The quoted words stand so in the cited version.")
    NEARLY = "nearly", _("The quoted words stand in the cited version, but for spaces and punctuation.")
    ELSEWHERE = "elsewhere", _("The quoted words stand elsewhere in the cited version, outside the cited passage.")
    NOT_FOUND = "not_found", _("The quoted words were not found in the cited version.")
    SHORT = "short", _("So few words stand in many texts: whether these are quoted cannot be told.")
    REDACTED = "redacted", _("The quoted words were redacted together with the words of the city that they quoted.")


class QuoteFate(models.TextChoices):
    """What became of quoted words in the text that applies now."""

    KEPT = "kept", _("still there")
    ALTERED = "altered", _("altered")
    GONE = "gone", _("gone")
    NEVER = "never", _("was not in the cited version either")
    NOT_TRANSLATED = "not_translated", _("not known yet: the translation is older")
    NO_QUOTE = "no_quote", _("nothing was quoted")
    SHORT = "short", _("too short to be looked up")
    REDACTED = "redacted", _("redacted together with the words of the city")


class CitationAct(models.TextChoices):
    """What a row of the register says: each is written once, the newest of a citation holds."""

    REGISTERED = "registered", _("registered")
    CHANGED = "changed", _("changed by the party")
    CORRECTED = "corrected", _("facts corrected by the clerk")
    WITHDRAWN = "withdrawn", _("withdrawn by the party")


class FoundKind(models.TextChoices):
    """What is found by its words beside what has published versions."""

    PAGE = "page", _("Page")
    PARTY = "party", _("Party or organisation")
