import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from participation.ballot_rules import highest_points, kind_of
from participation.models import ConsultationRound, Subject
from participation.tally.profile import APPROVAL, POINTS, STANCES

# The longest number that is read; what is longer is a mistake, of which this much is shown again.
DIGITS = 6
# In the place of a mark that is not on the paper: no subject has this key.
NOT_ON_PAPER = "0"
# Where one is chosen, the line that says: none of these.
BLANK = "blank"


class BallotForm:
    """The marks on a ballot paper as they come in: ticks named `choice`, or points, ranks and stances named `mark-<key>`.

    Not a Django form: a ballot has no field of its own per option until the paper is known, and it keeps whatever was
    marked so that a refusal shows it again. `choices` are values per subject key; `mistake` is a sentence or nothing;
    `typed` is what stood in the fields.
    """

    def __init__(self, consultation_round: ConsultationRound, subjects: Iterable[Subject], data: Any) -> None:
        self.choices: dict[int, int] = {}
        self.typed: dict[int, str] = {}
        self.mistake = ""
        self.is_of_other_paper = False
        self.kind = kind_of(consultation_round)
        self.highest = highest_points(consultation_round) or 10**DIGITS - 1
        known = {str(subject.pk): subject for subject in subjects}
        if self.kind is APPROVAL:
            self._read_ticks(known, data.getlist("choice"))
        else:
            self._read_values(known, data)
        if self.is_of_other_paper:
            self.mistake = _("The ballot paper has changed since you opened it. Look through your choice once more.")
        self.cost = sum(known[str(key)].cost or 0 for key in self.choices)

    def as_query(self) -> str:
        """What was marked, mistakes included, in the shape in which it came: reading it gives this form again."""
        pairs = [(f"mark-{key}", self.typed[key]) for key in sorted(self.typed)]
        if self.kind is APPROVAL:
            pairs = [("choice", str(key)) for key in sorted(self.choices)]
        if self.is_of_other_paper:
            pairs.append(("choice" if self.kind is APPROVAL else f"mark-{NOT_ON_PAPER}", NOT_ON_PAPER))
        return urlencode(pairs)

    def _read_ticks(self, known: Mapping[str, Subject], marked: Iterable[str]) -> None:
        for value in marked:
            if value in known:
                self.choices[known[value].pk] = 1
            elif value != BLANK:
                self.is_of_other_paper = True

    def _read_values(self, known: Mapping[str, Subject], data: Any) -> None:
        for name, values in data.lists():
            key = name.removeprefix("mark-")
            if key != name and key not in known and any(value.strip() for value in values):
                self.is_of_other_paper = True
        for key, subject in known.items():
            # Two that differ in one field are no mark, and stay so when they are read again.
            text = " ".join(dict.fromkeys(value.strip() for value in data.getlist(f"mark-{key}"))).strip()
            if not text or (self.kind is POINTS and text == "0"):
                continue
            self.typed[subject.pk] = text[: DIGITS + 1]
            if re.fullmatch("-?1|0" if self.kind is STANCES else rf"\d{{1,{DIGITS}}}", text):
                self.choices[subject.pk] = int(text)
            elif self.kind is POINTS:
                self.mistake = _("Points are whole numbers from 0 to %(most)s.") % {
                    "most": number_format(self.highest, force_grouping=True)
                }
            else:
                self.mistake = _("Something on this ballot cannot be read. Look it through once more.")
