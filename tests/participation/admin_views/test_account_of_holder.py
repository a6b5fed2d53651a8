"""Who changes the account of somebody that a ballot box hangs on is told so."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.enums import Role
from participation.enums import Keeping
from participation.models import BallotBox, BoxHolder
from tests.factories.accounts import person_with
from tests.factories.participation import BallotBoxFactory, BoxHolderFactory, ConsultationRoundFactory
from tests.rounds import moment

pytestmark = pytest.mark.django_db


def test_who_takes_the_role_or_account_of_a_holder_reads_which_box_then_lacks_a_part(client):
    vote = ConsultationRoundFactory()
    BallotBox.objects.all().delete()
    box = BallotBoxFactory(consultation_round=vote, keeping=Keeping.PARTS, needed=2, locked_key=b"")
    anna, bert, carla = (person_with(Role.CLERK) for _ in range(3))
    for person in (anna, bert):
        BoxHolderFactory(box=box, person=person)
    BoxHolderFactory(box=box, person=carla, deputy=anna)
    client.force_login(person_with(Role.ADMINISTRATOR))

    def change(person, *roles, **given):
        data = {"email": person.email, "display_name": person.display_name} | given
        data["groups"] = [Group.objects.get(name=role).pk for role in roles]
        answer = client.post(reverse("wagtailusers_users:edit", args=[person.pk]), data, follow=True)
        assert len(answer.redirect_chain) == 1
        return [str(one) for one in answer.context["messages"] if one.level_tag == "warning"]

    assert change(anna, Role.CLERK, Role.EDITOR, is_active="on") == []
    (told,) = change(bert, Role.EDITOR, is_active="on")
    assert f"een deel van de stembus van {vote.reference.string}" in told
    assert "Alle 2 delen die er nog zijn, zijn nodig" in told
    # As holder and as deputy, once: Carla can still come with hers.
    (told,) = change(anna, Role.CLERK)
    assert "Van de 3 delen zijn er nog 1, en er zijn er 2 nodig" in told
    assert change(carla, Role.CLERK, is_active="on") == []
    BoxHolder.objects.filter(person=bert).update(lost_at=moment(11, 3))
    assert change(bert, is_active="on") == []
