"""What becomes of two counts in the city: one is certified, the other is objected to and corrected."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from accounts.enums import Role
from accounts.models import User
from participation.actions.certification import certify, countersign
from participation.actions.count_objection import Objector, object_to_count, rule_on_objection
from participation.actions.incident import enter_incident
from participation.actions.tally_sheet import correct_count
from participation.models import ConsultationRound, CountObjection
from participation.voting_enums import ObjectionRuling
from tests.factories.accounts import UserFactory


def look_after(ranked: ConsultationRound, counted: ConsultationRound, clerk: User, now: datetime) -> CountObjection:
    hours = timedelta(hours=1)
    second = UserFactory(display_name="Kaatje", groups=[Group.objects.get(name=Role.CLERK)])
    certify(consultation_round=counted, asked=second, by=clerk, at=now - 20 * hours)
    countersign(consultation_round=counted, by=second, at=now - 19 * hours)
    enter_incident(
        consultation_round=counted,
        happened_at=now - 72 * hours,
        what="De site was tien minuten onbereikbaar.",
        done="Er was nog drie dagen tijd om te stemmen; de termijn is niet verlengd.",
        by=clerk,
        at=now - 71 * hours,
    )
    objection = object_to_count(
        consultation_round=ranked,
        text="Mijn bon staat niet op de lijst.",
        sender=Objector("Sam", "Dorpsstraat 1"),
        language="nl",
        by=UserFactory(),
        at=now - 20 * hours,
    )
    rule_on_objection(
        objection=objection,
        ruling=ObjectionRuling.CORRECTED,
        gist="Een bon zou niet op de lijst staan.",
        ground="De lijst was te vroeg gemaakt. De stemmen zijn opnieuw geteld.",
        by=clerk,
        at=now - 19 * hours,
    )
    correct_count(
        consultation_round=ranked, reason="De lijst van bonnen was te vroeg gemaakt.", by=clerk, at=now - 18 * hours
    )
    return objection
