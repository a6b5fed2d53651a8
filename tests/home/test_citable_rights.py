"""Every role tries to publish, to withdraw and to redact: exactly those who may succeed. The register has a table of its own."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.enums import Role
from base.actions.removal import ask_redaction, ask_withdrawal, confirm_redaction, confirm_withdrawal, take_back
from base.models import PublishedVersion, Redaction, VersionText, Withdrawal
from base.refusal import Refusal
from tests.citations import listed, speaker
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import MOMENT, RedactionFactory, WithdrawalFactory
from tests.html import filled_form

pytestmark = pytest.mark.django_db

REMOVALS = {"ask_redaction", "confirm_redaction", "ask_withdrawal", "confirm_withdrawal", "take_back"}
PUBLISH = "publish"
MAY = {
    "visitor": set(),
    Role.RESIDENT: set(),
    "representative": set(),
    Role.EDITOR: {PUBLISH},
    Role.MODERATOR: set(),
    # The clerk publishes what a decision causes.
    Role.CLERK: REMOVALS | {PUBLISH},
    Role.ADMINISTRATOR: REMOVALS | {PUBLISH},
}


@pytest.fixture(autouse=True)
def _own_ledger(tmp_path, settings):
    settings.REDACTION_LEDGER = tmp_path


@pytest.fixture
def somebody(clerk):
    def of(who):
        if who == "visitor":
            return AnonymousUser()
        if who == "representative":
            return speaker(clerk, listed(clerk))
        return person_with(who) if who in Role.values else UserFactory()

    return of


def carry_out(act: str, version: PublishedVersion, by) -> None:
    given = {"by": by, "at": MOMENT}
    other = UserFactory()
    if act == "ask_redaction":
        ask_redaction(version=version, fields=["title"], reason="privacy", explanation="Een naam.", **given)
    elif act == "confirm_redaction":
        confirm_redaction(redaction=RedactionFactory(version=version, asked_by=other), **given)
    elif act == "ask_withdrawal":
        ask_withdrawal(
            version=version, reason="error", explanation="Fout.", decided_by="Het college", replaced_by=None, **given
        )
    elif act == "confirm_withdrawal":
        confirm_withdrawal(withdrawal=WithdrawalFactory(version=version, asked_by=other), **given)
    else:
        take_back(removal=WithdrawalFactory(version=version, asked_by=other), **given)


@pytest.mark.parametrize("act", sorted(REMOVALS))
@pytest.mark.parametrize("who", list(MAY))
def test_removal_is_for_those_who_may(agenda_item, somebody, who, act):
    version, by = agenda_item.version, somebody(who)
    texts = VersionText.objects.count()
    if act in MAY[who]:
        carry_out(act, version, by)
        assert VersionText.objects.count() == texts - (act == "confirm_redaction")
        return
    with pytest.raises(Refusal):
        carry_out(act, version, by)
    assert VersionText.objects.count() == texts
    assert not Redaction.objects.filter(confirmed_at__isnull=False).exists()
    assert not Withdrawal.objects.filter(confirmed_at__isnull=False).exists()


@pytest.mark.parametrize("who", list(MAY))
def test_publishing_is_for_those_who_may(client, agenda_item, somebody, editor, who):
    address = reverse("wagtailadmin_pages:edit", args=[agenda_item.pk])
    client.force_login(editor)
    sent = filled_form(client.get(address).content.decode(), "page-edit-form")
    client.logout()
    by = somebody(who)
    if by.is_authenticated:
        client.force_login(by)
    # Also whoever sees no button may send what the button sends.
    client.post(address, sent | {"title": "Anders", "change_note": "Een andere naam.", "action-publish": "x"})
    labels = [version.label for version in PublishedVersion.objects.filter(reference=agenda_item.reference)]
    assert labels == (["1", "2"] if PUBLISH in MAY[who] else ["1"])
