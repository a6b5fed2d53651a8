import pytest
from django.db import IntegrityError, transaction

from base.refusal import Refusal
from participation.actions.incident import enter_incident
from participation.models import Incident
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DURING, CLOSES = moment(11, 3, 12), moment(11, 15)


def test_an_incident_is_corrected_by_a_new_one(vote, clerk, resident):
    given = {"consultation_round": vote, "what": "De site lag plat.", "done": "Herstart.", "at": DURING}
    with pytest.raises(Refusal, match="Only the clerk"):
        enter_incident(**given, happened_at=DURING, by=resident)
    with pytest.raises(Refusal, match="lies ahead"):
        enter_incident(**given, happened_at=CLOSES, by=clerk)
    incident = enter_incident(**given, happened_at=DURING, by=clerk)
    enter_incident(**given | {"what": "De site was traag."}, happened_at=DURING, by=clerk, corrects=incident)
    with pytest.raises(Refusal, match="corrected already"):
        enter_incident(**given, happened_at=DURING, by=clerk, corrects=incident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.update(what="Niets.")
