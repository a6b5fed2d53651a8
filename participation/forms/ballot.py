from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from participation.models import ConsultationRound, Subject


class BallotForm:
    """The marks on a ballot paper as they come in: ticks named `choice`, or points named `points-<key>`.

    Not a Django form: a ballot has no field of its own per option until the paper is known, and it keeps whatever was
    marked so that a refusal shows it again. `choices` are points per subject key; `mistake` is a sentence or nothing.
    """

    def __init__(self, consultation_round: ConsultationRound, subjects: Iterable[Subject], data: Any) -> None:
        self.choices: dict[int, int] = {}
        self.mistake = ""
        known = {str(subject.pk): subject for subject in subjects}
        if consultation_round.points is None:
            self._read_ticks(known, data.getlist("choice"))
        else:
            self._read_points(known, data)
        self.cost = sum(known[str(key)].cost or 0 for key in self.choices)

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
            if not text.isdecimal() or len(text) > 6:
                self.mistake = _("Points are whole numbers from 0 up.")
            else:
                self.choices[subject.pk] = int(text)
