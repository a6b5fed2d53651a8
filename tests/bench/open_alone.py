"""Closes, opens and counts the box of a round in a process of its own, and says as JSON what each took:

python -m tests.bench.open_alone REFERENCE CLERK MOMENT
"""

import json
import resource
import sys
import time
from datetime import datetime

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - what follows needs the site

from participation.actions.ballot_box import close_box  # noqa: E402
from participation.actions.tally_sheet import count_round  # noqa: E402
from participation.queries.consultation_round import round_by_reference  # noqa: E402
from tests.rounds import anew, open_up  # noqa: E402


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(reference: str, clerk: str, moment: str) -> None:
    consultation_round = round_by_reference(reference)
    by, at = get_user_model().objects.get(pk=clerk), datetime.fromisoformat(moment)
    started = time.perf_counter()
    close_box(consultation_round=consultation_round, at=at)
    closing, started, busy = time.perf_counter() - started, time.perf_counter(), time.process_time()
    ballots = open_up(consultation_round, by=by, at=at)
    opening, opening_busy, opening_memory = time.perf_counter() - started, time.process_time() - busy, memory()
    started = time.perf_counter()
    count_round(consultation_round=anew(consultation_round), by=by, at=at)
    found = {
        "ballots": ballots,
        "closing": closing,
        "opening": opening,
        "opening_busy": opening_busy,
        "opening_memory": opening_memory,
    }
    print(json.dumps(found | {"counting": time.perf_counter() - started, "memory": memory()}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
