"""What can be done with a ballot box, and when. Each rule returns a refusal as a sentence, or nothing."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import until
from participation.models import BallotBox, BoxHolder, ConsultationRound, PollBookEntry
from participation.queries.ballot import lacks_paper
from participation.queries.ballot_box import holders_of
from participation.round_change_rules import refusal_of_stop

# What SLIP-39 can number.
MOST_HOLDERS = 16
FEWEST_TO_SPLIT = 2
MOST_ASKED = 50


def box_of(consultation_round: ConsultationRound) -> BallotBox | None:
    return getattr(consultation_round, "box", None)


def is_opened(consultation_round: ConsultationRound) -> bool:
    box = box_of(consultation_round)
    return box is not None and box.opened_at is not None


def usual_needed(holders: int) -> int:
    """How many of so many holders open a box, unless something else is chosen: one can be ill."""
    return max(FEWEST_TO_SPLIT, holders - 1)


def refusal_of_untested(consultation_round: ConsultationRound) -> str:
    """Of a vote that was counted before boxes were made there is none."""
    box = box_of(consultation_round)
    if consultation_round.counted_at is None and (box is None or box.tested_at is None):
        return _("The ballot box is not ready yet: the municipality makes and tests it before anybody votes.")
    return ""


def refusal_of_empty_paper(consultation_round: ConsultationRound, at: datetime) -> str:
    """Nobody votes on nothing: said on the pages of the vote."""
    return empty_paper_words() if lacks_paper(consultation_round, at) else ""


def empty_paper_words() -> str:
    return _(
        "Voting has not begun: there is nothing on the ballot paper to vote on. The municipality gives the vote a new beginning."
    )


def refusal_to_fill_paper(consultation_round: ConsultationRound, at: datetime) -> str:
    """To who would put something on a paper that should have stood fast by now."""
    if lacks_paper(consultation_round, at):
        return _(
            "Voting should have begun with nothing on the ballot paper, so it did not. Give the vote a later beginning first; then put on it what people vote about."
        )
    return ""


def refusal_of_many(lines: int) -> str:
    """Of what the municipality itself puts on a ballot paper, which somebody has to read to the end."""
    if lines > MOST_ASKED:
        return _("%(lines)d lines are too many for one ballot paper: it takes %(most)d at most.") % {
            "lines": lines,
            "most": MOST_ASKED,
        }
    return ""


def refusal_of_unready(consultation_round: ConsultationRound) -> str:
    """Why this box takes no ballot, whatever the time."""
    return refusal_of_untested(consultation_round) or refusal_of_lost_parts(consultation_round)


def refusal_of_box(consultation_round: ConsultationRound) -> str:
    """Why nothing can be put in: said to the voter."""
    if sentence := refusal_of_untested(consultation_round):
        return sentence
    if consultation_round.is_sealed:
        return _("Voting is over and the ballot box has been closed. Your ballot came too late.")
    return refusal_of_lost_parts(consultation_round)


def is_close_due(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Whether the box must be closed by the first who asks for it after voting ended."""
    box, voting = box_of(consultation_round), consultation_round.voting
    if box is None or box.closed_at is not None or voting is None:
        return False
    return voting.has_ended(at) and not consultation_round.is_stopped and not lacks_paper(consultation_round, at)


def refusal_to_make(consultation_round: ConsultationRound) -> str:
    if not consultation_round.method or consultation_round.voting is None:
        return _("This round has no vote, so it needs no ballot box.")
    if sentence := _refusal_to_change_box(consultation_round):
        return sentence
    box = box_of(consultation_round)
    if box is not None and box.tested_at is not None:
        return _(
            "This box was tested, and people count on their words or parts. Two people take it away first, with a reason: then another one can be made."
        )
    return ""


def refusal_to_discard(consultation_round: ConsultationRound, at: datetime) -> str:
    """Why a tested box is not taken away: nobody voted yet, and once voting began only where nobody can open it."""
    box, voting = box_of(consultation_round), consultation_round.voting
    if sentence := _refusal_to_change_box(consultation_round):
        return sentence
    if box is None or box.tested_at is None:
        return _("No tested box is there. One that was not tested can be made anew at once.")
    if voting is not None and voting.has_begun(at) and box.is_split and not lacks_parts(box):
        return _("Voting began, and there are parts enough to open this box: it stays the box of this vote.")
    return ""


def _refusal_to_change_box(consultation_round: ConsultationRound) -> str:
    if consultation_round.cancelled_at is not None:
        return refusal_of_stop(consultation_round)
    if PollBookEntry.objects.filter(consultation_round=consultation_round).exists():
        return _("Somebody has voted: their ballot is in this box, and it stays the box of this vote.")
    if consultation_round.counted_at is not None or consultation_round.is_sealed:
        return _("This vote is over: its ballot box stays as it is.")
    return ""


def parts_left(holders: Iterable[BoxHolder]) -> int:
    """How many parts are there or can still come, of holders that say whether they are reachable."""
    return sum(1 for one in holders if one.brought or (one.lost_at is None and one.is_reachable))


def boxes_lacking_parts(boxes: Iterable[BallotBox]) -> set[int]:
    """The keys of those that nobody can open, because too few parts are left. One query at most."""
    split = {one.pk: one for one in boxes if one.is_split and one.opened_at is None}
    if not split:
        return set()
    holders = list(holders_of(*split.values()))
    return {pk for pk, box in split.items() if parts_left(one for one in holders if one.box_id == pk) < box.needed}


def lacks_parts(box: BallotBox) -> bool:
    return bool(boxes_lacking_parts([box]))


def rounds_lacking_parts(rounds: Iterable[ConsultationRound]) -> set[int]:
    """The keys of those whose box takes no ballot for that. One query at most."""
    found = [(one, box_of(one)) for one in rounds if one.counted_at is None]
    lacking = boxes_lacking_parts(box for _one, box in found if box is not None)
    return {one.pk for one, box in found if box is not None and box.pk in lacking}


def lost_parts_words() -> str:
    return _(
        "Nobody can vote now: so many parts of the key of the ballot box are lost that nobody could open it. The municipality says what becomes of this vote. Ballots that were cast stay in the box."
    )


def refusal_of_lost_parts(consultation_round: ConsultationRound) -> str:
    """No ballot goes into a box that nobody can open."""
    return lost_parts_words() if rounds_lacking_parts([consultation_round]) else ""


def refusal_of_holders(holders: int, needed: int) -> str:
    if holders < FEWEST_TO_SPLIT or holders > MOST_HOLDERS:
        return _("A box is opened together by 2 to %(most)d people.") % {"most": MOST_HOLDERS}
    if not FEWEST_TO_SPLIT <= needed <= holders:
        return _("Of %(holders)d people at least 2 and at most all open the box.") % {"holders": holders}
    return ""


def refusal_to_hold(holder: BoxHolder, person: Any) -> str:
    if person.pk is not None and person.pk in (holder.person_id, holder.deputy_id):
        return ""
    return _("This part is %(holder)s's. Only they, or their deputy, bring it.") % {"holder": holder.person}


def refusal_to_collect(holder: BoxHolder, person: Any) -> str:
    if person.pk != holder.person_id:
        return _("This part is %(holder)s's. Only they are shown it.") % {"holder": holder.person}
    if holder.collected_at is not None:
        return _("Your part was shown to you. It is kept nowhere else, so it cannot be shown again.")
    return ""


def refusal_to_use(box: BallotBox, consultation_round: ConsultationRound, at: datetime) -> str:
    """Why the secret of a box is not asked for now: to test it before the vote, or to open it after the close."""
    if box.opened_at is not None:
        return _("The ballot box has been opened.")
    voting = consultation_round.voting
    if box.tested_at is not None and (sentence := refusal_of_stop(consultation_round)):
        return sentence
    if box.tested_at is not None and voting is not None and not voting.has_ended(at):
        return _("The box was tested. It is opened after the close: voting goes on %(until)s.") % {
            "until": until(voting.ends_at)
        }
    return ""


def refusal_to_open(consultation_round: ConsultationRound, at: datetime) -> str:
    box = box_of(consultation_round)
    voting = consultation_round.voting
    if box is None or voting is None:
        return _("This round has no ballot box, so there is nothing to open.")
    if box.opened_at is not None:
        return _("The ballot box has been opened.")
    if sentence := refusal_of_stop(consultation_round):
        return sentence
    if sentence := refusal_of_empty_paper(consultation_round, at):
        return sentence
    if not voting.has_ended(at):
        return _("Voting goes on %(until)s. Nobody opens the box before that.") % {"until": until(voting.ends_at)}
    if box.tested_at is None:
        return _("The box was never tested, so nobody could vote. There is nothing in it.")
    return refusal_of_waiting(box) if box.is_split else ""


def refusal_of_also_there(also: str, person: Any) -> str:
    """Who asks for the opening and who confirms it are known by their accounts: only others are named."""
    named = {one.strip().casefold() for one in re.split(r"[,;:()\n]|\s(?:en|and|&)\s", also)}
    if str(person).casefold() in named:
        return _(
            "%(person)s is known by their account. Let it be asked with the names of others alone, or of nobody."
        ) % {"person": person}
    return ""


def opening_words(box: BallotBox) -> str:
    """Who was there when it was opened, as everybody reads it."""
    if box.witness_id is None:
        return _("There were, beside the clerk: %(names)s.") % {"names": box.witnesses} if box.witnesses else ""
    said = _("One clerk asked for it and another opened it, each from their own account.")
    return f"{said} {_('Also there: %(names)s.') % {'names': box.witnesses}}" if box.witnesses else said


def parts_words(box: BallotBox, holders: Sequence[BoxHolder]) -> str:
    """What it means for the box how many of its parts are left."""
    total, needed = len(holders), box.needed
    left = parts_left(holders)
    if sum(1 for holder in holders if holder.brought) >= needed:
        return _("Enough parts are there: the box can be opened.") if box.tested_at is not None else ""
    if left < needed:
        said = _("Of the %(total)d parts %(left)d are left, and %(needed)d are needed: nobody can open this box.")
        again = _(
            "No ballot is taken any more. As long as nobody has voted two people take it away, and another one is made. Otherwise the vote must be held again. Who finds a part that counts as lost can still bring it."
        )
        return f"{said % {'total': total, 'left': left, 'needed': needed}} {again}"
    if left == needed:
        return _("All %(left)d parts that are left are needed: if one more is lost, nobody can open this box.") % {
            "left": left
        }
    return _("Of the %(total)d parts %(left)d are left, and %(needed)d are needed.") % {
        "total": total,
        "left": left,
        "needed": needed,
    }


def parts_in_record(box: BallotBox) -> list[str]:
    """What became of the parts of a box, as everybody reads it: how many, and of whom none."""
    holders = list(box.holders.all()) if box.is_split else []
    if not holders:
        return []
    lost = sum(1 for one in holders if one.lost_at is not None)
    deputies = sum(1 for one in holders if one.brought_by_id is not None and one.brought_by_id == one.deputy_id)
    return [
        _("The key of the box was split into %(total)d parts, of which %(needed)d open it.")
        % {"total": len(holders), "needed": box.needed},
        *([_("Parts that were reported lost: %(lost)d.") % {"lost": lost}] if lost else []),
        *([_("Parts that were brought by a deputy: %(deputies)d.") % {"deputies": deputies}] if deputies else []),
    ]


def refusal_of_waiting(box: BallotBox) -> str:
    """Whom a box that is opened together waits for."""
    holders = list(holders_of(box))
    there = [holder for holder in holders if holder.brought]
    more = box.needed - len(there)
    if more <= 0:
        return ""
    left = [one for one in holders if not one.brought and one.lost_at is None and one.is_reachable]
    if len(left) < more:
        return _(
            "Too many parts are lost: %(needed)d are needed, and %(left)d are left. This box cannot be opened."
        ) % {
            "needed": box.needed,
            "left": len(there) + len(left),
        }
    return ngettext(
        "The box waits for %(more)d part more, of %(names)s.",
        "The box waits for %(more)d parts more, of %(names)s.",
        more,
    ) % {"more": more, "names": "; ".join(holder.names for holder in left)}
