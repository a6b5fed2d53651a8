"""What `make bench` prints of a large dossier. Promised, for 5,000 contributions and 50,000 ballots: every page in less than a
second with at most 20 queries; the zip in 60 s and 1 GiB; each volume of the PDF in 60 s and 512 MiB."""

import resource
import subprocess
import sys
import zipfile
from time import perf_counter

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.pdf import APART
from participation.actions.comment import post_comment
from participation.models import Ballot, ConsultationRound, PollBookEntry, RollEntry, Subject
from proposals.dossier_chapters import chapters
from proposals.exports.dossier import page_of, volumes_of
from proposals.queries.dossier import dossier_of
from tests.factories.accounts import UserFactory
from tests.many_proposals import many_proposals
from tests.rounds import COUNTING, SUPPORTING, anew, count, hand_in, publish, publish_round, vote

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

PROPOSALS, BALLOTS, BATCH = 2_500, 50_000, 1_000
WORDS = "Nu staat iedereen langs de vijver, en wie niet lang kan staan gaat niet meer mee. " * 8


def large_round(agenda_item, author, moderator, clerk) -> ConsultationRound:
    """Half of the contributions are proposals, half are comments on them; each with a theme and a page of words."""
    large = publish_round(agenda_item, title="De speelplek")
    option = publish(hand_in(large, by=author), by=moderator)
    other = publish(hand_in(large, by=author, title="Een boom", body=WORDS, tags=["Groen"]), by=moderator)
    Subject.objects.filter(pk=other.pk).update(kept_off_because="Dit kan niet.")
    post_comment(subject=other, text=WORDS, language="nl", author_name="", by=UserFactory(), at=SUPPORTING)
    vote(large, option, by=UserFactory())
    many_proposals(other, PROPOSALS - 1)
    count(large, by=clerk)
    rolls = RollEntry.objects.bulk_create(
        [RollEntry(consultation_round=large, identifier=f"kiezer {n}") for n in range(BALLOTS)], BATCH
    )
    PollBookEntry.objects.bulk_create(
        [PollBookEntry(consultation_round=large, roll_entry=one, cast_at=COUNTING) for one in rolls], BATCH
    )
    Ballot.objects.bulk_create([Ballot(consultation_round=large, marks="{}") for _one in rolls], BATCH)
    return anew(large)


@pytest.mark.timeout(1_800)
@time_machine.travel(COUNTING)
def test_bench_dossier(agenda_item, moderator, clerk, tmp_path):
    large = large_round(agenda_item, UserFactory(), moderator, clerk)
    client, reference = Client(), large.reference.string
    pages = {"contents": reverse("dossier", args=[reference])}
    pages |= {one.key: reverse("dossier_chapter", args=[reference, one.key]) for one in chapters()}
    client.get(pages["contents"])
    for name, address in pages.items():
        start = perf_counter()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        say(f"page {name}: {perf_counter() - start:.2f} s, {len(asked)} queries")
    start = perf_counter()
    dossier = dossier_of(large, COUNTING)
    say(f"compiling: {perf_counter() - start:.2f} s")
    start = perf_counter()
    say(f"hashing {len(dossier.canonical) >> 20} MiB: {dossier.records_sha256[:8]} {perf_counter() - start:.2f} s")
    before = peak()
    start = perf_counter()
    path = tmp_path / "dossier.zip"
    call_command("export_dossier", reference, path)
    taken = perf_counter() - start
    with zipfile.ZipFile(path) as archive:
        say(
            f"zip: {taken:.1f} s, {path.stat().st_size >> 20} MiB in {len(archive.namelist())} files, {peak()} MiB at most (of which {before} before)"
        )
    start = perf_counter()
    call_command("check_dossier", path)
    say(f"checking it: {perf_counter() - start:.1f} s")
    volumes = volumes_of(dossier)
    for number in (0, 1):
        start = perf_counter()
        # Of a process that is not forked from this large one.
        made = subprocess.run(
            [sys.executable, "-c", MEASURED, *sys.path],
            input=page_of(dossier, volumes[number]),
            capture_output=True,
            text=True,
            check=True,
        )
        say(
            f"volume {number + 1} of {len(volumes)}: {perf_counter() - start:.1f} s, {int(made.stdout) >> 10} MiB at most"
        )


MEASURED = f"""
import resource, subprocess, sys
subprocess.run([sys.executable, "-c", {APART!r}, *sys.argv[1:]], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def say(words: str) -> None:
    print(f"\n{words}", end="")  # noqa: T201 - the figures are what this run is for
