"""Reacting to a passage of a published text, in the version that was read."""

import uuid

import pytest

from base.models import AuditEntry
from base.passages import passages
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from participation.actions.annotation import react_to_text
from participation.actions.comment import withdraw_comment
from participation.actions.ruling import rule_on
from participation.enums import AnnotationKind, Moderation, PhaseKind, QueueTab, RulingKind
from participation.models import Annotation, Comment, Subject
from participation.queries.annotation import passage_counts, text_talk
from participation.queries.ballot import ballot_subjects
from participation.queries.moderation import Sieve, queue
from tests.citations import republished
from tests.factories.accounts import UserFactory
from tests.rounds import moment, publish_round

pytestmark = pytest.mark.django_db

TWO_PASSAGES = '<p data-block-key="aaaaa">Het is druk.</p><p data-block-key="bbbbb">Auto\'s rijden er hard.</p>'
OPEN, CLOSED = moment(9, 10, 12), moment(10, 2, 12)
DISCUSSING = [(PhaseKind.DISCUSS, moment(9, 1), moment(10, 1))]


@pytest.fixture
def item(agenda_item):
    return republished(agenda_item, problem=TWO_PASSAGES)


@pytest.fixture
def consulted(item):
    return publish_round(item, phases=DISCUSSING, method="")


@pytest.fixture
def version(item, consulted):
    return version_in_force(item.reference.pk, "nl")


def first(version) -> str:
    return passages(version.content["problem"])[0].identifier


def react(version, by, at=OPEN, **given):
    usual = {
        "passage": first(version),
        "kind": AnnotationKind.REMARK,
        "text": "Klopt.",
        "language": "nl",
        "author_name": "",
    }
    return react_to_text(version=version, by=by, at=at, **usual | given)


def test_react_to_text_keeps_the_version_and_the_passage_that_were_read(version, resident, consulted):
    annotation = react(version, resident, kind=AnnotationKind.CHANGE, text="Het is te druk.")
    assert (annotation.version, annotation.passage, annotation.comment.text) == (
        version,
        first(version),
        "Het is te druk.",
    )
    assert annotation.comment.subject.reference == consulted.reference
    assert annotation.passage_words == "Het is druk."
    assert AuditEntry.objects.filter(act="text_reacted_to").count() == 1


def test_react_to_text_agrees_without_words_and_asks_them_of_the_other_kinds(version, resident):
    assert react(version, resident, kind=AnnotationKind.AGREE, text="").comment.text == ""
    for kind in set(AnnotationKind) - {AnnotationKind.AGREE}:
        with pytest.raises(Refusal):
            react(version, resident, kind=kind, text="  ")
    assert Comment.objects.count() == 1


def test_react_to_text_refuses_a_passage_that_the_version_does_not_have(version, resident):
    with pytest.raises(Refusal, match=r"passage|alinea"):
        react(version, resident, passage="p-zzzzz")
    assert not Annotation.objects.exists()


def test_react_to_text_sent_twice_is_one_reaction(version, resident):
    key = uuid.uuid4()
    assert react(version, resident, sent_key=key) == react(version, resident, sent_key=key)
    assert Comment.objects.count() == 1


def test_react_to_text_sent_again_about_another_passage_is_another_reaction(version, resident):
    key = uuid.uuid4()
    agreed = {"kind": AnnotationKind.AGREE, "text": "", "sent_key": key}
    reactions = [react(version, resident, passage=one, **agreed) for one in (first(version), "p-bbbbb", "p-bbbbb")]
    assert [one.passage for one in reactions] == [first(version), "p-bbbbb", "p-bbbbb"]
    assert Annotation.objects.count() == 2


@pytest.mark.parametrize("at", [moment(8, 30), CLOSED])
def test_react_to_text_keeps_to_the_phase(version, resident, at):
    with pytest.raises(Refusal):
        react(version, resident, at=at)


def test_react_to_text_needs_a_round_about_it(agenda_item, resident):
    with pytest.raises(Refusal):
        react(version_in_force(agenda_item.reference.pk, "nl"), resident, passage="")


def test_text_of_a_round_is_on_no_list_no_ballot_paper_and_no_desk(version, resident, consulted):
    react(version, resident)
    assert Subject.objects.get().consultation_round == consulted
    assert list(Subject.objects.visible()) == []
    assert list(ballot_subjects(consulted)) == []
    rows = queue(QueueTab.UNREAD, Sieve(), OPEN, None).rows
    assert [row.kind for row in rows] == ["comment"]


def test_text_talk_stands_in_the_order_of_the_text_and_says_what_changed(version, item, resident, consulted):
    react(version, resident, passage="p-bbbbb", text="Te hard.")
    react(version, resident, passage=first(version), text="Ja.")
    react(version, resident, passage="", text="Goed stuk.")
    republished(item, problem=TWO_PASSAGES.replace("Het is druk.", "Het is er heel erg druk."))
    talk = text_talk(version.reference_id, "nl", resident, at=OPEN)
    assert [(group.identifier, [one.has_changed for one in group.said]) for group in talk.passages] == [
        ("", [True]),
        (first(version), [True]),
        ("p-bbbbb", [False]),
    ]
    changed = talk.passages[1]
    assert (changed.words, changed.said[0].was) == ("Het is er heel erg druk.", "Het is druk.")
    assert talk.passages[1].said[0].annotation.version == version


def test_text_talk_keeps_what_was_said_of_a_passage_that_is_gone(version, item, resident):
    react(version, resident, passage="p-bbbbb", text="Te hard.")
    republished(item, problem='<p data-block-key="aaaaa">Het is druk.</p>')
    group = text_talk(version.reference_id, "nl", resident, at=OPEN).passages[0]
    assert (group.words, group.said[0].was) == ("", "Auto's rijden er hard.")


def test_hidden_reactions_leave_counts_and_pages(version, resident, moderator):
    annotation = react(version, resident)
    visitor = UserFactory()
    assert passage_counts(version.reference_id, "nl") == {first(version): 1}
    rule_on(
        target=annotation.comment, kind=RulingKind.HIDE, ground="insult", reason="Het scheldt.", by=moderator, at=OPEN
    )
    assert passage_counts(version.reference_id, "nl") == {}
    assert text_talk(version.reference_id, "nl", visitor, at=OPEN).total == 0
    assert text_talk(version.reference_id, "nl", resident, at=OPEN).total == 1


def test_a_withdrawn_reaction_leaves_for_its_author_too(version, resident):
    annotation = react(version, resident)
    withdraw_comment(comment=annotation.comment, by=resident, at=OPEN)
    assert text_talk(version.reference_id, "nl", resident, at=OPEN).total == 0
    assert Comment.objects.get().moderation == Moderation.WITHDRAWN


def test_text_talk_asks_the_same_number_of_queries_however_many_reacted(
    version, resident, django_assert_max_num_queries, django_assert_num_queries
):
    react(version, resident)
    with django_assert_max_num_queries(12) as few:
        text_talk(version.reference_id, "nl", resident, at=OPEN)
    for passage in ("", "p-bbbbb", first(version)):
        react(version, UserFactory(), passage=passage)
    with django_assert_num_queries(len(few)):
        text_talk(version.reference_id, "nl", resident, at=OPEN)
