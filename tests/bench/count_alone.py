"""Counts one made vote in a process of its own, and says as JSON what that took:

python -m tests.bench.count_alone METHOD KIND (likely | distinct)

Or the ranked ballots of a file: python -m tests.bench.count_alone METHOD FILE SEATS
"""

import json
import resource
import sys
import time
from pathlib import Path

from participation.tally import ranked_csv
from participation.tally.rules import METHODS_BY_NAME
from tests.bench.made_votes import KINDS, made_vote

# What the rules of a round must state for some methods.
STATED = {"most": 100, "threshold": 1_000}


def main(name: str, source: str, how: str) -> None:
    method, started = METHODS_BY_NAME[name], time.perf_counter()
    if source in KINDS:
        profile = made_vote(name, KINDS[source], all_distinct=how == "distinct")
        started = time.perf_counter()
    else:
        profile = ranked_csv.load(Path(source)).profile(seats=int(how))
    settings = {one.name: STATED.get(one.name, one.lowest) for one in method.parameters if one.required}
    busy = time.process_time()
    method.count(profile, settings=settings)
    took = time.perf_counter() - started
    print(  # noqa: T201 - what it says is what it is run for
        json.dumps(
            {
                "seconds": round(took, 2),
                "processor": round(time.process_time() - busy, 2),
                "ballots": sum(profile.ballots.values()),
                "distinct": len(profile.ballots),
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
