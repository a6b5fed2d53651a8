"""What the city knows of somebody for the electoral roll: at the desk, by mail, and on their own page."""

import sys

import pytest
from django.core.signals import got_request_exception
from django.urls import reverse
from django.views.debug import ExceptionReporter

from accounts.human import SOMEBODY_ELSE
from accounts.models import BirthDate, Membership, Organisation
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.base import AreaFactory

pytestmark = pytest.mark.django_db

SHOWN = {"given_name": "ZWAAN", "surname": "VAN<DAM", "born_on": "1990-05-04", "is_shown": "on"}


def test_a_clerk_verifies_a_resident_who_reads_and_removes_it(client, clerk, resident, mailoutbox, site_ground):
    client.force_login(clerk)
    desk, area = reverse("residency_desk"), AreaFactory(name="Kade")
    assert "Geen account" in client.get(desk, {"mail": "niemand@example.nl"}).content.decode()
    assert client.get(desk, {"mail": resident.email}).context["form"].initial == {}
    given = SHOWN | {"mail": resident.email, "person": resident.pk, "area": area.pk}
    assert client.post(desk, given | {"is_shown": ""}).status_code == 422
    # Somebody at another address is not to be chosen here.
    assert client.post(desk, given | {"person": clerk.pk}).status_code == 422
    assert client.post(desk, given).status_code == 302
    assert (mailoutbox[0].to, "1990" in mailoutbox[0].body) == ([resident.email], False)
    assert "1990" not in client.get(desk, {"mail": resident.email}).content.decode()
    client.force_login(resident)
    shown = client.get(reverse("my_page")).content.decode()
    assert ("4 mei 1990" in shown, "Kade" in shown) == (True, True)
    client.post(reverse("remove_residency"))
    assert ("4 mei 1990" in client.get(reverse("my_page")).content.decode(), BirthDate.objects.exists()) == (
        False,
        False,
    )


def test_a_clerk_is_asked_who_it_is_where_another_account_is_theirs(client, clerk, resident, mailoutbox, site_ground):
    client.force_login(clerk)
    desk, second = reverse("residency_desk"), UserFactory()
    area = AreaFactory()
    client.post(desk, SHOWN | {"mail": resident.email, "person": resident.pk, "area": area.pk})
    given = SHOWN | {"mail": second.email, "person": second.pk, "area": area.pk}
    wrong = client.post(desk, given | {"given_name": "Ωmega"})
    assert (wrong.status_code, [*wrong.context["form"].errors]) == (422, ["given_name"])
    asked = client.post(desk, given)
    page = asked.content.decode()
    assert (asked.status_code, "met een ander account" in page, "ZWAAN" in page) == (409, True, True)
    assert ("Het is dezelfde persoon, geverifieerd op" in page, "Het is iemand anders" in page) == (True, True)
    assert resident.email not in page
    del mailoutbox[:]
    assert client.post(desk, given | {"who": "0"}).status_code == 302
    assert [mail.to for mail in mailoutbox] == [[second.email], [resident.email]]
    assert ("ander account" in mailoutbox[1].body, second.email in mailoutbox[1].body) == (True, False)
    assert all("zwaan" not in str(mail.message()).casefold() for mail in mailoutbox)
    # A namesake.
    third = UserFactory()
    given = SHOWN | {"mail": third.email, "person": third.pk, "area": area.pk, "who": str(SOMEBODY_ELSE)}
    assert (client.post(desk, given).status_code, BirthDate.objects.count()) == (302, 2)


def test_an_error_report_holds_no_name_of_who_stands_at_the_desk(client, clerk, resident, monkeypatch):
    def fail(**about):
        raise ArithmeticError

    reports = []

    def report(sender, request, **more):
        reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_html())

    monkeypatch.setattr("accounts.actions.residency.record", fail)
    got_request_exception.connect(report)
    client.force_login(clerk)
    client.raise_request_exception = False
    given = SHOWN | {"mail": resident.email, "person": resident.pk, "area": AreaFactory().pk}
    assert client.post(reverse("residency_desk"), given).status_code == 500
    got_request_exception.disconnect(report)
    (html,) = reports
    assert ("ArithmeticError" in html, "ZWAAN" in html, "VAN&lt;DAM" in html, "1990" in html) == (
        True,
        False,
        False,
        False,
    )


def test_a_contact_invites_a_member_who_says_yes_on_their_page(client, clerk, mailoutbox, site_ground):
    client.force_login(clerk)
    assert client.post(reverse("organisations_desk"), {"name": "De Vereniging"}).status_code == 302
    client.post(
        reverse("organisation_desk", args=[Organisation.objects.get().pk]),
        {"email": "contact@example.nl", "is_contact": "on"},
    )
    asked = Membership.objects.get()
    contact, member = UserFactory(email="contact@example.nl"), UserFactory(email="lid@example.nl")
    client.force_login(contact)
    assert "De Vereniging" in client.get(reverse("my_page")).content.decode()
    assert client.get(reverse("organisation_members", args=[asked.organisation_id])).status_code == 404
    client.post(reverse("answer_membership", args=[asked.pk]), {"accept": "1"})
    ours = reverse("organisation_members", args=[asked.organisation_id])
    assert client.post(ours, {"email": "lid@example.nl"}).status_code == 302
    again = client.post(ours, {"email": "lid@example.nl"})
    assert (again.status_code, [mail.to for mail in mailoutbox]) == (422, [["contact@example.nl"], ["lid@example.nl"]])
    client.force_login(member)
    invited = Membership.objects.get(person=None)
    client.post(reverse("answer_membership", args=[invited.pk]), {"accept": "1"})
    assert Membership.objects.filter(person=member, ended_at=None).exists()
    # Nobody answers for another.
    theirs = MembershipFactory(organisation=OrganisationFactory())
    assert client.post(reverse("answer_membership", args=[theirs.pk])).status_code == 404
    client.force_login(contact)
    client.post(ours, {"end": invited.pk})
    assert not Membership.objects.filter(person=member, ended_at=None).exists()
