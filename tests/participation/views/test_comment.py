import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from participation.enums import Moderation, PhaseKind
from participation.models import Comment, Draft
from participation.views.talk import talk_block
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, DraftFactory, PhaseFactory, SubjectFactory
from tests.rounds import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(voting, clock):
    PhaseFactory(consultation_round=voting, kind=PhaseKind.DISCUSS, starts_at=moment(11, 1), ends_at=moment(11, 15))
    return SubjectFactory(consultation_round=voting, label="Bankje")


@pytest.fixture
def address(bench) -> str:
    return reverse("write_comment", args=[bench.reference.string])


def test_write_comment_posts_it_and_leads_to_its_place(client, resident, bench, address):
    client.force_login(resident)
    response = client.post(address, {"text": "Goed idee.", "author_name": "Noor", "sent_key": str(uuid.uuid4())})
    comment = Comment.objects.get()
    assert response.headers["Location"].endswith(f"#comment-{comment.pk}")
    assert (comment.text, comment.author, comment.author_name, comment.language) == (
        "Goed idee.",
        resident,
        "Noor",
        "nl",
    )


def test_write_comment_sent_twice_is_one_comment(client, resident, address):
    client.force_login(resident)
    sent = {"text": "Goed idee.", "sent_key": str(uuid.uuid4())}
    first, again = (client.post(address, sent).headers["Location"] for _ in range(2))
    assert (again, Comment.objects.count()) == (first, 1)


def test_write_comment_answers_the_one_that_was_named(client, resident, bench, address):
    parent = CommentFactory(subject=bench)
    client.force_login(resident)
    form = client.get(f"{address}?to={parent.pk}")
    assert form.context["parent"] == parent
    client.post(address, {"text": "Vind ik ook.", "parent": parent.pk})
    assert Comment.objects.get(text="Vind ik ook.").parent == parent


@pytest.mark.parametrize("to", ["abc", "0", "-1", "9" * 30, "٣", "²", "", "1.5", "<b>"])
def test_write_comment_takes_any_number_of_no_comment_for_none(client, resident, address, to):
    client.force_login(resident)
    response = client.get(address, {"to": to})
    assert (response.status_code, response.context["parent"]) == (200, None)


def test_write_comment_to_what_is_not_there_is_refused_and_keeps_the_text(client, resident, address):
    client.force_login(resident)
    for to in (CommentFactory().pk, 999_999, -1):
        refused = client.post(address, {"text": "Vind ik ook.", "parent": to})
        assert (refused.status_code, Comment.objects.filter(text="Vind ik ook.").exists()) == (409, False)
        assert "Vind ik ook." in refused.content.decode()
    # The form that comes back posts it on its own.
    assert refused.context["form"]["parent"].value() == ""
    assert client.post(address, {"text": "Vind ik ook.", "parent": ""}).status_code == 302


def test_write_comment_to_what_was_hidden_meanwhile_keeps_the_text(client, resident, bench, address):
    parent = CommentFactory(subject=bench, moderation=Moderation.HIDDEN)
    client.force_login(resident)
    response = client.post(address, {"text": "Vind ik ook.", "parent": parent.pk})
    assert (response.status_code, Comment.objects.count()) == (409, 1)
    assert "Vind ik ook." in response.content.decode()


def test_write_comment_after_the_end_keeps_the_text(client, resident, clock, quarter, address):
    client.force_login(resident)
    clock.shift(quarter)
    response = client.post(address, {"text": "Ik was aan het typen."})
    assert (response.status_code, Comment.objects.count()) == (409, 0)
    assert "Ik was aan het typen." in response.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001, "a\x00b"])
def test_write_comment_refuses_nothing_too_much_and_what_cannot_be_stored(client, resident, address, text):
    client.force_login(resident)
    response = client.post(address, {"text": text})
    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["text"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"sent_key": "abc"}, 422),
        ({"parent": "abc"}, 422),
        ({"parent": "9" * 40}, 409),
        ({"author_name": "x" * 81}, 422),
    ],
)
def test_write_comment_never_fails_on_what_a_form_does_not_send(client, resident, address, wrong, status):
    client.force_login(resident)
    response = client.post(address, {"text": "Goed idee."} | wrong)
    assert (response.status_code, Comment.objects.count()) == (status, int(status == 302))


def test_write_comment_loses_nothing_when_somebody_must_sign_in_first(client, resident, bench, address):
    response = client.post(
        address, {"text": "Nog niet aangemeld.", "author_name": "Noor", "sent_key": str(uuid.uuid4())}
    )
    assert response.headers["Location"].startswith(reverse("sign_in"))
    draft = Draft.objects.get()
    assert (draft.data["text"], draft.owner, Comment.objects.count()) == ("Nog niet aangemeld.", None, 0)
    back = parse_qs(urlsplit(response.headers["Location"]).query)["next"][0]
    # Not in the browser that wrote it: the mail is read on a telephone.
    assert "Nog niet aangemeld." not in Client().get(back).content.decode()
    phone = Client()
    phone.force_login(resident)
    form = phone.get(back).context["form"]
    assert (form["text"].value(), form["sent_key"].value()) == ("Nog niet aangemeld.", draft.data["sent_key"])
    assert Draft.objects.get().owner == resident
    phone.post(back, {"text": form["text"].value(), "sent_key": form["sent_key"].value()})
    assert (Comment.objects.get().text, Draft.objects.count()) == ("Nog niet aangemeld.", 0)


def test_withdraw_comment_leaves_its_place_and_the_answers(client, resident, bench):
    first = CommentFactory(subject=bench, author=resident, text="Toch niet.")
    answer = CommentFactory(subject=bench, parent=first, thread=first, text="Jammer.")
    address = reverse("withdraw_comment", args=[first.pk])
    client.force_login(answer.author or UserFactory())
    assert client.post(address).status_code == 404
    client.force_login(resident)
    assert "Toch niet." in client.get(address).content.decode()
    assert client.post(address).headers["Location"] == reverse("my_page")
    first.refresh_from_db()
    assert first.moderation == Moderation.WITHDRAWN
    assert client.post(address).status_code == 409
    # Its own address says so, and keeps the answers.
    page = client.get(first.get_absolute_url())
    assert (page.status_code, page.context["shown"]["tombstone"]) == (200, gettext("The author withdrew this comment."))
    assert [answer["paragraphs"] for answer in page.context["answers"]] == [["Jammer."]]


@pytest.mark.parametrize("draft", ["abc", "", "6d0fe1d0-3b62-4f0c-9c5e-0d2f3a1b7c11", "\x00".join("ab")])
def test_write_comment_takes_any_key_of_no_draft_for_none(client, resident, address, draft):
    client.force_login(resident)
    response = client.get(address, {"draft": draft})
    assert response.status_code in {200, 400}


def test_write_comment_shows_nobody_elses_draft(client, resident, bench, address):
    draft = DraftFactory(owner=UserFactory(), form="comment", data={"text": "Van een ander."})
    for somebody in (None, resident):
        if somebody is not None:
            client.force_login(somebody)
        assert "Van een ander." not in client.get(f"{address}?draft={draft.key}").content.decode()


def test_support_is_given_and_taken_back_and_shown(client, resident, voting, bench):
    PhaseFactory(consultation_round=voting, kind=PhaseKind.SUPPORT, starts_at=moment(11, 1), ends_at=moment(11, 15))
    address = reverse("support", args=[bench.reference.string])
    client.force_login(resident)
    for sent, number in (({}, 1), ({}, 1), ({"support": "no"}, 0), ({"support": "no"}, 0)):
        response = client.post(address, sent)
        assert response.headers["Location"] == bench.reference.get_absolute_url()
        assert bench.supports.count() == number
    # Neither yes nor no is refused, and what is said twice stands there once.
    told = [str(one) for one in client.post(address, {"support": "bla"}, follow=True).context["messages"]]
    assert (bench.supports.count(), len(told), len(set(told))) == (0, 3, 3)


def test_support_is_changed_by_no_visit(client, resident, bench):
    client.force_login(resident)
    client.get(reverse("support", args=[bench.reference.string]))
    assert bench.supports.count() == 0


def test_support_asks_to_sign_in(client, bench):
    response = client.post(reverse("support", args=[bench.reference.string]))
    assert response.headers["Location"].startswith(reverse("sign_in"))
    assert bench.supports.count() == 0


def test_comment_has_an_address_of_its_own_beside_what_it_answers(client, bench):
    first = CommentFactory(subject=bench, text="Eerst.")
    answer = CommentFactory(subject=bench, text="Toen.", parent=first, thread=first)
    deeper = CommentFactory(subject=bench, text="Verder.", parent=answer, thread=first)
    page = client.get(deeper.get_absolute_url())
    assert (page.context["above"]["id"], page.context["shown"]["id"]) == (answer.pk, deeper.pk)
    assert f'id="comment-{deeper.pk}"' in page.content.decode()
    assert page.context["first_url"] == first.get_absolute_url()


def test_comment_that_waits_or_stands_at_what_is_hidden_has_no_address(client, bench):
    waits = CommentFactory(subject=bench, moderation=Moderation.AWAITING)
    hidden = CommentFactory(subject=SubjectFactory(moderation=Moderation.HIDDEN))
    numbers = (waits.pk, hidden.pk, 10**30, 0)
    assert [client.get(reverse("comment", args=[number])).status_code for number in numbers] == [404] * 4


def test_edit_keeps_what_was_typed_when_the_time_is_over(client, resident, bench, clock):
    comment = CommentFactory(subject=bench, author=resident, text="Eerst.", posted_at=timezone.now())
    address = reverse("edit_comment", args=[comment.pk])
    client.force_login(resident)
    assert client.post(address, {"text": "Beter.", "edition": 0}).headers["Location"].endswith(f"#comment-{comment.pk}")
    page = client.get(comment.get_absolute_url())
    assert (bool(page.context["shown"]["edited"]), "Eerst." in page.content.decode()) == (True, True)
    assert "Eerst." not in Client().get(comment.get_absolute_url()).content.decode()
    comment.posted_at -= timedelta(minutes=15)
    comment.save()
    late = client.post(address, {"text": "Nog beter.", "edition": 1})
    assert (late.status_code, "Nog beter." in late.content.decode()) == (409, True)
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_helpful_is_given_once_and_taken_back_and_never_says_who(client, resident, bench):
    comment = CommentFactory(subject=bench)
    address, back = reverse("helpful", args=[comment.pk]), f"{bench.reference.get_absolute_url()}?order=newest"
    assert client.post(address).headers["Location"].startswith(reverse("sign_in"))
    client.force_login(resident)
    for _time in range(2):
        assert (
            client.post(address, {"helpful": "yes", "back": back}).headers["Location"] == f"{back}#comment-{comment.pk}"
        )
    comment.refresh_from_db()
    assert (comment.helpful_count, comment.reactions.count()) == (1, 1)
    assert client.post(address, {"helpful": "no", "back": "//elders.example/"}).headers["Location"].startswith("/nl/")
    comment.refresh_from_db()
    assert comment.helpful_count == 0


def test_helpful_is_refused_for_ones_own_comment(client, resident, bench):
    comment = CommentFactory(subject=bench, author=resident)
    client.force_login(resident)
    page = client.post(reverse("helpful", args=[comment.pk]), follow=True)
    assert gettext("This is your own comment; others say whether it helps.") in page.content.decode()
    assert comment.reactions.count() == 0


def test_talk_says_how_many_are_new_when_the_reader_asks(bench):
    first = CommentFactory(subject=bench)
    for _time in range(3):
        CommentFactory(subject=bench)
    request = RequestFactory().get("/", {"order": "newest", "since": first.pk})
    request.user = AnonymousUser()
    talk = talk_block(request, bench, moment(11, 3))["talk"]
    assert (talk["counts"].new, [one["is_new"] for one in talk["comments"]]) == (3, [True] * 3 + [False])


def test_write_comment_offers_the_name_of_a_department_to_who_answers_officially(client, resident, clerk, address):
    client.force_login(resident)
    assert "official_as" not in client.get(address).context["form"].fields
    client.post(address, {"text": "Namens wie?", "official_as": "Afdeling Groen"})
    client.force_login(clerk)
    client.post(address, {"text": "Dat kan.", "official_as": "Afdeling Groen"})
    assert list(Comment.objects.order_by("pk").values_list("official_as", flat=True)) == ["", "Afdeling Groen"]
