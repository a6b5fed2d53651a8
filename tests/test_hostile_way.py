"""What breaks naive software, typed where the clerk records what was decided and promised: shown unharmed, or refused in words."""

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from proposals.models import Commitment, CouncilPaper
from proposals.queries.dossier import dossier_of
from tests.rounds import COUNTING, anew, publish_round
from tests.test_hostile_input import ALL, SOME

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "strings", [SOME, pytest.param(ALL, marks=[pytest.mark.heavy, pytest.mark.timeout(900)])], ids=["some", "all"]
)
def test_any_string_that_a_clerk_types_stands_unharmed(client, clerk, agenda_item, strings):
    consultation_round = publish_round(agenda_item)
    client.force_login(clerk)
    days = {"made_on": "2026-11-02", "due_on": "2027-06-01", "origin": "meeting", "sure": "yes"}
    about = {"consultation_round": consultation_round.pk}
    with time_machine.travel(COUNTING, tick=False):
        for string in strings:
            promise = client.post(reverse("commitments_desk"), days | about | {"text": string, "department": "Groen"})
            paper = {
                "kind": "motion",
                "dated_on": "2026-11-02",
                "title": string[:300],
                "number": "M1",
                "is_older": "on",
            }
            assert promise.status_code in {302, 409, 422}
            assert client.post(reverse("council_papers_desk"), paper | about).status_code in {302, 409, 422}
            read = client.post(reverse("council_papers_desk"), {"read": "yes", "raw": string})
            assert read.status_code in {200, 422}
        register = client.get(reverse("commitments")).content.decode()
        for one in Commitment.objects.all():
            assert escape(one.text).splitlines()[0][:40] in register
        assert CouncilPaper.objects.exists()
        # All of it goes into one value that has one form.
        whole = dossier_of(anew(consultation_round), COUNTING)
        assert len(whole.records_sha256) == 64
