"""The record of a vote, objecting to a count, and the clerk's screens of both."""

import io
from datetime import timedelta

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from base.triggers import without_triggers
from participation.actions.incident import enter_incident
from participation.actions.round_change import pause_round, resume_round
from participation.actions.tally_sheet import correct_count
from participation.certification_rules import refusal_to_object
from participation.enums import PhaseKind
from participation.models import BallotBox, Certification, CountObjection, PaperBatch, SecondedAct, TallySheet
from participation.queries.vote_record import record_of
from participation.voting_enums import VotingChannel
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import (
    CertificationFactory,
    ConsultationRoundFactory,
    CountObjectionFactory,
    PaperBatchFactory,
    PhaseFactory,
    PollBookEntryFactory,
    SubjectFactory,
    TallySheetFactory,
)
from tests.rounds import anew, count, moment, vote, with_other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DURING, PUBLIC, AFTER = moment(11, 3, 12), moment(11, 20, 13), moment(11, 28)
MOST_QUERIES = 40
SENT = {"text": "Een som klopt niet.", "name": "Noor Jansen", "address": "Dorpsstraat 1", "mail": ""}


@pytest.fixture
def held(clerk):
    consultation_round = ConsultationRoundFactory(title="Buurtbudget")
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    park = SubjectFactory(consultation_round=consultation_round, label="Park")
    vote(consultation_round, park, by=UserFactory(), at=DURING)
    vote(consultation_round, by=UserFactory(), at=DURING)
    enter_incident(
        consultation_round=consultation_round,
        happened_at=DURING,
        what="De site lag tien minuten plat.",
        done="Het stemmen liep door.",
        by=clerk,
        at=DURING,
    )
    return anew(consultation_round)


def page(client, where, consultation_round, at, data=None, by=None):
    """A page as a visitor gets it, or who signed in just before. The admin speaks Dutch."""
    with time_machine.travel(at, tick=False), translation.override("en"):
        if by is not None:
            client.force_login(by)
        else:
            client.logout()
        address = reverse(where, args=[consultation_round.reference.string])
        return client.post(address, data, follow=True) if data else client.get(address)


def test_the_record_says_after_the_close_how_papers_were_entered_where_there_were_any(client, held, clerk):
    said = "Each ballot on paper or by telephone is entered by two people"
    count(held, by=clerk)
    assert said not in page(client, "vote_record", held, PUBLIC).content.decode()
    PaperBatchFactory(consultation_round=held)
    assert said in page(client, "vote_record", held, PUBLIC).content.decode()
    with_other_rules(held, paper_entry="sample")
    PaperBatch.objects.update(seed="x", differed_at=DURING)
    shown = page(client, "vote_record", held, PUBLIC).content.decode()
    assert "Each ballot on paper or by telephone is entered once." in shown
    assert "In 1 batch the sample showed a difference" in shown


def test_the_record_shows_no_figure_before_the_close_and_none_of_the_marks_before_the_result(client, held, clerk):
    open_page = page(client, "vote_record", held, DURING).content.decode()
    assert "De site lag tien minuten plat." in open_page
    assert "People who voted" not in open_page
    sheet = count(held, by=clerk, public=False)
    closed = page(client, "vote_record", held, PUBLIC).content.decode()
    assert "People who voted" in closed
    assert "of which blank" not in closed
    assert sheet.sha256 not in closed


def test_the_record_of_a_public_count_as_a_page_and_a_pdf_of_two_pages(client, held, clerk):
    sheet = count(held, by=clerk)
    shown = page(client, "vote_record", held, PUBLIC).content.decode()
    for words in ("of which blank", "They close:", sheet.sha256, sheet.bundle.sha256, "provisional", "De notaris"):
        assert words in shown, words
    assert str(clerk) not in shown
    drawn = page(client, "vote_record_pdf", held, PUBLIC)
    found = pypdf.PdfReader(io.BytesIO(drawn.content))
    assert (drawn["Content-Type"], len(found.pages) <= 2) == ("application/pdf", True)
    text = "".join(one.extract_text() for one in found.pages)
    assert "De site lag tien minuten plat." in text
    assert page(client, "vote_record_pdf", held, PUBLIC).content == drawn.content


def test_the_record_tells_what_changed_how_papers_add_up_and_the_end_of_the_keys(client, held, clerk):
    about = {"reason": "De bus is gestolen.", "by": clerk}
    pause_round(consultation_round=anew(held), at=DURING, **about)
    later = {anew(held).voting.pk: moment(11, 17)}
    resume_round(consultation_round=anew(held), ends=later, at=DURING + timedelta(hours=2), **about)
    count(held, by=clerk)
    PaperBatchFactory(
        consultation_round=held, papers=5, counted=3, cast_at=DURING, set_aside=[{"place": 1, "why": "before"}]
    )
    for _voter in range(10):
        PollBookEntryFactory(consultation_round=held, channel=VotingChannel.WEB)
    BallotBox.objects.update(destroyed_at=AFTER)
    record = page(client, "vote_record", held, AFTER).content.decode()
    assert record.count("De bus is gestolen.") == 2
    assert "It goes on again. Longer: &#x27;" in record
    assert "Voting ended:" in record
    assert "16 November" in record.split("Voting ended:")[1][:120]
    assert "Envelopes, keys and parts destroyed:" in record
    # A paper that is neither counted nor set aside makes the sums stay open.
    wrong = "papers that came in = in the box + set aside + never put in it"
    assert wrong in record
    assert record_of(anew(held)).refusal.count(f"{wrong}: 5 / 4") == 1


def test_anybody_objects_and_reads_the_ruling_and_the_record_names_nobody(client, held, clerk, settings):
    count(held, by=clerk)
    refused = page(client, "object_to_count", held, PUBLIC, SENT | {"name": ""})
    assert (refused.status_code, "Een som klopt niet." in refused.content.decode()) == (422, True)
    receipt = page(client, "object_to_count", held, PUBLIC, SENT)
    assert "We received your objection" in receipt.content.decode()
    assert "Noor Jansen" not in receipt.content.decode()
    address = receipt.redirect_chain[0][0]
    # Many from one network address wait, and nothing that was typed is lost; the same objection again is no new one.
    settings.COUNT_OBJECTION = {"per_client_per_hour": 2}
    assert page(client, "object_to_count", held, PUBLIC, SENT | {"text": "Nog een."}).status_code == 200
    many = page(client, "object_to_count", held, PUBLIC, SENT | {"text": "En nog een."})
    assert (many.status_code, "En nog een." in many.content.decode()) == (409, True)
    assert "Many objections came from where you are" in many.content.decode()
    assert page(client, "object_to_count", held, PUBLIC, SENT).status_code == 200
    late = page(client, "object_to_count", held, AFTER, SENT | {"text": "Te laat."})
    assert (late.status_code, "Te laat." in late.content.decode()) == (409, True)

    with time_machine.travel(PUBLIC, tick=False):
        client.force_login(clerk)
        desk = reverse("objection_desk", args=[held.reference.string, 1])
        assert "Noor Jansen" not in client.get(desk).content.decode()
        assert "Noor Jansen" in client.post(desk, {"act": "sender"}).content.decode()
        ruling = {"act": "rule", "ruling": "rejected", "gist": "Een som zou niet kloppen.", "ground": "Hij klopt."}
        other = CountObjection.objects.get(number=2)
        assert "2: Nog een." in client.get(desk).content.decode()
        client.post(desk, ruling | {"also": [other.pk]})
        client.logout()
        assert "Hij klopt." in client.get(address).content.decode()
    record = page(client, "vote_record", held, PUBLIC).content.decode()
    assert "Een som zou niet kloppen." in record
    for words in ("Noor Jansen", "Een som klopt niet."):
        assert words not in record
    assert {one.ruled_by for one in CountObjection.objects.all()} == {clerk}


def test_the_record_asks_as_many_queries_of_three_rows_as_of_one(client, held, clerk, django_assert_num_queries):
    count(held, by=clerk)
    CountObjectionFactory(consultation_round=held, number=1)
    page(client, "vote_record", held, PUBLIC)
    with CaptureQueriesContext(connection) as of_one:
        page(client, "vote_record", held, PUBLIC)
    for number in (2, 3):
        enter_incident(
            consultation_round=held, happened_at=DURING, what=f"Storing {number}.", done="Klaar.", by=clerk, at=PUBLIC
        )
        CountObjectionFactory(consultation_round=held, number=number)
        PollBookEntryFactory(consultation_round=held, channel=VotingChannel.LETTER)
        correct_count(consultation_round=anew(held), reason=f"Fout {number}.", by=clerk, at=PUBLIC)
    with django_assert_num_queries(len(of_one)):
        record = page(client, "vote_record", held, PUBLIC).content.decode()
    assert all(f"Storing {number}." in record for number in (2, 3))
    assert len(of_one) <= MOST_QUERIES


def test_clerks_certify_on_their_screen_and_the_result_says_so(client, held, clerk, django_capture_on_commit_callbacks):
    second, deputy = UserFactory(display_name="Wim"), UserFactory(display_name="Hanneke")
    for person in (second, deputy):
        person.groups.set(clerk.groups.all())
    count(held, by=clerk)
    result = page(client, "result", held, PUBLIC).content.decode()
    assert "You can object until and including" in result
    asked = {"act": "certify", "certify-asked": second.pk, "certify-deputy": deputy.pk}
    with django_capture_on_commit_callbacks() as later:
        counting = page(client, "certify_desk", held, AFTER, asked, by=clerk)
    assert (counting.redirect_chain[-1][0], counting["Refresh"]) == (
        reverse("recount_desk", args=[held.reference]),
        "5",
    )
    assert counting.redirect_chain[-1][0] in page(client, "certify_desk", held, AFTER, by=clerk).content.decode()
    with time_machine.travel(AFTER, tick=False):
        later[0]()
    done = page(client, "recount_desk", held, AFTER, by=clerk)
    assert "Refresh" not in done
    assert "Wim, of als vervanger Hanneke" in done.content.decode()
    desk = page(client, "certify_desk", held, AFTER, by=clerk).content.decode()
    assert 'value="countersign"' not in desk
    assert 'value="countersign"' in page(client, "certify_desk", held, AFTER, by=deputy).content.decode()
    with time_machine.travel(AFTER, tick=False), django_capture_on_commit_callbacks(execute=True):
        page(client, "certify_desk", held, AFTER, {"act": "countersign"}, by=deputy)
    assert Certification.objects.get().second == deputy
    result = page(client, "result", held, AFTER).content.decode()
    assert "certified by two people" in result
    assert "Hanneke" not in result + page(client, "vote_record", held, AFTER).content.decode()


def test_a_certified_count_is_asked_to_be_counted_anew_and_a_colleague_confirms(client, held, clerk):
    sheet = count(held, by=clerk)
    colleague = person_with(Role.CLERK)
    CertificationFactory(sheet=sheet, first=clerk, second=colleague, second_at=AFTER)
    correction = {"act": "correct", "correct-reason": "Een fout in de telling."}
    page(client, "certify_desk", held, AFTER, correction, by=clerk)
    assert TallySheet.objects.count() == 1
    desk = page(client, "certify_desk", held, AFTER, by=colleague).content.decode()
    assert reverse("seconded_desk", args=[held.reference.string]) in desk
    page(
        client,
        "seconded_desk",
        held,
        AFTER,
        {"act": "confirm", "confirm-reason": "Nagekeken.", "seconded": SecondedAct.objects.get(second_at=None).pk},
        by=colleague,
    )
    assert TallySheet.objects.get(number=2).reason == "Een fout in de telling."


def test_what_is_written_after_the_certificate_stands_apart_and_the_record_says_the_outcome(client, held, clerk):
    sheet = count(held, by=clerk)
    said = {"consultation_round": anew(held), "what": "De deur bleef dicht.", "done": "Om negen uur open.", "by": clerk}
    before = enter_incident(**said, happened_at=PUBLIC, at=AFTER - timedelta(hours=1))
    CertificationFactory(sheet=sheet, first=clerk, second=person_with(Role.CLERK), second_at=AFTER)
    plain = page(client, "vote_record", held, AFTER).content.decode()
    assert ("Written down after the certificate" in plain, "De deur bleef dicht." in plain) == (False, True)
    enter_incident(
        **said | {"what": "Toch niet."}, corrects=before, happened_at=PUBLIC, at=AFTER + timedelta(minutes=1)
    )
    record = page(client, "vote_record", held, AFTER + timedelta(minutes=2)).content.decode()
    certified, later = record.split("Written down after the certificate")
    # What two people certified is struck out by nobody after them.
    assert ("De deur bleef dicht." in certified, "<s>" in certified, "Toch niet." in certified) == (True, False, False)
    assert ("Toch niet." in later, "Added by a clerk after the certificate" in later) == (True, True)
    desk = page(client, "certify_desk", held, AFTER + timedelta(minutes=2), by=clerk).content.decode()
    assert "als toegevoegd na de vaststelling" in desk
    # The outcome stands in the record itself.
    for line in sheet.lines.select_related("subject"):
        assert f"{line.subject.label}: " in record
    assert "chosen" in certified


def test_clerks_correct_a_count_and_write_down_an_incident(client, held, clerk):
    count(held, by=clerk)
    empty = page(client, "certify_desk", held, AFTER, {"act": "correct", "correct-reason": ""}, by=clerk)
    assert (empty.status_code, TallySheet.objects.count()) == (422, 1)
    correction = {"act": "correct", "correct-reason": "Een fout in de telling."}
    page(client, "certify_desk", held, AFTER, correction, by=clerk)
    incident = {"incident-happened_at": "2026-11-21T10:00", "incident-what": "Hertelling.", "incident-done": "Gedaan."}
    page(client, "certify_desk", held, AFTER, incident | {"act": "incident"}, by=clerk)
    assert "Een fout in de telling." in page(client, "result", held, AFTER).content.decode()
    record = page(client, "vote_record", held, AFTER).content.decode()
    assert "Hertelling." in record
    # The count before stays readable, and says what became of it.
    before = reverse("earlier_result", args=[held.reference.string, 1])
    assert before in record
    with time_machine.travel(AFTER, tick=False):
        said = client.get(before).content.decode()
        assert "Een fout in de telling." in said
        # It counted the same: nothing was corrected.
        words = "This count was done again, and nothing changed", "This count was corrected"
        assert [one in said for one in words] == [True, False]
        with without_triggers():
            TallySheet.objects.filter(number=2).update(is_repeat=False)
        said = client.get(before).content.decode()
        assert [one in said for one in words] == [False, True]


def test_who_would_object_where_the_rules_give_no_days_reads_that():
    counted = ConsultationRoundFactory(objection_days=0, result_published_at=PUBLIC)
    PhaseFactory(consultation_round=counted, kind=PhaseKind.VOTE)
    words = refusal_to_object(anew(counted), TallySheetFactory(consultation_round=counted), AFTER)
    assert words == "The rules of this vote give no days in which one can object to the count."
