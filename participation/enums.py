from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class PhaseKind(models.TextChoices):
    INFORM = "inform", _("Read along")
    COLLECT = "collect", _("Collect proposals")
    SUPPORT = "support", _("Support proposals")
    DISCUSS = "discuss", _("Discuss")
    ASSESS = "assess", _("The municipality examines")
    # The same word stands on a button, where other languages give it another form.
    VOTE = "vote", pgettext_lazy("phase", "Vote")
    ANSWER = "answer", _("The municipality answers")


class Act(models.TextChoices):
    """What a person may do while a phase lasts."""

    PROPOSE = "propose", _("make a proposal")
    SUPPORT = "support", _("support")
    COMMENT = "comment", _("comment")
    REACT = "react", _("react to the text")
    VOTE = "vote", _("vote")
    FILL_IN = "fill-in", _("answer the questions")


# The one table of what a phase permits; every write asks it, inside its transaction.
PERMITTED: dict[str, frozenset[Act]] = {
    PhaseKind.INFORM: frozenset(),
    PhaseKind.COLLECT: frozenset({Act.PROPOSE, Act.COMMENT}),
    PhaseKind.SUPPORT: frozenset({Act.SUPPORT, Act.COMMENT}),
    PhaseKind.DISCUSS: frozenset({Act.COMMENT, Act.REACT, Act.FILL_IN}),
    PhaseKind.ASSESS: frozenset(),
    PhaseKind.VOTE: frozenset({Act.VOTE}),
    PhaseKind.ANSWER: frozenset(),
}
# In which something comes in; in the others the municipality is at work, or people read.
ASKING = frozenset(kind for kind, acts in PERMITTED.items() if acts)


class RoundState(models.TextChoices):
    """Where a consultation round is; it follows from the clock and the records, and is stored nowhere.

    OPEN is while something can be done in it. ANNOUNCED is before anything could, UNDER_WAY while a phase runs in which the
    municipality works on what came in.
    """

    ANNOUNCED = "announced", _("announced")
    OPEN = "open", _("open")
    UNDER_WAY = "under-way", _("the municipality is at work")
    PAUSED = "paused", _("paused")
    BETWEEN = "between", _("between two phases")
    CLOSED = "closed", _("closed")
    COUNTED = "counted", _("counted")
    PUBLISHED = "published", _("result published")
    CANCELLED = "cancelled", _("cancelled")


class RoundChangeKind(models.TextChoices):
    """What becomes of a round after it began, each with its reason."""

    EXTENDED = "extended", pgettext_lazy("round", "extended")
    MOVED = "moved", pgettext_lazy("round", "later along with it")
    PAUSED = "paused", pgettext_lazy("round", "paused")
    RESUMED = "resumed", pgettext_lazy("round", "resumed")
    CANCELLED = "cancelled", pgettext_lazy("round", "cancelled")
    OPTION = "option", pgettext_lazy("round", "an option withdrawn")


# What makes phases later. Of one act there may be several.
LATER = (RoundChangeKind.EXTENDED, RoundChangeKind.MOVED)


class TieRule(models.TextChoices):
    """How ties fall, as the round states it beforehand. The ballot paper stands in the order of the proposals' numbers."""

    LOWER_COST = "lower-cost", _("the cheaper one first, then the one with the lowest number")
    LIST_ORDER = "list-order", _("the one with the lowest number first")
    LOWER_COST_LOT = "lower-cost+lot", _("the cheaper one first, then the one that is drawn by lot")
    LOT = "lot", _("the one that is drawn by lot first")

    @property
    def draws(self) -> bool:
        """Whether a lot settles what is left equal."""
        return self in (TieRule.LOWER_COST_LOT, TieRule.LOT)


class Eligibility(models.TextChoices):
    SIGNED_IN = "signed-in", _("everyone who is signed in")
    ROLL = "roll", _("only who is on the electoral roll")


class Keeping(models.TextChoices):
    """Who keeps the secret that opens a ballot box."""

    PASSPHRASE = "passphrase", _("a passphrase opens it")
    PARTS = "parts", _("several people open it together")
    # Of ballots from before envelopes were sealed, and of those that were public elsewhere; nobody can choose it.
    SERVER = "server", _("the server alone keeps its key")


class Screening(models.TextChoices):
    BEFORE = "before", _("a moderator reads proposals before they are published")
    AFTER = "after", _("proposals are published at once and read afterwards")


class CommentScreening(models.TextChoices):
    AFTER = "after", _("comments are published at once and read afterwards")
    NEW = "new", _("comments of new accounts are read before they are published, others afterwards")
    BEFORE = "before", _("a moderator reads comments before they are published")


class OutsideHours(models.TextChoices):
    HOLD = "hold", _("what people write waits until moderators are there")
    REST = "rest", _("the discussion rests, and proposals wait")


class Force(models.TextChoices):
    """What the result is worth. Never 'binding': councillors vote without mandate."""

    ADVICE = "advice", _("advice")
    FOLLOWED_UNLESS = "followed-unless", _("advice that is followed, unless reasons are given")
    MANDATED = "mandated", _("final within a budget that college or council has mandated")


class Moderation(models.TextChoices):
    AWAITING = "awaiting", _("waits for a moderator")
    VISIBLE = "visible", _("visible")
    HIDDEN = "hidden", _("hidden")
    # By its author; nobody brings it back.
    WITHDRAWN = "withdrawn", _("withdrawn")


class State(models.TextChoices):
    """Where a proposal is in its life, in the words that the public reads. What leads from one to another stands in
    `participation.life`; moderation is an axis of its own.
    """

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("handed in")
    MODERATION = "moderation", _("read by a moderator")
    PUBLISHED = "published", pgettext_lazy("state", "published")
    SUPPORTING = "supporting", _("collects support")
    THRESHOLD = "threshold", _("has enough support")
    EXPIRED = "expired", _("did not get enough support in time")
    KEPT_OFF = "kept-off", _("not on the ballot paper")
    VOTING = "voting", _("can be voted for now")
    CHOSEN = "chosen", _("chosen")
    NOT_CHOSEN = "not-chosen", _("not chosen")
    INADMISSIBLE = "inadmissible", _("not admissible")
    ASSESSED = "assessed", _("examined")
    TAKEN = "taken", _("taken into the agenda")
    FORWARDED = "forwarded", _("forwarded")
    NOT_TAKEN = "not-taken", _("not taken over")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    MERGED = "merged", _("part of another proposal")
    # Of a request under an ordinance (participation.request_life).
    HANDED_OVER = "handed-over", _("handed over to the municipality")
    ADMITTED = "admitted", _("admissible")
    ON_AGENDA = "on-agenda", _("on the agenda")
    TALKS = "talks", _("being talked about")
    PUT_OFF = "put-off", _("decision put off")
    DISCUSSED = "discussed", _("discussed")
    GRANTED = "granted", _("agreed to")
    REFUSED = "refused", _("refused")
    AGREEMENT = "agreement", _("agreement made")
    RUNNING = "running", pgettext_lazy("request", "being carried out")
    EVALUATED = "evaluated", pgettext_lazy("request", "evaluated")
    STOPPED = "stopped", _("stopped")

    @property
    def tone(self) -> str:
        """The tone of its stamp."""
        if self in (State.INADMISSIBLE, State.NOT_TAKEN, State.REFUSED):
            return "red"
        return "amber" if self in AMBER else "green"


AMBER = frozenset(
    {
        *(State.MODERATION, State.EXPIRED, State.KEPT_OFF, State.NOT_CHOSEN),
        *(State.FORWARDED, State.WITHDRAWN, State.MERGED, State.PUT_OFF, State.STOPPED),
    }
)
# What follows by itself from the votes, until something was settled about it.
VOTED_ON = frozenset({State.KEPT_OFF, State.VOTING, State.CHOSEN, State.NOT_CHOSEN})
# What follows from a draft, from moderation or from the clock is stored nowhere, but that the time of a request is over: people
# are told of it.
DERIVED = VOTED_ON | {State.DRAFT, State.MODERATION, State.SUPPORTING}
RECORDED = tuple(one for one in State if one not in DERIVED)
# A request under an ordinance that the municipality has and did not decide on, and what was decided of one.
AT_WORK = frozenset({State.HANDED_OVER, State.ADMITTED, State.ON_AGENDA, State.TALKS, State.PUT_OFF})
DECIDED = frozenset(
    {
        *(State.DISCUSSED, State.GRANTED, State.REFUSED),
        *(State.AGREEMENT, State.RUNNING, State.EVALUATED, State.STOPPED),
    }
)
# The municipality does what was asked, as it said.
AGREED = frozenset({State.GRANTED, State.AGREEMENT, State.RUNNING, State.EVALUATED})
# What a list can be asked for, in the order of a life: the rest is on no list.
LISTED = (
    State.PUBLISHED,
    State.SUPPORTING,
    State.THRESHOLD,
    State.EXPIRED,
    State.ASSESSED,
    State.KEPT_OFF,
    State.VOTING,
    State.CHOSEN,
    State.NOT_CHOSEN,
    State.INADMISSIBLE,
    State.TAKEN,
    State.FORWARDED,
    State.NOT_TAKEN,
    *(one for one in State if one in AT_WORK | DECIDED),
)
# What the municipality settled: nobody supports it any more.
SETTLED = frozenset({State.INADMISSIBLE, State.TAKEN, State.FORWARDED, State.NOT_TAKEN}) | DECIDED
# What the municipality looks at or looked at stays as it is.
EXAMINED = SETTLED | AT_WORK | {State.ASSESSED}


class RulingKind(models.TextChoices):
    PUBLISH = "publish", _("publish")
    HIDE = "hide", _("hide")
    # Brings back the state that the ruling before ended.
    TAKE_BACK = "back", _("take back")


class Ground(models.TextChoices):
    """Why something is hidden or not admitted, with the number that the house rules give it."""

    NONE = "", _("no objection")
    PERSONAL_DATA = "personal-data", _("it holds personal data of somebody else (house rule 1)")
    INSULT = "insult", _("it insults or threatens people (house rule 2)")
    UNLAWFUL = "unlawful", _("it is against the law (house rule 3)")
    SPAM = "spam", _("it is advertising or spam (house rule 4)")
    NOT_COMPETENT = "not-competent", _("the municipality does not decide about this (house rule 5)")
    DOUBLE = "double", _("it was handed in already (house rule 6)")
    OTHER = "other", _("another reason (house rule 7)")


class AnnotationKind(models.TextChoices):
    """What somebody says of a text, or of a passage of it."""

    AGREE = "agree", _("I agree")
    CHANGE = "change", _("Change it to …")
    QUESTION = "question", _("I have a question")
    REMARK = "remark", _("A remark")


class AskedKind(models.TextChoices):
    """How a question of a questionnaire is answered."""

    CHOICE = "choice", _("by choosing one answer")
    SEVERAL = "several", _("by choosing several answers")
    SCALE = "scale", _("with a number from 1 to 5")
    RANKING = "ranking", _("by putting answers in order")
    TEXT = "text", _("in words")


# Those that give answers to choose from.
WITH_CHOICES = frozenset({AskedKind.CHOICE, AskedKind.SEVERAL, AskedKind.RANKING})


class HoldKind(models.TextChoices):
    """The rules by which words wait without anybody having read them. Few, and each can be told to their author."""

    LINK = "link", _("it holds a link, and your account is new")
    AGAIN = "again", _("you sent the same text before")
    WORD = "word", _("it holds a word that we read beforehand")
    # What a round lays down for everybody, or for everybody who is new.
    NEW = "new", _("your account is new")
    BEFORE = "before", _("all comments are read beforehand here")
    HOURS = "hours", _("no moderator is there at this hour")


class ChangeState(models.TextChoices):
    """What became of a new text that waited for a moderator."""

    WAITING = "waiting", _("waits for a moderator")
    PUBLISHED = "published", pgettext_lazy("state", "published")
    REFUSED = "refused", _("not published")
    # By a newer text of its author, before anybody ruled.
    REPLACED = "replaced", _("replaced by its author")


class MergeState(models.TextChoices):
    """How far it is that several proposals become one."""

    OPEN = "open", _("waits for the authors")
    DONE = "done", _("done")
    REFUSED = "refused", _("an author does not want it")
    CALLED_OFF = "called-off", _("called off")
    GONE = "gone", _("one of the proposals is not public any more")


class AppealOutcome(models.TextChoices):
    UPHELD = "upheld", _("the ruling stands")
    OVERTURNED = "overturned", _("the ruling was wrong")


class Stance(models.TextChoices):
    """Where a comment stands, in a round that asks it."""

    NONE = "", _("not asked")
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    NEUTRAL = "neutral", _("neutral")


class TalkOrder(models.TextChoices):
    """In which order first comments stand."""

    OLDEST = "oldest", _("oldest first")
    NEWEST = "newest", _("newest first")
    HELPFUL = "helpful", _("most helpful first")


class QueueTab(models.TextChoices):
    """The moderators' queue, by why something stands in it."""

    NEW = "new", _("New: read before it is public")
    REPORTED = "reported", _("Reported")
    OBJECTED = "objected", _("Objections")
    HELD = "held", _("Held by a rule")
    UNREAD = "unread", _("Public, not read yet")
    RULED = "ruled", _("Ruled on")


class Channel(models.TextChoices):
    """By which way something came in."""

    WEB = "web", _("web site")
    PAPER = "paper", _("on paper")
    TELEPHONE = "phone", _("by telephone")
    EVENT = "event", _("at a meeting")
    IMPORT = "import", _("taken over from another system")

    @property
    def told(self) -> str:
        """Of what staff entered, beside the words; nothing of what people write themselves."""
        said = {
            Channel.PAPER: gettext("handed in on paper"),
            Channel.TELEPHONE: gettext("told by telephone"),
            Channel.EVENT: gettext("told at a meeting"),
        }
        return said.get(self, "")


# What staff enter for somebody.
ENTERED = (Channel.PAPER, Channel.TELEPHONE, Channel.EVENT)


class InvitationAnswer(models.TextChoices):
    NONE = "", _("no answer yet")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")


class FollowMoment(models.TextChoices):
    """Of what those who follow a thing are told. Who knows what happened declares how it is said (participation.news)."""

    VERSION = "version", _("a new version")
    STATE = "state", _("a new state")
    DECISION = "decision", _("a decision")
    LIFE = "life", _("a new state of a proposal")
    ROUND = "round", _("a change of a round that runs")
    CORRECTION = "correction", _("a correction of a count")
    CERTIFICATE = "certificate", _("a count that was certified")
    PROMISE = "promise", _("a promise, or what became of it")
    VOTE = "vote", _("a vote of the council")
    ANSWERS = "answers", _("the answers to what was said in a round")
    RESULT = "result", _("the result of a vote")
    DAY = "day", _("a meeting on another day")
