import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from lxml import html

from accounts.enums import Role
from base.models import AuditEntry
from participation.actions.ballot import cast_ballot
from participation.enums import Eligibility, PhaseKind
from participation.paper_rules import sample_of
from participation.voting_enums import PaperEntry, SetAside
from tests.documents import PDF
from tests.factories.accounts import person_with
from tests.factories.participation import (
    ConsultationRoundFactory,
    PaperBatchFactory,
    PhaseFactory,
    RollEntryFactory,
    SubjectFactory,
)
from tests.rounds import anew, in_envelopes, moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["approval", "for-against"])
def test_two_clerks_enter_a_batch_from_the_scan_to_the_ballot_box(client, clerk, travel_clock, method):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL, method=method)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    park = SubjectFactory(consultation_round=vote, label="Park")
    RollEntryFactory(consultation_round=vote, person=None, identifier="w-1")
    reference = vote.reference.string
    client.force_login(clerk)
    scan = ContentFile(PDF, name="stapel.pdf")
    data = {"batch-channel": "paper", "batch-papers": 1, "batch-received_at": "2026-11-03T12:00", "batch-scan": scan}
    sent = client.post(reverse("paper_batches", args=[reference]), data)
    at = reverse("paper_batch", args=[reference, 1])
    assert sent.headers["Location"] == at
    assert client.get(reverse("paper_scan", args=[reference, 1])).getvalue() == PDF
    assert client.get(f"{at}?paper=1").status_code == 200
    mark = {"choice": park.pk} if method == "approval" else {f"mark-{park.pk}": "1"}
    assert client.post(at, {"paper": 1, "voter": "w-1"} | mark).headers["Location"] == at
    client.force_login(person_with(Role.CLERK))
    # Nothing of what the other wrote is shown before both have.
    page = client.get(f"{at}?paper=1")
    assert ("w-1" in page.content.decode(), page.context["differing"]) == (False, [])
    client.post(at, {"paper": 1, "voter": "w-1"})
    said = "Park" if method == "approval" else "Park: Voor"
    assert f"w-1: {said}" in client.get(at).content.decode()
    assert client.post(at, {"act": "cast"}).status_code == 409
    # An identifier is the same however it is typed.
    client.post(at, {"paper": 1, "voter": "W -1"} | mark)
    assert client.get(at).context["is_ready"]
    client.post(at, {"act": "cast"})
    assert in_envelopes() == [{park.reference.string: 1}]
    assert client.get(at).status_code == client.get(reverse("paper_batches", args=[reference])).status_code == 200


METHODS: dict[str, dict[str, int]] = {
    "approval": {},
    "single": {},
    "for-against": {},
    "irv": {},
    "points": {"points": 10},
}


@pytest.mark.parametrize("method", METHODS)
def test_a_clerk_marks_a_paper_in_the_fields_that_a_voter_has(client, clerk, travel_clock, method):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL, method=method, **METHODS[method])
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    for label in ("Park", "Plein"):
        SubjectFactory(consultation_round=vote, label=label)
    voter = RollEntryFactory(consultation_round=vote, person=clerk, identifier="w-1")
    batch = PaperBatchFactory(consultation_round=vote, papers=1, received_at=moment(11, 3, 12))
    reference = vote.reference.string
    client.force_login(clerk)
    own = client.get(reverse("ballot", args=[reference])).content.decode()
    entered = client.get(reverse("paper_batch", args=[reference, batch.number]), {"paper": 1}).content.decode()
    assert voter.person == clerk
    assert fields_of(own) == fields_of(entered) != []


def fields_of(page):
    """Every field of a ballot paper: its kind, name, and what it can say, whatever the order of the lines."""
    found = html.fromstring(page).xpath("//*[@name='choice' or starts-with(@name, 'mark-')]")
    return sorted(
        (one.tag, one.get("type", ""), one.name, one.get("value", ""), one.xpath("option/@value")) for one in found
    )


def test_what_two_read_differently_stands_in_the_words_of_the_ballot_blank_lines_too(client, clerk, travel_clock):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL, method="yes-no")
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    pump, fence = (SubjectFactory(consultation_round=vote, label=label) for label in ("Pomp?", "Hek?"))
    RollEntryFactory(consultation_round=vote, person=None, identifier="w-1")
    batch = PaperBatchFactory(consultation_round=vote, papers=1, received_at=moment(11, 3, 12))
    at = reverse("paper_batch", args=[vote.reference.string, batch.number])
    for reader, marks in ((clerk, {f"mark-{pump.pk}": "-1"}), (person_with(Role.CLERK), {f"mark-{fence.pk}": "1"})):
        client.force_login(reader)
        client.post(at, {"paper": 1, "voter": "w-1"} | marks)
    ((_paper, first, second),) = client.get(at).context["differing"]
    assert (first, second) == ("w-1: Pomp?: Nee, Hek?: blanco", "w-1: Pomp?: blanco, Hek?: Ja")


def test_a_paper_without_an_identifier_is_set_aside_and_a_wrong_number_is_put_right(client, clerk, travel_clock):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    SubjectFactory(consultation_round=vote)
    batch = PaperBatchFactory(consultation_round=vote, papers=2, received_at=moment(11, 3, 12))
    at = reverse("paper_batch", args=[vote.reference.string, batch.number])
    client.force_login(clerk)
    refused = client.post(at, {"paper": 1, "voter": ""})
    assert (refused.status_code, "leg het biljet dan apart" in refused.content.decode()) == (422, True)
    wrong = client.post(at, {"act": "correct", "correct-papers": "1", "correct-reason": ""})
    assert (wrong.status_code, 'value="1"' in wrong.content.decode()) == (422, True)
    assert client.post(at, {"act": "correct", "correct-papers": "0", "correct-reason": "x"}).status_code == 422
    sent = client.post(at, {"act": "correct", "correct-papers": "1", "correct-reason": "Twee plakten samen."})
    assert sent.headers["Location"] == at
    for reader in (clerk, person_with(Role.CLERK)):
        client.force_login(reader)
        assert client.post(at, {"paper": 1, "voter": "", "unreadable": "on"}).headers["Location"] == at
    assert "geen kenmerk" in client.get(at, {"paper": 1}).content.decode()
    client.post(at, {"act": "cast"})
    assert client.get(at).context["set_aside"] == [(1, SetAside.NO_VOTER)]


def test_an_identifier_on_two_papers_is_told_at_once_and_no_screen_tells_who_voted_on_the_site(
    client, clerk, travel_clock
):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    SubjectFactory(consultation_round=vote)
    entries = [RollEntryFactory(consultation_round=vote, person=None, identifier=f"w-{n}") for n in (1, 2, 3)]
    cast_ballot(consultation_round=anew(vote), voter=entries[0], choices={}, at=moment(11, 2))
    batch = PaperBatchFactory(consultation_round=vote, papers=3, received_at=moment(11, 3, 12))
    at = reverse("paper_batch", args=[vote.reference.string, batch.number])

    def enter(place, voter):
        page = client.post(at, {"paper": place, "voter": voter}, follow=True)
        return [str(one) for one in page.context["messages"] if "staat ook op" in str(one)]

    client.force_login(clerk)
    assert [enter(1, "w-1"), enter(2, "w-2")] == [[], []]
    (told,) = enter(3, "W -2")
    assert "staat ook op: 2" in told
    client.force_login(person_with(Role.CLERK))
    # Of papers that they did not enter yet nobody hears what stands on them.
    assert [enter(1, "w-1"), enter(2, "w-2")] == [[], []]
    assert len(enter(3, "w-2")) == 1
    page = client.get(at)
    assert (page.context["is_ready"], page.context["set_aside"]) == (True, [(3, SetAside.TWICE)])
    answer = client.post(at, {"act": "cast"}, follow=True)
    batch.refresh_from_db()
    assert (batch.counted, len(batch.set_aside)) == (1, 2)
    # Of three one is set aside that anybody can see, whoever voted elsewhere: neither page nor trail says more.
    screens = [answer, client.get(at), client.get(reverse("paper_batches", args=[vote.reference.string]))]
    for screen in screens:
        words = html.fromstring(screen.content).text_content()
        assert str(SetAside.ON_SITE.label) not in words
        assert "1 van" not in words
    assert answer.context["set_aside"] == [(3, SetAside.TWICE)]
    detail = AuditEntry.objects.get(act="paper_batch_cast").detail
    assert (detail["set_aside"], "counted" in detail) == (1, False)


def test_a_round_without_a_roll_takes_no_papers(client, clerk, travel_clock):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.SIGNED_IN)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    client.force_login(clerk)
    at = reverse("paper_batches", args=[vote.reference.string])
    page = client.get(at).content.decode()
    assert ("geen kiezerslijst" in page, "batch-scan" in page) == (True, False)
    scan = ContentFile(PDF, name="stapel.pdf")
    data = {"batch-channel": "paper", "batch-papers": 1, "batch-received_at": "2026-11-03T12:00", "batch-scan": scan}
    assert "geen kiezerslijst" in client.post(at, data).content.decode()
    assert not vote.paper_batches.exists()


def test_a_sample_is_entered_again_on_the_same_screens_by_somebody_else(client, clerk, travel_clock):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL, paper_entry=PaperEntry.SAMPLE)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    park = SubjectFactory(consultation_round=vote)
    batch = PaperBatchFactory(consultation_round=vote, papers=11, received_at=moment(11, 3, 12))
    for place in range(1, 12):
        RollEntryFactory(consultation_round=vote, person=None, identifier=f"w-{place}")
    at = reverse("paper_batch", args=[vote.reference.string, batch.number])
    client.force_login(clerk)
    for place in range(1, 12):
        sent = client.post(at, {"paper": place, "voter": f"w-{place}", "choice": park.pk})
        assert sent.headers["Location"] == (f"{at}?paper={place + 1}" if place < 11 else at)
    batch.refresh_from_db()
    drawn = sorted(sample_of(batch))
    page = client.get(f"{at}?paper=1").content.decode()
    assert "wat jij invoerde ligt vast" in page
    assert f"<code>{batch.seed}</code>" in page
    client.force_login(person_with(Role.CLERK))
    (spared,) = set(range(1, 12)) - set(drawn)
    states = dict(client.get(at).context["papers"])
    assert {states[place] for place in drawn} == {"in de steekproef: voer het nog eens in"}
    assert states[spared] == "ingevoerd"
    assert "zit niet in de steekproef" in client.get(f"{at}?paper={spared}").content.decode()
    for place, following in zip(drawn, [*drawn[1:], None], strict=True):
        assert not client.get(at).context["is_ready"]
        sent = client.post(at, {"paper": place, "voter": f"w-{place}", "choice": park.pk})
        assert sent.headers["Location"] == (f"{at}?paper={following}" if following else at)
    assert client.get(at).context["is_ready"]
    client.post(at, {"act": "cast"})
    assert in_envelopes() == [{park.reference.string: 1}] * 11
    assert client.get(f"{at}?paper=1").status_code == 200


def test_who_reads_a_paper_otherwise_than_somebody_before_them_is_told_at_once(client, clerk, travel_clock):
    travel_clock(moment(11, 4, 12))
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    park = SubjectFactory(consultation_round=vote)
    RollEntryFactory(consultation_round=vote, person=None, identifier="w-1")
    batch = PaperBatchFactory(consultation_round=vote, papers=2)
    at = reverse("paper_batch", args=[vote.reference.string, batch.number])
    client.force_login(clerk)
    client.post(at, {"paper": 1, "voter": "w-1", "choice": park.pk})
    client.force_login(person_with(Role.CLERK))
    answer = client.post(at, {"paper": 1, "voter": "w-1"}, follow=True)
    assert answer.redirect_chain == [(at, 302)]
    assert ["1" in str(one) for one in answer.context["messages"] if one.level_tag == "warning"] == [True]
    # Read alike, the next paper follows.
    assert client.post(at, {"paper": 1, "voter": "w-1", "choice": park.pk}).headers["Location"] == f"{at}?paper=2"
