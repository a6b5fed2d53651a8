"""A good budget file for tests, and how it is read."""

import io

from participation.tally.budget_file import BudgetFile
from participation.tally.pabulib import read

GOOD = """\
META
key;value
description;Buurtbudget Waterwijk
num_projects;3
num_votes;3
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name
L20/10/VII;300;Park
2;900;Pool
3;50;Path
VOTES
voter_id;vote
a;L20/10/VII,2
b;3
c;
"""

POINTED = GOOD.replace("approval", "cumulative").replace(
    "voter_id;vote\na;L20/10/VII,2\nb;3\nc;\n", "voter_id;vote;points\na;L20/10/VII,2;3,1\nb;3;2\nc;;\n"
)


def parse(content: str | bytes) -> BudgetFile:
    return read(io.BytesIO(content if isinstance(content, bytes) else content.encode()))
