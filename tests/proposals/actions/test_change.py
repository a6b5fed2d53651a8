"""An author changes what they handed in: a new version, told to who supported the one before."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base import clock
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.state_event import move_proposal
from participation.actions.support import give_support, take_support_back
from participation.enums import ChangeState, Moderation, State
from participation.letter_tasks import tell_of_change
from participation.models import Change, Draft, HeldWord, Subject, Support
from participation.queries.change import since, versions_of, waiting_changes
from proposals.actions.change import begin_change, change_proposal, publish_change, refuse_change, text_of_change
from proposals.actions.proposal import page_of_subject, text_of
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import AreaFactory
from tests.factories.participation import FollowFactory, HeldWordFactory
from tests.removals import redacted
from tests.rounds import COLLECTING, EXAMINING, SUPPORTING, VOTING, anew, hand_in, hide, publish, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def open_round(agenda_item):
    return publish_round(agenda_item, screening="after")


@pytest.fixture
def bench(open_round, author) -> Subject:
    return hand_in(open_round, by=author, title="Een bankje", tags=["zitten"], cost=100)


def change(subject: Subject, at=SUPPORTING, by=None, note="Nu met een leuning.", **words):
    """The proposal with other words, as its author sends them."""
    subject = Subject.objects.select_related("reference", "consultation_round").get(pk=subject.pk)
    text = replace(text_of(page_of_subject(subject)), **(words or {"title": "Een bankje met leuning"}))
    with clock.set_to(at):
        return change_proposal(subject=subject, text=text, note=note, by=by or subject.author, at=at)


def labels(subject: Subject) -> list[str]:
    return [one.label for one in versions_of([subject.reference_id])[subject.reference_id]]


def test_change_proposal_publishes_the_next_version_and_the_subject_follows(bench, author):
    area = AreaFactory()
    words = {
        "title": "Twee bankjes",
        "summary": "Twee.",
        "body": "## Waarom",
        "area": area,
        "cost": 200,
        "tags": ["rust"],
    }
    assert change(bench, **words) is None
    bench.refresh_from_db()
    assert (bench.label, bench.cost, bench.author, bench.is_visible) == ("Twee bankjes", 200, author, True)
    assert labels(bench) == ["1", "2"]
    old, new = bench.reference.versions.order_by("number").read()
    assert (old.content["title"], new.content["title"]) == ("Een bankje", "Twee bankjes")
    assert [one["label"] for one in new.content["tags"]] == ["rust"]
    assert (new.content["cost"], new.content["area"]["code"], new.change_note) == (
        200,
        area.code,
        "Nu met een leuning.",
    )
    # Said of that one version.
    assert page_of_subject(bench).change_note == ""
    assert AuditEntry.objects.get(act="proposal_changed").detail["version"] == "2"


def test_what_stays_of_a_proposal_stays(bench):
    change(bench, title="Anders", language="en", kind="day", author_name="Iemand anders")
    page = page_of_subject(bench)
    assert (page.title, page.language, page.kind, page.author_name) == ("Anders", "nl", "proposal", "Noor")


def test_change_proposal_needs_a_note_and_another_text(bench):
    for words in ({"note": " "}, {"title": "Een bankje"}, {"title": "\u200b"}):
        with pytest.raises(Refusal):
            change(bench, **words)
    assert labels(bench) == ["1"]


def test_change_proposal_is_its_authors_in_its_time_and_of_what_is_public(bench, moderator, clerk):
    for at, by in ((SUPPORTING, UserFactory()), (SUPPORTING, moderator), (EXAMINING, None), (VOTING, None)):
        with pytest.raises(Refusal):
            change(bench, at=at, by=by)
    move_proposal(subject=bench, state=State.NOT_TAKEN, by=clerk, at=SUPPORTING, reason="Te duur.")
    with pytest.raises(Refusal, match="examined"):
        change(bench)
    move_proposal(subject=bench, state=State.PUBLISHED, by=clerk, at=SUPPORTING, reason="Toch niet.")
    hide(bench, by=moderator)
    with pytest.raises(Refusal, match="hid"):
        change(bench)
    publish(bench, by=moderator, at=SUPPORTING)
    assert labels(bench) == ["1"]
    change(bench)
    assert labels(bench) == ["1", "2"]


def test_change_proposal_is_refused_where_a_voter_was_quicker_than_the_clock(bench):
    bench.consultation_round.ballot_frozen_at = VOTING
    bench.consultation_round.save()
    with pytest.raises(Refusal, match="Voting has begun"):
        change(bench)


def test_a_draft_of_a_change_sent_twice_changes_once(bench, author):
    draft = begin_change(subject=bench, by=author, at=SUPPORTING)
    assert (draft.changes, draft.owner, draft.data["title"], draft.data["tags"]) == (
        bench,
        author,
        "Een bankje",
        "zitten",
    )
    assert begin_change(subject=bench, by=author, at=SUPPORTING) == draft
    text = replace(text_of(page_of_subject(bench)), title="Bank")
    for _ in range(2):
        change_proposal(subject=bench, text=text, note="Korter.", by=author, at=SUPPORTING, draft=draft)
    draft.refresh_from_db()
    assert (draft.became, draft.data, labels(bench)) == (bench.reference, {}, ["1", "2"])


def test_supporters_of_the_text_before_are_told_once_and_know_what_changed(
    bench, author, mailoutbox, django_capture_on_commit_callbacks
):
    early, late, following = UserFactory(), UserFactory(), UserFactory()
    for person in (early, following):
        give_support(subject=bench, by=person, at=SUPPORTING)
    FollowFactory(reference=bench.reference, person=following, address="")
    with django_capture_on_commit_callbacks(execute=True):
        change(bench, at=SUPPORTING.replace(hour=14))
    give_support(subject=bench, by=late, at=SUPPORTING.replace(hour=15))
    told = [mail for mail in mailoutbox if mail.to == [early.email]]
    assert len(told) == 1
    assert "is veranderd sinds je het steunde" in told[0].subject
    assert "Nu met een leuning." in told[0].body
    assert "/1..2" in told[0].body or "/1/2" in told[0].body
    # Who follows it is told as such, its author and who supports the new text not at all.
    assert [mail.to for mail in mailoutbox if set(mail.to) & {late.email, author.email}] == []
    assert len([mail for mail in mailoutbox if mail.to == [following.email]]) == 1
    assert tell_of_change.func(bench.reference.versions.get(number=2).pk) == 0
    versions = versions_of([bench.reference_id])[bench.reference_id]
    given = {one.supporter_id: one.given_at for one in Support.objects.filter(subject=bench)}
    assert since(versions, given[early.pk]) == (versions[0], versions[1])
    assert since(versions, given[late.pk]) is None
    give_support(subject=bench, by=early, at=SUPPORTING.replace(hour=16))
    assert since(versions, Support.objects.get(supporter=early).given_at) is None
    take_support_back(subject=bench, by=early, at=SUPPORTING.replace(hour=17))
    assert not Support.objects.filter(supporter=early).exists()


@pytest.fixture
def screened(consultation_round, author, moderator) -> Subject:
    return publish(hand_in(consultation_round, by=author, title="Een bankje"), by=moderator)


def test_in_a_screened_round_the_new_text_waits_and_the_old_one_stays(
    screened, moderator, author, mailoutbox, django_capture_on_commit_callbacks
):
    waits = change(screened, at=COLLECTING)
    assert (list(waiting_changes()), labels(screened)) == ([waits], ["1"])
    assert (waits.note, text_of_change(waits).title) == ("Nu met een leuning.", "Een bankje met leuning")
    with pytest.raises(Refusal):
        publish_change(change=waits, by=author, at=SUPPORTING)
    with clock.set_to(SUPPORTING), django_capture_on_commit_callbacks(execute=True):
        publish_change(change=waits, by=moderator, at=SUPPORTING)
    waits.refresh_from_db()
    screened.refresh_from_db()
    assert (waits.state, waits.words, waits.by) == (ChangeState.PUBLISHED, {}, moderator)
    assert (labels(screened), screened.label) == (["1", "2"], "Een bankje met leuning")
    assert screened.reference.versions.get(number=2).change_note == "Nu met een leuning."
    assert [mail.to for mail in mailoutbox if "nieuwe tekst" in mail.subject] == [[author.email]]
    with pytest.raises(Refusal, match="ruled"):
        publish_change(change=waits, by=moderator, at=SUPPORTING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.update(words={"title": "Een bankje"})


def test_a_change_that_is_not_published_is_its_authors_draft_again(
    screened, moderator, author, mailoutbox, django_capture_on_commit_callbacks
):
    waits = change(screened, at=COLLECTING)
    with pytest.raises(Refusal, match="ground"):
        refuse_change(change=waits, ground="insult", reason=" ", by=moderator, at=SUPPORTING)
    with django_capture_on_commit_callbacks(execute=True):
        refuse_change(change=waits, ground="insult", reason="Het scheldt.", by=moderator, at=SUPPORTING)
    draft = Draft.objects.get(changes=screened)
    assert (draft.owner, draft.data["title"], draft.data["note"]) == (
        author,
        "Een bankje met leuning",
        "Nu met een leuning.",
    )
    assert (labels(screened), list(waiting_changes())) == (["1"], [])
    assert "Het scheldt." in mailoutbox[-1].body


def test_a_newer_text_of_the_author_takes_the_place_of_the_one_that_waits(screened, moderator):
    first = change(screened, at=COLLECTING)
    second = change(screened, at=COLLECTING, title="Drie bankjes")
    assert list(waiting_changes()) == [second]
    with pytest.raises(Refusal, match="newer text"):
        publish_change(change=first, by=moderator, at=COLLECTING)
    with pytest.raises(Refusal, match="Voting has begun"):
        publish_change(change=second, by=moderator, at=VOTING)
    hide(screened, by=moderator)
    assert (list(waiting_changes()), Change.objects.get(pk=first.pk).words) == ([], {})


def test_a_redaction_reaches_the_text_and_the_note_that_wait_and_the_draft(screened, author, clerk):
    publish_change(
        change=change(screened, at=COLLECTING, note="Om Jan."), by=person_with(Role.MODERATOR), at=COLLECTING
    )
    version = screened.reference.versions.get(number=2)
    draft = begin_change(subject=screened, by=author, at=COLLECTING)
    draft.data["note"] = "Een leuning."
    draft.save()
    waits = change(screened, at=COLLECTING, title="Drie bankjes", note="Niet meer om Jan.")
    redacted(version, "summary", "change_note", by=clerk)
    waits.refresh_from_db()
    draft.refresh_from_db()
    assert (waits.words["summary"], waits.words["title"], waits.note) == ("", "Drie bankjes", "Niet meer om Jan.")
    assert (draft.data["summary"], draft.data["title"], draft.data["note"]) == (
        "",
        "Een bankje met leuning",
        "Een leuning.",
    )


def test_words_of_the_list_wait_wherever_they_are_written(open_round, author, bench):
    HeldWordFactory(text="olifant")
    word = "een olifant"
    fields = ("title", "summary", "body", "author_name", "group_name", "place")
    texts = [{name: word} for name in fields] + [{"tags": [word]}, {"answers": {"Waarom?": word}}]
    waits = [hand_in(open_round, by=author, **text).moderation == Moderation.AWAITING for text in texts]
    assert waits == [True] * len(texts)
    assert hand_in(open_round, by=author).is_visible
    assert change(bench, note=f"Nu met {word}.") is not None


def test_words_of_the_list_wait_in_any_round(bench):
    HeldWordFactory(text="olifant")
    assert change(bench, body="Een olifant.") is not None
    assert (labels(bench), HeldWord.objects.count()) == (["1"], 1)


def test_what_waits_for_a_moderator_is_read_as_it_is(consultation_round, author):
    subject = hand_in(anew(consultation_round), by=author)
    with pytest.raises(Refusal, match="moderator reads"):
        change(subject, at=COLLECTING)
