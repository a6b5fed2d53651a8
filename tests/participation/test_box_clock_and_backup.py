"""What holds of a ballot box when the server's clock is wrong, or its database comes out of last night's backup."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.ballot_box import close_box
from participation.actions.head import write_head
from participation.enums import PhaseKind
from participation.models import Casting, Envelope, Head, PollBookEntry
from participation.queries.electoral_roll import voter_of
from participation.queries.head import heads_as_data, is_receipt_in
from participation.verify.heads import main, missing_heads, mistakes_in_heads
from tests.database_races import back_up
from tests.factories.accounts import UserFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, castings_file, count, moment, open_up

pytestmark = pytest.mark.django_db(transaction=True)

OPENS, CLOSES, NIGHT = moment(11, 1), moment(11, 15), moment(11, 3, 2)


@pytest.fixture
def vote(many_connections):
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    SubjectFactory(consultation_round=consultation_round, label="Park")
    return consultation_round


def cast(vote, at, by=None):
    found = anew(vote)
    return cast_ballot(consultation_round=found, voter=voter_of(found, by or UserFactory()), choices={}, at=at)


def data_of(vote):
    return json.loads(json.dumps(heads_as_data(anew(vote), anew(vote).box)))


def test_a_clock_that_is_set_back_keeps_the_heads_in_their_order_and_leaves_a_trace(vote, clerk):
    ahead = CLOSES - timedelta(hours=1)
    cast(vote, ahead)
    assert Head.objects.get().at == ahead
    # Set back twelve days: ballots are in the box all the same, and wait for a head.
    late = cast(vote, NIGHT)
    replaced = cast(vote, NIGHT, by=PollBookEntry.objects.latest("pk").roll_entry.person)
    assert write_head(consultation_round=vote, at=NIGHT) is None
    # A vote that has not begun by this clock takes nothing.
    with pytest.raises(Refusal):
        cast(vote, OPENS - timedelta(days=1))
    assert close_box(consultation_round=anew(vote), at=CLOSES)
    assert (Head.objects.count(), Casting.objects.filter(head=None).count()) == (2, 0)
    assert (is_receipt_in(vote, late.receipt), is_receipt_in(vote, replaced.receipt)) == (False, True)
    assert mistakes_in_heads(data_of(vote), castings_file(vote)) == []
    assert not AuditEntry.objects.filter(act="clock_set_back").exists()
    assert open_up(vote, by=clerk, at=CLOSES) == 2


def test_a_head_is_never_dated_before_the_one_that_it_holds(vote):
    cast(vote, NIGHT)
    cast(vote, NIGHT)
    # What looks every ten minutes does so in a pause too, by a clock that runs ahead and is then put right.
    ahead = CLOSES + timedelta(days=300)
    write_head(consultation_round=vote, at=ahead)
    assert close_box(consultation_round=anew(vote), at=CLOSES)
    data, castings = data_of(vote), castings_file(vote)
    dated = [json.loads(head["content"])["at"] for head in data["heads"]]
    assert [datetime.fromisoformat(at) for at in dated] == [NIGHT, ahead, ahead]
    assert AuditEntry.objects.get(act="clock_set_back").detail["head"] == 3
    assert mistakes_in_heads(data, castings) == []
    forged = data["heads"][2]
    forged["content"] = forged["content"].replace(dated[2], CLOSES.isoformat())
    assert "Head 3 is dated before the one that it holds." in mistakes_in_heads(data, castings)


def test_nobody_votes_any_more_when_the_clock_is_set_back_across_the_close(vote, client, clerk):
    inside = cast(vote, NIGHT)
    # By this clock voting is over: whoever looks first has the box closed.
    with time_machine.travel(CLOSES, tick=False):
        client.get(reverse("ballot_box", args=[vote.reference.string]))
    assert [head.is_closing for head in Head.objects.all()] == [False, True]
    kept = data_of(vote)
    for at in (CLOSES - timedelta(seconds=1), NIGHT):
        with pytest.raises(Refusal, match="ballot box has been closed"), translation.override("en"):
            cast(vote, at, by=PollBookEntry.objects.get().roll_entry.person)
        assert write_head(consultation_round=vote, at=at) is None
        assert not close_box(consultation_round=anew(vote), at=at)
        with pytest.raises(Refusal):
            open_up(vote, by=clerk, at=at)
    assert (data_of(vote), Envelope.objects.count(), is_receipt_in(vote, inside.receipt)) == (kept, 1, True)
    assert count(vote, by=clerk).cast == 1


def test_receipts_and_heads_that_were_kept_tell_what_a_restored_backup_misses(vote, clerk, client, tmp_path, capsys):
    early, lost, returning = (UserFactory(display_name=name) for name in ("Vroeg", "Weg", "Terug"))
    hour = timedelta(hours=1)
    receipts = {"early": cast(vote, NIGHT, early).receipt}
    restore = back_up(tmp_path)
    receipts |= {
        "lost": cast(vote, NIGHT + hour, lost).receipt,
        "gone": cast(vote, NIGHT + 2 * hour, returning).receipt,
    }
    (tmp_path / "heads.json").write_text(json.dumps(data_of(vote)))
    restore()

    assert (PollBookEntry.objects.count(), Envelope.objects.count(), Head.objects.count()) == (1, 1, 1)
    # The heads that somebody kept outside the database tell it at once, even when others took their numbers.
    receipts["anew"] = cast(vote, NIGHT + 3 * hour, returning).receipt
    kept = json.loads((tmp_path / "heads.json").read_text())
    assert [sentence.split(",")[0] for sentence in missing_heads(data_of(vote), kept)] == [
        f"Head 2 of {(NIGHT + hour).isoformat()}",
        f"Head 3 of {(NIGHT + 2 * hour).isoformat()}",
    ]
    # Nobody who votes again is counted twice, and each receipt says after the close whether its ballot is there.
    sheet = count(vote, by=clerk)
    address = reverse("ballot_box", args=[vote.reference.string])
    there = {name: client.post(address, {"code": code}).context["is_in"] for name, code in receipts.items()}
    assert there == {"early": True, "lost": False, "gone": False, "anew": True}
    assert (sheet.cast, sheet.blank) == (2, 2)
    # The bundle is in order by itself; held against what was kept it is not.
    bundle = tmp_path / "bundle.zip"
    with sheet.bundle.file.open() as file:
        bundle.write_bytes(file.read())
    assert main([str(bundle), anew(vote).box.verify_key]) == 0
    assert main([str(bundle), anew(vote).box.verify_key, str(tmp_path / "heads.json")]) == 1
    assert "Head 3 of" in capsys.readouterr().out
