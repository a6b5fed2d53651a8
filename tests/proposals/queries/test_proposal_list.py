"""What of the proposals is found, in which order, and pages that neither repeat nor skip while others write."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Count, Q

from base.models import Area
from participation.actions.comment import post_comment
from participation.actions.count_change import sweep_count_changes
from participation.actions.support import give_support, take_support_back
from participation.enums import Moderation, State
from participation.models import Comment, CountChange, Subject
from participation.queries.count_change import standing_now, standing_of
from proposals.enums import ListOrder, ProposalKind
from proposals.queries import proposal_list
from proposals.queries.proposal_list import (
    Draw,
    NoPlace,
    ProposalChoice,
    Sorting,
    all_found,
    areas_of,
    found_subjects,
    list_part,
    number_found,
    themes_of,
)
from proposals.queries.proposal_map import areas_with_numbers
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT, AreaFactory
from tests.factories.participation import CommentFactory, SubjectFactory, SupportFactory
from tests.rounds import COUNTING, SUPPORTING, VOTING, anew, count, hand_in, hide, publish, publish_round, vote

pytestmark = pytest.mark.django_db

EVERYTHING = ProposalChoice()


def titles(choice: ProposalChoice, at=SUPPORTING) -> set[str]:
    return {subject.label for subject in found_subjects(choice, at)}


@pytest.fixture
def proposals(consultation_round, author, moderator):
    """Four in a round, of which one is hidden."""

    def add(title: str, **text) -> Subject:
        return publish(hand_in(consultation_round, by=author, title=title, **text), by=moderator)

    bench = add("Bankjes bij de vijver", tags=["rust"], area=AreaFactory(code="oost"))
    swing = add("Een schommel", body="Kinderen willen spelen op het schoolplein.", tags=["spelen"])
    english = add("Better bicycles", summary="Parking for everybody.", language="en")
    gone = add("Geheim bankje", tags=["rust"], area=Area.objects.get(code="oost"))
    hide(gone, by=moderator)
    return {"bench": bench, "swing": swing, "english": english, "gone": gone}


ASKED = [
    (ProposalChoice(words="bankjes"), {"Bankjes bij de vijver"}),
    (ProposalChoice(words="schoolplein kinderen"), {"Een schommel"}),
    (ProposalChoice(words="schoolplein vijver"), set()),
    (ProposalChoice(words="BICYCLE parking"), {"Better bicycles"}),
    (ProposalChoice(words="geheim"), set()),
    (ProposalChoice(theme="rust"), {"Bankjes bij de vijver"}),
    (ProposalChoice(area="oost"), {"Bankjes bij de vijver"}),
    (ProposalChoice(theme="rust", words="schommel"), set()),
    (ProposalChoice(kind=ProposalKind.LEARN), set()),
    (ProposalChoice(consultation_round="RND-1999-001"), set()),
    (ProposalChoice(state=State.SUPPORTING), {"Bankjes bij de vijver", "Een schommel", "Better bicycles"}),
    (ProposalChoice(state=State.VOTING), set()),
    (EVERYTHING, {"Bankjes bij de vijver", "Een schommel", "Better bicycles"}),
]


def test_found_subjects_are_visible_and_fit_all_that_is_asked(proposals, monkeypatch):
    for choice, found in ASKED:
        assert titles(choice) == found
        # Where many pages fit the database is asked in another way.
        with monkeypatch.context() as many:
            many.setattr(proposal_list, "MOST_COUNTED", 0)
            assert titles(choice) == found


def test_themes_and_areas_are_those_of_what_is_public_in_a_round(
    proposals, consultation_round, agenda_item, author, moderator
):
    other = publish_round(agenda_item)
    publish(hand_in(other, by=author, tags=["elders"], area=AreaFactory(code="west")), by=moderator)
    hide(proposals["swing"], by=moderator)
    assert themes_of(consultation_round) == ["rust"]
    assert [area.code for area in areas_of(consultation_round)] == ["oost"]
    assert themes_of(None) == ["elders", "rust"]
    assert {area.code for area in areas_of(None)} == {"oost", "west"}


def test_words_of_a_part_lead_to_what_it_became_part_of_and_all_else_is_asked_of_that(proposals):
    bench, swing = proposals["bench"], proposals["swing"]
    Subject.objects.filter(pk=swing.pk).update(merged_into=bench)
    words = ProposalChoice(words="schoolplein")
    asked = {
        "words": (words, {bench.label}),
        "of the kept one": (replace(words, theme="rust", area="oost"), {bench.label}),
        "of the part": (replace(words, theme="spelen"), set()),
        "without place": (
            replace(words, place=NoPlace.WITHOUT),
            titles(ProposalChoice(place=NoPlace.WITHOUT)) & {bench.label},
        ),
    }
    assert {name: titles(choice) for name, (choice, _found) in asked.items()} == {
        name: found for name, (_choice, found) in asked.items()
    }
    # The map counts the same.
    numbers = {name: areas_with_numbers(choice, SUPPORTING) for name, (choice, _found) in asked.items()}
    assert [sum(one.number for one in numbers[name][0]) for name in ("words", "of the kept one", "of the part")] == [
        1,
        1,
        0,
    ]


ANY_WORDS = [
    '"',
    "*",
    "' OR 1=1 --",
    "NEAR(a b)",
    "title:x",
    "-",
    "()",
    "\u0000x",
    "a" * 900,
    "😀",
]


def test_found_subjects_takes_any_words_for_words(proposals):
    for words in ANY_WORDS:
        assert titles(ProposalChoice(words=words.replace("\u0000", ""))) == set()


def test_words_that_were_changed_or_deleted_are_not_found_any_more(proposals):
    page = proposals_page(proposals["swing"])
    page.body, page.title = "Iets anders.", "Een wip"
    page.save_revision().publish()
    assert titles(ProposalChoice(words="schoolplein")) == set()
    assert titles(ProposalChoice(words="wip")) != set()


def proposals_page(subject):
    from proposals.actions.proposal import page_of_subject

    return page_of_subject(subject)


def test_found_subjects_knows_what_became_of_them_in_the_vote(proposals, consultation_round, clerk):
    bench, swing = proposals["bench"], proposals["swing"]
    chosen, not_chosen = ProposalChoice(state=State.CHOSEN), ProposalChoice(state=State.NOT_CHOSEN)
    assert titles(ProposalChoice(state=State.VOTING), VOTING) == {bench.label, swing.label, "Better bicycles"}
    vote(consultation_round, bench, by=UserFactory())
    count(consultation_round, by=clerk)
    assert bench.label in titles(chosen, COUNTING + timedelta(days=1))
    assert titles(chosen, COUNTING + timedelta(days=1)).isdisjoint(titles(not_chosen, COUNTING + timedelta(days=1)))
    assert titles(chosen, SUPPORTING) == set()


@pytest.fixture
def many(consultation_round):
    """Seven proposals with 0 to 3 supports and comments, so that some are equal."""
    subjects = SubjectFactory.create_batch(7, consultation_round=consultation_round)
    for number, subject in enumerate(subjects):
        SupportFactory.create_batch(number % 4, subject=subject)
        CommentFactory.create_batch(number % 3, subject=subject)
    return subjects


def sorting(order: ListOrder, seed: int = 7) -> Sorting:
    is_counted = order in (ListOrder.SUPPORTED, ListOrder.DISCUSSED)
    return Sorting(
        order, Draw(seed) if order == ListOrder.RANDOM else None, standing_now(SUPPORTING) if is_counted else None
    )


def read_on(how: Sorting, meanwhile=lambda: None, most: int = 2) -> list[Subject]:
    """The whole list page by page, with something that others do before each next page."""
    everything = found_subjects(EVERYTHING, SUPPORTING)
    part = list_part(everything, how, most=most)
    read = list(part.subjects)
    while part.has_next:
        meanwhile()
        part = list_part(everything, how, after=part.subjects[-1].reference.string, most=most)
        read += part.subjects
    return read


# What is written before a standing has to be committed before it, as on the site.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ListOrder)
def test_list_part_reads_each_once_in_its_order_and_back_again(many, order):
    how = sorting(order)
    read = read_on(how)
    assert sorted(one.pk for one in read) == sorted(one.pk for one in many)
    if order == ListOrder.SUPPORTED:
        assert [one.support_count for one in read] == [3, 2, 2, 1, 1, 0, 0]
    everything = found_subjects(EVERYTHING, SUPPORTING)
    back = list_part(everything, how, before=read[4].reference.string, most=3)
    assert (back.subjects, back.has_previous, back.has_next) == (read[1:4], True, True)
    first = list_part(everything, how, before=read[2].reference.string, most=3)
    assert (first.subjects, first.has_previous) == (read[:2], False)
    assert list_part(everything, how, after="VST-1999-001", most=3).subjects == read[:3]


# What is written before a standing has to be committed before it, as on the site.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ListOrder)
def test_list_part_repeats_and_skips_none_while_others_write(many, consultation_round, order):
    expected = read_on(sorting(order))
    turns = iter([expected[-1], expected[-2], expected[2], expected[0]])

    def support_the_last_and_add_one() -> None:
        favourite = next(turns, None)
        if favourite is not None:
            SupportFactory.create_batch(5, subject=favourite)
            CommentFactory.create_batch(5, subject=favourite)
        expected[0].supports.all().delete()
        Comment.objects.filter(subject=expected[1]).update(moderation=Moderation.HIDDEN)
        if order != ListOrder.RANDOM:
            # In a draw anybody may come anywhere.
            newcomer = SubjectFactory(consultation_round=consultation_round, submitted_at=MOMENT + timedelta(days=1))
            SupportFactory.create_batch(9, subject=newcomer)
            CommentFactory.create_batch(9, subject=newcomer)

    read = read_on(sorting(order), support_the_last_and_add_one)
    known = {one.pk for one in many}
    assert [one.pk for one in read if one.pk in known] == [one.pk for one in expected]
    assert len({one.pk for one in read}) == len(read)


def test_list_part_leaves_out_what_is_hidden_meanwhile_and_reads_on_from_it(many, moderator):
    how = sorting(ListOrder.SUPPORTED)
    everything = found_subjects(EVERYTHING, SUPPORTING)
    first = list_part(everything, how, most=2).subjects
    expected = read_on(how)
    hide(first[-1], by=moderator)
    hide(expected[3], by=moderator)
    rest = list_part(everything, how, after=first[-1].reference.string, most=9).subjects
    assert rest == [expected[2], *expected[4:]]


def test_random_puts_each_first_about_as_often_and_is_one_order_per_seed(many):
    seeds = range(2_100)
    everything = Subject.objects.visible()
    first = Counter(
        Sorting(ListOrder.RANDOM, Draw(seed)).keys(everything).order_by("draw", "pk")[0][1] for seed in seeds
    )
    # 300 times each is expected; 4.5 standard deviations of a fair draw are 72.
    assert set(first) == {one.pk for one in many}
    assert all(228 <= times <= 372 for times in first.values()), first
    assert read_on(sorting(ListOrder.RANDOM, 5)) == read_on(sorting(ListOrder.RANDOM, 5), most=3)
    assert len({tuple(one.pk for one in read_on(sorting(ListOrder.RANDOM, seed), most=9)) for seed in range(20)}) > 15


def test_number_found_and_all_found_count_every_one(many):
    everything = found_subjects(EVERYTHING, SUPPORTING)
    assert number_found(everything) == 7
    assert [len(part) for part in all_found(everything, most=3)] == [3, 3, 1]


def test_counts_are_those_of_the_rows_whatever_writes_them(consultation_round, author, moderator, resident):
    subject = publish(hand_in(consultation_round, by=author), by=moderator)
    other = SubjectFactory(consultation_round=consultation_round, earlier_supports=40)
    here = anew(consultation_round).subjects.get(pk=subject.pk)
    give_support(subject=here, by=resident, at=SUPPORTING)
    give_support(subject=here, by=author, at=SUPPORTING)
    give_support(subject=here, by=author, at=SUPPORTING)
    take_support_back(subject=here, by=author, at=SUPPORTING)
    said = [
        post_comment(subject=here, text=f"Ja {n}", language="nl", author_name="", by=resident, at=SUPPORTING)
        for n in range(3)
    ]
    hide(said[0], by=moderator)
    SupportFactory.create_batch(2, subject=other)
    moved = SupportFactory(subject=subject)
    moved.subject = other
    moved.save()
    SupportFactory(subject=subject).supporter.delete()
    counted = {one.pk: (one.support_count, one.comment_count) for one in Subject.objects.with_counts().order_by("pk")}
    assert counted == {subject.pk: (1, 2), other.pk: (43, 0)}
    by_hand = Subject.objects.annotate(
        s=Count("supports", distinct=True),
        c=Count("comments", filter=Q(comments__moderation="visible"), distinct=True),
    )
    assert all((one.supports_here, one.visible_comments) == (one.s, one.c) for one in by_hand)


def test_a_standing_is_read_on_for_a_day_and_not_from_any_words():
    standing = standing_now(SUPPORTING)
    assert standing_of(str(standing), SUPPORTING + timedelta(hours=23)) == standing
    assert standing_of(str(standing), SUPPORTING + timedelta(hours=25)) is None
    for words in ("", "x", "1-2-3-4", "-", "٢-٢", "9" * 40, "1-1", "99999999999-1"):
        assert standing_of(words, SUPPORTING) is None


def test_sweep_count_changes_keeps_what_is_read_on_and_the_newest(many):
    before = CountChange.objects.count()
    assert before > 3
    CountChange.objects.filter(pk__in=CountChange.objects.order_by("pk").values("pk")[:2]).update(at=MOMENT)
    assert sweep_count_changes(by=None, at=MOMENT + timedelta(days=3)) == 2
    assert CountChange.objects.count() == before - 2
    CountChange.objects.update(at=MOMENT)
    sweep_count_changes(by=None, at=MOMENT + timedelta(days=3))
    assert CountChange.objects.count() == 1
