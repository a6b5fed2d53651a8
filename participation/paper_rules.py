"""Ballots on paper and by telephone: who enters them, and which ballot of one person counts. Each rule returns a refusal or a reason
as a sentence, or nothing."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from base.two_people import share_mailbox
from participation.enums import Act, Eligibility
from participation.models import ConsultationRound, PaperBatch, PollBookEntry
from participation.queries.paper_batch import ReadPaper
from participation.rules import ON_PAPER, refusal_of_phase, refusal_to_lead_count
from participation.voting_enums import PaperEntry, PaperRule, SetAside

MOST_PAPERS = 200
# Of a batch that is entered once: one in so many papers is entered again, and no fewer than this.
ONE_IN, FEWEST_IN_SAMPLE = 10, 10


def takes_sample(batch: PaperBatch) -> bool:
    """Whether a sample is enough: not where the rules want every paper twice, nor any more once one was read differently."""
    return batch.consultation_round.paper_entry == PaperEntry.SAMPLE and batch.differed_at is None


def sample_of(batch: PaperBatch) -> set[int]:
    """The papers that are entered again, drawn from the seed of the batch: those with the lowest hashes. Without a seed none.

    With them those that bear one identifier: of two one is set aside, which a single slip must not do.
    """
    if not batch.seed:
        return set()

    def draw(place: int) -> str:
        return hashlib.sha256(f"{batch.seed}:{place}".encode()).hexdigest()

    size = max(FEWEST_IN_SAMPLE, -(-batch.papers // ONE_IN))
    return set(sorted(range(1, batch.papers + 1), key=draw)[:size]) | set(batch.doubled)


def read_twice(batch: PaperBatch) -> Collection[int]:
    """The papers that two people enter, as far as they are known."""
    return sample_of(batch) if takes_sample(batch) else range(1, batch.papers + 1)


def refusal_of_paper(consultation_round: ConsultationRound) -> str:
    """Why nobody can tell whose paper it is: there is no roll, or nobody on it has an identifier."""
    if consultation_round.eligibility != Eligibility.ROLL:
        return _(
            "In this round everybody who is signed in votes, and it has no electoral roll: nobody can tell whose paper it is, or whether they voted on the site too. Help people to vote on the site."
        )
    roll = consultation_round.roll.all()
    has_identifier = Q(joined__isnull=False) | ~Q(identifier="")
    if not roll.exists() or roll.filter(has_identifier).exists():
        return ""
    return _(
        "Nobody on this electoral roll has an identifier, so nobody can tell whose paper it is. Help people to vote on the site."
    )


def refusal_to_open_batch(
    person: Any, consultation_round: ConsultationRound, papers: int, received_at: datetime, at: datetime
) -> str:
    sentence = refusal_to_lead_count(person) or refusal_of_paper(consultation_round)
    if sentence := sentence or refusal_of_phase(consultation_round, Act.VOTE, at):
        return sentence
    if sentence := _refusal_of_number(papers):
        return sentence
    if not consultation_round.permits(Act.VOTE, received_at) or received_at > at:
        return _("These papers must have come in while people could vote, and not after now.")
    return ""


def _refusal_of_number(papers: int) -> str:
    return "" if 1 <= papers <= MOST_PAPERS else _("A batch holds 1 to %(most)d papers.") % {"most": MOST_PAPERS}


def refusal_to_correct_papers(person: Any, batch: PaperBatch, papers: int, at: datetime) -> str:
    if sentence := refusal_to_read(person, batch, 1, at) or _refusal_of_number(papers):
        return sentence
    if batch.seed:
        return _(
            "Every paper of this batch was entered and the sample was drawn from them, so their number stands fast. A paper that was found since goes in a batch of its own."
        )
    if entered := batch.readings.filter(place__gt=papers).order_by("place").values_list("place", flat=True).distinct():
        return _(
            "Entered already: %(papers)s. A paper that was entered exists: it is cast with the others, or set aside."
        ) % {"papers": ", ".join(map(str, entered))}
    return ""


def refusal_to_read(person: Any, batch: PaperBatch, place: int, at: datetime) -> str:
    if sentence := refusal_to_lead_count(person):
        return sentence
    if batch.cast_at is not None:
        return _("This batch is in the ballot box. Nothing of it can be changed any more.")
    if sentence := refusal_of_phase(batch.consultation_round, Act.VOTE, at):
        return sentence
    if not 1 <= place <= batch.papers:
        return _("This batch has papers 1 to %(papers)d.") % {"papers": batch.papers}
    return ""


def refusal_to_write(batch: PaperBatch, place: int, readers: Sequence[Any], person: Any) -> str:
    """Why somebody does not write down what they read on a paper that these people entered, in the order of their turns."""
    if person not in readers and any(share_mailbox(one, person) for one in readers):
        return _(
            "This paper was entered from another account at your mail address. Whoever reads that mailbox can sign in as both, so somebody with an address of their own enters it."
        )
    if len(readers) == 2 and person not in readers:
        return _("Two other people entered this paper. One of them corrects it.")
    if not takes_sample(batch):
        return ""
    if not batch.seed:
        if readers and person not in readers:
            return _(
                "Somebody else entered this paper. Once all are entered a sample is drawn, which you can enter again."
            )
        return ""
    if readers[:1] == [person]:
        return _("The sample was drawn: what you entered stands fast, and somebody else enters the sample again.")
    return "" if place in sample_of(batch) else _("This paper is not in the sample: it is entered once.")


def refusal_to_cast_batch(person: Any, batch: PaperBatch, papers: Sequence[ReadPaper], at: datetime) -> str:
    if sentence := refusal_to_read(person, batch, 1, at):
        return sentence
    twice = read_twice(batch)
    missing = [one.place for one in papers if not (one.is_read if one.place in twice else one.first)]
    if missing or (takes_sample(batch) and not batch.seed):
        words = {"papers": ", ".join(map(str, missing))}
        if takes_sample(batch) and not batch.seed:
            return _("Not entered yet: %(papers)s.") % words
        return _("Not entered by two people yet: %(papers)s.") % words
    if differing := [one.place for one in papers if one.differs]:
        return _("Two people read these differently: %(papers)s. Look at the scan, and correct what is wrong.") % {
            "papers": ", ".join(map(str, differing))
        }
    return ""


def why_set_aside(batch: PaperBatch, line: PollBookEntry | None) -> SetAside | None:
    """Why a paper of somebody who has voted before, as `line` says, is not counted."""
    if line is None:
        return None
    if line.channel in ON_PAPER:
        return SetAside.BEFORE
    rule = batch.consultation_round.paper_rule
    if rule == PaperRule.PAPER_FIRST or (rule != PaperRule.WEB_FIRST and batch.received_at > line.cast_at):
        return None
    return SetAside.ON_SITE
