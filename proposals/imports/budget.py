"""From a budget file to the round that it becomes here: its words, rules, moments, proposals and ballots."""

import hashlib
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.actions.origin import Provenance
from participation.enums import Eligibility
from participation.round_plan import RulesPlan
from participation.tally.budget_file import BudgetFile, Project
from participation.tally.cells import PabulibError
from participation.tally.method import TallyRefused
from participation.tally.profile import POINTS
from participation.tally.rules import method
from proposals.actions.budget import EarlierBudget
from proposals.actions.consultation_round import RoundText
from proposals.actions.proposal import EarlierProposal, ProposalText

SOURCE = "Pabulib"
DEFAULT_RULE = "greedy"
COLLECTED = timedelta(days=28)
"""How long before the vote proposals came in; files do not say."""

VOTED = timedelta(days=14)
"""How long people voted, where the file gives no dates that can be."""

LONGEST_LABEL = 255
LONGEST_SUMMARY = 300
LONGEST_IDENTIFIER = 64
MOST_POINTS = 1_000_000
EARLIEST = date(1900, 1, 1)


def earlier_budget(file: BudgetFile, *, path: Path, rule: str | None, language: str, at: datetime) -> EarlierBudget:
    """What `take_over_budget` wants. `rule` overrides the one the file names; `language` is the page's.

    Raises TallyRefused where the rule cannot count these ballots, PabulibError with the line of what is too long or too
    large to be kept.
    """
    chosen = method(rule or file.rule or DEFAULT_RULE)
    if refusal := chosen.refusal(file.profile()):
        raise TallyRefused(refusal)
    if chosen.spends and not file.budget:
        raise TallyRefused(f"The rule {chosen.name} needs a budget above 0 to spend.")
    _refuse_what_cannot_be_kept(file)
    first, last = voting_days(file, at)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = file.meta.get("description") or path.stem
    with override(language):
        text = RoundText(title=_cut(name, LONGEST_LABEL), summary=_summary(file), background=_background(file))
        proposals = [
            _proposal(project, file.language or language, _midnight(first) - COLLECTED) for project in file.projects
        ]
    return EarlierBudget(
        source=f"{SOURCE} {digest[:16]} {chosen.name}",
        provenance=Provenance(digest, {"file": path.name, "meta": dict(file.meta)}),
        text=text,
        rules=RulesPlan(
            title=text.title,
            language=language,
            method=chosen.name,
            budget=file.budget or None,
            max_choices=_limit(file, "max_length", max((len(vote.ballot) for vote in file.votes), default=0)),
            within_budget=False,
            points=_points(file),
            tie_rule=chosen.ties.names[0],
            eligibility=Eligibility.ROLL,
        ),
        collects_at=_midnight(first) - COLLECTED,
        opens_at=_midnight(first),
        closes_at=_midnight(last + timedelta(days=1)),
        proposals=proposals,
        ballots=[(vote.voter, {mark.option: mark.value for mark in vote.ballot if mark.value}) for vote in file.votes],
    )


def voting_days(file: BudgetFile, at: datetime) -> tuple[date, date]:
    """The first and the last day of the vote: the file's, if they can be and are over; otherwise the last fortnight."""
    yesterday = timezone.localtime(at).date() - timedelta(days=1)
    first, last = file.begins_on, file.ends_on
    if has_possible_days(file, at) and first is not None and last is not None:
        return first, last
    return yesterday - VOTED + timedelta(days=1), yesterday


def has_possible_days(file: BudgetFile, at: datetime) -> bool:
    first, last = file.begins_on, file.ends_on
    return first is not None and last is not None and EARLIEST <= first <= last < timezone.localtime(at).date()


def _proposal(project: Project, language: str, at: datetime) -> EarlierProposal:
    label = _cut(project.name, LONGEST_LABEL)
    told = project.other.get("description", "").strip()
    whole = [project.name if label != project.name else "", told if len(told) > LONGEST_SUMMARY else ""]
    row = {
        "project_id": project.id,
        "cost": project.cost,
        "name": project.name,
        "votes": project.votes,
        "score": project.score,
        "selected": project.selected,
        **project.other,
    }
    return EarlierProposal(
        provenance=Provenance(project.id, {"line": project.line, "row": row}),
        text=ProposalText(
            title=label,
            summary=_cut(told, LONGEST_SUMMARY)
            or _("Number %(number)s on the list of the vote.") % {"number": project.id},
            body="\n\n".join(text for text in whole if text),
            author_name="",
            language=language,
            cost=project.cost,
        ),
        submitted_at=at,
    )


def _summary(file: BudgetFile) -> str:
    return _(
        "%(voters)d people divided a budget over %(projects)d proposals. This vote was held elsewhere and counted here."
    ) % {
        "voters": len(file.votes),
        "projects": len(file.projects),
    }


def _background(file: BudgetFile) -> str:
    """Where it was held and what its makers note, as far as the file says."""
    parts = [
        (
            _("Where"),
            ", ".join(file.meta[key] for key in ("unit", "district", "subunit", "country") if file.meta.get(key)),
        ),
        (_("Currency of all amounts"), file.meta.get("currency", "")),
        (_("Notes in the file"), file.meta.get("comment", "")),
    ]
    return "".join(format_html("<p>{}: {}</p>", label, value) for label, value in parts if value)


def _limit(file: BudgetFile, key: str, observed: int) -> int | None:
    """A limit that the file states, where its own ballots keep to it; ballots that broke it were counted all the same."""
    stated = file.meta.get(key, "")
    limit = int(stated) if re.fullmatch(r"[0-9]{1,9}", stated, re.ASCII) else 0
    return limit if limit >= max(observed, 1) else None


def _points(file: BudgetFile) -> int | None:
    """How many points a ballot could divide: as stated, or else as many as a ballot gives at most. None for ticks."""
    if file.kind is not POINTS:
        return None
    given = max((sum(mark.value for mark in vote.ballot) for vote in file.votes), default=0)
    return _limit(file, "max_sum_points", given) or max(given, 1)


def _refuse_what_cannot_be_kept(file: BudgetFile) -> None:
    def refuse_long(kind: str, identifier: str, line: int) -> None:
        if len(identifier) > LONGEST_IDENTIFIER:
            said = f"The identifier of a {kind} has {len(identifier)} characters; {LONGEST_IDENTIFIER} is the most."
            raise PabulibError(said, line, 1)

    for project in file.projects:
        refuse_long("project", project.id, project.line)
    for vote in file.votes:
        refuse_long("voter", vote.voter, vote.line)
        points = max((mark.value for mark in vote.ballot), default=0)
        if points > MOST_POINTS:
            raise PabulibError(
                f"A ballot gives {points} points to one project; {MOST_POINTS} is the most.", vote.line, 1
            )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
