import pytest

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from home.actions.party import PartyFacts, admit_representative, correct_party, end_representation
from home.models import Party, Representative
from home.queries.party import represented_parties
from tests.citations import listed, speaker
from tests.factories.base import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def roles(person) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def test_admit_representative_gives_the_role_and_its_end_takes_it(clerk, party, resident):
    representative = admit_representative(party=party, person=resident, by=clerk, at=MOMENT)
    assert Role.PARTY_REPRESENTATIVE in roles(resident)
    assert represented_parties(resident) == [party]
    end_representation(representative=representative, by=clerk, at=MOMENT)
    assert Role.PARTY_REPRESENTATIVE not in roles(resident)
    assert represented_parties(resident) == []
    assert AuditEntry.objects.filter(act__in=["representative_admitted", "representation_ended"]).count() == 2


def test_end_representation_leaves_the_role_to_whoever_speaks_for_another_party(clerk, party, resident):
    other = listed(clerk, "Andere Lijst")
    first = admit_representative(party=party, person=resident, by=clerk, at=MOMENT)
    admit_representative(party=other, person=resident, by=clerk, at=MOMENT)
    end_representation(representative=first, by=clerk, at=MOMENT)
    assert Role.PARTY_REPRESENTATIVE in roles(resident)
    assert represented_parties(resident) == [other]


def test_admit_representative_refuses_to_do_it_twice(clerk, party):
    person = speaker(clerk, party)
    with pytest.raises(Refusal, match="already"):
        admit_representative(party=party, person=person, by=clerk, at=MOMENT)


def test_admit_representative_takes_back_whoever_left(clerk, party):
    person = speaker(clerk, party)
    end_representation(representative=Representative.objects.get(), by=clerk, at=MOMENT)
    admit_representative(party=party, person=person, by=clerk, at=MOMENT)
    assert represented_parties(person) == [party]


def test_represented_parties_are_none_without_the_role(clerk, party):
    person = speaker(clerk, party)
    person.groups.clear()
    assert represented_parties(person) == []


def test_list_party_gives_every_name_an_address_of_its_own(clerk):
    slugs = [listed(clerk, name).slug for name in ("Waterpartij", "Waterpartij!", "حزب الماء", "🌊🌊")]
    assert slugs == ["waterpartij", "waterpartij-2", "partij", "partij-2"]
    with pytest.raises(Refusal, match="already"):
        listed(clerk, "WATERPARTIJ")


def test_correct_party_keeps_its_address_and_says_what_changed(clerk, party):
    correct_party(party=party, facts=PartyFacts("Waterlijst", is_in_council=True), by=clerk, at=MOMENT)
    assert Party.objects.get().slug == "waterpartij"
    changed = AuditEntry.objects.get(act="party_corrected").detail["changed"]
    assert changed == {"name": ["Waterpartij", "Waterlijst"], "is_in_council": [False, True]}
