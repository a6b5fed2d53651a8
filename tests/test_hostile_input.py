"""Whatever people send: it is stored and shown unharmed, or refused with a sentence."""

import json
import unicodedata
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape
from lxml import html

from base import clock
from base.canonical import normalised
from base.characters import is_blank
from base.marks import marked_html
from base.personal_data import personal_data
from base.plain_language import long_sentences
from participation.actions.comment import post_comment
from participation.actions.draft import save_draft
from participation.author_rules import refusal_of_shown_name
from participation.enums import PhaseKind
from participation.forms.comment import CommentForm
from participation.models import Comment, Draft, Subject
from proposals.actions.attachment import LONGEST_NAME, shown_name
from proposals.enums import Timing
from proposals.forms.formal_view import FormalViewForm
from proposals.forms.proposal import ProposalForm
from proposals.queries.alike import alike_proposals
from tests.factories.accounts import UserFactory
from tests.html import skeleton, text_of, words
from tests.rounds import hand_in, moment, publish_round

STRINGS = Path(__file__).resolve().parents[2] / "shared/data/hostile/blns.json"
# Strings that the folder may lack, and that broke something once somewhere.
OWN = [
    "</title><script>alert(1)</script>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "%(title)s %s %d {0} {title}",
    "e\u0301" * 60,
    "👨‍👩‍👧‍👦" * 100,
    "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307" * 100,
    "\u202eomgekeerd\u202c",
    "\ufeffbyte order mark",
    "a\x00b",
    "a\x07b\x1bc",
    "x" * 5000,
    "\n\r\n\t",
    "\u200b",
    "../../etc/passwd",
    '=HYPERLINK("http://example.nl")',
]
ALL = OWN + (json.loads(STRINGS.read_text(encoding="utf-8")) if STRINGS.exists() else [])
# Each takes some pages; `make check-all` sends every one.
SOME = OWN + ALL[len(OWN) :: 60]

pytestmark = pytest.mark.django_db


@pytest.fixture
def always(site_ground):
    """A round that is always open and publishes at once: people may do everything in it."""
    phases = [(kind, moment(1, 1), None) for kind in (PhaseKind.COLLECT, PhaseKind.SUPPORT, PhaseKind.DISCUSS)]
    return publish_round(site_ground.home, title="Begin", is_standing=True, method="", screening="after", phases=phases)


@pytest.fixture
def resident_at_home(client, resident, settings):
    settings.WRITE_LIMITS = {"account": 10_000, "address": 10_000}
    # Among the strings are links, which wait when a new account sends them.
    settings.MODERATION = settings.MODERATION | {"new_account_days": 0}
    client.force_login(resident)
    return client


def proposal_data(string: str) -> dict[str, str]:
    return {
        "title": string,
        "summary": string,
        "body": f"Begin. {string} Einde.",
        "language": "nl",
        "author_name": string[:80],
        "tags": string,
    }


def test_proposal_form_takes_or_refuses_every_string_in_words(always):
    for string in ALL:
        form = ProposalForm(proposal_data(string), consultation_round=always, by=UserFactory.build())
        assert form.is_valid() or all(words(str(message)) for messages in form.errors.values() for message in messages)
        if form.is_valid():
            text = form.text()
            # What the tables hold.
            assert max(len(text.title), 1) <= 255
            assert (len(text.summary) <= 300, len(text.author_name) <= 80) == (True, True)
            assert all(len(tag) <= 100 for tag in text.tags)


def test_marks_of_every_string_are_read_without_a_script_and_hold_its_words():
    for string in ALL:
        source = marked_html(f"Begin. {string} Einde.")
        root = html.fragment_fromstring(source, create_parent="div")
        attributes = {name for element in root.iter() for name in element.attrib}
        assert attributes <= {"href", "start"}, string
        assert {element.tag for element in root.iter()} <= {
            "div",
            "p",
            "br",
            "ul",
            "ol",
            "li",
            "h2",
            "h3",
            "h4",
            "strong",
            "a",
        }
        assert root.text_content().startswith("Begin."), string
        personal_data([string])
        long_sentences(string)


def test_files_with_any_name_are_called_something_that_can_be_shown():
    for string in ALL:
        name = shown_name(string, "pdf")
        assert name.endswith(".pdf")
        assert not set(name) & set('/\\<>"\n\r\x00'), string
        assert len(name) <= LONGEST_NAME + 4


def test_alike_takes_every_string(always):
    for string in ALL:
        assert alike_proposals(always, title=string, summary=string, at=clock.now()) == []


def test_comment_form_takes_or_refuses_every_string_in_words():
    for string in ALL:
        form = CommentForm({"text": string, "author_name": string[:80]}, by=UserFactory.build())
        assert form.is_valid() or all(words(str(message)) for messages in form.errors.values() for message in messages)


def test_formal_view_form_takes_or_refuses_every_string_in_words():
    for string in ALL:
        given = dict.fromkeys(("text", "remark", "name", "address", "mail"), string)
        form = FormalViewForm(given, timing=Timing.LATE)
        assert form.is_valid() or all(words(str(message)) for messages in form.errors.values() for message in messages)
        if form.is_valid():
            assert (len(form.sender().name) <= 120, len(form.sender().address) <= 300) == (True, True)


@pytest.mark.parametrize(
    "strings", [SOME, pytest.param(ALL, marks=[pytest.mark.heavy, pytest.mark.timeout(900)])], ids=["some", "all"]
)
def test_proposal_with_any_string_is_shown_as_it_was_written(always, resident, resident_at_home, strings):
    plain = hand_in(always, by=resident, title="Bankje", tags=["een"])
    expected = skeleton(resident_at_home.get(reverse("proposal", args=[plain.reference.string])).content.decode())
    refused = []
    for string in strings:
        address = reverse("start_proposal", args=[always.reference.string])
        writing = resident_at_home.get(address).headers["Location"]
        sent = proposal_data(string) | {"body": "Nu staat iedereen.", "author_name": string[:80] or "x", "tags": "een"}
        answer = resident_at_home.post(writing, sent)
        if answer.status_code == 422:
            refused.append(string)
            # Nothing is lost: the page still holds it, escaped.
            assert (
                escape(normalised(string)) in answer.content.decode()
                or string != normalised(string)
                or not string.strip()
            )
            continue
        done = resident_at_home.post(answer.headers["Location"])
        subject = Subject.objects.order_by("-pk").first()
        page = resident_at_home.get(done.headers["Location"].removesuffix("?handed-in=1")).content.decode()
        assert text_of(page, "h1") == words(unicodedata.normalize("NFC", normalised(string.strip())))
        assert skeleton(page) == expected, string
        assert subject.label == normalised(string.strip())
    for string in refused:
        form = ProposalForm(
            proposal_data(string) | {"tags": "een", "author_name": string[:80] or "x"},
            consultation_round=always,
            by=resident,
        )
        assert set(form.errors) & {"title", "summary", "author_name"}, string


@pytest.mark.parametrize(
    "strings", [SOME, pytest.param(ALL, marks=[pytest.mark.heavy, pytest.mark.timeout(900)])], ids=["some", "all"]
)
def test_comment_with_any_string_is_shown_as_it_was_written(always, resident, resident_at_home, strings):
    subject = hand_in(always, by=resident, title="Bankje")
    address = reverse("write_comment", args=[subject.reference.string])
    for string in strings:
        Comment.objects.all().delete()
        answer = resident_at_home.post(address, {"text": string, "author_name": "Noor"})
        assert answer.status_code in {302, 422}
        if answer.status_code == 422:
            assert Comment.objects.count() == 0
            continue
        comment = Comment.objects.get()
        page = resident_at_home.get(reverse("proposal", args=[subject.reference.string])).content.decode()
        assert (
            comment.text == string.strip().replace("\r\n", "\n").replace("\r", "\n") or comment.text == string.strip()
        )
        for line in comment.text.splitlines():
            assert escape(line) in page


def test_every_string_stands_unharmed_in_one_talk(always, resident, resident_at_home):
    subject = hand_in(always, by=resident, title="Bankje")
    at = moment(11, 3)
    strings = [string for string in ALL if "\x00" not in string and not is_blank(string) and len(string) <= 4000]
    for string in strings:
        # Names that cannot be shown are refused, in words; the same signs in a text stand.
        name = "" if refusal_of_shown_name(string[:80]) else string[:80]
        post_comment(subject=subject, text=string, language="nl", author_name=name, by=resident, at=at)
    kept = list(Comment.objects.order_by("pk").values_list("text", flat=True))
    assert kept == [string.strip() for string in strings]
    page = resident_at_home.get(
        reverse("proposal", args=[subject.reference.string]), {"order": "oldest"}
    ).content.decode()
    assert all(escape(line) in page for text in kept[:10] for line in text.splitlines())
    tags = {tag for tag, _attributes in skeleton(page)}
    assert {tag for tag, names in skeleton(page) for name in names if name.startswith("on")} == set()
    assert tags & {"iframe", "object", "embed", "marquee", "img"} == set()


def test_draft_keeps_every_string(always, resident):
    for string in ALL:
        draft = save_draft(
            form="proposal",
            consultation_round=always,
            data={"title": string},
            language="nl",
            by=resident,
            at=moment(11, 3),
        )
        draft.refresh_from_db()
        assert draft.data == {"title": normalised(string)}
    assert Draft.objects.count() == len(ALL)


PATHS = [
    "/nl/%00/",
    "/nl/voorstellen/VST%00/",
    "/id/%00",
    "/nl/id/LEA-2026-001%00",
    "/nl/agenda/?theme=%00",
    "/nl/?x=%00",
    "/admin/pages/%00/",
]


@pytest.mark.parametrize("path", PATHS)
def test_address_with_a_null_character_is_refused_in_words(client, site_ground, path):
    response = client.get(path)
    assert response.status_code == 400
    assert "Ga terug" in response.content.decode()


@pytest.mark.parametrize(
    "reference",
    [
        "VST-2026-٠٠١",
        "vst-2026-001",
        "VST-2026-001'--",
        "é",
        "漢字",
        "👨‍👩‍👧‍👦",
        "%F0%9F%98%80",
        "%ff",
        "..",
        "VST-2026-" + "9" * 400,
        "<b>",
        "%20",
    ],
)
@pytest.mark.parametrize(
    "name", ["proposal", "decision", "result", "result_csv", "proposals", "start_proposal", "reference"]
)
def test_address_of_nothing_is_not_there(client, site_ground, name, reference):
    address = reverse(name, args=["X"])
    response = client.get(address.replace("X", reference), follow=True)
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["ballot", "check_ballot", "voted", "support", "write_comment"])
def test_address_of_nothing_is_not_there_for_who_is_signed_in(client, site_ground, name):
    client.force_login(UserFactory())
    for reference in ("VST-2026-٠٠١", "漢字", "%F0%9F%98%80"):
        assert client.get(reverse(name, args=["X"]).replace("X", reference)).status_code == 404


def test_form_with_a_null_character_is_refused_in_words(always, resident_at_home):
    writing = resident_at_home.get(reverse("start_proposal", args=[always.reference.string])).headers["Location"]
    for name in ("title", "summary", "body", "author_name", "tags"):
        answer = resident_at_home.post(writing, proposal_data("Bankje") | {name: "a\x00b"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
    assert Draft.objects.get().data["tags"] == "ab"
