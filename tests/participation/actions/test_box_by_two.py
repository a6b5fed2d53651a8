"""What two people do to a ballot box before and while people vote, and when what one asked lapses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import html

from accounts.actions.user import change_account
from accounts.enums import Role
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.ballot_box import (
    bring_part,
    collect_part,
    discard_box,
    make_box,
    report_lost,
    try_box,
    try_part,
)
from participation.actions.consultation_round import publish_result
from participation.actions.seconded_act import ask_second, confirm_act, take_act_back
from participation.actions.tally_sheet import count_round
from participation.box_rules import parts_in_record, parts_words, rounds_lacking_parts
from participation.enums import Keeping, PhaseKind
from participation.forms.ballot_box import MakeBoxForm
from participation.models import BallotBox, PollBookEntry, SecondedAct
from participation.queries.ballot_box import holders_of, possible_holders
from participation.queries.electoral_roll import voter_of
from participation.queries.seconded_act import unconfirmed_acts, waiting_acts
from participation.rule_words import promises
from participation.seconded_rules import LASTS, refusal_to_second
from participation.voting_enums import SecondedKind
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, by_two, moment, open_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(11, 1), moment(11, 15)
BEFORE, DURING = moment(10, 20), moment(11, 3, 12)
CHECKED = "Ik heb het nagekeken."


def a_vote(box):
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES, box=box)
    SubjectFactory(consultation_round=consultation_round)
    return anew(consultation_round)


def cast(vote):
    cast_ballot(consultation_round=anew(vote), voter=voter_of(vote, UserFactory()), choices={}, at=DURING)


def split_box(vote, clerk, people, *deputies):
    """Tested by the first two of three."""
    pairs = [(person, dict(deputies).get(person)) for person in people]
    box = make_box(consultation_round=vote, by=clerk, at=BEFORE, holders=pairs).box
    words = [collect_part(holder=one, by=one.person, at=BEFORE) for one in box.holders.all()]
    for holder, said in list(zip(box.holders.all(), words, strict=True))[:2]:
        bring_part(holder=holder, words=said, by=holder.person, at=BEFORE)
    return box, list(box.holders.all()), words


@pytest.fixture
def people():
    return [person_with(Role.CLERK) for _number in range(3)]


def test_a_tested_box_is_made_anew_by_two_people_and_its_holders_hear_of_it(
    clerk, people, mailoutbox, django_capture_on_commit_callbacks
):
    vote, deputy, colleague = a_vote(box=False), person_with(Role.CLERK), person_with(Role.CLERK)
    box, _holders, _words = split_box(vote, clerk, people, (people[0], deputy))
    with pytest.raises(Refusal, match="Two people take it away first"):
        make_box(consultation_round=anew(vote), by=clerk, at=BEFORE)
    with pytest.raises(Refusal, match="not done by one person alone"):
        discard_box(consultation_round=anew(vote), first=clerk, by=clerk, at=BEFORE)
    with pytest.raises(IntegrityError, match="tested box is taken away when"), transaction.atomic():
        BallotBox.objects.filter(pk=box.pk).delete()
    asked = {"kind": SecondedKind.NEW_BOX, "reason": "Maud gaat weg.", "about": str(box.pk), "by": clerk}
    act = ask_second(consultation_round=anew(vote), at=BEFORE, **asked)
    with pytest.raises(Refusal, match="in your own words"):
        confirm_act(act=act, by=colleague, at=BEFORE)
    with pytest.raises(IntegrityError, match="for a reason"), transaction.atomic():
        SecondedAct.objects.filter(pk=act.pk).update(second=colleague, second_at=BEFORE)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        confirm_act(act=act, by=colleague, at=BEFORE, reason=CHECKED)
    act.refresh_from_db()
    assert (act.second_reason, BallotBox.objects.count()) == (CHECKED, 0)
    told = {mail.to[0] for mail in mailoutbox}
    assert told == {one.email for one in (*people, deputy)}
    made = make_box(consultation_round=anew(vote), by=clerk, at=BEFORE)
    # One that was not tested is made anew at once.
    made = make_box(consultation_round=anew(vote), by=clerk, at=BEFORE)
    try_box(consultation_round=anew(vote), passphrase=made.passphrase, by=clerk, at=BEFORE)


def test_once_voting_began_a_box_that_can_be_opened_stays_and_the_rules_say_the_same_of_any(clerk, people):
    vote = a_vote(box=False)
    said = promises(vote, vote.voting)
    box, holders, _words = split_box(vote, clerk, people)
    assert promises(anew(vote), vote.voting) == said
    asked = {"kind": SecondedKind.NEW_BOX, "reason": "Er zijn delen kwijt.", "about": str(box.pk)}
    with pytest.raises(Refusal, match="parts enough to open"):
        by_two(vote, by=clerk, at=DURING, **asked)
    for holder in holders[:2]:
        report_lost(holder=holder, by=holder.person, at=DURING)
    by_two(vote, by=clerk, at=DURING, **asked)
    assert BallotBox.objects.count() == 0


def test_nobody_votes_into_a_box_that_nobody_can_open_and_all_hear_of_the_last_part_but_one(
    clerk, people, mailoutbox, client, django_capture_on_commit_callbacks
):
    vote, deputy = a_vote(box=False), person_with(Role.CLERK)
    box, holders, words = split_box(vote, clerk, people, (people[1], deputy))
    cast(vote)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        report_lost(holder=holders[0], by=people[0], at=DURING)
    assert {mail.to[0] for mail in mailoutbox} == {one.email for one in (*people, deputy, clerk)}
    assert all("er zijn nog 2 delen" in mail.subject for mail in mailoutbox)
    cast(vote)

    def change(person, roles, is_active):
        change_account(
            person=person,
            email=person.email,
            display_name=person.display_name,
            roles=roles,
            is_active=is_active,
            by=clerk,
            at=DURING,
        )

    # The deputy of an inactive holder can come; of a holder without a deputy who lost the role nobody can.
    change(people[1], [Role.CLERK], False)
    cast(vote)
    change(people[2], [Role.EDITOR], True)
    assert "1 are left, and 2 are needed: nobody can open" in parts_words(box, holders_of(box))
    with pytest.raises(Refusal, match="nobody could open it"):
        cast(vote)
    assert PollBookEntry.objects.count() == 3
    client.force_login(clerk)
    page = client.get(f"/admin/rounds/{vote.reference.string}/box/").content.decode()
    # A label leads to the field of its own part.
    ids = html.fromstring(page).xpath("//main//@id")
    assert (sum(one.startswith("holder-") and one.endswith("-reason") for one in ids), len(set(ids))) == (2, len(ids))
    assert page.count("Dit deel telt niet mee.") == 1
    bring_part(holder=holders[0], words=words[0], by=people[0], at=CLOSES)
    bring_part(holder=holders[1], words=words[1], by=deputy, at=CLOSES)
    with translation.override("en"):
        assert "Enough parts are there" in parts_words(anew(vote).box, holders_of(box))
        assert parts_in_record(anew(vote).box)[1:] == ["Parts that were brought by a deputy: 1."]
    assert f"door {deputy}, als vervanger" in client.get(f"/admin/rounds/{vote.reference.string}/box/").content.decode()


def test_each_holder_and_deputy_tries_their_own_words_after_the_test(clerk, people):
    vote, deputy = a_vote(box=False), person_with(Role.CLERK)
    _box, holders, words = split_box(vote, clerk, people, (people[2], deputy))
    last = holders[2]
    assert (holders[0].tried_at, last.tried_at) == (BEFORE, None)
    with pytest.raises(Refusal, match="not the words of this part"):
        try_part(holder=last, words=words[0], by=people[2], at=DURING)
    with pytest.raises(Refusal, match="or their deputy"):
        try_part(holder=last, words=words[2], by=clerk, at=DURING)
    for by in (people[2], deputy):
        try_part(holder=last, words=words[2].upper(), by=by, at=DURING)
    last.refresh_from_db()
    assert (last.tried_at, last.deputy_tried_at, bytes(last.brought)) == (DURING, DURING, b"")


def test_what_was_asked_lapses_with_each_step_of_the_vote_and_after_some_days(clerk):
    colleague, vote = person_with(Role.CLERK), a_vote(box=True)
    cast(vote)
    asked = {"kind": SecondedKind.CANCEL, "reason": "Er stond een fout in de brief.", "by": clerk}
    late = CLOSES - timedelta(hours=1)
    act = ask_second(consultation_round=anew(vote), at=late, **asked)
    with pytest.raises(Refusal, match="asked for this already"):
        ask_second(consultation_round=anew(vote), at=late, **asked)
    assert waiting_acts(anew(vote), late) == [act]
    with pytest.raises(Refusal, match="since it was asked voting ended"):
        confirm_act(act=act, by=colleague, at=CLOSES, reason=CHECKED)
    assert (waiting_acts(anew(vote), CLOSES), unconfirmed_acts(anew(vote)).count()) == ([], 1)
    # Asked anew it takes the place of what lapsed; the opening and the result make it lapse again.
    act = ask_second(consultation_round=anew(vote), at=CLOSES, **asked)
    later = CLOSES + timedelta(hours=1)
    open_up(vote, by=clerk, at=later)
    assert "the ballot box was opened" in refusal_to_second(unconfirmed_acts(vote).get(), colleague, later)
    count_round(consultation_round=anew(vote), by=clerk, at=later)
    act = ask_second(consultation_round=anew(vote), at=later, **asked)
    publish_result(consultation_round=anew(vote), by=clerk, at=later + timedelta(hours=1))
    with pytest.raises(Refusal, match="the result became public"):
        confirm_act(act=act, by=colleague, at=later + timedelta(hours=2), reason=CHECKED)
    act = ask_second(consultation_round=anew(vote), at=later + timedelta(hours=2), **asked)
    with pytest.raises(Refusal, match="within 7 days"):
        confirm_act(act=act, by=colleague, at=later + timedelta(hours=2) + LASTS, reason=CHECKED)
    take_act_back(act=act, by=colleague, at=later + timedelta(days=9))
    assert anew(vote).cancelled_at is None


def test_the_form_of_a_box_leaves_nothing_out_that_was_ticked(people):
    one, other, third, fourth = map(str, (*(person.pk for person in people), person_with(Role.CLERK).pk))

    def errors(**ticked):
        form = MakeBoxForm({f"make-{name}": value for name, value in ticked.items()}, people=possible_holders())
        return set(form.errors)

    assert "checked" not in str(MakeBoxForm(people=possible_holders())["keeping"])
    assert errors() == {"keeping"}
    assert errors(keeping=Keeping.PASSPHRASE) == set()
    assert errors(keeping=Keeping.PASSPHRASE, holders=[one, other, third]) == {"keeping"}
    parts = {"keeping": Keeping.PARTS, "holders": [one, other, third]}
    assert errors(**parts, **{f"deputy_{one}": fourth}) == set()
    assert errors(**parts, **{f"deputy_{fourth}": one}) == {f"deputy_{fourth}"}


def test_whether_parts_enough_are_left_is_asked_once_a_ballot_and_once_for_many_votes(
    clerk, people, django_assert_num_queries
):
    votes = [a_vote(False) for _number in range(3)]
    boxes = [split_box(vote, clerk, people) for vote in votes]
    cast(votes[0])
    for _box, holders, _words in boxes[1:]:
        for holder in holders[:2]:
            report_lost(holder=holder, by=holder.person, at=DURING)
    rounds = [anew(vote) for vote in votes]
    with django_assert_num_queries(1):
        assert rounds_lacking_parts(rounds) == {one.pk for one in votes[1:]}
    paper, voter = anew(votes[0]), voter_of(votes[0], UserFactory())
    with CaptureQueriesContext(connection) as queries:
        cast_ballot(consultation_round=paper, voter=voter, choices={}, at=DURING)
    assert sum("participation_boxholder" in one["sql"] for one in queries.captured_queries) == 1
