from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from participation.models import ConsultationRound, Subject

# The longest number of points that is read; what is longer is a mistake, of which this much is shown again.
DIGITS = 6
# In the place of a mark that is not on the paper: no subject has this key.
NOT_ON_PAPER = "0"


class BallotForm:
    """The marks on a ballot paper as they come in: ticks named `choice`, or points named `points-<key>`.

    Not a Django form: a ballot has no field of its own per option until the paper is known, and it keeps whatever was
    marked so that a refusal shows it again. `choices` are points per subject key; `mistake` is a sentence or nothing;
    `typed` is what stood in the fields for points.
    """

    def __init__(self, consultation_round: ConsultationRound, subjects: Iterable[Subject], data: Any) -> None:
        self.choices: dict[int, int] = {}
        self.typed: dict[int, str] = {}
        self.mistake = ""
        known = {str(subject.pk): subject for subject in subjects}
        if consultation_round.points is None:
            self._read_ticks(known, data.getlist("choice"))
        else:
            self._read_points(known, data)
        self.cost = sum(known[str(key)].cost or 0 for key in self.choices)

    def as_query(self) -> str:
        """What was marked, mistakes included, in the shape in which it came: reading it gives this form again."""
        if self.typed:
            pairs = [(f"points-{key}", self.typed[key]) for key in sorted(self.typed)]
        else:
            pairs = [("choice", str(key)) for key in sorted(self.choices)]
            pairs += [("choice", NOT_ON_PAPER)] if self.mistake else []
        return urlencode(pairs)

    def _read_ticks(self, known: Mapping[str, Subject], marked: Iterable[str]) -> None:
        for value in marked:
            if value in known:
                self.choices[known[value].pk] = 1
            else:
                self.mistake = _(
                    "The ballot paper has changed since you opened it. Look through your choice once more."
                )

    def _read_points(self, known: Mapping[str, Subject], data: Any) -> None:
        for value, subject in known.items():
            text = data.get(f"points-{value}", "").strip()
            if not text or text == "0":
                continue
            self.typed[subject.pk] = text[: DIGITS + 1]
            if not text.isdecimal() or len(text) > DIGITS:
                self.mistake = _("Points are whole numbers from 0 up.")
            else:
                self.choices[subject.pk] = int(text)
