from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from base.refusal import Refusal
from participation.models import ConsultationRound
from proposals.actions.reach import Figure, set_population
from proposals.models import PopulationFigure, ReachAnswer
from proposals.queries.dossier import dossier_of
from tests.factories.accounts import UserFactory
from tests.factories.base import AreaFactory
from tests.rounds import COUNTING, VOTING, anew, hand_in, publish, vote

pytestmark = pytest.mark.django_db

ENTERED = [("", "Noord", 5), ("18-29", None, 10), ("18-29", None, 12)]


def test_whoever_voted_is_asked_once_may_pass_by_and_nothing_says_whose_answer_it_is(
    consultation_round: ConsultationRound, author, moderator, signed_in, settings, travel
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
    # No program fills the figures from one place; what was chosen still stands in the form.
    settings.QUESTIONNAIRE = settings.QUESTIONNAIRE | {"guests_per_client_per_hour": 1}
    for client in (browser, signed_in(UserFactory())):
        refused = client.post(address, {"age_band": "65+"})
        assert refused.status_code == 422
        assert "Er zeiden in korte tijd" in refused.content.decode()
        assert 'value="65+" selected' in refused.content.decode()
    assert client.post(address, {"age_band": "65+"}, REMOTE_ADDR="203.0.113.7").status_code == 302
    ReachAnswer.objects.exclude(pk=answer["id"]).delete()
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
    kept = PopulationFigure.objects.order_by("pk").values_list("age_band", "area__name", "number", "counted_on")
    assert set(kept) == {(age, area, number, date(2026, 1, 1)) for age, area, number in ENTERED}
    assert desk.post(reverse("population"), about).status_code == 422
    # As a Dutch spreadsheet saves it.
    assert send("Leeftijd;Wijk;Aantal\r\n18–29 jaar;;1.234\r\n;Noord;12.345,00\r\n").status_code == 302
    newest = PopulationFigure.objects.order_by("-pk").values_list("number", flat=True)
    assert list(newest[:2]) == [12345, 1234]
    for number in ("1.23", "12,5", "1.2345", "0,10", "-4"):
        assert send(f"leeftijd;aantal\n18-29;{number}\n").status_code == 422


def test_figures_that_are_entered_once_a_round_is_closed_change_nothing_of_its_dossier(
    consultation_round: ConsultationRound, clerk, author, moderator, signed_in, travel
):
    vote(consultation_round, publish(hand_in(consultation_round, by=author), by=moderator), by=UserFactory())
    given = {"source": "CBS", "figures": [Figure(10, age_band="18-29")]}
    with pytest.raises(Refusal):
        set_population(**given, counted_on=date(2026, 1, 1), by=author, at=VOTING)
    set_population(**given, counted_on=date(2026, 1, 1), by=clerk, at=VOTING)
    # As long as people take part the newest of a day hold.
    set_population(
        **given | {"figures": [Figure(12, age_band="18-29")]}, counted_on=date(2026, 1, 1), by=clerk, at=VOTING
    )
    travel(COUNTING)
    before = dossier_of(anew(consultation_round), COUNTING)
    assert before.chapters["participation"]["reach"]["ages"] == [{"age": "18-29", "people": None, "population": 12}]
    # Of a later day, of the same day, and of a day of then that nobody had entered.
    for day in ("2027-01-01", "2026-01-01", "2026-06-01"):
        about = {"source": "CBS", "age_18-29": "99", "counted_on": day}
        assert signed_in(clerk).post(reverse("population"), about).status_code == 302
    assert PopulationFigure.objects.count() == 5
    assert dossier_of(anew(consultation_round), COUNTING).records_sha256 == before.records_sha256
    with pytest.raises(DatabaseError), transaction.atomic():
        PopulationFigure.objects.update(number=1)
