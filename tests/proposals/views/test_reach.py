from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from participation.models import ConsultationRound
from proposals.models import PopulationFigure, ReachAnswer
from tests.factories.accounts import UserFactory
from tests.factories.base import AreaFactory
from tests.rounds import COUNTING, VOTING, hand_in, publish, vote

pytestmark = pytest.mark.django_db


def test_whoever_voted_is_asked_once_may_pass_by_and_nothing_says_whose_answer_it_is(
    consultation_round: ConsultationRound, author, moderator, signed_in, travel
):
    north = AreaFactory(name="Noord")
    voter = UserFactory()
    vote(consultation_round, publish(hand_in(consultation_round, by=author), by=moderator), by=voter)
    travel(VOTING)
    browser, address = signed_in(voter), reverse("reach", args=[consultation_round.reference.string])
    assert address in browser.get(reverse("voted", args=[consultation_round.reference.string])).content.decode()
    page = browser.get(address).content.decode()
    assert consultation_round.reference.get_absolute_url() in page
    assert browser.post(address, {"age_band": "", "area": ""}).status_code == 302
    assert not ReachAnswer.objects.exists()
    assert browser.post(address, {"age_band": "18-29", "area": north.pk}).status_code == 302
    (answer,) = ReachAnswer.objects.values()
    assert answer == {
        "id": answer["id"],
        "consultation_round_id": consultation_round.pk,
        "age_band": "18-29",
        "area_id": north.pk,
        "given_on": VOTING.date(),
    }
    assert browser.post(address, {"age_band": "999"}).status_code == 422
    travel(COUNTING)
    assert browser.post(address, {"age_band": "18-29"}).status_code == 409
    assert ReachAnswer.objects.count() == 1


def test_clerk_keeps_figures_of_the_population_from_a_file_whole_or_not_at_all(clerk, signed_in):
    AreaFactory(name="Noord", code="BU01")
    desk, about = signed_in(clerk), {"counted_on": "2026-01-01", "source": "CBS"}

    def send(text: str):
        return desk.post(reverse("population"), about | {"file": ContentFile(text.encode(), name="p.csv")})

    wrong = send("age,area,number\n18-29,,10\n,Zuid,5\n17,,3\n30-44,Noord,3\n30-44,,-1\n18-29,,4\n")
    assert wrong.status_code == 422
    said = wrong.content.decode()
    for line in ("Regel 3:", "Regel 4:", "Regel 5:", "Regel 6:", "Regel 7:"):
        assert line in said
    assert not PopulationFigure.objects.exists()
    for nothing in ("", "age,area\n", "age,area,number\n", "\xff\xfe"):
        assert send(nothing).status_code == 422

    assert send("age,area,number\n18-29,,10\n,bu01,5\n").status_code == 302
    assert desk.post(reverse("population"), about | {"age_18-29": "12"}).status_code == 302
    kept = PopulationFigure.objects.order_by("age_band").values_list("age_band", "area__name", "number", "counted_on")
    assert list(kept) == [("", "Noord", 5, date(2026, 1, 1)), ("18-29", None, 12, date(2026, 1, 1))]
    assert desk.post(reverse("population"), about).status_code == 422
