"""The shapes in which the demo city's texts stand. Days count from today: -12 is twelve days ago, 16 lies ahead."""

from dataclasses import dataclass, field
from typing import NamedTuple

from participation.enums import AnnotationKind, AskedKind, Channel, Ground, PhaseKind, Screening, State
from proposals.council_enums import AnswerVerdict, CommitmentStep
from proposals.enums import DecidingBody, ParticipationLevel, ProposalKind, QuestionKind, Verdict, ViewChannel


class Both(NamedTuple):
    """The same text in Dutch and in English. Rich text is HTML with the same elements in both."""

    nl: str
    en: str


NOTHING = Both("", "")
# In which the council of the demo city said beforehand that it follows outcomes unless it gives its reasons.
MOTION = "https://raad.waterrijk.example/moties/2026-12"


@dataclass(frozen=True)
class PageText:
    """A page of plain text, to which the foot of every page leads."""

    slug: Both
    title: Both
    intro: Both
    body: Both


@dataclass(frozen=True)
class ItemText:
    """An agenda item. `themes` are keys of `home.demo.themes`, `budget` is in whole euros, `day` when it was published."""

    slug: Both
    title: Both
    summary: Both
    problem: Both
    ambition: Both
    measures: Both
    responsible: Both
    themes: tuple[str, ...]
    day: int
    # Codes of the terms by which the agenda can be looked through; no areas is the whole city.
    feature_areas: tuple[str, ...]
    target_groups: tuple[str, ...]
    areas: tuple[str, ...] = ()
    period: tuple[int, int] = (2026, 2030)
    budget: int | None = None
    budget_year: int | None = None
    budget_source: Both = NOTHING


@dataclass(frozen=True)
class Change:
    """The next version of an item: which fields get another text, on which day, with which note."""

    day: int
    note: Both
    fields: dict[str, Both]
    follows_decision: bool = False


@dataclass(frozen=True)
class Span:
    """A phase from the midnight that begins one day to the midnight that begins another; None never ends."""

    kind: PhaseKind
    first: int
    end: int | None


@dataclass(frozen=True)
class RoundText:
    slug: Both
    title: Both
    summary: Both
    background: Both
    open_to_influence: Both
    not_open: Both
    what_happens_next: Both
    phases: tuple[Span, ...]
    day: int
    who_decides: DecidingBody = DecidingBody.COUNCIL
    level: ParticipationLevel = ParticipationLevel.ADVISE
    # Fields of the round's page as they are called there: method, budget, seats, force.
    rules: dict[str, object] = field(default_factory=dict)
    screening: Screening = Screening.BEFORE
    is_standing: bool = False
    kinds: tuple["KindWords", ...] = ()
    questions: tuple["QuestionWords", ...] = ()
    asked: tuple["AskedWords", ...] = ()
    # Who leads a discussion.
    host: Both = NOTHING
    # Where the documents of a formal round lie.
    laid_out: Both = NOTHING
    # The slug of the agenda item it stands under, where its thread has none of its own.
    under: str = ""

    @property
    def method(self) -> str:
        return str(self.rules.get("method", ""))


@dataclass(frozen=True)
class KindWords:
    """What is promised to somebody who begins something in the standing round."""

    kind: ProposalKind
    what_happens_next: Both
    by_when: Both
    department: Both


@dataclass(frozen=True)
class QuestionWords:
    """What a round asks beside a proposal."""

    label: str
    kind: QuestionKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskedWords:
    """A question of a questionnaire; `low` and `high` say what 1 and 5 mean, `weights` how people like each answer."""

    label: Both
    kind: AskedKind
    choices: tuple[Both, ...] = ()
    low: Both = NOTHING
    high: Both = NOTHING
    is_required: bool = False
    weights: tuple[int, ...] = ()
    # What some of them write, where the answer is in words.
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class ViewWords:
    """A formal view. `by` is who signed in for it on the web; another channel is recorded by the clerk a day later."""

    day: int
    name: str
    address: str
    text: str
    by: str = ""
    channel: ViewChannel = ViewChannel.WEB
    mail: str = ""
    came_to: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Objection:
    """Why a moderator hid something."""

    ground: Ground
    reason: str


@dataclass(frozen=True)
class Remark:
    """A comment; `after` is the number of days since what it is about or answers. `official_as` is who of the municipality says it."""

    by: str
    text: str
    after: float = 1.0
    replies: tuple["Remark", ...] = ()
    language: str = "nl"
    nameless: bool = False
    official_as: str = ""
    hidden: Objection | None = None
    # What its author says against the ruling, and what a passer-by reports; both wait at the moderators' desk.
    objects: str = ""
    reported: Objection | None = None


@dataclass(frozen=True)
class Settled:
    """What the municipality said of a proposal on a day; `item` is the slug of the agenda item that takes it up."""

    day: int
    state: State
    department: str
    reason: str = ""
    item: str = ""
    addressee: str = ""


@dataclass(frozen=True)
class RequestStep:
    """A step in the life of a request, on a day; `on` is the day of its meeting or paper, where there is one."""

    day: int
    state: State
    reason: str = ""
    on: int | None = None
    document: str = ""
    department: str = ""


@dataclass(frozen=True)
class OrdinanceWords:
    """What the clerk records of an ordinance for a round of requests; `rules` by the names of OrdinanceText."""

    day: int
    name: str
    url: str
    rules: dict[str, object]


@dataclass(frozen=True)
class CoAuthorWords:
    """Somebody who is asked to be named with a proposal, and the day on which they said yes."""

    by: str
    day: int
    accepted: int | None = None


@dataclass(frozen=True)
class ChangeWords:
    """What its author changed in a proposal, and how many then took their support back."""

    day: int
    note: str
    body: str
    taken_back: int


@dataclass(frozen=True)
class PaperWords:
    """A signed list that the clerk counted; `corrected` is how many were found right after all, two days later."""

    day: int
    signatures: int
    checked: int
    reason: str
    corrected: int | None = None
    why: str = ""


@dataclass(frozen=True)
class MergeWords:
    """That a proposal becomes one with another, by title; `agreed` says who of the two agreed on which day."""

    kept: str
    day: int
    reason: str
    agreed: tuple[tuple[str, int], ...]

    @property
    def done(self) -> int | None:
        return max(day for _by, day in self.agreed) if len(self.agreed) == 2 else None


@dataclass(frozen=True)
class PassageWords:
    """What somebody says of a passage of the thread's item; `passage` counts from 0 in the order of the page."""

    by: str
    day: int
    passage: int
    kind: AnnotationKind
    text: str = ""


@dataclass(frozen=True)
class ProposalWords:
    """A proposal in the words of a resident. `by` is a key of `home.demo.people`, `area` a code of `home.demo.areas`.

    `supports` is how many residents back it, `marks` on how many ballots it is marked. A moderator rules on it two days
    after it was handed in, unless it `waits`.
    """

    by: str
    day: int
    title: str
    summary: str
    body: str
    area: str = ""
    cost: int | None = None
    tags: tuple[str, ...] = ()
    language: str = "nl"
    name: str | None = None
    group: str = ""
    supports: int = 0
    marks: int = 0
    remarks: tuple[Remark, ...] = ()
    waits: bool = False
    hidden: Objection | None = None
    kept_off: str = ""
    kind: ProposalKind = ProposalKind.PROPOSAL
    answers: dict[str, str] = field(default_factory=dict)
    settled: Settled | None = None
    steps: tuple[RequestStep, ...] = ()
    # By which way it came in where the clerk entered it, two days later.
    channel: Channel = Channel.WEB
    co_authors: tuple[CoAuthorWords, ...] = ()
    changed: ChangeWords | None = None
    merge: MergeWords | None = None
    paper: PaperWords | None = None
    # How many metres around a spot it means, where it is an area.
    around: int = 0


@dataclass(frozen=True)
class EarlierRemark:
    name: str
    text: str


@dataclass(frozen=True)
class EarlierWords:
    """A proposal from the time before this site, taken over with its names and numbers."""

    day: int
    title: str
    summary: str
    name: str
    supports: int
    area: str = ""
    remarks: tuple[EarlierRemark, ...] = ()


NOTHING = Both("", "")


@dataclass(frozen=True)
class PromiseStep:
    """What happened to a promise, or to the milestone of that number; `evidence` is a link, `due` the new day."""

    day: int
    step: CommitmentStep
    note: Both = NOTHING
    milestone: int | None = None
    evidence: str = ""
    due: int | None = None


@dataclass(frozen=True)
class PromiseWords:
    """What was promised with a decision, by which day; milestones by their title and day; money as planned and spent."""

    text: Both
    department: str
    due: int
    milestones: tuple[tuple[Both, int], ...] = ()
    steps: tuple[PromiseStep, ...] = ()
    money: tuple[int, int] | None = None


@dataclass(frozen=True)
class DecisionWords:
    """What college or council resolved: `day` it was decided, recorded the day after with what was promised."""

    day: int
    body: DecidingBody
    verdict: Verdict
    title: Both
    reasons: Both
    promises: tuple[PromiseWords, ...] = ()


@dataclass(frozen=True)
class Letters:
    """Who is on the roll, as the rules say it: the members with an account, from which age on, and whom letters with a code are sent to,
    if any; how many are sent, and how many of those people vote by it or on paper."""

    members: str
    youngest: int
    addressees: str = ""
    sent: int = 0
    used: int = 0
    papers: int = 0


# The roll of what the whole city votes on.
AT_THE_DESK = Letters(
    members="inwoners vanaf 16 jaar die zich aan de balie van het stadhuis op de kiezerslijst lieten zetten",
    youngest=16,
)


@dataclass(frozen=True)
class AnswerWords:
    """What the municipality answers to a proposal, by title, and to what was said on it. `is_changed` says that the text of
    the item changed because of it: that stands in a correction once the new text is there."""

    on: str
    verdict: AnswerVerdict
    department: str
    answer: Both
    reason: Both = NOTHING
    to_comments: Both = NOTHING
    forwarded_to: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class ResponseWords:
    """The answers to a round: `day` they were begun, `published`, and `corrected` once the text changed."""

    day: int
    published: int
    corrected: int
    intro: Both
    because: str
    answers: tuple[AnswerWords, ...]


@dataclass(frozen=True)
class Vote:
    """Who votes how often: `voters` cast a ballot with their account, others by letter; `result_day` is the day of the count, or
    None while voting goes on. `public_value` is what a lot is drawn with, where one settles ties."""

    voters: int
    result_day: int | None = None
    letters: Letters | None = None
    public_value: str = ""


@dataclass(frozen=True)
class Thread:
    """One thread of the city from the agenda to the decision, as far as it has come."""

    item: ItemText | None
    consultation_round: RoundText | None = None
    # Of a round to which requests are handed in.
    ordinance: OrdinanceWords | None = None
    proposals: tuple[ProposalWords, ...] = ()
    vote: Vote | None = None
    decision: DecisionWords | None = None
    response: ResponseWords | None = None
    changes: tuple[Change, ...] = ()
    # What people say of the round's own text, where that is a discussion, and of passages of the item.
    talk: tuple[Remark, ...] = ()
    reactions: tuple[PassageWords, ...] = ()
    views: tuple[ViewWords, ...] = ()
    # How many fill in the questionnaire.
    respondents: int = 0
    earlier: tuple[EarlierWords, ...] = ()
