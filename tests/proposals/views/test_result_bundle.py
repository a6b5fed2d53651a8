import io
import zipfile
from hashlib import sha256

import pytest
from django.urls import reverse

from participation.enums import TieRule
from participation.queries.lot import closing_head, lot_of
from participation.verify.bundle import FOLDER
from tests.factories.accounts import UserFactory
from tests.rounds import COUNTING, count, hand_in, open_up, publish, publish_round, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle(consultation_round, author, moderator, clerk, travel):
    subject = publish(hand_in(consultation_round, by=author), by=moderator)
    vote(consultation_round, subject, by=UserFactory())
    travel(COUNTING)
    return count(consultation_round, by=clerk).bundle


def address(bundle, name: str, *more: object) -> str:
    return reverse(name, args=[bundle.sheet.consultation_round.reference.string, *more])


def test_everybody_gets_the_bundle_from_the_result_with_its_hash_and_the_closing_head(bundle, client):
    head = closing_head(bundle.sheet.consultation_round).sha256
    for name in ("result", "result_bundle"):
        page = client.get(address(bundle, name)).content.decode()
        assert bundle.sha256 in page
        assert head in page
    assert f'href="{address(bundle, "result_bundle")}"' in client.get(address(bundle, "result")).content.decode()
    assert address(bundle, "bundle_file", 1) in page
    assert address(bundle, "check_page", 1) in page
    assert f'data-copy="{bundle.sha256}"' in page
    assert "te zwaar voor de pagina" not in page.partition("<h2>")[0]

    file = client.get(address(bundle, "bundle_file", 1))
    assert sha256(file.content).hexdigest() == bundle.sha256
    assert f'attachment; filename="{bundle}"' in file["Content-Disposition"]
    assert client.get(address(bundle, "bundle_file", 2)).status_code == 404
    check = client.get(address(bundle, "check_page", 1))
    assert check.content == (FOLDER / "verify.html").read_bytes()
    assert check["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in check["Content-Security-Policy"]
    with zipfile.ZipFile(io.BytesIO(file.content)) as files:
        assert files.testzip() is None


def test_a_bundle_that_is_gone_is_told_in_words(bundle, client):
    bundle.file.storage.delete(bundle.file.name)
    answer = client.get(address(bundle, "bundle_file", 1))
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert 'role="alert"' in answer.content.decode()


def test_nobody_gets_a_bundle_before_the_result_is_public(consultation_round, author, moderator, clerk, client, travel):
    vote(consultation_round, publish(hand_in(consultation_round, by=author), by=moderator), by=UserFactory())
    travel(COUNTING)
    bundle = count(consultation_round, by=clerk, public=False).bundle
    for name, *more in (("result_bundle",), ("bundle_file", 1), ("check_page", 1)):
        assert client.get(address(bundle, name, *more)).status_code == 409


def test_clerk_enters_what_the_lot_is_drawn_with_and_everybody_reads_it(
    agenda_item, author, moderator, clerk, signed_in, client, travel
):
    drawing = publish_round(agenda_item, tie_rule=TieRule.LOT, public_draw="De staatsloterij van 10 december")
    both = [publish(hand_in(drawing, by=author, title=title), by=moderator) for title in ("Bankje", "Boom")]
    for subject in both:
        vote(drawing, subject, by=UserFactory())
    travel(COUNTING)
    open_up(drawing, by=clerk)
    desk = reverse("round_desk", args=[drawing.reference.string])

    assert 'name="public_value"' in signed_in(clerk).get(desk).content.decode()
    refused = signed_in(clerk).post(desk, {"act": "count", "public_value": " - "})
    said = 'role="alert">Vul de waarde in waarmee geloot wordt' in refused.content.decode()
    assert (refused.status_code, said, 'value=" - "' in refused.content.decode()) == (409, True, True)
    assert not drawing.tally_sheets.exists()
    signed_in(clerk).post(desk, {"act": "count", "public_value": "1234567"})
    signed_in(clerk).post(desk, {"act": "publish"})

    lot = lot_of(drawing.tally_sheets.get())
    page = client.get(reverse("result", args=[drawing.reference.string])).content.decode()
    assert client.get(reverse("result_json", args=[drawing.reference.string])).json()["lot"]["seed"] == lot.seed
    said = "Waar het gelijk stond, besliste het lot."
    for words in ("De staatsloterij van 10 december", "1234567", lot.seed, *lot.order, "Gelijk, met elk 1: ", said):
        assert words in page
    assert "De meeste stemmen gingen naar" not in page
    # What two people certify tells it too: the rule, the value, the draw.
    record = client.get(reverse("vote_record", args=[drawing.reference.string])).content.decode()
    for words in (
        "De staatsloterij van 10 december",
        "<code>1234567</code>",
        lot.seed,
        *lot.order,
        "vooraf afgesproken",
    ):
        assert words in record, words
    # Another value is not counted with before somebody else confirms it; the clerk sees what the sheet was drawn with.
    certify = reverse("certify_desk", args=[drawing.reference.string])
    sent = {"act": "correct", "correct-reason": "Tikfout.", "correct-public_value": "7654321"}
    assert "1234567" in signed_in(clerk).get(certify).content.decode()
    assert "Het wacht op een tweede persoon" in signed_in(clerk).post(certify, sent, follow=True).content.decode()
    assert drawing.tally_sheets.get().public_value == "1234567"
    assert drawing.seconded_acts.get(second_at=None).details["public_value"] == "7654321"
