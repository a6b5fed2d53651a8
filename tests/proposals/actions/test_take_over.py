"""What is taken over in bulk stands in the same rows as what residents write one by one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.forms.models import model_to_dict

from accounts.operator import OPERATOR, account_of
from base import clock
from base.models import PublishedVersion
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot, cast_ballots
from participation.actions.comment import EarlierComment, post_comment, take_over_comments
from participation.actions.origin import Provenance
from participation.enums import Channel, PhaseKind, Screening
from participation.models import Comment, Envelope, Origin, PollBookEntry, RollEntry, Subject
from participation.queries.electoral_roll import voter_of
from participation.round_plan import PhasePlan, RulesPlan
from participation.voting_enums import VotingChannel
from proposals.actions.consultation_round import RoundText, add_round
from proposals.actions.proposal import (
    EarlierProposal,
    ProposalText,
    page_of_subject,
    submit_proposal,
    take_over_proposals,
)
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.factories.participation import BallotBoxFactory
from tests.rounds import count, in_envelopes

TEXT = ProposalText(
    title="Een bank bij de vijver",
    summary="Dan kunnen mensen zitten.",
    body="Bij de vijver staat niets.",
    author_name="Noor",
    language="nl",
    cost=900,
)


@pytest.fixture
def consultation_round(site_ground, noon):
    """Collecting and supporting for a week, then a week of voting."""
    week = timedelta(days=7)
    consultation_round = add_round(
        parent=AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home)),
        text=RoundText(title="Vijver", summary="Denk mee."),
        rules=RulesPlan(
            title="Vijver",
            language="nl",
            method="greedy",
            budget=1000,
            screening=Screening.AFTER,
            within_budget=False,
        ),
        phases=[
            PhasePlan(kind=PhaseKind.COLLECT, starts_at=noon, ends_at=noon + week),
            PhasePlan(kind=PhaseKind.VOTE, starts_at=noon + week, ends_at=noon + 2 * week),
        ],
        at=noon,
    )
    BallotBoxFactory(consultation_round=consultation_round)
    return consultation_round


def earlier(identifier: str, at, **fields) -> EarlierProposal:
    return EarlierProposal(provenance=Provenance(identifier, {"id": identifier}), text=TEXT, submitted_at=at, **fields)


def take_over(consultation_round, *proposals, by=OPERATOR, at):
    return take_over_proposals(
        consultation_round=consultation_round, proposals=proposals, source="Elders", by=by, at=at
    )


def subject_row(subject) -> dict:
    """Apart from which subject it is, whose account wrote it and which way it came."""
    own = {"id", "reference", "author", "channel"}
    return {name: value for name, value in model_to_dict(subject).items() if name not in own}


def test_take_over_proposals_writes_what_handing_one_in_writes(consultation_round, resident, noon):
    with clock.set_to(noon):
        one = submit_proposal(consultation_round=consultation_round, text=TEXT, by=resident, at=noon)

    (two,) = take_over(consultation_round, earlier("a", noon), at=noon)

    assert subject_row(two) == subject_row(one)
    assert (two.author, two.channel) == (None, Channel.IMPORT)
    versions = [PublishedVersion.objects.get(reference=subject.reference) for subject in (one, two)]
    # Who wrote elsewhere knew of no marks: their words are cited as plain lines.
    handed_in, taken_over = (version.content for version in versions)
    shared = {name: value for name, value in handed_in.items() if name in taken_over}
    assert taken_over == shared | {"body": TEXT.body}
    assert handed_in.keys() - taken_over.keys() == {"text", "kind", "answers", "attachments"}
    assert (versions[1].number, versions[1].published_at) == (1, noon)
    pages = [page_of_subject(subject) for subject in (one, two)]
    assert [(page.slug, page.live, page.get_parent().pk, page.locale_id) for page in pages] == [
        (subject.reference.string.lower(), True, pages[0].get_parent().pk, pages[0].locale_id) for subject in (one, two)
    ]
    assert [subject.reference.number for subject in (one, two)] == [1, 2]


def test_take_over_proposals_keeps_supports_and_origin(consultation_round, noon):
    (subject,) = take_over(consultation_round, earlier("a", noon, supports=17), at=noon)
    assert subject.earlier_supports == 17
    origin = Origin.objects.get()
    assert (origin.source, origin.kind, origin.identifier, origin.record) == ("Elders", "proposal", "a", {"id": "a"})
    assert (origin.subject, origin.comment) == (subject, None)


def test_take_over_proposals_takes_nothing_over_twice(consultation_round, noon):
    take_over(consultation_round, earlier("a", noon), at=noon)
    with pytest.raises(Refusal, match="‘a’"):
        take_over(consultation_round, earlier("b", noon), earlier("a", noon), at=noon)
    assert Subject.objects.count() == 1


@pytest.mark.parametrize("someone", [AnonymousUser, lambda: UserFactory(email="iemand@example.nl")])
def test_take_over_proposals_is_for_who_looks_after_the_site(consultation_round, noon, someone):
    with pytest.raises(Refusal):
        take_over(consultation_round, earlier("a", noon), by=someone(), at=noon)


def test_take_over_proposals_leaves_the_ballot_paper_alone_once_voting_began(consultation_round, noon):
    with pytest.raises(Refusal):
        take_over(consultation_round, earlier("a", noon), at=noon + timedelta(days=7))


def comment_row(comment) -> dict:
    own = {"id", "author", "sent_key", "parent", "thread", "channel"}
    return {name: value for name, value in model_to_dict(comment).items() if name not in own}


def said(identifier: str, at, parent: str | None = None, subject: str = "a") -> EarlierComment:
    return EarlierComment(
        provenance=Provenance(identifier, {"id": identifier}),
        subject=subject,
        parent=parent,
        author_name="Noor",
        text="Goed plan.",
        language="nl",
        posted_at=at,
    )


@pytest.fixture
def subjects(consultation_round, noon):
    first, second = take_over(consultation_round, earlier("a", noon), earlier("b", noon), at=noon)
    return {"a": first, "b": second}


def take_over_talk(consultation_round, subjects, *comments, at):
    return take_over_comments(
        consultation_round=consultation_round, comments=comments, subjects=subjects, source="Elders", by=OPERATOR, at=at
    )


def test_take_over_comments_writes_what_posting_writes(consultation_round, subjects, resident, noon):
    posted = {"subject": subjects["a"], "text": "Goed plan.", "language": "nl", "author_name": "Noor", "by": resident}
    first = post_comment(**posted, at=noon)
    answer = post_comment(**posted, parent=first, at=noon)
    deeper = post_comment(**posted, parent=answer, at=noon)

    # In any order: what is answered is found.
    taken = take_over_talk(
        consultation_round, subjects, said("3", noon, "2"), said("1", noon), said("2", noon, "1"), at=noon
    )

    assert [comment_row(comment) for comment in taken] == [comment_row(one) for one in (deeper, first, answer)]
    third, one, two = (Comment.objects.get(pk=comment.pk) for comment in taken)
    assert [(one.parent, one.thread), (two.parent, two.thread), (third.parent, third.thread)] == [
        (None, None),
        (one, one),
        (two, one),
    ]
    assert [origin.comment for origin in Origin.objects.filter(kind="comment").order_by("identifier")] == [
        one,
        two,
        third,
    ]


@pytest.mark.parametrize(
    ("comments", "named"),
    [
        (lambda at: [said("1", at), said("2", at, "9")], "‘2’"),
        (lambda at: [said("1", at, "2"), said("2", at, "1")], "‘1’"),
        (lambda at: [said("1", at), said("2", at, "1", subject="b")], "‘2’"),
    ],
)
def test_take_over_comments_refuses_answers_to_what_is_not_there(consultation_round, subjects, noon, comments, named):
    with pytest.raises(Refusal, match=named):
        take_over_talk(consultation_round, subjects, *comments(noon), at=noon)
    assert not Comment.objects.exists()


def test_cast_ballots_writes_what_casting_one_by_one_writes(consultation_round, subjects, noon, clerk):
    voting = noon + timedelta(days=8)
    first, second = subjects["a"].pk, subjects["b"].pk
    marked = [{first: 1}, {first: 1, second: 1}, {}]
    voters = [UserFactory() for _ in marked]

    def rows() -> list:
        book = PollBookEntry.objects.order_by("pk").values_list("consultation_round", "cast_at", "times_replaced")
        sheet = count(consultation_round, by=clerk, at=noon + timedelta(days=14), public=False)
        lines = list(sheet.lines.values_list("subject", "score", "cost", "place"))
        return [
            *book,
            *sorted(envelopes, key=str),
            sheet.sha256,
            sheet.cast,
            sheet.blank,
            *lines,
            Envelope.objects.count(),
        ]

    with transaction.atomic():
        for voter, choices in zip(voters, marked, strict=True):
            cast_ballot(
                consultation_round=consultation_round,
                voter=voter_of(consultation_round, voter),
                choices=choices,
                at=voting,
            )
        envelopes = in_envelopes()
        one_by_one = rows()
        transaction.set_rollback(True)
    consultation_round.refresh_from_db()

    cast_ballots(
        consultation_round=consultation_round,
        ballots=[(f"kiezer {number}", choices) for number, choices in enumerate(marked)],
        channel=VotingChannel.IMPORT,
        by=OPERATOR,
        at=voting,
    )
    envelopes = in_envelopes()

    assert rows() == one_by_one
    assert [(entry.identifier, entry.person, entry.channel) for entry in RollEntry.objects.order_by("pk")] == [
        (f"kiezer {number}", None, VotingChannel.IMPORT) for number in range(3)
    ]


def test_account_of_names_people_and_nobody_else(resident):
    assert (account_of(resident), account_of(OPERATOR), account_of(AnonymousUser())) == (resident, None, None)
