import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationSource

from accounts.enums import Role
from base.actions.removal import ask_redaction, ask_withdrawal, confirm_redaction, confirm_withdrawal, take_back
from base.enums import RedactionReason, WithdrawalReason
from base.models import AuditEntry, PublishedVersion, Redaction, VersionText
from base.redaction_ledger import waiting_redactions
from base.refusal import Refusal
from base.triggers import without_triggers
from home.models import AgendaItemPage
from tests.citations import republished
from tests.factories.accounts import person_with
from tests.factories.home import AgendaItemPageFactory
from tests.removals import redacted, withdrawn

pytestmark = pytest.mark.django_db
SECRET = "Mevrouw Verzonnen belt iedere dag."
NAMED = "Op verzoek van mevrouw Verzonnen."


@pytest.fixture(autouse=True)
def _own_ledger(tmp_path, settings):
    settings.REDACTION_LEDGER = tmp_path


@pytest.fixture
def second(db):
    return person_with(Role.CLERK)


@pytest.fixture
def item(agenda_item) -> AgendaItemPage:
    agenda_item.ambition = f"<p>{SECRET}</p>"
    agenda_item.save_revision().publish()
    return AgendaItemPage.objects.get(pk=agenda_item.pk)


def redact(version, clerk, second, noon) -> Redaction:
    (redaction,) = redacted(version, "ambition", by=clerk, second=second, at=noon)
    return redaction


def test_a_redaction_destroys_the_words_everywhere_and_keeps_the_rest(item, clerk, second, noon, client):
    version, digest = item.version, item.version.sha256
    redact(version, clerk, second, noon)
    page = client.get(version.lasting_address).content.decode()
    assert SECRET not in page
    assert "Er stond een naam in." in page
    assert digest in page
    item.refresh_from_db()
    assert SECRET not in str(item.ambition)
    assert all(SECRET not in str(revision.content) for revision in item.revisions.all())
    assert SECRET not in client.get(item.get_url()).content.decode()
    assert not any(SECRET in text.value for text in VersionText.objects.all())
    assert not any(SECRET in str(entry.detail) for entry in AuditEntry.objects.all())


def test_a_version_that_was_published_meanwhile_with_the_same_words_goes_with_it(item, clerk, second, noon, client):
    (asked,) = ask_redaction(
        version=item.version,
        fields=["ambition"],
        reason=RedactionReason.PRIVACY,
        explanation="Er stond een naam in.",
        by=clerk,
        at=noon,
    )
    later = republished(item, summary="Korter gezegd.").version
    assert later != asked.version
    confirm_redaction(redaction=asked, by=second, at=noon)
    assert SECRET not in client.get(later.lasting_address).content.decode()
    assert not any(SECRET in text.value for text in VersionText.objects.all())
    republished(item, summary="Nog korter.", ambition="<p>Iets anders.</p>")
    address = reverse("difference", args=[later.reference.string, later.label, "4"])
    assert SECRET not in client.get(address).content.decode()


def test_the_desk_names_where_part_of_the_words_stands_as_well(item, clerk, noon, client):
    first = item.version
    longer = republished(item, ambition=f"<p>{SECRET}</p><p>Dat is te vaak.</p>").version
    other = AgendaItemPageFactory(parent=item.get_parent(), problem=f"<p>{SECRET}</p>")
    other.save_revision().publish()
    ask_redaction(
        version=first,
        fields=["ambition"],
        reason=RedactionReason.PRIVACY,
        explanation="Er stond een naam in.",
        by=clerk,
        at=noon,
    )
    client.force_login(clerk)
    desk = client.get(reverse("versions_desk")).content.decode()
    named = [reverse("version_desk", args=[one.pk]) for one in (longer, other.version)]
    warning = desk.partition("help-warning")[2].partition("</td>")[0]
    assert [address in warning for address in named] == [True, True]
    assert reverse("version_desk", args=[first.pk]) not in warning


def test_nobody_confirms_what_they_asked_and_an_editor_asks_nothing(item, clerk, editor, noon, in_english):
    ask = {"version": item.version, "fields": ["ambition"], "reason": "privacy", "explanation": "Een naam.", "at": noon}
    with pytest.raises(Refusal, match="Only the clerk"):
        ask_redaction(**ask, by=editor)
    (asked,) = ask_redaction(**ask, by=clerk)
    with pytest.raises(Refusal, match="somebody else confirms"):
        confirm_redaction(redaction=asked, by=clerk, at=noon)
    take_back(removal=asked, by=clerk, at=noon)
    assert "ambition" in item.version.content


def test_after_a_restore_redactions_are_replayed_before_the_site_opens(item, clerk, second, noon):
    redact(item.version, clerk, second, noon)
    assert waiting_redactions() == []
    # The backup has the words again, and knows no redaction.
    with without_triggers():
        Redaction.objects.all().delete()
    VersionText.objects.create(version=item.version, field="ambition", value=f'"<p>{SECRET}</p>"')
    assert len(waiting_redactions()) == 1
    call_command("replay_redactions")
    assert waiting_redactions() == []
    assert "ambition" not in item.version.content


def test_a_withdrawn_version_is_a_tombstone_that_says_why(item, clerk, second, noon, client):
    version = item.version
    asked = ask_withdrawal(
        version=version,
        reason=WithdrawalReason.ERROR,
        explanation="Het was een concept.",
        decided_by="Het college",
        replaced_by=None,
        by=clerk,
        at=noon,
    )
    assert client.get(version.lasting_address).status_code == 200
    confirm_withdrawal(withdrawal=asked, by=second, at=noon)
    page = client.get(version.lasting_address)
    assert page.status_code == 410
    for words in ("Het was een concept.", "Het college", version.sha256):
        assert words in page.content.decode()
    told = client.get(f"{version.lasting_address}.json")
    assert (told.status_code, told.json()["reason"]) == (410, "error")
    assert version.lasting_address not in client.get(f"/timemap/{version.reference.string}").content.decode()


def test_words_that_were_withdrawn_are_not_published_again_as_they_were(item, clerk, second, noon, client):
    withdrawn(item.version, by=clerk, second=second, at=noon)
    republished(item)
    assert client.get(item.get_url()).status_code == 410
    refused = AuditEntry.objects.get(act="publication_refused")
    assert "ingetrokken" in str(refused.detail)


def test_the_page_of_a_withdrawn_version_leads_to_what_replaces_it(item, clerk, second, noon, client):
    first = item.version
    item = republished(item, summary="Korter gezegd.")
    asked = ask_withdrawal(
        version=item.version,
        reason=WithdrawalReason.ERROR,
        explanation="Het was een concept.",
        decided_by="Het college",
        replaced_by=first.reference,
        replaced_by_label=first.label,
        by=clerk,
        at=noon,
    )
    confirm_withdrawal(withdrawal=asked, by=second, at=noon)
    assert first.lasting_address in client.get(item.get_url()).content.decode()


def test_the_history_compares_with_the_version_before_a_withdrawn_one(item, clerk, second, noon, client):
    string = item.version.reference.string
    item = republished(item, summary="Korter gezegd.")
    gone = item.version
    item = republished(item, summary="Nog korter gezegd.")
    withdrawn(gone, by=clerk, second=second, at=noon)
    page = client.get(reverse("versions", args=[string])).content.decode()
    before, after = (reverse("difference", args=[string, one, item.version.label]) for one in ("2", gone.label))
    assert (before in page, after in page) == (True, False)


def test_a_redaction_of_the_change_note_leaves_the_text_whole(
    item, clerk, second, noon, client, site_ground, django_capture_on_commit_callbacks
):
    """The same note goes in every version that has it, and from the desk; it comes back with no backup."""
    page = republished(item, summary="Ook peuters.", change_note=NAMED)
    agenda = page.get_parent().specific.copy_for_translation(site_ground.english)
    agenda.save_revision().publish()
    source, _made = TranslationSource.update_or_create_from_instance(page)
    TranslationSource.objects.update(
        content_json=source.content_json.replace('"change_note": ""', f'"change_note": "{NAMED}"')
    )
    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.create(source=source, target_locale=site_ground.english).save_target(publish=True)
    page.change_note = NAMED
    page.save_revision()
    versions = PublishedVersion.objects.filter(number=3)
    assert list(versions.values_list("change_note", flat=True)) == [NAMED, NAMED]
    asked = redacted(page.version, "change_note", by=clerk, second=second, at=noon)
    assert len(asked) == 2
    assert list(versions.values_list("change_note", flat=True)) == ["", ""]
    assert page.version.is_whole
    public = [client.get(address).content.decode() for address in (page.version.lasting_address, page.get_url())]
    assert not any(NAMED in html for html in public)
    assert "de tekst zelf is heel" in public[0]
    assert not any(NAMED in str(one.content) for one in Revision.objects.all())
    assert not any(NAMED in one.content_json for one in TranslationSource.objects.all())
    assert not any(NAMED in str(entry.detail) for entry in AuditEntry.objects.all())
    with without_triggers():
        Redaction.objects.all().delete()
        PublishedVersion.objects.filter(number=3).update(change_note=NAMED)
    call_command("replay_redactions")
    assert list(versions.values_list("change_note", flat=True)) == ["", ""]


def test_a_version_without_a_note_has_none_to_redact(item, clerk, noon, client):
    first = PublishedVersion.objects.get(number=1)
    with pytest.raises(Refusal):
        redacted(first, "change_note", by=clerk)
    noted = republished(item, summary="Ook peuters.", change_note="Een naam.").version
    client.force_login(clerk)
    offered = {
        version: "change_note"
        in dict(
            client.get(reverse("version_desk", args=[version.pk]))
            .context["forms"]["redact"]["fields_to_destroy"]
            .field.choices
        )
        for version in (first, noted)
    }
    assert offered == {first: False, noted: True}
