from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.residency import end_residency, forget_birth_dates, note_residency
from accounts.actions.user import change_account
from accounts.human import SOMEBODY_ELSE
from accounts.models import BirthDate, Residency
from accounts.queries.residency import humans, residency_of
from accounts.residency_rules import years_before
from base.models import AuditEntry
from base.refusal import Refusal
from tests.database_races import at_once
from tests.factories.accounts import ResidencyFactory, UserFactory, person_with
from tests.factories.base import AreaFactory
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AT = moment(10, 30)
BORN = date(1990, 5, 4)


def note(person, by, **more):
    told = {
        "given_name": "NOOR",
        "surname": "VAN<DAM",
        "born_on": BORN,
        "area": more.pop("area", None) or AreaFactory(),
    }
    return note_residency(person=person, by=by, **{"at": AT} | told | more)


def test_a_correction_ends_the_row_before_and_keeps_one_birth_date(clerk, resident):
    quay, hill = AreaFactory(), AreaFactory()
    note(resident, clerk, area=quay)
    note(resident, clerk, born_on=date(1990, 4, 5), area=hill)
    known = residency_of(resident, AT.date())
    assert (known.area, known.birth_date.born_on, known.expires_on) == (hill, date(1990, 4, 5), date(2028, 10, 30))
    assert (Residency.objects.filter(ended_at=AT).count(), BirthDate.objects.count()) == (1, 1)
    assert residency_of(resident, date(2028, 10, 30)) is None
    assert "1990" not in str(list(AuditEntry.objects.filter(act="residency_noted").values()))


def test_a_birth_date_goes_with_its_residency_its_term_and_its_account(clerk, resident):
    note(resident, clerk)
    end_residency(person=resident, by=resident, at=AT)
    assert (residency_of(resident, AT.date()), BirthDate.objects.exists()) == (None, False)
    ResidencyFactory(born_on=BORN, expires_on=AT.date())
    assert forget_birth_dates(at=AT) == 1
    note(resident, clerk)
    assert BirthDate.objects.get().residency.person == resident
    change_account(
        person=resident,
        email=resident.email,
        display_name=resident.display_name,
        roles=(),
        is_active=False,
        by=clerk,
        at=AT,
    )
    assert (residency_of(resident, AT.date()), BirthDate.objects.exists()) == (None, False)


def test_note_residency_is_refused_in_words(clerk, resident):
    for by, person, wrong, sentence in (
        (resident, clerk, {}, "Only a clerk"),
        (clerk, clerk, {}, "another clerk"),
        (clerk, resident, {"born_on": date(2027, 1, 1)}, "no living person"),
        (clerk, resident, {"born_on": date(1896, 10, 30)}, "no living person"),
        (clerk, resident, {"surname": "<<"}, "letters A to Z"),
        (clerk, resident, {"given_name": "Øystein"}, "letters A to Z"),
    ):
        with pytest.raises(Refusal, match=sentence):
            note(person, by, **wrong)


def test_one_human_has_a_residency_in_force_with_one_account(clerk, resident):
    note(resident, clerk)
    other = UserFactory()
    # However the lines were read over, it is the same human; who differs in anything is another.
    for spelled in (
        {},
        {"given_name": "Noor Elif", "surname": "Van Dam"},
        {"given_name": "nöor", "surname": "van-dam<"},
    ):
        with pytest.raises(Refusal, match="with another account"):
            note(other, clerk, **spelled)
    for differs in ({"surname": "DAM"}, {"given_name": "NORA"}, {"born_on": date(1990, 4, 5)}):
        note(other, clerk, **differs)
    assert residency_of(resident, AT.date()) is not None
    # An answer that nobody is, is none.
    with pytest.raises(Refusal, match="with another account"):
        note(other, clerk, who=7)
    noted = note(other, clerk, who=0)
    assert (noted.taken_from, residency_of(resident, AT.date())) == (resident, None)
    assert BirthDate.objects.get().residency == noted.residency == residency_of(other, AT.date())
    assert humans()[resident.pk] == humans()[other.pk]
    # Back to the first: asked again, since now another holds it.
    with pytest.raises(Refusal, match="with another account"):
        note(resident, clerk)
    assert note(resident, clerk, who=0).taken_from == other
    assert note(resident, clerk).taken_from is None
    ended = AuditEntry.objects.filter(act="residency_ended").order_by("pk")
    assert [(one.about, one.by) for one in ended] == [(f"person {one.key}", clerk) for one in (resident, other)]
    trail = str(list(AuditEntry.objects.values())).casefold()
    assert ("noor" in trail, "dam" in trail, humans()[other.pk][0] in trail) == (False, False, False)


def test_namesakes_are_told_apart_for_good_and_who_was_verified_before_too(clerk, resident):
    namesake, third = UserFactory.create_batch(2)
    note(resident, clerk)
    assert note(namesake, clerk, who=SOMEBODY_ELSE).taken_from is None
    # Noted anew with the same account each stays who they are, unasked.
    note(namesake, clerk)
    note(resident, clerk)
    assert humans()[resident.pk][1] != humans()[namesake.pk][1]
    assert Residency.objects.filter(ended_at=None).count() == 2
    # Also who removed it since is known.
    end_residency(person=namesake, by=namesake, at=AT)
    with pytest.raises(Refusal, match="with another account"):
        note(third, clerk)
    assert (note(third, clerk, who=1).taken_from, humans()[third.pk]) == (None, humans()[namesake.pk])
    # Noted with the document of somebody else, and put right: that tells nothing of either.
    mistaken, owner = UserFactory.create_batch(2)
    note(mistaken, clerk, given_name="ELIF")
    note(mistaken, clerk, given_name="SAM")
    note(owner, clerk, given_name="ELIF")
    assert len({*humans().values()}) == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Residency.objects.filter(person=resident, ended_at=None).update(namesake=1)


def test_a_human_is_known_after_the_secret_key_was_replaced(clerk, resident, settings):
    note(resident, clerk)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key for tests alone"
    with pytest.raises(Refusal, match="with another account"):
        note(UserFactory(), clerk)
    known = humans()[resident.pk]
    note(resident, clerk)
    assert humans()[resident.pk] == known


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_note_one_human_for_one_account(many_connections):
    clerk, (one, other) = person_with("clerk"), UserFactory.create_batch(2)
    area = AreaFactory()
    answers = at_once(lambda: note(one, clerk, area=area), lambda: note(other, clerk, area=area))
    assert sorted(type(answer).__name__ for answer in answers) == ["Noted", "Refusal"]
    assert Residency.objects.count() == BirthDate.objects.count() == 1
    # To and fro: neither waits for the other, and the last one has it.
    held = Residency.objects.get().person
    free = other if held == one else one
    answers = at_once(*[lambda who=who: note(who, clerk, area=area, who=0) for who in (free, held)] * 2)
    assert {type(answer).__name__ for answer in answers} == {"Noted"}
    assert Residency.objects.filter(ended_at=None).count() == BirthDate.objects.count() == 1


def test_years_before_counts_as_the_law_does_around_the_29th_of_february():
    assert years_before(date(2026, 2, 28), 18) < date(2008, 2, 29) <= years_before(date(2026, 3, 1), 18)
    assert years_before(date(2028, 2, 29), 18) == date(2010, 2, 28)
