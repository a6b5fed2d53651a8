from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.actions.user import give_role, take_role
from accounts.enums import Role
from accounts.models import User
from base.actions.audit_entry import record
from base.actions.search_entry import index_words
from base.refusal import Refusal, refuse_if
from home.enums import FoundKind, PartyKind
from home.models import Party, Representative
from home.rules import refusal_to_keep_register


@dataclass(frozen=True)
class PartyFacts:
    """What the register says of every party: the same of all."""

    name: str
    kind: str = PartyKind.PARTY
    website: str = ""
    since: date | None = None
    is_in_council: bool = False


@transaction.atomic
def list_party(*, facts: PartyFacts, by: Any, at: datetime) -> Party:
    refuse_if(refusal_to_keep_register(by) or _refusal_of_twin(facts.name))
    party = Party.objects.create(**asdict(facts), slug=_free_slug(facts.name), listed_at=at, listed_by=by)
    index_words(FoundKind.PARTY, [party.pk])
    record(act="party_listed", about=f"party {party.slug}", by=by, at=at, facts=asdict(facts))
    return party


@transaction.atomic
def correct_party(*, party: Party, facts: PartyFacts, by: Any, at: datetime) -> Party:
    """Another name leaves the address of the party's page as it is."""
    refuse_if(refusal_to_keep_register(by) or _refusal_of_twin(facts.name, besides=party))
    party = Party.objects.select_for_update().get(pk=party.pk)
    changed = {
        name: [getattr(party, name), value] for name, value in asdict(facts).items() if getattr(party, name) != value
    }
    if changed:
        for name, (_before, value) in changed.items():
            setattr(party, name, value)
        party.save(update_fields=list(changed))
        index_words(FoundKind.PARTY, [party.pk])
        record(act="party_corrected", about=f"party {party.slug}", by=by, at=at, changed=changed)
    return party


@transaction.atomic
def admit_representative(*, party: Party, person: User, by: Any, at: datetime) -> Representative:
    """Lets somebody speak for a party, and gives them the role that goes with it."""
    refuse_if(refusal_to_keep_register(by))
    # One admission at a time, so that nobody is admitted twice.
    Party.objects.select_for_update().get(pk=party.pk)
    if not person.is_active:
        raise Refusal(_("This account is closed."))
    if Representative.objects.current().filter(party=party, person=person).exists():
        raise Refusal(_("%(person)s represents %(party)s already.") % {"person": person, "party": party})
    representative = Representative.objects.create(party=party, person=person, admitted_by=by, admitted_at=at)
    give_role(person=person, role=Role.PARTY_REPRESENTATIVE, by=by, at=at)
    record(act="representative_admitted", about=f"party {party.slug}", by=by, at=at, person=person.key)
    return representative


@transaction.atomic
def end_representation(*, representative: Representative, by: Any, at: datetime) -> None:
    """Takes the role away as well, unless the person still speaks for another party."""
    refuse_if(refusal_to_keep_register(by))
    representative = Representative.objects.select_for_update().get(pk=representative.pk)
    if representative.ended_at is not None:
        raise Refusal(_("This representation has ended already."))
    representative.ended_at, representative.ended_by = at, by
    representative.save(update_fields=["ended_at", "ended_by"])
    person = representative.person
    if not Representative.objects.current().filter(person=person).exists():
        take_role(person=person, role=Role.PARTY_REPRESENTATIVE, by=by, at=at)
    record(act="representation_ended", about=f"party {representative.party.slug}", by=by, at=at, person=person.key)


def _refusal_of_twin(name: str, besides: Party | None = None) -> str:
    twins = Party.objects.filter(name__iexact=name)
    if besides is not None:
        twins = twins.exclude(pk=besides.pk)
    return _("A party of this name is in the register already.") if twins.exists() else ""


def _free_slug(name: str) -> str:
    wished = slugify(name)[:70] or "partij"
    taken = set(Party.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    slug, number = wished, 1
    while slug in taken:
        number += 1
        slug = f"{wished}-{number}"
    return slug
