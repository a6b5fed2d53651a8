"""What one press of the button sent comes twice: by an impatient finger, a browser that tries again, a line that broke."""

import pytest
from django.urls import reverse

from base.models import AuditEntry
from participation.actions.ballot import cast_ballot
from participation.models import Casting, Envelope, PollBookEntry
from participation.verify.heads import receipt_digest
from tests.factories.accounts import UserFactory
from tests.factories.participation import RollEntryFactory, SubjectFactory
from tests.rounds import anew, in_envelopes, moment, with_own_forms

pytestmark = pytest.mark.django_db


def test_the_same_press_sent_again_gives_the_same_receipt_and_changes_nothing(client, clock, resident, voting):
    park, pool = (SubjectFactory(consultation_round=voting, label=label, cost=1) for label in ("Park", "Bad"))
    reference = voting.reference.string
    ballot, check, voted = (reverse(name, args=[reference]) for name in ("ballot", "check_ballot", "voted"))
    client.force_login(resident)
    voter = with_own_forms(client)

    def looked_through(choice):
        voter.post(ballot, {"step": "check", "choice": choice.pk})
        page = voter.get(check)
        once = page.context["once"]
        assert f'name="once" value="{once}"' in page.content.decode()
        return {"step": "cast", "choice": choice.pk, "once": once}

    def sent(data):
        voter.post(ballot, data)
        page = voter.get(voted)
        return page.context["receipt"].replace(" ", ""), page.content.decode()

    def rows():
        found = (Casting, Envelope, PollBookEntry, AuditEntry)
        return [list(model.objects.order_by("pk").values()) for model in found]

    first, second = looked_through(park), looked_through(pool)
    receipt, _page = sent(first)
    before = rows()
    assert Casting.objects.get().receipt == receipt_digest(reference, receipt)
    for _time in range(3):
        assert sent(first)[0] == receipt
    assert rows() == before
    # Another tab is another ballot, and the one before does not come back.
    later, _page = sent(second)
    assert (later != receipt, PollBookEntry.objects.get().times_replaced) == (True, 1)
    before = rows()
    again, page = sent(first)
    assert (again, "de laatste telt" in page) == ("", True)
    assert (rows(), in_envelopes()) == (before, [{pool.reference.string: 1}])
    assert sent(second)[0] == later
    # What was marked stands in no row: the same press with other marks is answered in the same way.
    assert sent(second | {"choice": park.pk})[0] == later
    assert rows() == before


def test_what_one_voter_sent_is_no_receipt_of_another(voting, clock):
    SubjectFactory(consultation_round=voting)
    entries = [RollEntryFactory(consultation_round=voting, person=UserFactory()) for _ in range(2)]
    first, second = (
        cast_ballot(consultation_round=anew(voting), voter=entry, choices={}, at=moment(11, 4), once="the same")
        for entry in entries
    )
    assert first.receipt != second.receipt
    # Without what says that it is the same one, each is a ballot of its own.
    plain = [
        cast_ballot(consultation_round=anew(voting), voter=entries[0], choices={}, at=moment(11, 5)) for _ in range(2)
    ]
    assert len({one.receipt for one in plain} | {first.receipt}) == 3
