from datetime import date

import pytest

from accounts.actions.residency import end_residency, forget_birth_dates, note_residency
from accounts.actions.user import change_account
from accounts.models import BirthDate, Residency
from accounts.queries.residency import residency_of
from accounts.residency_rules import years_before
from base.models import AuditEntry
from base.refusal import Refusal
from tests.factories.accounts import ResidencyFactory
from tests.factories.base import AreaFactory
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AT = moment(10, 30)
BORN = date(1990, 5, 4)


def test_a_correction_ends_the_row_before_and_keeps_one_birth_date(clerk, resident):
    quay, hill = AreaFactory(), AreaFactory()
    note_residency(person=resident, born_on=BORN, area=quay, by=clerk, at=AT)
    note_residency(person=resident, born_on=date(1990, 4, 5), area=hill, by=clerk, at=AT)
    known = residency_of(resident, AT.date())
    assert (known.area, known.birth_date.born_on, known.expires_on) == (hill, date(1990, 4, 5), date(2028, 10, 30))
    assert (Residency.objects.filter(ended_at=AT).count(), BirthDate.objects.count()) == (1, 1)
    assert residency_of(resident, date(2028, 10, 30)) is None
    assert "1990" not in str(list(AuditEntry.objects.filter(act="residency_noted").values()))


def test_a_birth_date_goes_with_its_residency_its_term_and_its_account(clerk, resident):
    note_residency(person=resident, born_on=BORN, area=AreaFactory(), by=clerk, at=AT)
    end_residency(person=resident, by=resident, at=AT)
    assert (residency_of(resident, AT.date()), BirthDate.objects.exists()) == (None, False)
    ResidencyFactory(born_on=BORN, expires_on=AT.date())
    assert forget_birth_dates(at=AT) == 1
    note_residency(person=resident, born_on=BORN, area=AreaFactory(), by=clerk, at=AT)
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
    for by, person, born_on, sentence in (
        (resident, clerk, BORN, "Only a clerk"),
        (clerk, clerk, BORN, "another clerk"),
        (clerk, resident, date(2027, 1, 1), "no living person"),
        (clerk, resident, date(1896, 10, 30), "no living person"),
    ):
        with pytest.raises(Refusal, match=sentence):
            note_residency(person=person, born_on=born_on, area=AreaFactory(), by=by, at=AT)


def test_years_before_counts_as_the_law_does_around_the_29th_of_february():
    assert years_before(date(2026, 2, 28), 18) < date(2008, 2, 29) <= years_before(date(2026, 3, 1), 18)
    assert years_before(date(2028, 2, 29), 18) == date(2010, 2, 28)
