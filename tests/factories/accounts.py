import uuid
from datetime import date, timedelta

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import BirthDate, Membership, Organisation, Residency, SignInRequest, User
from tests.factories.base import MOMENT, AreaFactory


class UserFactory(DjangoModelFactory):
    """A resident, without a password as everybody is."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"bewoner{n}@example.nl")
    display_name = factory.Sequence(lambda n: f"Bewoner {n}")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        groups = fields.pop("groups", [])
        user = model_class.objects.create_user(*args, **fields)
        user.groups.set(groups)
        return user


def person_with(role: Role, **fields):
    """Somebody who holds a role, with the rights that the install gave it."""
    return UserFactory(display_name=f"De {role}", groups=[Group.objects.get(name=role)], **fields)


class SignInRequestFactory(DjangoModelFactory):
    """A wish whose code nobody knows; to sign in, ask for one by the action."""

    class Meta:
        model = SignInRequest

    link_digest = factory.LazyFunction(lambda: uuid.uuid4().hex * 2)
    code_digest = factory.LazyFunction(lambda: uuid.uuid4().hex * 2)
    email = factory.Sequence(lambda n: f"bewoner{n}@example.nl")
    language = "nl"
    asked_at = MOMENT
    expires_at = MOMENT + timedelta(minutes=15)


class ResidencyFactory(DjangoModelFactory):
    """Of somebody who showed it at the desk; with a birth date where `born_on` is given."""

    class Meta:
        model = Residency
        skip_postgeneration_save = True

    person = factory.SubFactory(UserFactory)
    area = factory.SubFactory(AreaFactory)
    verified_on = date(2026, 1, 1)
    expires_on = MOMENT.date() + timedelta(days=730)

    @factory.post_generation
    def born_on(self, create, value, **more):
        if value:
            BirthDate.objects.create(residency=self, born_on=value)


class BirthDateFactory(DjangoModelFactory):
    class Meta:
        model = BirthDate

    residency = factory.SubFactory(ResidencyFactory)
    born_on = date(1990, 5, 4)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Vereniging {n}")


class MembershipFactory(DjangoModelFactory):
    """Of somebody who accepted."""

    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda one: one.person.email if one.person else "lid@example.nl")
    invited_at = MOMENT
    accepted_at = factory.LazyAttribute(lambda one: MOMENT if one.person else None)
