"""What an ordinance lays down, recorded by the clerk, and what was begun under one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.enums import Role
from base import clock
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ordinance import OrdinanceText, end_ordinance, record_ordinance
from participation.actions.subject import submit_subject
from participation.enums import PhaseKind, Screening
from participation.models import Ordinance, OrdinanceEnd, Subject
from participation.queries.consultation_round import standing_round
from participation.queries.ordinance import ordinance_of
from participation.request_terms import refusal_to_begin
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import ReferenceFactory
from tests.factories.participation import ConsultationRoundFactory, OrdinanceFactory, PhaseFactory, SubjectFactory
from tests.rounds import moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NOW = moment(9, 25, 9)


@pytest.fixture
def clerk(db):
    return person_with(Role.CLERK)


def test_what_was_begun_keeps_the_terms_of_its_ordinance(clerk):
    old = OrdinanceFactory(needed=2, collecting_weeks=4, youngest=16)
    town, at = old.consultation_round, moment(9, 10, 12)
    town.screening = Screening.AFTER
    town.save()
    person = UserFactory()
    begun = {"consultation_round": town, "label": "Een brug", "language": "nl", "cost": None, "by": person}
    with pytest.raises(Refusal, match="ticking the box"):
        submit_subject(**begun, reference=ReferenceFactory(kind="VST"), at=at)
    with pytest.raises(Refusal, match="no organisation"):
        submit_subject(**begun, reference=ReferenceFactory(kind="VST"), at=at, declares=True, group_name="Buurtbond")
    bridge = submit_subject(**begun, reference=ReferenceFactory(kind="VST"), at=at, declares=True)
    # Four weeks after 10 September 2026 is 8 October, which counts whole.
    assert (bridge.needed, bridge.support_until) == (2, moment(10, 9))

    text = OrdinanceText(
        instrument="initiative",
        name="Verordening burgerinitiatief 2027",
        url="https://lokaleregelgeving.example/CVDR2",
        applies_from=date(2026, 9, 15),
        body="council",
        who="voters",
        decision_weeks=8,
        grounds=["decided"],
        share=Decimal(1),
        population=14_000,
        population_on=date(2026, 1, 1),
        most=125,
    )
    newer = record_ordinance(consultation_round=town, text=text, by=clerk, at=at)
    # Of 14,000 voters 1% is 140, and Brielle asks no more than 125.
    assert newer.needed == 125
    bridge.refresh_from_db()
    assert (bridge.ordinance, bridge.needed) == (old, 2)
    after = submit_subject(**begun, reference=ReferenceFactory(kind="VST"), at=moment(9, 15, 0), declares=True)
    assert (after.ordinance, after.needed, after.support_until) == (newer, 125, None)

    for wrong in (
        lambda: Ordinance.objects.filter(pk=old.pk).update(needed=1),
        lambda: Ordinance.objects.filter(pk=newer.pk).delete(),
        lambda: Subject.objects.filter(pk=bridge.pk).update(support_needed=1),
        lambda: Subject.objects.filter(pk=bridge.pk).update(ordinance=newer),
        lambda: Subject.objects.filter(pk=bridge.pk).update(support_until=moment(12, 1)),
        lambda: SubjectFactory(ordinance=old),
        lambda: OrdinanceFactory(consultation_round=town, instrument="challenge"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    assert AuditEntry.objects.get(act="ordinance_recorded").about == town.reference.string


def test_an_ordinance_that_does_not_fit_is_refused_in_words(clerk):
    fine = OrdinanceText(
        instrument="challenge",
        name="Uitdaagrecht",
        url="https://lokaleregelgeving.example/CVDR3",
        applies_from=date(2026, 1, 1),
        body="executive",
        who="residents",
        decision_weeks=26,
        grounds=["task"],
    )
    town = OrdinanceFactory(instrument="challenge").consultation_round
    quiet = ConsultationRoundFactory(method="", is_standing=True)
    ordinary = ConsultationRoundFactory(method="", is_standing=False)
    PhaseFactory(consultation_round=quiet)
    for where, by, wrong, sentence in (
        (town, person_with(Role.EDITOR), {}, "Only the clerk"),
        (ordinary, clerk, {}, "a standing round without a vote"),
        (town, clerk, {"instrument": "initiative"}, "This round is for: right to challenge"),
        (town, clerk, {"needed": 5, "share": Decimal(1)}, "not both"),
        (town, clerk, {"share": Decimal(0), "population": 9, "population_on": date(2026, 1, 1)}, "more than 0"),
        (town, clerk, {"needed": 0}, "not 0"),
        (town, clerk, {"share": Decimal(1)}, "give all three"),
        (town, clerk, {"needed": 5, "most": 9}, "belongs to a share"),
        (town, clerk, {"grounds": []}, "at least one ground"),
        (quiet, clerk, {"needed": 5}, "no phase in which people support"),
    ):
        with pytest.raises(Refusal, match=sentence):
            record_ordinance(consultation_round=where, text=OrdinanceText(**vars(fine) | wrong), by=by, at=NOW)
    assert record_ordinance(consultation_round=town, text=fine, by=clerk, at=NOW).needed is None


def test_an_ordinance_of_the_wrong_round_is_taken_back_while_nothing_began_under_it(clerk, client):
    """'Begin zelf iets', where anybody proposes anything, was for initiatives from the day of a slip of the hand on."""
    wrong = OrdinanceFactory(applies_from=date(2026, 12, 1))
    town = wrong.consultation_round
    act = {"ordinance": wrong, "by": clerk, "at": NOW}
    refusals = [
        ("Say why", {"ends_from": None, "reason": " "}),
        ("did not apply yet", {"ends_from": date(2026, 12, 1), "reason": "Verkeerde ronde."}),
    ]
    for words, given in refusals:
        with pytest.raises(Refusal, match=words):
            end_ordinance(**act, **given)
    with pytest.raises(Refusal, match="Only the clerk"):
        end_ordinance(**act | {"by": UserFactory()}, ends_from=None, reason="Verkeerde ronde.")
    assert (standing_round(NOW), "from 1 December" in refusal_to_begin(town, "", NOW)) == (None, True)
    client.force_login(clerk)
    assert client.post(reverse("ordinance_end", args=[wrong.pk]), {"reason": "Verkeerde ronde."}).status_code == 302
    assert "Verkeerde ronde." in client.get(reverse("ordinances_desk")).content.decode()
    assert (standing_round(NOW), refusal_to_begin(town, "", NOW)) == (town, "")
    assert ordinance_of(town, moment(12, 2)) is None
    with pytest.raises(Refusal, match="al beëindigd"):
        end_ordinance(**act, ends_from=None, reason="Nog eens.")
    # The round can be for the other right, as if nothing had been; and nobody begins under what never applied.
    OrdinanceFactory(consultation_round=town, instrument="challenge")
    for breach in (
        lambda: SubjectFactory(ordinance=wrong, consultation_round=town),
        lambda: OrdinanceEnd.objects.update(ends_from=date(2027, 1, 1)),
        lambda: OrdinanceEnd.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            breach()


def test_what_can_be_begun_under_an_ordinance_is_found_from_home_and_from_the_open_door(client, site_ground):
    phases = [(PhaseKind.COLLECT, moment(9, 1), None), (PhaseKind.SUPPORT, moment(9, 1), None)]
    door, town, later = (
        publish_round(site_ground.home, title=title, is_standing=True, method="", phases=phases)
        for title in ("Begin zelf iets", "Burgerinitiatief", "Daag ons uit")
    )
    OrdinanceFactory(consultation_round=town)
    OrdinanceFactory(consultation_round=later, instrument="challenge", applies_from=date(2026, 12, 1))
    for address in ("/nl/", reverse("begin")):
        with clock.set_to(NOW):
            page = client.get(address, follow=True)
        assert [one.consultation_round_id for _words, one in page.context["rights"]] == [town.pk]
        assert f'/id/{town.reference}">' in page.content.decode()
    assert page.context["consultation_round"] == door


def test_an_ordinance_under_which_something_began_ends_from_a_day_on(clerk):
    old = OrdinanceFactory()
    town, act = old.consultation_round, {"ordinance": old, "by": clerk, "at": NOW, "reason": "De raad trok haar in."}
    begun = SubjectFactory(ordinance=old, consultation_round=town)
    with pytest.raises(Refusal, match=f"{begun.reference.string}, so it is not taken back"):
        end_ordinance(**act, ends_from=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        OrdinanceEnd.objects.create(ordinance=old, reason="Weg.", at=NOW)
    with pytest.raises(Refusal, match="has passed"):
        end_ordinance(**act, ends_from=date(2026, 9, 24))
    end_ordinance(**act, ends_from=date(2026, 10, 1))
    begun.refresh_from_db()
    assert (ordinance_of(town, moment(9, 30)), begun.ordinance) == (old, old)
    assert (ordinance_of(town, moment(10, 1)), refusal_to_begin(town, "Buurtbond", moment(10, 1))) == (None, "")
    newer = OrdinanceFactory(consultation_round=town, applies_from=date(2026, 11, 1))
    assert (ordinance_of(town, moment(11, 2)), standing_round(moment(11, 2))) == (newer, None)
