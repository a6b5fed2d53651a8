import json
from datetime import date
from hashlib import sha256

import pytest
import rfc8785
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from base.models import PublishedVersion
from participation.actions.comment import post_comment
from participation.models import Comment, RollEntry, Subject
from proposals.actions.response_document import begin_answers
from proposals.council_enums import AnswerVerdict
from proposals.exports.dossier import html_in
from proposals.models import ReachAnswer, ResponseDocument
from proposals.queries.contribution import comments_of
from proposals.queries.dossier import dossier_of, refusal_of_dossier
from proposals.queries.response_document import progress_of, rows_of, with_contributions
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT, AreaFactory
from tests.factories.home import ItemStateFactory
from tests.factories.participation import PollBookEntryFactory, RollEntryFactory
from tests.factories.proposals import (
    AnsweredContributionFactory,
    CouncilPaperFactory,
    CouncilVoteFactory,
    DecisionFactory,
    FormalViewFactory,
    GroupVoteFactory,
    OfficialPublicationFactory,
    PopulationFigureFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.proposals.dossiers import SECRET_WORDS, told_round
from tests.removals import redacted
from tests.rounds import COUNTING, SUPPORTING, VOTING, anew, count, hand_in, hide, publish, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(consultation_round, author, moderator, clerk):
    return told_round(consultation_round, author, moderator, clerk)


def test_dossier_of_has_one_value_whatever_is_read_and_its_hash_is_what_others_compute(told):
    found = dossier_of(told, COUNTING)
    with translation.override("en"):
        assert dossier_of(anew(told), COUNTING.replace(hour=23)).canonical == found.canonical
    records = json.loads(found.as_json())["records"]
    assert (
        sha256(rfc8785.dumps(records)).hexdigest()
        == found.records_sha256
        == json.loads(found.as_json())["records_sha256"]
    )
    assert list(records["chapters"]) == sorted(found.chapters)


def test_dossier_holds_what_everybody_may_read_by_theme_and_nobodys_name(told):
    found = dossier_of(told, COUNTING)
    items = found.chapters["contributions"]["items"]
    bench, tree = (one.reference.string for one in told.subjects.order_by("pk")[:2])
    assert [(one["theme"], one["number"] if one["kind"] == "proposal" else one["text"]) for one in items] == [
        ("Groen", tree),
        ("", bench),
        ("", "Graag"),
    ]
    for language in ("nl", "en"):
        whole = found.canonical + html_in(found, language)
        for word in SECRET_WORDS:
            assert word not in whole, word
    assert "Graag" in whole


def test_dossier_of_a_round_that_goes_on_is_refused_and_that_of_a_cancelled_one_is_not(consultation_round):
    assert refusal_of_dossier(consultation_round, VOTING)
    assert not refusal_of_dossier(consultation_round, COUNTING)
    consultation_round.cancelled_at = VOTING
    assert not refusal_of_dossier(consultation_round, VOTING)


def test_dossier_after_a_ruling_no_longer_holds_what_was_hidden(told, moderator):
    before = dossier_of(told, COUNTING)
    comment = told.subjects.first().comments.get(text="Graag")
    hide(comment, by=moderator, at=COUNTING)
    after = dossier_of(anew(told), COUNTING)
    assert "Graag" in before.canonical
    assert "Graag" not in after.canonical + html_in(after, "nl")
    assert after.records_sha256 != before.records_sha256
    assert {"kind": "hide", "ground": "insult", "number": 3} in after.chapters["moderation"]["rulings"]


def test_dossier_after_a_redaction_no_longer_holds_the_words_and_says_so(told, clerk):
    version = PublishedVersion.objects.get(reference__string=told.subjects.first().reference.string)
    redacted(version, "text", by=clerk)
    found = dossier_of(anew(told), COUNTING)
    assert "Nu staat iedereen" not in found.canonical
    item = next(one for one in found.chapters["contributions"]["items"] if one["number"] == version.reference.string)
    assert (item["is_whole"], item["sha256"]) == (False, version.sha256)
    assert "Uit deze tekst zijn woorden weggehaald." in html_in(found, "nl")


def test_result_that_is_not_public_stands_in_no_dossier(consultation_round, author, moderator, clerk):
    bench = publish(hand_in(consultation_round, by=author), by=moderator)
    vote(consultation_round, bench, by=UserFactory())
    sheet = count(consultation_round, by=clerk, public=False)
    found = dossier_of(anew(consultation_round), COUNTING)
    assert found.chapters["vote"]["sheets"] == []
    assert found.chapters["vote"]["voted"] == 1
    assert sheet.sha256 not in found.canonical


def test_answers_stand_in_it_once_they_are_published_and_formal_views_without_their_words(told, clerk):
    view = FormalViewFactory(consultation_round=told, text=SECRET_WORDS[0])
    document = ResponseDocumentFactory(consultation_round=told)
    row = ResponseRowFactory(
        document=document,
        number=1,
        summary="",
        answer="Er komt een bank.",
        verdict=AnswerVerdict.ADOPTED,
        department="Groen",
    )
    AnsweredContributionFactory(row=row, comment=None, subject=told.subjects.first())
    AnsweredContributionFactory(row=row, comment=None, formal_view=view)
    assert "Er komt een bank." not in dossier_of(anew(told), COUNTING).canonical
    ResponseDocument.objects.filter(pk=document.pk).update(
        offered_at=MOMENT,
        offered_by=clerk,
        approved_at=MOMENT,
        approved_by=UserFactory(),
        published_at=MOMENT,
        sha256="a" * 64,
    )
    found = dossier_of(anew(told), COUNTING)
    (answer,) = found.chapters["response"]["items"]
    assert [one["number"] for one in answer["contributions"]] == [
        told.subjects.first().reference.string,
        view.reference.string,
    ]
    read = html_in(found, "nl")
    assert "Er komt een bank." in read
    assert "1 zienswijze kwam binnen." in read
    for address in (
        reverse("answer", args=[document.reference.string, 1]),
        told.subjects.first().reference.lasting_address,
    ):
        assert f'href="{settings.BASE_URL}{address}"' in read
    assert SECRET_WORDS[0] not in found.canonical
    # What its author withdrew later keeps its number, and says so.
    withdrawn = told.subjects.first()
    Subject.objects.filter(pk=withdrawn.pk).update(moderation="withdrawn", withdrawn_at=COUNTING)
    later = dossier_of(anew(told), COUNTING)
    assert later.chapters["contributions"]["gone"] == [{"number": withdrawn.reference.string, "why": "withdrawn"}]
    assert f"{withdrawn.reference}: who wrote it withdrew it." in html_in(later, "en")
    assert found.chapters["response"]["formal_views"][0]["number"] == view.reference.string


def test_answers_and_dossier_say_the_same_of_what_was_said(
    consultation_round, author, moderator, clerk, django_assert_num_queries
):
    bench, tree = (publish(hand_in(consultation_round, by=author, title=one), by=moderator) for one in ("Bank", "Boom"))
    said = {"author_name": "", "language": "nl", "at": SUPPORTING}
    comment = post_comment(subject=bench, text="Graag", by=UserFactory(), **said)
    post_comment(subject=bench, text="Wij kijken ernaar.", by=clerk, official_as="Griffie", **said)
    other = post_comment(subject=tree, text="Een linde.", by=UserFactory(), **said)
    # What became part of another proposal was said all the same, and its author hears of it.
    Subject.objects.filter(pk=bench.pk).update(merged_into=tree)
    document = begin_answers(consultation_round=consultation_round, by=clerk, at=COUNTING)
    assert {row.key for one in with_contributions(rows_of(document)) for row in one.contributions} == {
        f"subject:{bench.pk}", f"subject:{tree.pk}", f"comment:{comment.pk}", f"comment:{other.pk}",
    }  # fmt: skip
    ResponseDocument.objects.filter(pk=document.pk).update(
        offered_at=MOMENT, offered_by=clerk, approved_at=MOMENT, approved_by=author, published_at=MOMENT, sha256="a" * 64
    )  # fmt: skip

    def quoted() -> tuple[dict[str, str], dict[str, str]]:
        """By number the words in the answers and in the dossier."""
        rows = with_contributions(rows_of(document))
        items = dossier_of(anew(consultation_round), COUNTING).chapters["response"]["items"]
        return (
            {one.number: one.words for row in rows for one in row.contributions},
            {one["number"]: one["quoted"] for item in items for one in item["contributions"]},
        )

    answers, dossier = quoted()
    assert answers == dossier
    assert answers[f"R-{comment.pk}"] == "Graag"
    counts = dossier_of(anew(consultation_round), COUNTING).chapters["participation"]
    assert (counts["proposals_in_all"], counts["comments_in_all"]) == (2, 2)
    # A comment is public no longer than what it is about.
    hide(Subject.objects.get(pk=bench.pk), by=moderator, at=COUNTING)
    answers, dossier = quoted()
    assert answers == dossier
    assert (answers[f"R-{comment.pk}"], answers[f"R-{other.pk}"]) == ("", "Een linde.")
    assert comments_of(consultation_round).get() == other
    assert [one.is_public for one in Comment.objects.filter(official_as="").order_by("pk")] == [False, True]
    every = list(rows_of(document))
    # Links, comments, proposals; formal views there are none.
    with django_assert_num_queries(3):
        assert len(with_contributions(every)) == 4
    assert progress_of(document).contributions == 2


def test_papers_votes_decisions_and_the_gazette_stand_in_it_in_words(told):
    paper = CouncilPaperFactory(about=told.about, consultation_round=told)
    ballot = CouncilVoteFactory(paper=paper, was_called=True)
    # The paper was corrected after the vote on it.
    CouncilPaperFactory(about=told.about, consultation_round=told, corrects=paper, reason="Titel.")
    GroupVoteFactory(vote=ballot, in_favour=13, against=0)
    GroupVoteFactory(vote=ballot, in_favour=0, against=12)
    decision = DecisionFactory(consultation_round=told, about=told.about)
    OfficialPublicationFactory(decision=decision)
    # Of another round about the same item.
    CouncilPaperFactory(
        title="Ander voorstel", about=told.about, consultation_round=DecisionFactory().consultation_round
    )
    found = dossier_of(anew(told), COUNTING)
    assert "Ander voorstel" not in found.canonical
    said = html_in(found, "en")
    assert "with 13 for and 12 against" in said
    assert "gmb-2026-000001" in said
    with translation.override("en"):
        assert f'href="{settings.BASE_URL}{reverse("council_vote", args=[ballot.pk])}"' in said
    # What was corrected stands there with what was recorded first, and why, from the first on.
    once = CouncilVoteFactory(
        paper=paper, meeting=ballot.meeting, outcome="rejected", corrects=ballot, reason="Geteld."
    )
    CouncilVoteFactory(paper=paper, meeting=ballot.meeting, outcome="adopted", corrects=once, reason="Nog eens.")
    DecisionFactory(about=told.about, corrects=decision, verdict="adopted-amended", title="Toch anders.")
    found = dossier_of(anew(told), COUNTING)
    (told_paper,), (told_decision,) = (found.chapters["council"][name] for name in ("papers", "decisions"))
    (told_vote,) = told_paper["votes"]
    assert [one["outcome"] for one in told_vote["before"]] == ["adopted", "rejected"]
    assert [one["number"] for one in told_decision["before"]] == [decision.reference.string]
    said = html_in(found, "en")
    for words in (
        "adopted, with 13 for and 12 against. Corrected: Geteld.",
        "Corrected: Nog eens.",
        f"It corrects {decision.reference.string} of 2 November 2026: adopted, {decision.title}",
        "Why: Verkeerd overgenomen.",
    ):
        assert words in said


def test_who_voted_is_told_of_the_roll_where_there_is_one_and_what_stands_with_a_contribution_is_counted(told):
    found = dossier_of(told, COUNTING)
    who = found.chapters["participation"]
    assert (who["roll"], who["voted"], found.chapters["vote"]["roll"]) == (None, 1, None)
    # Each says itself by which way it came.
    assert (who["proposals"], who["comments"]) == ({"web": 2}, {"web": 1})
    assert "1 people voted. Everybody who signed in could" in html_in(found, "en")
    north, south = AreaFactory(name="Noord"), AreaFactory(name="Zuid")
    told.eligibility = "roll"
    for area, size, voters in ((north, 40, 30), (south, 60, 30), (None, 9, 9)):
        for place in range(size):
            entry = RollEntryFactory(consultation_round=told, area=area)
            if place < voters:
                PollBookEntryFactory(consultation_round=told, roll_entry=entry)
    said = html_in(dossier_of(told, COUNTING), "en")
    assert "In Noord 75% of the roll voted, and in the whole town 64%." in said
    assert 'href="#who-voted">the figures' in said
    # Where enough people have no neighbourhood it is said of them, not of a place called none.
    for _each in range(31):
        RollEntryFactory(consultation_round=told, area=None)
    for entry in RollEntry.objects.filter(consultation_round=told, area=None, poll_book_entry=None)[:11]:
        PollBookEntryFactory(consultation_round=told, roll_entry=entry)
    said = html_in(dossier_of(told, COUNTING), "en")
    assert "Of the people who stand on the roll without a neighbourhood 51% voted" in said
    assert "In no neighbourhood" not in said


def test_a_step_of_the_item_stands_on_the_day_of_what_it_rests_on_and_leads_there(told):
    decision = DecisionFactory(about=told.about, decided_on=date(2026, 11, 7))
    ItemStateFactory(reference=told.about, step="adopted", since=COUNTING, evidence=decision.reference)
    # What was internal is not told, nor that it was taken back; that the text came back is, and what takes back what is told.
    again = {"step": "draft", "consult_again": True, "reason": "Anders."}
    ItemStateFactory(reference=told.about, since=COUNTING, **again)
    review, ready = (
        ItemStateFactory(reference=told.about, since=COUNTING, step=step)
        for step in ("internal_review", "consultation_ready")
    )
    for mistake, before in ((ready, {"step": "internal_review", "reason": "Fout."}), (review, again)):
        ItemStateFactory(reference=told.about, since=COUNTING, takes_back=mistake, **before)
    states = dossier_of(told, COUNTING).chapters["item"]["states"]
    assert [one["step"] for one in states[-3:]] == ["draft", "consultation_ready", "internal_review"]
    (state,) = (one for one in states if one["step"] == "adopted")
    assert (state["happened_on"], state["evidence"]["number"]) == ("2026-11-07", decision.reference.string)
    assert f'href="{settings.BASE_URL}{decision.reference.lasting_address}"' in html_in(
        dossier_of(told, COUNTING), "nl"
    )


def test_people_who_said_who_they_are_stand_beside_the_town_and_few_are_not_told(told):
    north, south = AreaFactory(name="Noord"), AreaFactory(name="Zuid")
    for area, number in ((north, 2_500), (south, 7_500)):
        PopulationFigureFactory(area=area, age_band="", number=number, counted_on=date(2026, 1, 1))
    ReachAnswer.objects.bulk_create(
        ReachAnswer(consultation_round=told, area=area, given_on=date(2026, 11, 2))
        for area, number in ((north, 26), (south, 188))
        for _each in range(number)
    )
    ReachAnswer.objects.bulk_create(
        ReachAnswer(consultation_round=told, age_band="0-17", given_on=date(2026, 11, 2)) for _each in range(9)
    )
    found = dossier_of(anew(told), COUNTING)
    said = html_in(found, "en")
    assert "Of the 214 who told their neighbourhood, 12% live in Noord, where 25% of the town lives." in said
    assert found.chapters["participation"]["reach"]["said_age"] is None
    assert found.chapters["participation"]["reach"]["ages"] == []
    # Each figure in words leads to its table, and what is not known is said.
    assert 'href="#reach-area">the figures' in said
    assert 'id="reach-area"' in said
    assert "Fewer than 10 people told their age, so nothing is known of the ages of who took part." in said


def test_dossier_begins_with_what_was_decided_and_the_few_figures(told):
    first = DecisionFactory(consultation_round=told, about=told.about, title="Er komt een plein.")
    paper = CouncilPaperFactory(about=told.about, consultation_round=told, title="Voorstel plein")
    CouncilVoteFactory(paper=paper, was_called=True)
    said = html_in(dossier_of(anew(told), COUNTING), "nl")
    assert said.index("In het kort") < said.index("Er komt een plein.") < said.index("Wat er gevraagd is</h2>")
    summary = dossier_of(anew(told), COUNTING).chapters["summary"]
    assert [one["number"] for one in summary["decisions"]] == [first.reference.string]
    assert (summary["proposals"], summary["comments"], summary["voted"]) == (2, 1, 1)
    (chosen,) = summary["chosen"]
    assert (
        said.index("Gekozen in de stemming: ‘")
        < said.index(f"‘{chosen['title']}’")
        < said.index("Wat er gevraagd is</h2>")
    )
    # In its chapter the decision comes before the tables of the votes.
    council = said[said.index('id="council"') :]
    assert council.index("Er komt een plein.") < council.index("Voorstel plein")
