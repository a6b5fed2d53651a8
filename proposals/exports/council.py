"""The desk's own tables of what the council received and how it voted."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from base.exports.table import Rows
from proposals.council_enums import HEAD_WORDS, HEADS
from proposals.models import CouncilPaper, CouncilVote

WithVotes = Iterable[tuple[CouncilPaper, list[CouncilVote]]]


def papers_table(found: WithVotes) -> Rows:
    yield [pgettext("of a record", "Number"), _("Kind"), _("Title"), _("About"), _("Dated"), _("Votes"), _("Link")]
    for paper, votes in found:
        came_to = ", ".join(str(one.get_outcome_display()) for one in votes)
        yield [
            *(paper.number, paper.get_kind_display(), paper.title, _about(paper), paper.dated_on, came_to, paper.url)
        ]


def votes_table(found: WithVotes) -> Rows:
    """A row for each group in each vote; where no vote was asked for, one without a group."""
    yield [
        *(pgettext("of a record", "Number"), _("Kind"), _("Title"), _("About"), _("Voted on"), _("Result"), _("Group")),
        *(str(HEAD_WORDS[name]) for name in HEADS),
    ]
    for paper, votes in found:
        for vote in votes:
            told = [
                *(paper.number, paper.get_kind_display(), paper.title, _about(paper)),
                *(vote.meeting.held_on, vote.get_outcome_display()),
            ]
            for one in vote.groups.all():
                yield [*told, one.group.name, *(getattr(one, name) for name in HEADS)]
            if not vote.groups.all():
                yield [*told, "", *(None for _name in HEADS)]


def _about(paper: CouncilPaper) -> str:
    if paper.about is not None:
        return paper.about.string
    return paper.consultation_round.reference.string if paper.consultation_round is not None else ""
