"""Two windows on one draft; what the check points out; kinds and extra questions, from the form to the page."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from base.queries.published_version import version_in_force
from participation.models import Comment, ConsultationRound, Draft, Subject
from proposals.actions.question import field_name
from proposals.enums import ProposalKind, QuestionKind
from proposals.models import KindRow, ProposalPage, QuestionRow
from tests.factories.proposals import ConsultationRoundPageFactory, GlossaryTermFactory
from tests.rounds import anew
from tests.rounds import hand_in as hand_in_at

pytestmark = pytest.mark.django_db

TEXT = {
    "title": "Een bankje bij de vijver",
    "summary": "Dan kunnen mensen zitten.",
    "body": "Nu staat iedereen.\n\n- dat is jammer\n- **heel** jammer",
    "language": "nl",
}
CALL = "Bel mij op 06-12345678."


@pytest.fixture
def always(site_ground) -> ConsultationRound:
    """A standing round with two kinds and two questions; what is handed in is public at once."""
    page = ConsultationRoundPageFactory(
        parent=site_ground.home,
        screening="after",
        kind_rows=[
            KindRow(
                kind=ProposalKind.LEARN,
                what_happens_next="Wij zoeken iemand.",
                by_when="Binnen twee weken",
                department="De bibliotheek",
                locale=site_ground.dutch,
            )
        ],
        question_rows=[
            QuestionRow(label="Wanneer?", kind=QuestionKind.DAY, is_required=True),
            QuestionRow(label="Hoe vaak?", kind=QuestionKind.CHOICE, choices="een keer\nvaker"),
        ],
    )
    return ConsultationRound.objects.get(reference__translation_key=page.translation_key)


@pytest.fixture
def address(always):
    key = uuid.uuid4()
    return lambda name="write_proposal": reverse(name, args=[always.reference.string, key])


@pytest.fixture
def whole(always):
    when, often = (field_name(question["label"]) for question in always.questions)
    return TEXT | {when: "2026-09-14", often: "vaker", "kind": "learn", "author_name": "Noor"}


def hand_in(consultation_round, **text):
    return hand_in_at(consultation_round, at=timezone.now(), **text)


@pytest.fixture
def noor(client, resident):
    client.force_login(resident)
    return client


def test_write_proposal_overwrites_nothing_of_another_window(noor, address):
    noor.post(address(), TEXT | {"seen": "0", "save": "1"})
    opened = noor.get(address()).context["draft"].revision
    noor.post(address(), TEXT | {"seen": opened, "title": "In het ene venster", "save": "1"})
    told = noor.post(address(), TEXT | {"seen": opened, "title": "In het andere", "save": "1"}, follow=True)
    assert told.context["elsewhere"] == address()
    assert gettext("Open in two windows") in told.content.decode()
    assert sorted(draft.data["title"] for draft in Draft.objects.all()) == ["In het andere", "In het ene venster"]
    assert told.context["form"]["title"].value() == "In het andere"


def test_write_proposal_tells_the_script_of_another_window(noor, address):
    sent = {"HTTP_X_REQUESTED_WITH": "autosave"}
    first = noor.post(address(), {"title": "Een b", "seen": "0"}, **sent)
    again = noor.post(address(), {"title": "Een bankje", "seen": first.headers["X-Draft-Revision"]}, **sent)
    assert (again.status_code, again.headers["X-Draft-Revision"]) == (204, "2")
    assert noor.post(address(), {"title": "Iets anders", "seen": "1"}, **sent).status_code == 412
    assert Draft.objects.get().data["title"] == "Een bankje"


def test_write_proposal_takes_the_same_words_sent_twice_as_one(noor, address):
    for _turn in range(2):
        assert noor.post(address(), TEXT | {"seen": "0", "save": "1"}).headers["Location"].endswith("?saved=1")
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/nl/", "x"])
def test_write_proposal_names_no_other_address_as_a_draft(noor, address, elsewhere):
    assert noor.get(address(), {"elsewhere": elsewhere}).context["elsewhere"] == ""


def test_check_proposal_points_out_and_never_blocks(noor, address, whole):
    GlossaryTermFactory(term="beleidskader", meaning="Wat vooraf vaststaat.")
    long_one = "woord " * 24 + "einde."
    noor.post(address(), whole | {"body": f"{CALL} Het beleidskader. {long_one}"})
    page = noor.get(address("check_proposal"))
    assert [finding.words for finding in page.context["findings"]] == ["06-12345678"]
    assert [one.words for one in page.context["long_sentences"]] == [25]
    text = page.content.decode()
    assert "<mark>06-12345678</mark>" in text
    assert "Wat vooraf vaststaat." in text
    assert gettext("Hand it in as it is") in text
    assert noor.post(address("check_proposal")).status_code == 302
    assert Subject.objects.count() == 1


def test_proposal_is_published_with_its_marks_kind_and_answers(noor, address, whole, always):
    noor.post(address(), whole)
    check = noor.get(address("check_proposal")).content.decode()
    assert "<strong>heel</strong>" in check
    assert "Wij zoeken iemand." in check
    done = noor.post(address("check_proposal"), follow=True).content.decode()
    assert "Binnen twee weken" in done
    subject = Subject.objects.get()
    content = version_in_force(subject.reference_id, "nl").content
    assert content["answers"] == {"Wanneer?": "14-9-2026", "Hoe vaak?": "vaker"}
    assert content["kind"]["code"] == "learn"
    assert '<li id="p-' in content["text"]
    assert "body" not in content
    page = noor.get(reverse("proposal", args=[subject.reference.string])).content.decode()
    assert all(words in page for words in ("14-9-2026", "Hoe vaak?", "<strong>heel</strong>"))


def test_write_proposal_asks_what_the_round_asks(noor, address, whole, always):
    when = field_name(always.questions[0]["label"])
    answer = noor.post(address(), whole | {when: "morgen"})
    assert list(answer.context["form"].errors) == [when]
    assert Draft.objects.get().data[when] == "morgen"


def test_write_proposal_refuses_marks_without_words(noor, address, whole):
    assert list(noor.post(address(), whole | {"body": "- \n\n##"}).context["form"].errors) == ["body"]


def test_begin_shows_what_is_promised_and_leads_to_the_form(noor, always):
    page = noor.get(always.reference.get_absolute_url(), follow=True).content.decode()
    start = f"{reverse('start_proposal', args=[always.reference.string])}?kind=learn"
    assert start in page
    assert "De bibliotheek" in page
    form = noor.get(start, follow=True).context["form"]
    assert form["kind"].value() == "learn"


def test_alike_is_a_fragment_that_only_a_post_gets(noor, always, author):
    hand_in(always, by=author, title="Een bankje bij de vijver")
    where = reverse("alike_proposals", args=[always.reference.string])
    found = noor.post(where, {"title": "Bankje bij vijver"}).content.decode()
    assert "Een bankje bij de vijver" in found
    assert "<html" not in found
    assert noor.get(where, {"title": "Bankje"}).status_code == 405


def test_a_comment_with_a_telephone_number_is_posted_on_the_second_word(noor, always, author):
    subject = hand_in(always, by=author)
    where = reverse("write_comment", args=[subject.reference.string])
    asked = noor.post(where, {"text": CALL})
    assert (asked.status_code, Comment.objects.count()) == (200, 0)
    assert "<mark>06-12345678</mark>" in asked.content.decode()
    assert noor.post(where, {"text": CALL, "as_it_is": "1"}).status_code == 302
    assert Comment.objects.get().text == CALL


def test_a_proposal_from_before_marks_is_cited_as_it_was(always, author, moderator):
    subject = hand_in(always, by=author, body="# Een\n- twee")
    ProposalPage.objects.update(is_plain=True)
    page = ProposalPage.objects.get()
    assert page.get_latest_revision_as_object().citable_content()["body"] == "# Een\n- twee"
    assert set(page.citable_content()) == {"title", "summary", "body", "language", "area", "cost", "tags"}
    assert anew(always).pk == subject.consultation_round_id
