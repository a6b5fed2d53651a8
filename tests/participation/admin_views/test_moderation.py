"""The moderator's desk: nothing that residents wrote is out of reach, and two people do not rule on one thing."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from participation.admin_views import moderation
from participation.enums import Moderation, QueueTab, RulingKind
from participation.models import Claim, Comment, HeldWord, Ruling
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import MOMENT
from tests.factories.participation import (
    AppealFactory,
    ClaimFactory,
    CommentFactory,
    HoldFactory,
    ReportFactory,
    RulingFactory,
    SubjectFactory,
)
from tests.rounds import seen

pytestmark = pytest.mark.django_db

HIDDEN = {"kind": RulingKind.HIDE, "ground": "insult", "reason": "Het scheldt.", "state_before": "visible"}


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def shown(desk, **where: str) -> str:
    response = desk.get(reverse("moderation"), where)
    assert response.status_code == 200
    return response.content.decode()


def in_tab(tab: QueueTab, make, **fields):
    """Something that residents wrote, which stands in this part of the queue."""
    states = {QueueTab.NEW: Moderation.AWAITING, QueueTab.HELD: Moderation.AWAITING, QueueTab.RULED: Moderation.HIDDEN}
    target = make(moderation=states.get(tab, Moderation.VISIBLE), **fields)
    about = {"subject": target} if make is SubjectFactory else {"subject": None, "comment": target}
    if tab == QueueTab.HELD:
        HoldFactory(**about)
    elif tab == QueueTab.REPORTED:
        ReportFactory(**about)
    elif tab == QueueTab.OBJECTED:
        AppealFactory(ruling=RulingFactory(**about), person=None)
    elif tab == QueueTab.RULED:
        RulingFactory(**about, **HIDDEN)
    return target


@pytest.mark.parametrize("tab", list(QueueTab))
def test_every_text_is_reached_page_by_page_whoever_rules_meanwhile(desk, monkeypatch, tab):
    monkeypatch.setattr(moderation, "PER_PAGE", 2)
    # All at one moment: the order holds to the last tie.
    subjects = [in_tab(tab, SubjectFactory, label=f"voorstel{number}") for number in range(3)]
    comments = [in_tab(tab, CommentFactory, text=f"reactie{number}") for number in range(3)]
    names, query = [], f"tab={tab}"
    while query:
        response = desk.get(f"{reverse('moderation')}?{query}")
        text = response.content.decode()
        page = re.findall(r"value=\"(subject-\d+|comment-\d+)\"", text)
        names += page
        if len(names) == 2 and tab == QueueTab.NEW:
            # What is ruled on leaves; the next page shows neither less nor twice for it.
            type(response.context["page"].rows[0].target).objects.filter(pk=page[0].split("-")[1]).update(
                moderation=Moderation.VISIBLE
            )
        following = re.search(r'href="\?([^"#]*after=[^"#]*)#queue"', text)
        query = html.unescape(following[1]) if following else ""
    expected = [f"subject-{one.pk}" for one in subjects] + [f"comment-{one.pk}" for one in comments]
    # Each once; comments bring the subject they stand at.
    assert (set(expected) - set(names), len(names)) == (set(), len(set(names)))


def test_each_tab_shows_its_own_and_counts_it(desk):
    made = {tab: in_tab(tab, SubjectFactory, label=f"Tekst over {tab}") for tab in QueueTab}
    for tab in QueueTab:
        text = shown(desk, tab=tab)
        rows = re.findall(r"value=\"subject-(\d+)\"", text)
        also = {QueueTab.UNREAD: [QueueTab.REPORTED], QueueTab.RULED: [QueueTab.OBJECTED]}.get(tab, [])
        assert sorted(rows) == sorted(str(made[one].pk) for one in [tab, *also])
        assert f"({len(rows)})" in text


def test_the_longest_waiting_comes_first(desk):
    late = SubjectFactory(moderation=Moderation.AWAITING, submitted_at=MOMENT)
    early = CommentFactory(moderation=Moderation.AWAITING, posted_at=MOMENT - timedelta(days=1))
    names = re.findall(r"value=\"(\w+-\d+)\"", shown(desk))
    assert names == [f"comment-{early.pk}", f"subject-{late.pk}"]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"kind": "comment"}, "comment"),
        ({"kind": "subject"}, "subject"),
        ({"words": "BANKJE"}, "subject"),
        ({"words": "moetje"}, "comment"),
        ({"words": "koos"}, "comment"),
        ({"days": "7"}, "subject"),
        ({"ground": "spam"}, "comment"),
    ],
)
def test_what_is_sought_is_found(desk, sought, found):
    subject = SubjectFactory(label="Een bankje", moderation=Moderation.AWAITING, author_name="Noor")
    fresh = MOMENT.replace(year=2999)
    comment = CommentFactory(text="watmoetjemijnu", author_name="Koos", moderation=Moderation.AWAITING, posted_at=fresh)
    ReportFactory(subject=None, comment=comment, ground="spam")
    names = re.findall(r"value=\"(\w+)-\d+\"", shown(desk, tab="new", **sought))
    assert (names, subject.pk > 0) == ([found], True)


def test_a_round_is_sought(desk):
    one, _other = SubjectFactory.create_batch(2, moderation=Moderation.AWAITING)
    text = shown(desk, consultation_round=str(one.consultation_round_id))
    assert re.findall(r"value=\"subject-(\d+)\"", text) == [str(one.pk)]


@pytest.mark.parametrize(
    "broken", ["x", "2026_subject_1", "2026-01-01T00:00:00_subject_1", "2026-01-01T00:00:00+00:00_x_1"]
)
def test_an_address_that_somebody_changed_shows_the_first_page(desk, broken):
    subject = SubjectFactory(moderation=Moderation.AWAITING)
    assert subject.label in shown(desk, after=broken, days="x", kind="y", consultation_round="z", tab="w")


def test_what_its_author_took_back_is_not_on_the_desk(desk):
    subject = SubjectFactory(label="teruggenomen", moderation=Moderation.WITHDRAWN)
    comment = CommentFactory(text="ingetrokken woorden", moderation=Moderation.WITHDRAWN)
    for tab in QueueTab:
        text = shown(desk, tab=tab)
        assert (subject.reference.string in text, comment.text in text) == (False, False)


def test_the_desk_takes_as_many_queries_for_three_of_each_as_for_one(desk, django_assert_max_num_queries):
    def queries(tab: QueueTab) -> int:
        with django_assert_max_num_queries(60) as captured:
            shown(desk, tab=tab)
        return len(captured)

    def write() -> None:
        for tab in QueueTab:
            for make in (SubjectFactory, CommentFactory):
                target = in_tab(tab, make)
                ClaimFactory(
                    **({"subject": target} if make is SubjectFactory else {"subject": None, "comment": target})
                )

    write()
    shown(desk)
    with_one = [queries(tab) for tab in QueueTab]
    write()
    write()
    assert [queries(tab) for tab in QueueTab] == with_one


def test_a_ruling_takes_as_many_queries_after_three_as_after_one(desk, django_assert_max_num_queries):
    subject = SubjectFactory()
    address = reverse("rule", args=["subject", subject.pk])

    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    RulingFactory(subject=subject)
    ReportFactory(subject=subject)
    queries()
    with_one = queries()
    RulingFactory.create_batch(2, subject=subject)
    ReportFactory.create_batch(2, subject=subject)
    assert queries() == with_one


def test_a_second_moderator_sees_the_claim_and_is_refused_until_it_ran_out(desk, client, travel_clock):
    comment = CommentFactory()
    address = reverse("rule", args=["comment", comment.pk])
    travel_clock(MOMENT)
    assert desk.post(address, {"ruling": "claim"}).status_code == 302
    other = person_with(Role.MODERATOR, email="tweede@example.nl")
    client.force_login(other)
    busy = client.get(address).content.decode()
    assert "De moderator" in shown(client, tab="unread")
    hiding = {"ruling": "hide", "hide-ground": "insult", "hide-reason": "Het scheldt."}
    refused = client.post(address, hiding | seen(comment))
    assert (refused.status_code, Ruling.objects.count()) == (409, 0)
    assert "Het scheldt." in refused.content.decode()
    assert "De moderator" in busy
    travel_clock(MOMENT + timedelta(minutes=15))
    assert client.post(address, hiding | seen(comment)).status_code == 302
    assert Claim.objects.count() == 0


def test_a_claim_is_released(desk):
    comment = CommentFactory()
    address = reverse("rule", args=["comment", comment.pk])
    desk.post(address, {"ruling": "claim"})
    assert Claim.objects.count() == 1
    desk.post(address, {"ruling": "release"})
    assert Claim.objects.count() == 0


def test_several_are_ruled_on_together_and_what_cannot_be_is_told(desk):
    fine, reported = CommentFactory(moderation=Moderation.AWAITING), CommentFactory()
    ReportFactory(subject=None, comment=reported)
    names = [f"comment-{one.pk}" for one in (fine, reported)]
    address = reverse("rule_together")
    assert fine.text in desk.get(address, {"on": names}).content.decode()
    read = [f"{name}_{seen(one)['seen']}" for name, one in zip(names, (fine, reported), strict=True)]
    answer = desk.post(address, {"on": [*read, "comment-0", "x-1", "subject-x"], "ruling": "publish"})
    assert answer.status_code == 409
    fine.refresh_from_db()
    assert (fine.moderation, Ruling.objects.count()) == (Moderation.VISIBLE, 1)
    assert f'value="{read[1]}"' in answer.content.decode()
    # The first was ruled on since: that page is old, and refuses it alone.
    hiding = {"on": read, "ruling": "hide", "hide-ground": "spam", "hide-reason": "Reclame."}
    assert desk.post(address, hiding).status_code == 409
    assert Ruling.objects.get(kind="hide").comment == reported
    hiding["on"] = [f"{names[0]}_{seen(fine)['seen']}"]
    assert desk.post(address, hiding).status_code == 302
    assert set(Ruling.objects.filter(kind="hide").values_list("ground", "reason")) == {("spam", "Reclame.")}


def test_hiding_several_without_a_reason_loses_nothing(desk):
    comment = CommentFactory()
    answer = desk.post(
        reverse("rule_together"), {"on": f"comment-{comment.pk}", "ruling": "hide", "hide-reason": "Half"}
    )
    assert (answer.status_code, Ruling.objects.count()) == (422, 0)
    assert "Half" in answer.content.decode()
    assert f'value="comment-{comment.pk}_' in answer.content.decode()


def test_a_ruling_is_taken_back_by_a_new_one(desk):
    comment = CommentFactory()
    address = reverse("rule", args=["comment", comment.pk])
    desk.post(address, seen(comment) | {"ruling": "hide", "hide-ground": "insult", "hide-reason": "Het scheldt."})
    hiding = Ruling.objects.get()
    assert desk.post(address, {"ruling": "back", **seen(comment), "back-reason": ""}).status_code == 422
    assert desk.post(address, {"ruling": "back", **seen(comment), "back-reason": "Vergissing."}).status_code == 302
    comment.refresh_from_db()
    assert (comment.moderation, comment.rulings.count()) == (Moderation.VISIBLE, 2)
    hiding.refresh_from_db()
    assert (hiding.kind, hiding.reason) == ("hide", "Het scheldt.")


def test_the_list_of_words_is_the_citys(desk):
    address = reverse("held_words")
    assert desk.post(address, {"words": "Sukkel\n\n  dikke   deur \nsukkel"}).status_code == 302
    assert list(map(str, HeldWord.objects.all())) == ["dikke deur", "sukkel"]
    assert "dikke deur" in desk.get(address).content.decode()
    long = desk.post(address, {"words": "x" * 81})
    assert (long.status_code, HeldWord.objects.count()) == (409, 2)


def test_nobody_publishes_words_that_they_did_not_read(desk):
    comment = CommentFactory(moderation=Moderation.AWAITING, text="Mooi.")
    address = reverse("rule", args=["comment", comment.pk])
    page = seen(comment)
    assert f'value="{page["seen"]}"' in desk.get(address).content.decode()
    Comment.objects.update(text="Koop bij ons.")
    why = {"ruling": "publish", "publish-reason": "Ik zag niets."}
    for stale in (page, {}):
        answer = desk.post(address, stale | why)
        assert (answer.status_code, Ruling.objects.count()) == (409, 0)
    assert "Koop bij ons." in answer.content.decode()
    assert "Ik zag niets." in answer.content.decode()
    assert desk.post(address, seen(comment) | why).status_code == 302


def test_nobody_rules_over_a_ruling_that_they_do_not_know_of(desk):
    comment = CommentFactory(moderation=Moderation.HIDDEN)
    address = reverse("rule", args=["comment", comment.pk])
    page = seen(comment)
    RulingFactory(subject=None, comment=comment, by=UserFactory(display_name="Ada"), **HIDDEN)
    answer = desk.post(address, page | {"ruling": "publish", "publish-reason": "Het kan."})
    assert (answer.status_code, Ruling.objects.count()) == (409, 1)
    assert "Ada" in answer.content.decode()
    assert "Het scheldt." in answer.content.decode()


def test_who_may_not_decide_an_objection_keeps_nobody_from_it(desk, moderator, client):
    comment = CommentFactory(moderation=Moderation.HIDDEN)
    address = reverse("rule", args=["comment", comment.pk])
    claim = ClaimFactory(subject=None, comment=comment, by=moderator, until=MOMENT.replace(year=2999))
    ruling = RulingFactory(subject=None, comment=comment, by=moderator, **HIDDEN)
    AppealFactory(ruling=ruling, person=None, ruled_by=moderator)
    # Busy with it from before the objection: that holds back nobody any more.
    client.force_login(person_with(Role.MODERATOR, email="tweede@example.nl"))
    decide = {"ruling": "overturned", "appeal-reason": "Het scheldt niet."}
    answer = client.post(address, seen(comment) | decide, follow=True)
    assert "Gepubliceerd: " in answer.content.decode()
    assert not Claim.objects.filter(pk=claim.pk).exists()
    again = CommentFactory(moderation=Moderation.HIDDEN)
    ruling = RulingFactory(subject=None, comment=again, by=moderator, **HIDDEN)
    AppealFactory(ruling=ruling, person=None, ruled_by=moderator)
    client.force_login(moderator)
    client.post(reverse("rule", args=["comment", again.pk]), {"ruling": "claim"})
    assert Claim.objects.count() == 0
