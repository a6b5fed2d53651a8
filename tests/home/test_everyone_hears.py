"""How an item ended, and how the council voted on it, is told to everybody who took part: once, and with what it rests on."""

from datetime import date

import pytest
from django.core import mail

from home.actions.item_state import move_item, set_item_state, take_step_back
from proposals.actions.council_paper import meeting_on
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import record_vote
from proposals.models import ResponseDocument
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, FollowFactory, SupportFactory
from tests.factories.proposals import (
    AnsweredContributionFactory,
    CommitmentEventFactory,
    CommitmentFactory,
    CouncilPaperFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.rounds import COUNTING, hand_in, publish, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_day_of_counting", "site_ground")]


def test_who_took_part_hears_how_it_ended_and_how_the_council_voted(
    agenda_item, moderator, clerk, django_capture_on_commit_callbacks
):
    consultation_round, item = publish_round(agenda_item), agenda_item.reference
    author = UserFactory()
    bench = publish(hand_in(consultation_round, by=author), by=moderator)
    said = CommentFactory(subject=bench, author=UserFactory(email="noor@example.nl"))
    supporter = SupportFactory(subject=bench).supporter.email
    follower = "henk.en.truus@example.nl"
    # Two accounts of one mailbox.
    for person in (UserFactory(email=follower), UserFactory(email=follower)):
        FollowFactory(reference=item, person=person, address="", confirmed_at=COUNTING)
    document = ResponseDocumentFactory(
        consultation_round=consultation_round, offered_at=COUNTING, offered_by=UserFactory(), approved_at=COUNTING,
        approved_by=clerk,
    )  # fmt: skip
    row = ResponseRowFactory(document=document, answer="Ja.", verdict="adopted", department="Groen")
    AnsweredContributionFactory(row=row, comment=said)
    ResponseDocument.objects.filter(pk=document.pk).update(published_at=COUNTING, sha256="0" * 64)
    took_part = {author.email, "noor@example.nl", supporter}

    begin_term(starts_on=date(2026, 3, 19), groups={"Dorp": 9}, by=clerk, at=COUNTING)

    def told(act) -> dict[str, str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox)
        return {one.to[0]: " ".join(f"{one.subject} {one.body}".split()) for one in mail.outbox}

    def vote(kind):
        paper = CouncilPaperFactory(about=item, kind=kind, dated_on=date(2026, 11, 17))
        meeting = meeting_on(body="council", held_on=date(2026, 11, 18), by=clerk, at=COUNTING)
        record_vote(paper=paper, meeting=meeting, groups=[], was_called=False, by=clerk, at=COUNTING)

    assert set(told(lambda: vote("other"))) == {follower}
    assert set(told(lambda: vote("council-proposal"))) == {follower, *took_part}
    set_item_state(reference=item, step="started", by=None, at=COUNTING)
    kept = CommitmentFactory(about=item, text="Een bank bij de vijver.")
    CommitmentEventFactory(
        commitment=kept, step="done", happened_on=COUNTING.date(), at=COUNTING, note="Hij staat er.",
        evidence_url="https://example.org/bank",
    )  # fmt: skip
    # What was not done, or not yet, is said beside it.
    happened = {"happened_on": COUNTING.date(), "at": COUNTING, "note": "Te duur."}
    for text, event in (
        ("Een fontein in de vijver.", {"step": "dropped"}),
        ("Een pad om de vijver.", {"step": "moved", "due_on": date(2027, 5, 1)}),
    ):
        CommitmentEventFactory(commitment=CommitmentFactory(about=item, text=text), **happened, **event)
    act = {"reference": item, "by": clerk, "at": COUNTING}
    done = told(lambda: move_item(to="done", **act))
    assert set(done) == {follower, *took_part}
    # What was done, on what that rests, and what was answered to oneself.
    assert all("Een bank bij de vijver." in one and kept.reference.string in one for one in done.values())
    for words in ("niet wordt gedaan: “Een fontein in de vijver.”", "Uiterlijk 1 mei 2027: “Een pad om de vijver.”"):
        assert all(words in one for one in done.values())
    own = f"/antwoorden/{document.reference}/{row.number}/"
    assert [own in done[to] for to in ("noor@example.nl", supporter)] == [True, False]
    ended = told(
        lambda: move_item(to="repealed", reason="Het is klaar.", document="https://raad.example/besluit", **act)
    )
    assert set(ended) == {follower, *took_part}
    assert all("https://raad.example/besluit" in one for one in ended.values())
    state = item.item_states.latest("pk")
    back = told(lambda: take_step_back(state=state, reason="Vergissing.", by=clerk, at=COUNTING))
    assert set(back) == {follower, *took_part}
