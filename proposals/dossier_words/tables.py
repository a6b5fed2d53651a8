"""The names of tables and columns in words, for who opens a workbook; programs read the codes, in CSV and JSON."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TABLES: dict[str, Any] = {
    "phases": _("Phases"),
    "contributions": _("Contributions"),
    "channels": _("Ways"),
    "reach": _("Reached"),
    "assessments": _("Assessments"),
    "votes": _("Ballots counted"),
    "answers": _("Answers"),
    "council": _("Council by group"),
    "council-votes": _("Council votes"),
    "decisions": _("Decisions"),
    "versions": _("Versions"),
    "commitments": _("Promises"),
    "moderation": _("Moderation"),
}
COLUMNS: dict[str, Any] = {
    "about": _("About"),
    "absent": _("Absent"),
    "abstained": _("Abstained"),
    "address": _("Address"),
    "after": _("Version after"),
    "against": _("Against"),
    "answer": _("Answer"),
    "answer_to": _("Reply to"),
    "answered_at": _("Answered"),
    "before": _("Version before"),
    "body": _("Who decided"),
    "by": _("By"),
    "caused_by": _("Because of"),
    "changed": _("Text changed"),
    "channel": _("Way"),
    "comments": _("Comments"),
    "contributions": _("Contributions"),
    "corrects": _("Corrects"),
    "cost": _("Cost"),
    "dated_on": _("Dated"),
    "day": _("Day"),
    "decided_on": _("Decided"),
    "department": _("Department"),
    "due_now": _("Due now"),
    "due_on": _("Due"),
    "ends": _("Ends"),
    "feasible": _("Can it be done"),
    "forwarded_to": _("Forwarded to"),
    "ground": _("Ground"),
    "group": _("Group"),
    "held_on": _("Meeting of"),
    "helpful": _("Helpful"),
    "in_favour": _("For"),
    "kind": _("Kind"),
    "language": _("Language"),
    "last_step": _("Last step"),
    "legal": _("What the law says"),
    "made_on": _("Promised"),
    "note": _("Note"),
    "number": pgettext_lazy("of a record", "Number"),
    "official_as": _("For the municipality"),
    "outcome": _("Result"),
    "paper": _("Paper"),
    "people": _("People"),
    "place": _("Place"),
    "population": _("People in the town"),
    "published_at": _("Published"),
    "reaction": _("Reaction"),
    "reason": _("Reason"),
    "reasons": _("Reasons"),
    "score": _("Score"),
    "sha256": "SHA-256",
    "sheet": _("Tally sheet"),
    "stance": _("Stance"),
    "starts": _("Begins"),
    "state": _("State"),
    "summary": _("Summary"),
    "supports": _("Supports"),
    "text": _("Text"),
    "theme": _("Theme"),
    "themes": _("Themes"),
    "title": _("Title"),
    "verdict": _("Verdict"),
    "version": _("Version"),
    "what": _("What"),
    "which": _("Which"),
}


def table_words(code: str) -> str:
    return str(TABLES[code])


def column_words(code: str) -> str:
    return str(COLUMNS[code])
