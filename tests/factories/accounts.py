import uuid
from datetime import timedelta

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import SignInRequest, User
from tests.factories.base import MOMENT


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
