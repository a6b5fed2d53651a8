"""Support for a request under an ordinance: declared, counted in its time, and what everybody hears when that is over."""

from datetime import timedelta
from io import StringIO
from itertools import product

import pytest
from django.core.management import call_command

from base import clock
from base.models import Reference
from base.refusal import Refusal
from participation.actions.state_event import move_proposal
from participation.actions.support import give_support, reach_threshold, take_support_back
from participation.enums import State
from participation.models import StateEvent, Subject
from participation.queries.state_event import state_of
from tests.factories.accounts import UserFactory
from tests.factories.base import VersionTextFactory
from tests.factories.participation import (
    FollowFactory,
    OrdinanceFactory,
    StateEventFactory,
    SubjectFactory,
    SupportFactory,
)
from tests.participation.test_request_life import BEGAN, EARLIER, NOW
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_support_is_declared_counted_in_its_time_and_stands_when_it_is_handed_over():
    ordinance = OrdinanceFactory(needed=2, collecting_weeks=4, youngest=14)
    subject = SubjectFactory(
        ordinance=ordinance,
        consultation_round=ordinance.consultation_round,
        support_needed=2,
        support_until=moment(10, 1),
        submitted_at=BEGAN,
    )
    for state in EARLIER:
        StateEventFactory(subject=subject, state=state, at=BEGAN)
    one, two = UserFactory.create_batch(2)
    with pytest.raises(Refusal, match="ticking the box"):
        give_support(subject=subject, by=one, at=NOW)
    give_support(subject=subject, by=one, at=NOW, declares=True)
    assert state_of(subject, NOW) == State.SUPPORTING
    hand_over = {"subject": subject, "state": State.HANDED_OVER, "by": subject.author}
    with pytest.raises(Refusal, match="needs 2 declarations of support, and has 1"):
        move_proposal(**hand_over, at=NOW)
    assert state_of(subject, moment(10, 1)) == State.EXPIRED
    late = Subject.objects.get(pk=subject.pk)
    with pytest.raises(Refusal, match="could be supported until and including Wednesday 30 September 2026"):
        give_support(subject=late, by=two, at=moment(10, 1), declares=True)
    give_support(subject=subject, by=two, at=NOW, declares=True)
    assert state_of(subject, moment(10, 2)) == State.THRESHOLD
    take_support_back(subject=subject, by=two, at=NOW)
    with pytest.raises(Refusal, match="and has 1"):
        move_proposal(**hand_over, at=NOW)
    give_support(subject=subject, by=two, at=NOW, declares=True)
    move_proposal(**hand_over, at=NOW)
    handed = Subject.objects.get(pk=subject.pk)
    with pytest.raises(Refusal, match="was handed over"):
        take_support_back(subject=handed, by=two, at=NOW)
    with pytest.raises(Refusal, match="cannot become"):
        move_proposal(**hand_over, at=NOW)


def test_when_the_time_to_collect_ends_with_too_little_everybody_concerned_hears_once_and_why(
    mailoutbox, django_capture_on_commit_callbacks
):
    ends = moment(10, 1)
    ordinance = OrdinanceFactory(needed=3, collecting_weeks=4)
    given = {"ordinance": ordinance, "consultation_round": ordinance.consultation_round, "submitted_at": BEGAN}
    subject, hidden, enough = (
        SubjectFactory(**given, support_needed=needed, support_until=ends, moderation=moderation)
        for needed, moderation in ((3, "visible"), (3, "hidden"), (1, "visible"))
    )
    for one, state in product((subject, hidden, enough), EARLIER):
        StateEventFactory(subject=one, state=state, at=BEGAN)
    supporter = SupportFactory(subject=subject).supporter
    give_support(subject=enough, by=supporter, at=NOW, declares=True)
    VersionTextFactory(version__reference=subject.reference)
    Reference.objects.filter(pk=subject.reference_id).update(is_public=True)
    follower = FollowFactory(reference=subject.reference, language="en").address

    def run(at):
        mailoutbox.clear()
        with clock.set_to(at), django_capture_on_commit_callbacks(execute=True):
            call_command("move_items", stdout=StringIO())
        return {one.to[0]: one.body for one in mailoutbox}

    assert run(ends - timedelta(seconds=1)) == {}
    told = run(ends + timedelta(hours=1))
    assert len(mailoutbox) == len(told)
    assert set(told) == {subject.author.email, supporter.email, follower}
    for address, words in (
        (
            subject.author.email,
            ("3 steunbetuigingen", "woensdag 30 september 2026", "kreeg er 1.", "omdat je dit voorstel"),
        ),
        (supporter.email, ("3 steunbetuigingen", "omdat je dit voorstel steunt")),
        (follower, ("It needed 3 declarations of support by Wednesday 30 September 2026, and has 1.", "follow")),
    ):
        assert [one for one in words if one not in told[address]] == [], told[address]
    assert list(StateEvent.objects.filter(state=State.EXPIRED).values_list("subject", "at")) == [(subject.pk, ends)]
    assert run(ends + timedelta(days=1)) == {}
    # Signatures on paper that came in before the end and are counted after it still make it enough.
    SupportFactory.create_batch(2, subject=subject)
    reach_threshold(subject=subject, at=ends + timedelta(days=2), counted_at=NOW)
    assert state_of(subject, ends + timedelta(days=2)) == State.THRESHOLD
