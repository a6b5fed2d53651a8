import pytest
from django.urls import reverse

from participation.models import VotingHelp

pytestmark = pytest.mark.django_db


def test_help_with_voting_is_kept_per_language(desk):
    desk.post(reverse("voting_help"), {"telephone_nl": "14 0123", "desk_en": "Town hall"})
    assert list(VotingHelp.objects.order_by("language").values_list("language", "telephone", "desk")) == [
        ("en", "", "Town hall"),
        ("nl", "14 0123", ""),
    ]
