"""Proposals that become one, on the site: the moderator asks, the authors answer, old addresses lead on."""

import pytest
from django.urls import reverse
from django.utils import translation

from participation.enums import State
from participation.models import MergeAnswer, Relation, Subject
from participation.queries.merge import open_merge
from participation.queries.state_event import state_of
from tests.factories.accounts import UserFactory
from tests.rounds import SUPPORTING, hand_in, hide, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def english(name: str, args: list | None = None) -> str:
    """An address on the English site: a request before this one may have left its own language behind."""
    with translation.override("en"):
        return reverse(name, args=args)


@pytest.fixture
def open_round(agenda_item, travel):
    found = publish_round(agenda_item, screening="after")
    travel(SUPPORTING)
    return found


@pytest.fixture
def bench(open_round, author) -> Subject:
    return hand_in(open_round, by=author, title="Een bankje")


@pytest.fixture
def seat(open_round) -> Subject:
    return hand_in(open_round, by=UserFactory(), title="Een zitje", body="Onder de kastanjeboom.", author_name="Mina")


def address(name: str, subject: Subject) -> str:
    return english(name, args=[subject.reference.string])


def ask(client, bench: Subject, seat: Subject):
    typed = {"act": "propose", "merge-others": seat.reference.string.lower(), "merge-kept": bench.reference.string}
    return client.post(address("merge_desk", bench), typed | {"merge-reason": "Ze vragen hetzelfde."})


def say(client, subject: Subject, **typed: str):
    answer = MergeAnswer.objects.filter(subject=subject).last()
    return client.post(english("answer_merge", args=[answer.pk]), typed)


def test_moderator_asks_authors_answer_and_the_old_address_leads_on(bench, seat, moderator, author, signed_in):
    desk, mine, theirs, visitor = (signed_in(one) for one in (moderator, author, seat.author, None))
    assert ask(desk, bench, seat).status_code == 302
    assert (
        address("proposal", seat)
        in mine.get(english("answer_merge", args=[MergeAnswer.objects.first().pk])).content.decode()
    )
    assert "Asked of you" in theirs.get(english("my_page")).content.decode()
    # Nobody else's question.
    assert say(theirs, bench, answer="yes").status_code == 404
    assert say(theirs, seat, answer="no").status_code == 422
    for client, subject in ((mine, bench), (theirs, seat)):
        assert say(client, subject, answer="yes").status_code == 302
    shown = visitor.get(address("proposal", seat))
    assert shown.status_code == 200
    assert f"This is part of {bench.reference.string} now" in shown.content.decode()
    assert address("proposal", bench) in shown.content.decode()
    # What was cited stays.
    assert visitor.get(english("lasting_version", args=[seat.reference.string, "1", "nl"])).status_code == 200
    kept = visitor.get(address("proposal", bench)).content.decode()
    assert "Mina" in kept
    assert seat.reference.string in kept
    for place in (
        english("all_proposals"),
        address("proposals", bench.consultation_round),
        english("all_proposals_csv"),
    ):
        answer = visitor.get(place)
        listed = answer.getvalue().decode()
        assert "Een bankje" in listed
        assert "Een zitje" not in listed
    # Its words lead to the one it is part of.
    assert "Een bankje" in visitor.get(f"{english('all_proposals')}?q=kastanjeboom").content.decode()
    told = visitor.get(address("proposal_json", seat)).json()
    assert (told["state"], told["part_of"]) == ("merged", bench.reference.string)
    assert [step["state"] for step in told["timeline"]] == ["submitted", "published", "merged"]
    split = address("split_proposal", seat)
    assert split in theirs.get(english("my_page")).content.decode()
    assert theirs.post(split, {"reason": ""}).status_code == 422
    assert theirs.post(split, {"reason": "Toch anders."}).status_code == 302
    assert state_of(seat, SUPPORTING) == State.SUPPORTING
    assert "On its own again" in visitor.get(address("proposal", seat)).content.decode()


def test_words_of_a_part_that_was_hidden_are_on_no_page_of_the_whole(bench, seat, moderator, author, signed_in):
    ask(signed_in(moderator), bench, seat)
    for person, subject in ((author, bench), (seat.author, seat)):
        say(signed_in(person), subject, answer="yes")
    hide(seat, by=moderator)
    visitor = signed_in()
    assert visitor.get(address("proposal", seat)).status_code == 410
    assert "Mina" not in visitor.get(address("proposal", bench)).content.decode()
    assert "Een bankje" not in visitor.get(f"{english('all_proposals')}?q=kastanjeboom").content.decode()


def test_the_desk_says_what_is_wrong_and_keeps_what_was_typed(bench, seat, moderator, signed_in):
    desk = signed_in(moderator)
    typed = {"act": "propose", "merge-others": "VST-1999-001", "merge-kept": "x", "merge-reason": "Omdat."}
    answer = desk.post(address("merge_desk", bench), typed)
    assert answer.status_code == 422
    assert "Omdat." in answer.content.decode()
    answer = desk.post(
        address("merge_desk", bench),
        typed | {"merge-others": bench.reference.string, "merge-kept": seat.reference.string},
    )
    assert answer.status_code == 422
    assert open_merge(bench) is None


def test_the_desk_writes_down_how_authors_without_an_account_agreed(bench, seat, moderator, author, signed_in):
    Subject.objects.filter(pk=seat.pk).update(author=None)
    desk = signed_in(moderator)
    ask(desk, bench, seat)
    answer = MergeAnswer.objects.get(subject=seat)
    typed = {"act": "answer", "answer": answer.pk}
    assert f"answer-{answer.pk}-how" in desk.get(address("merge_desk", bench)).content.decode()
    assert desk.post(address("merge_desk", bench), typed | {f"answer-{answer.pk}-how": ""}).status_code == 422
    assert (
        desk.post(address("merge_desk", bench), typed | {f"answer-{answer.pk}-how": "Aan de balie."}).status_code == 302
    )
    say(signed_in(author), bench, answer="yes")
    assert Subject.objects.get(pk=seat.pk).merged_into == bench


def test_related_proposals_show_each_other(bench, seat, moderator, signed_in):
    desk, visitor = signed_in(moderator), signed_in()
    typed = {"act": "relate", "relation-other": seat.reference.string}
    assert desk.post(address("merge_desk", bench), typed).status_code == 302
    for one, other in ((bench, seat), (seat, bench)):
        assert address("proposal", other) in visitor.get(address("proposal", one)).content.decode()
    hide(seat, by=moderator)
    assert seat.reference.string not in visitor.get(address("proposal", bench)).content.decode()
    desk.post(address("merge_desk", seat), {"act": "unrelate", "relation-other": bench.reference.string})
    assert not Relation.objects.exists()
