"""Decide Madrid's proposals and the talk about them: nothing lost, nothing invented. Small tables are written here."""

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError
from django.urls import reverse

from base.enums import ReferenceKind
from base.models import AuditEntry, PublishedVersion, Reference
from home.models import AgendaItemPage
from participation.enums import Moderation, PhaseKind
from participation.models import Comment, ConsultationRound, Origin, Subject
from proposals.actions import contribution as contribution_action
from proposals.models import ProposalPage
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.factories.participation import PhaseFactory, SubjectFactory
from tests.factories.proposals import ConsultationRoundPageFactory

MADRID = Path(__file__).resolve().parents[4] / "shared/data/proposals"
HOSTILE = MADRID.parent / "hostile/blns.json"
LOCAL = ZoneInfo("Europe/Amsterdam")
needs_madrid = pytest.mark.skipif(
    not MADRID.exists(), reason="the folder with Madrid's proposals does not stand beside the project"
)

PROPOSALS = """\
id,title,userId,date,summary,text,numSupports
7,Schone straten,9884,2015-09-15,Alleen maar vegen.,,6560
19,Lopen naar de rivier,2780,2016-03-27,Een pad.,Langs het water.,906
"""
COMMENTS = """\
id,parentId,proposalId,userId,date,time,text
1,-1,7,2780,2015-09-15,0 days 10:50:19,Eens.
2,1,7,9884,2015-09-16,11:07:10,Dank je.
3,99,7,10,2015-09-16,12:00:00,Ik niet.
4,3,7,11,2015-09-17,12:00:00,Waarom niet?
5,-1,19,12,2016-03-27,12:00:00,
"""


@pytest.fixture
def import_tables(run, write_file):
    def import_both(proposals: str = PROPOSALS, comments: str = COMMENTS, **options: object) -> str:
        files = write_file(proposals, "proposals.csv"), write_file(comments, "comments.csv")
        return run("import_contributions", *files, **options)

    return import_both


def table(name: str) -> list[dict[str, str]]:
    """As Python's own reader gives it."""
    return list(csv.DictReader(io.StringIO((MADRID / name).read_text(encoding="utf-8"))))


@needs_madrid
def test_import_contributions_keeps_all_of_decide_madrid(run, everything):
    proposals, comments = table("proposals.csv"), table("comments.csv")
    known = {row["id"] for row in comments}
    orphans = {row["id"] for row in comments if row["parentId"] not in known | {"-1"}}
    empty = {row["id"] for row in comments if not row["text"]}
    assert (len(proposals), len(comments), len(orphans), len(empty)) == (80, 5633, 268, 62)

    printed = run("import_contributions", MADRID / "proposals.csv", MADRID / "comments.csv")

    taken = Origin.objects.filter(source="Decide Madrid").select_related(
        "subject__reference", "comment__subject__origin"
    )
    subjects = {origin.identifier: origin.subject for origin in taken if origin.kind == "proposal"}
    written = {origin.identifier: origin.comment for origin in taken if origin.kind == "comment"}
    assert {(one.kind, one.identifier): one.record["row"] for one in taken} == (
        {("proposal", row["id"]): row for row in proposals} | {("comment", row["id"]): row for row in comments}
    )
    assert (Subject.objects.count(), Comment.objects.count()) == (80, 5633)
    versions = {version.reference_id: version for version in PublishedVersion.objects.prefetch_related("texts")}
    for row in proposals:
        subject = subjects[row["id"]]
        content = versions[subject.reference_id].content
        assert (subject.label, subject.earlier_supports, subject.language) == (
            row["title"],
            int(row["numSupports"]),
            "es",
        )
        assert subject.submitted_at == datetime.fromisoformat(row["date"]).replace(tzinfo=LOCAL)
        assert [*(content[name] for name in ("title", "summary", "body", "language")), subject.author_name] == [
            row["title"],
            row["summary"],
            row["text"],
            "es",
            f"Deelnemer {row['userId']}",
        ]
    names = {comment.pk: identifier for identifier, comment in written.items()}
    for row in comments:
        comment = written[row["id"]]
        assert (comment.text, comment.language, comment.author) == (row["text"], "es", None)
        assert comment.author_name == f"Deelnemer {row['userId']}"
        hour = row["time"].removeprefix("0 days ")
        assert comment.posted_at == datetime.fromisoformat(f"{row['date']}T{hour}").replace(tzinfo=LOCAL)
        assert comment.subject.origin.identifier == row["proposalId"]
        parent = None if row["id"] in orphans or row["parentId"] == "-1" else row["parentId"]
        assert names.get(comment.parent_id) == parent
    told = [origin for origin in taken if "note" in origin.record]
    assert {origin.identifier for origin in told} == orphans
    assert "Answers whose parent is missing: 268" in printed
    assert "Comments without text: 62" in printed
    assert printed.count("kept as a first comment") == 268
    # Every thread is whole, 24 answers deep.
    found = depths()
    assert (max(found), len(found)) == (24, 5633)
    before = everything()
    with pytest.raises(CommandError, match="80 of these were taken over from 'Decide Madrid' before, '7' among them"):
        run("import_contributions", MADRID / "proposals.csv", MADRID / "comments.csv")
    assert everything() == before


def depths() -> list[int]:
    above = dict(Comment.objects.values_list("pk", "parent"))

    def depth(pk: int) -> int:
        steps = 0
        while (pk := above[pk]) is not None:
            steps += 1
        return steps

    return [depth(pk) for pk in above]


@needs_madrid
@pytest.mark.heavy
def test_import_contributions_skips_exactly_what_it_tells(run):
    comments = table("comments.csv")
    gone = {row["id"] for row in comments if not row["text"]}
    known = {row["id"] for row in comments}
    waiting = True
    while waiting:
        waiting = {
            row["id"]
            for row in comments
            if row["id"] not in gone
            and row["parentId"] != "-1"
            and (row["parentId"] in gone or row["parentId"] not in known)
        }
        gone |= waiting

    printed = run(
        "import_contributions", MADRID / "proposals.csv", MADRID / "comments.csv", orphans="skip", empty="skip"
    )

    kept = set(Origin.objects.filter(kind="comment").values_list("identifier", flat=True))
    assert kept == known - gone
    assert printed.count("skipped.") == len(gone)
    assert f"{len(kept)} of 5633 comments taken over, {len(gone)} skipped" in printed


def test_import_contributions_makes_a_round_of_the_contributions_own_days(import_tables, client):
    import_tables()
    one = ConsultationRound.objects.with_phases().get()
    begins, ends = datetime(2015, 9, 15, tzinfo=LOCAL), datetime(2016, 3, 28, tzinfo=LOCAL)
    assert (one.title, one.method, one.put_in_force_at) == ("Voorstellen uit Decide Madrid", "", begins)
    assert [(phase.kind, phase.starts_at, phase.ends_at) for phase in one.phases.all()] == [
        (PhaseKind.COLLECT, begins, ends),
        (PhaseKind.SUPPORT, begins, ends),
    ]
    assert one.about == AgendaItemPage.objects.get().reference
    for kind in (ReferenceKind.CONSULTATION_ROUND, ReferenceKind.PROPOSAL, ReferenceKind.AGENDA_ITEM):
        reference = Reference.objects.filter(kind=kind).first()
        assert client.get(f"/id/{reference.string}", follow=True).status_code == 200


def test_import_contributions_links_threads_to_their_first_comment(import_tables):
    import_tables()
    by_text = {comment.text: comment for comment in Comment.objects.all()}
    assert by_text["Dank je."].parent == by_text["Dank je."].thread == by_text["Eens."]
    assert (by_text["Ik niet."].parent, by_text["Ik niet."].thread) == (None, None)
    assert by_text["Waarom niet?"].thread == by_text["Ik niet."]
    assert Origin.objects.get(comment=by_text["Ik niet."]).record["note"] == (
        "answers 99, which is not in the file; taken over as a first comment"
    )


def test_import_contributions_shows_pages_and_comments_as_written(import_tables, client):
    import_tables()
    subject = Subject.objects.with_counts().order_by("pk").first()
    assert (subject.moderation, subject.support_count, subject.comment_count) == (Moderation.VISIBLE, 6560, 4)
    page = client.get(reverse("proposal", args=[subject.reference.string])).content.decode()
    assert Counter(text in page for text in ("Alleen maar vegen.", "Eens.", "Dank je.", "6.560")) == {True: 4}
    # Longer ago than names are shown.
    assert "Deelnemer 9884" not in page
    other = Subject.objects.order_by("pk").last()
    assert (
        "(een reactie zonder tekst)" in client.get(reverse("proposal", args=[other.reference.string])).content.decode()
    )


def test_import_contributions_adds_to_a_round_that_is_named(import_tables, site_ground):
    page = ConsultationRoundPageFactory(parent=site_ground.home)
    target = ConsultationRound.objects.get()
    import_tables(round=target.reference.string)
    assert set(Subject.objects.values_list("consultation_round", flat=True)) == {target.pk}
    assert ProposalPage.objects.child_of(page).count() == 2
    assert ConsultationRound.objects.count() == 1


def test_import_contributions_makes_its_round_under_a_named_item(import_tables, site_ground):
    item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home))
    import_tables(under=item.reference.string)
    assert ConsultationRound.objects.get().about == item.reference


def test_import_contributions_refuses_a_round_in_which_voting_has_begun(import_tables, site_ground, everything):
    ConsultationRoundPageFactory(parent=site_ground.home)
    target = ConsultationRound.objects.get()
    PhaseFactory(consultation_round=target, kind=PhaseKind.VOTE, starts_at=datetime(2020, 1, 1, tzinfo=UTC))
    SubjectFactory(consultation_round=target)
    before = everything()
    with pytest.raises(CommandError, match="Voting has begun"):
        import_tables(round=target.reference.string)
    with pytest.raises(CommandError, match="There is no round RND-1999-001"):
        import_tables(round="RND-1999-001")
    with pytest.raises(CommandError, match="There is no agenda item LEA-1999-001"):
        import_tables(under="LEA-1999-001")
    assert everything() == before


def test_import_contributions_knows_one_place_from_another(import_tables):
    import_tables()
    import_tables(source="Ergens anders", language="nl")
    assert list(Subject.objects.order_by("pk").values_list("language", flat=True)) == ["es", "es", "nl", "nl"]
    assert Origin.objects.filter(source="Ergens anders").count() == 7


def test_import_contributions_leaves_its_trail(import_tables):
    import_tables()
    about = ConsultationRound.objects.get().reference.string
    entries = AuditEntry.objects.filter(about=about, act__endswith="_taken_over").order_by("pk")
    assert [(entry.act, entry.by) for entry in entries] == [
        ("subjects_taken_over", None),
        ("comments_taken_over", None),
    ]
    assert entries[1].detail == {"source": "Decide Madrid", "comments": 5}


@pytest.mark.parametrize(
    ("proposals", "comments", "sentence"),
    [
        (
            PROPOSALS.replace("Een pad.", '"Een pad.'),
            COMMENTS,
            "proposals.csv: Line 3, column 41: This quote is never closed.",
        ),
        (
            PROPOSALS.replace("numSupports", "steun"),
            COMMENTS,
            "proposals.csv: Line 1, column 1: The file has no column numSupports.",
        ),
        (PROPOSALS.replace("19,L", "7,L"), COMMENTS, "proposals.csv: Line 3, column 1: The proposal 7 occurs twice"),
        (
            PROPOSALS,
            COMMENTS.replace("4,3,7", "4,3,8"),
            "comments.csv: Line 5, column 5: The comment is about proposal 8, which",
        ),
        (
            PROPOSALS,
            COMMENTS.replace("2015-09-17", "17-9-2015"),
            "comments.csv: Line 5, column 10: The date must be a day",
        ),
        (COMMENTS, PROPOSALS, "proposals.csv: Line 1, column 1: The file has no column title."),
        (PROPOSALS.splitlines()[0], COMMENTS, "holds no proposals."),
        (
            PROPOSALS.replace("Een pad.", "caf\udce9"),
            COMMENTS,
            "proposals.csv: Line 3, column 44: The byte 0xE9 is not UTF-8 text",
        ),
    ],
)
def test_import_contributions_refuses_a_broken_file_in_words_and_writes_nothing(
    run, write_file, everything, proposals, comments, sentence
):
    before = everything()
    files = [
        write_file(content.encode("utf-8", "surrogateescape"), name)
        for content, name in ((proposals, "proposals.csv"), (comments, "comments.csv"))
    ]
    with pytest.raises(CommandError) as refused:
        run("import_contributions", *files)
    assert sentence in str(refused.value)
    assert everything() == before


def test_import_contributions_refuses_a_file_that_is_not_there(run, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file or directory\."):
        run("import_contributions", tmp_path / "nowhere.csv", tmp_path / "nothing.csv")


def test_import_contributions_writes_nothing_when_the_comments_fail(import_tables, everything, monkeypatch):
    def fail(**given):
        raise RuntimeError("the comments broke off")

    monkeypatch.setattr(contribution_action, "take_over_comments", fail)
    before = everything()
    with pytest.raises(RuntimeError):
        import_tables()
    assert everything() == before


@pytest.mark.skipif(not HOSTILE.exists(), reason="the folder with hostile strings does not stand beside the project")
@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.heavy)])
def test_import_contributions_keeps_every_hostile_string_unharmed(import_tables, step):
    texts = [text for text in json.loads(HOSTILE.read_text(encoding="utf-8")) if text.strip() and "\0" not in text]
    texts = [text for text in texts if len(text) <= 255][::step]
    proposals, comments = io.StringIO(), io.StringIO()
    csv.writer(proposals).writerows(
        [
            PROPOSALS.splitlines()[0].split(","),
            *([number, text, 1, "2015-09-15", text, text, 0] for number, text in enumerate(texts)),
        ]
    )
    csv.writer(comments).writerows(
        [
            COMMENTS.splitlines()[0].split(","),
            *([number, -1, number, 1, "2015-09-15", "12:00:00", text] for number, text in enumerate(texts)),
        ]
    )
    import_tables(proposals.getvalue(), comments.getvalue())
    assert [subject.label for subject in Subject.objects.order_by("pk")] == texts
    assert [(page.title, page.summary, page.body) for page in ProposalPage.objects.order_by("pk")] == [
        (text, text, text) for text in texts
    ]
    assert [comment.text for comment in Comment.objects.order_by("pk")] == texts
