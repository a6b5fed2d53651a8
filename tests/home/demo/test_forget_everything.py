import pytest
from wagtail.models import Page

from accounts.models import User
from home.demo.build import forget_everything


@pytest.mark.django_db(transaction=True)
def test_forget_everything_leaves_an_empty_house(django_user_model):
    django_user_model.objects.create_user("noor@waterrijk.example", "Noor")
    forget_everything()
    assert (User.objects.count(), Page.objects.count()) == (0, 0)
