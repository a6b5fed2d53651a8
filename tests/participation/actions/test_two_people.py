"""Two accounts at one mail address are one person for whatever takes two."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from base.refusal import Refusal
from base.triggers import without_triggers
from participation.actions.ballot_box import make_box
from participation.actions.paper_batch import open_batch, read_paper
from participation.actions.seconded_act import ask_second, confirm_act
from participation.certification_rules import refusal_of_second, refusal_to_countersign
from participation.enums import Eligibility, PhaseKind
from participation.models import PaperReading, SecondedAct
from participation.paper_rules import refusal_to_write
from participation.voting_enums import SecondedKind, VotingChannel
from tests.documents import PDF
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import (
    CertificationFactory,
    ConsultationRoundFactory,
    PaperReadingFactory,
    PhaseFactory,
    RollEntryFactory,
    TallySheetFactory,
)
from tests.rounds import anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DURING = moment(11, 4, 12)
SHARED = "have the same mail address"


@pytest.fixture
def vote():
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    RollEntryFactory(consultation_round=consultation_round, person=None, identifier="w-1")
    return anew(consultation_round)


@pytest.fixture
def twin(clerk):
    """Another account for who reads the mail of the clerk."""
    found = person_with(Role.CLERK)
    User.objects.filter(pk=found.pk).update(email=clerk.email, display_name="Sjoerd")
    return User.objects.get(pk=found.pk)


def test_who_reads_the_mail_of_the_first_is_no_second(vote, clerk, twin, resident):
    act = ask_second(consultation_round=vote, kind=SecondedKind.CANCEL, reason="Een fout.", by=clerk, at=DURING)
    with pytest.raises(Refusal, match=SHARED):
        confirm_act(act=act, by=twin, at=DURING)
    with pytest.raises(IntegrityError, match="not two people"), transaction.atomic():
        SecondedAct.objects.filter(pk=act.pk).update(second=twin, second_at=DURING, second_reason="Ja.")
    confirm_act(act=act, by=person_with(Role.CLERK), at=DURING, reason="Ik heb het nagekeken.")
    assert anew(vote).cancelled_at == DURING
    # Accounts without an address were closed, and are nobody's.
    nobody = [UserFactory(email="", display_name=name) for name in ("A", "B")]
    assert SHARED not in refusal_of_second(None, nobody[0], nobody[1], None)


def test_who_reads_the_mail_of_the_first_does_not_certify(clerk, twin):
    assert SHARED in refusal_of_second(None, clerk, twin, None)
    assert SHARED in refusal_of_second(None, clerk, person_with(Role.CLERK), twin)
    # Their address may have become the same since they were asked.
    certification = CertificationFactory(sheet=TallySheetFactory(), first=clerk, asked=twin)
    assert SHARED in refusal_to_countersign(certification, twin)
    with pytest.raises(IntegrityError, match="not two people"), transaction.atomic():
        type(certification).objects.update(second=twin, second_at=DURING)
    other = person_with(Role.CLERK)
    with without_triggers():
        type(certification).objects.update(asked=other)
    certification.refresh_from_db()
    assert refusal_to_countersign(certification, other) == ""


def test_who_reads_the_mail_of_the_first_enters_no_paper_again(vote, clerk, twin):
    batch = open_batch(
        consultation_round=vote,
        channel=VotingChannel.PAPER,
        papers=1,
        received_at=DURING,
        scan=PDF,
        by=clerk,
        at=DURING,
    )
    entered = {"batch": batch, "place": 1, "voter": "w-1", "choices": {}, "at": DURING}
    read_paper(**entered, by=clerk)
    with pytest.raises(Refusal, match="another account at your mail address"):
        read_paper(**entered, by=twin)
    with pytest.raises(IntegrityError, match="not two people"), transaction.atomic():
        PaperReadingFactory(batch=batch, place=1, turn=2, reader=twin)
    assert refusal_to_write(batch, 1, [clerk], clerk) == ""
    read_paper(**entered, by=person_with(Role.CLERK))
    assert PaperReading.objects.count() == 2


def test_nobody_could_bring_two_parts_from_two_accounts(clerk, twin):
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(
        consultation_round=consultation_round,
        kind=PhaseKind.VOTE,
        starts_at=moment(11, 1),
        ends_at=moment(11, 15),
        box=False,
    )
    other, third = person_with(Role.CLERK), person_with(Role.CLERK)
    made = {"consultation_round": consultation_round, "by": other, "at": moment(10, 20)}
    for holders in (
        [(clerk, None), (twin, None), (other, None)],
        [(clerk, None), (other, twin)],
        [(third, clerk), (other, twin)],
    ):
        with pytest.raises(Refusal, match=SHARED):
            make_box(**made, holders=holders)
    # Of one part the deputy may share the address.
    assert make_box(**made, holders=[(clerk, twin), (other, None), (third, None)]).box.holders.count() == 3


def test_who_gives_a_role_at_a_shared_address_is_warned(client, clerk):
    administrator = UserFactory(groups=[Group.objects.get(name=Role.ADMINISTRATOR)])
    client.force_login(administrator)
    made = {"email": clerk.email, "is_active": "on"}
    for name, roles, is_warned in (("Noor", [], False), ("Sjoerd", [Group.objects.get(name=Role.CLERK).pk], True)):
        answer = client.post(
            reverse("wagtailusers_users:add"), {**made, "display_name": name, "groups": roles}, follow=True
        )
        said = [str(one) for one in answer.context["messages"] if one.level_tag == "warning"]
        assert any(str(clerk) in one for one in said) is is_warned
