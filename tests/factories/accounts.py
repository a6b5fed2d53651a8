import factory
from factory.django import DjangoModelFactory

from accounts.models import User


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
