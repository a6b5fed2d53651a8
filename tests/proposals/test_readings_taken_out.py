"""What was read of the council's information system loses the words of a record that two people destroyed, and no others."""

from dataclasses import asdict

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from base.models import SearchEntry
from base.redactable import TAKEN_OUT
from proposals.actions.council_reading import keep_reading
from proposals.council_enums import PaperKind
from proposals.council_understood import Understood, UnderstoodPoint
from proposals.models import CouncilReading
from tests.factories.accounts import person_with
from tests.factories.proposals import CouncilPaperFactory, CouncilReadingFactory, CouncilVoteFactory
from tests.removals import take_out
from tests.rounds import COUNTING

pytestmark = pytest.mark.django_db

NAME = "Zwaluw"


def test_what_is_read_of_the_council_again_brings_no_title_back(
    agenda_item, clerk, settings, tmp_path, django_assert_max_num_queries
):
    settings.REDACTION_LEDGER = tmp_path
    address, read = "https://raad.example/m26", {"understood": Understood(title=NAME).as_data()}
    reading = CouncilReadingFactory(address=address, **read)
    paper = CouncilPaperFactory(
        about=agenda_item.reference, title=NAME, reading=reading, url="https://raad.example/rv26"
    )
    of_vote = CouncilReadingFactory(address="https://raad.example/v26", **read)
    CouncilVoteFactory(paper=paper, reading=of_vote)
    take_out(paper, "title", by=clerk, second=person_with(Role.CLERK))
    again = {"found": Understood(title=f"Weer {NAME}", number="M26"), "sha256": "c" * 64, "by": clerk, "at": COUNTING}
    for where in (address, of_vote.address):
        assert keep_reading(address=where, **again).understood["number"] == "M26"
    agenda = [UnderstoodPoint(f"7. {NAME}", [paper.url]), UnderstoodPoint("8. Sluiting")]
    again["found"] = Understood(body="council", agenda=agenda)
    read = keep_reading(address="https://raad.example/m31", **again).understood["agenda"]
    assert [one["title"] for one in read] == [TAKEN_OUT, "8. Sluiting"]
    # Of that paper alone: what another says at the same point or elsewhere stays, where the same words stand too.
    other = CouncilPaperFactory(
        about=agenda_item.reference, title="Begroting 2027", number="RV4", url="https://raad.example/rv27"
    )
    motion = {"kind": PaperKind.MOTION, "title": "Begroting", "number": "M4", "url": "https://raad.example/m4"}
    motion = CouncilPaperFactory(about=agenda_item.reference, part_of=other, **motion)
    both = UnderstoodPoint("Begroting 2027", [motion.url, other.url], ["rv4", "M4"])
    elsewhere = UnderstoodPoint("Begroting", ["https://raad.example/m4-2"], ["M4"])
    again["found"] = Understood(body="council", agenda=[both, elsewhere], title="Raad")
    reading = keep_reading(address="https://raad.example/m32", **again)
    take_out(motion, "title", "number", "url", by=clerk, second=person_with(Role.CLERK))
    stays = asdict(UnderstoodPoint("Begroting 2027", [other.url], ["rv4"]))
    reading.refresh_from_db()
    assert reading.understood["agenda"] == [stays, asdict(elsewhere)]
    # And it is not read again.
    again |= {"sha256": "d" * 64}
    with django_assert_max_num_queries(10):
        read = keep_reading(address="https://raad.example/m32", **again)
    assert read.understood == reading.understood
    # Nothing else of what was understood changes with it.
    with pytest.raises(DatabaseError), transaction.atomic():
        CouncilReading.objects.filter(pk=reading.pk).update(understood=read.understood | {"title": "Commissie"})
    assert NAME not in str(list(CouncilReading.objects.values_list("understood", flat=True)))
    assert not SearchEntry.objects.filter(title__contains=NAME).exists()
