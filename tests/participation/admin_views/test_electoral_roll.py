import csv
import io
import re
from datetime import date
from hashlib import sha256
from html import unescape

import pypdf
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Residency
from base import clock
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import freeze_ballot
from participation.actions.electoral_roll import take_off_roll
from participation.actions.voting_letter import use_code
from participation.codes import typed_code
from participation.enums import Eligibility
from participation.letter_codes import code_digest
from participation.models import (
    ConsultationRound,
    ElectoralRoll,
    RollEntry,
    RollRemoval,
    SecondedAct,
    VotingLetter,
)
from participation.queries.electoral_roll import letters_of
from participation.queries.voting_letter import print_runs
from participation.voting_enums import VotingChannel
from tests.factories.accounts import MembershipFactory, OrganisationFactory, ResidencyFactory, UserFactory, person_with
from tests.factories.base import AreaFactory
from tests.factories.participation import (
    PollBookEntryFactory,
    RollEntryFactory,
    RollRemovalFactory,
    VotingHelpFactory,
    VotingLetterFactory,
)
from tests.rounds import OF_LIST, anew, moment

pytestmark = pytest.mark.django_db

LISTED = {f"members-{name}": value for name, value in OF_LIST.items()}
LIST = 'identifier,name,address,language\nw-1,=Noor,"Kade 1, 1234 AB Waterrijk",nl\nw-2,Sam,Kade 2,en\n'


def issue(desk, text, export="csv", read=None):
    """As somebody does who looked the list through first, or (`read`) looked at another one, or at none."""
    seen = sha256((text if read is None else read).encode()).hexdigest() if read != "" else ""
    data = {"act": "issue", "issue-addressees": ContentFile(text.encode(), name="list.csv"), "issue-export": export}
    data |= {f"issue-{name}": value for name, value in OF_LIST.items()}
    return desk.post(desk.at, data | {"issue-read": seen})


def is_code_of(letter, code) -> bool:
    return letter.digest == code_digest(typed_code(code), ElectoralRoll.objects.get().salt)


def test_letters_leave_once_as_a_print_file(desk):
    VotingHelpFactory(language="nl", telephone="14 0123")
    sent = issue(desk, LIST)
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert "no-store" in sent.headers["Cache-Control"]
    one, two = csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig")))
    assert [
        is_code_of(letter, row["code"])
        for letter, row in zip(VotingLetter.objects.order_by("pk"), (one, two), strict=True)
    ] == [True, True]
    path = f"/nl/rondes/{desk.round.reference.string}/stemmen/code/"
    assert (one["name"], one["telephone"], one["vote_at"].endswith(path)) == ("'=Noor", "14 0123", True)
    assert (one["type_at"], two["type_at"], two["who"]) == ("testserver/stem", "testserver/vote", OF_LIST["who"])
    assert two["vote_at"].endswith(f"/en/rounds/{desk.round.reference.string}/vote/code/")
    # Again: each line is told.
    again = issue(desk, LIST)
    assert (again.status_code, VotingLetter.objects.count()) == (409, 2)
    assert "Regel 2: bij het kenmerk &#x27;w-1&#x27; hoort al een brief." in again.content.decode()


def test_letters_leave_as_an_accessible_pdf_with_no_code_in_the_address(desk):
    sent = issue(desk, LIST, export="pdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(sent.content)).pages]
    assert len(pages) == 2
    for page, letter, address in zip(
        pages, VotingLetter.objects.order_by("pk"), ("testserver/stem", "testserver/vote"), strict=True
    ):
        # From whom, of which day, and why somebody gets it.
        said = " ".join(page.split())
        assert [words for words in (settings.CITY_NAME, "2026", OF_LIST["who"]) if words not in said] == []
        (code,) = [line for line in page.splitlines() if typed_code(line)]
        assert (is_code_of(letter, code), address in page.replace("\n", ""), "Kade" in page) == (True, True, True)


def test_each_letter_counts_its_own_pages_and_says_on_each_whose_it_is(desk):
    sent = issue(
        desk, "identifier,name,address,form\nw-1,Noor,Kade 1,\nw-2,Sam,Kade 2,large\nw-3,Bo,Kade 3,\n", export="pdf"
    )
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(sent.content)).pages]
    vote = VotingLetter.objects.first().roll_entry.consultation_round.reference.string
    assert [re.search(rf"{vote} · (w-\d) (\d / \d)$", page).groups() for page in pages] == [
        ("w-1", "1 / 1"),
        ("w-2", "1 / 2"),
        ("w-2", "2 / 2"),
        ("w-3", "1 / 1"),
    ]


def test_a_letter_in_another_form_says_so_and_every_letter_where_its_secrecy_ends(desk):
    sent = issue(desk, "identifier,name,address,form\nw-1,Noor,Kade 1,braille\nw-2,Sam,Kade 2,\n", export="pdf")
    braille, plain = [
        " ".join(page.extract_text().split())
        for page in pypdf.PdfReader(io.BytesIO(sent.content)).pages
        if "Kade" in page.extract_text()
    ]
    assert ["Verstuur hem niet zo" in page for page in (braille, plain)] == [True, False]
    assert ("Hoe geheim is dit?" in plain, "Niemand ziet wat je stemt" in plain) == (True, False)


def test_the_roll_tells_of_letters_that_lie_and_of_nobody_who_helps_and_of_no_number_that_tells_another(
    desk, travel_clock
):
    nobody_helps, lie, used = "geen telefoon, balie of hulppunt", "2 brieven noemen een andere tijd", "Gebruikt:"

    def told() -> list[bool]:
        page = desk.get(desk.at).content.decode()
        return [words in page for words in (nobody_helps, lie, used)]

    assert told() == [True, False, True]
    VotingHelpFactory(language="nl", telephone="14 0123")
    issue(desk, LIST)
    assert told() == [False, False, True]
    desk.round.phases.update(ends_at=moment(11, 16))
    assert told() == [False, True, True]
    again = "Maak ze opnieuw"
    assert again in desk.get(desk.at).content.decode()
    # Twelve by letter and one on paper: how many letters were used would tell the one.
    for channel in [VotingChannel.LETTER] * 12 + [VotingChannel.PAPER]:
        PollBookEntryFactory(consultation_round=desk.round, channel=channel)
    travel_clock(moment(11, 3, 12))
    assert told() == [False, True, False]
    # While people vote nobody makes them anew, and after it they mislead nobody.
    assert again not in desk.get(desk.at).content.decode()
    travel_clock(moment(11, 17))
    assert told() == [False, False, False]


def test_screen_of_a_vote_without_a_roll_counts_nobody_on_one_and_searches_nobody(desk):
    RollEntryFactory.create_batch(2, consultation_round=desk.round)
    told = ["Er staan 2 mensen op de kiezerslijst.", "find-identifier", "Gemaakte brieven"]
    for eligibility, is_told in ((Eligibility.ROLL, True), (Eligibility.SIGNED_IN, False)):
        ConsultationRound.objects.update(eligibility=eligibility)
        shown = desk.get(desk.at).content.decode()
        assert [words in shown for words in told] == [is_told] * 3


def test_a_list_with_a_mistake_or_too_long_for_a_pdf_makes_nothing(desk, settings):
    settings.VOTING_LETTERS = settings.VOTING_LETTERS | {"most_in_pdf": 1}
    for text, export, sentence in (
        (f"{LIST}w-3,,Kade 3,nl\n", "csv", "Regel 4: naam is leeg."),
        (LIST, "pdf", "In een pdf passen hoogstens 1 brieven."),
    ):
        sent = issue(desk, text, export)
        assert (sent.status_code, sentence in sent.content.decode()) == (409, True)
    assert (RollEntry.objects.count(), VotingLetter.objects.count()) == (0, 0)


def test_a_clerk_finds_a_voter_and_gives_a_spoken_code_once(desk):
    letter = VotingLetterFactory(roll_entry__consultation_round=desk.round, roll_entry__identifier="w-7")
    assert (
        "Niemand op deze kiezerslijst heeft dit kenmerk."
        in desk.get(desk.at, {"find-identifier": "w-8"}).content.decode()
    )
    assert desk.get(desk.at, {"find-identifier": "w-7"}).context["entry"] == letter.roll_entry
    given = {
        "act": "replace",
        "identifier": "w-7",
        "replace-reason": "Kan niet lezen.",
        "replace-form": "spoken",
        "replace-language": "nl",
    }
    sent = desk.post(desk.at, given)
    newest = VotingLetter.objects.get(replaced_at=None)
    assert (sent.status_code, newest.form, is_code_of(newest, sent.context["shown"])) == (200, "spoken", True)
    assert sent.context["shown"] not in desk.get(desk.at, {"find-identifier": "w-7"}).content.decode()
    entry = AuditEntry.objects.get(act="letter_replaced")
    assert entry.detail == {"identifier": "w-7", "reason": "Kan niet lezen.", "form": "spoken"}
    # On paper where a letter is asked for.
    paper = desk.post(desk.at, given | {"replace-form": "large", "replace-name": "Noor"})
    assert paper.headers["Content-Type"] == "application/pdf"


def test_a_list_is_shown_before_letters_are_made_and_who_came_on_by_mistake_is_taken_off(desk, travel_clock):
    # Nothing is made of a list that nobody looked at, nor of another one than that.
    for read, is_other in (("", False), ("identifier,name,address\nw-9,Kim,Kade 9\n", True)):
        shown = issue(desk, LIST, read=read)
        text = shown.content.decode()
        assert (shown.status_code, VotingLetter.objects.count()) == (200, 0)
        assert ("Gelezen: 2 regels" in text, "w-1 · =Noor" in text, "een andere lijst" in text) == (
            True,
            True,
            is_other,
        )
        assert sha256(LIST.encode()).hexdigest() in text
    one, _two = csv.DictReader(io.StringIO(issue(desk, LIST).content.decode("utf-8-sig")))
    desk.post(
        desk.at, {"act": "members", "members-members": ContentFile(b"mail\nkim@example.nl\n", name="list.csv")} | LISTED
    )
    off = {"act": "off", "off-lines": "W-1\nkim@example.nl\n", "off-reason": "Een verkeerde lijst."}
    for wrong, status in (({"off-lines": "w-1\nw-7"}, 409), ({"off-reason": ""}, 422)):
        assert (desk.post(desk.at, off | wrong).status_code, RollEntry.objects.count()) == (status, 3)
    assert desk.post(desk.at, off).status_code == 302
    assert [entry.identifier for entry in RollEntry.objects.all()] == ["w-2"]
    entries = AuditEntry.objects.filter(act="roll_line_removed").order_by("pk")
    assert [(entry.detail["reason"], entry.detail["letters"]) for entry in entries] == [
        ("Een verkeerde lijst.", 1),
        ("Een verkeerde lijst.", 0),
    ]
    assert "example.nl" not in str([*entries.values(), *RollRemoval.objects.values()])
    # The code is void at once and says so; the letter stays in the figures.
    with pytest.raises(Refusal, match="van de kiezerslijst gehaald"):
        use_code(
            consultation_round=desk.round, code=typed_code(one["code"]), client="x", by=AnonymousUser(), at=clock.now()
        )
    assert letters_of(desk.round) == {"sent": 2, "replaced": 0, "used": 0}
    assert "Van de kiezerslijst gehaald voordat de stemming begon: 2" in desk.get(desk.at).content.decode()
    # Once voting began nobody is taken off, and the database deletes no letter.
    travel_clock(moment(11, 3, 12))
    assert "off-lines" not in desk.get(desk.at).content.decode()
    assert (desk.post(desk.at, off | {"off-lines": "w-2"}).status_code, RollEntry.objects.count()) == (409, 1)
    freeze_ballot(consultation_round=anew(desk.round), at=clock.now())
    with pytest.raises(IntegrityError, match="taken off the roll"), transaction.atomic():
        RollRemovalFactory(consultation_round=desk.round, line=RollEntry.objects.get().pk)
    with pytest.raises(IntegrityError, match="deleted only"), transaction.atomic():
        VotingLetter.objects.all().delete()


def test_taking_many_off_the_roll_asks_no_more_than_taking_one(desk, clerk):
    person = UserFactory(email="Sam@Example.nl")
    RollEntryFactory(consultation_round=desk.round, person=person)
    for number in range(8):
        VotingLetterFactory(roll_entry__consultation_round=desk.round, roll_entry__identifier=f"w-{number}")
    asked = []
    for lines in (["w-6"], ["w-0"], ["W - 1", "sam@example.nl", "w-2", "w-3", "w-4", "w-5"]):
        with CaptureQueriesContext(connection) as queries:
            take_off_roll(
                consultation_round=desk.round, lines=lines, reason="Een verkeerde lijst.", by=clerk, at=clock.now()
            )
        asked.append(len(queries))
    assert asked[1] == asked[2]
    assert (RollEntry.objects.count(), AuditEntry.objects.filter(act="roll_line_removed").count()) == (1, 8)


def test_during_the_vote_a_colleague_confirms_a_new_code_and_gives_it(desk, travel_clock):
    letter = VotingLetterFactory(roll_entry__consultation_round=desk.round, roll_entry__identifier="w-7")
    travel_clock(moment(11, 3, 12))
    found = desk.get(desk.at, {"find-identifier": "w-7"}).content.decode()
    assert ["replace-name" in found, "issue-addressees" in found, "Vraag een tweede persoon" in found] == [0, 0, 1]
    given = {"act": "replace", "identifier": "w-7", "replace-reason": "Kwijt.", "replace-language": "nl"}
    waiting, colleague = reverse("seconded_desk", args=[desk.round.reference.string]), person_with(Role.CLERK)
    for form in ("spoken", "large"):
        asked = desk.post(desk.at, given | {"replace-form": form})
        assert (asked.status_code, letter.roll_entry.letters.filter(replaced_at=None, act=None).count()) == (
            302,
            form == "spoken",
        )
        act = SecondedAct.objects.get(second_at=None)
        confirm = {"act": "confirm", "seconded": act.pk, "to-name": "Noor", "to-address": "Kade 1"}
        assert desk.post(waiting, confirm).status_code == 409
        desk.force_login(colleague)
        shown = desk.get(waiting).content.decode()
        assert ("w-7" in shown, "Kwijt." in shown, "to-name" in shown) == (True, True, form == "large")
        sent = desk.post(waiting, confirm)
        newest = VotingLetter.objects.get(replaced_at=None)
        assert (newest.act, newest.form, "no-store" in sent.headers["Cache-Control"]) == (act, form, True)
        if form == "spoken":
            assert is_code_of(newest, sent.context["shown"])
            assert sent.context["shown"] not in desk.get(waiting).content.decode()
        else:
            assert "Noor" in pypdf.PdfReader(io.BytesIO(sent.content)).pages[0].extract_text()
        desk.force_login(act.first)


def test_a_lost_print_run_is_asked_for_by_one_clerk_and_printed_by_another(desk, travel_clock):
    issue(desk, LIST)
    travel_clock(moment(11, 3, 12))
    (run,) = print_runs(desk.round)
    assert "Drukgang 1" in desk.get(desk.at).content.decode()
    assert desk.post(desk.at, {"act": "run", "run-run": run.key, "run-reason": ""}).status_code == 422
    assert desk.post(desk.at, {"act": "run", "run-run": run.key, "run-reason": "De bus verloor ze."}).status_code == 302
    act, waiting = SecondedAct.objects.get(), reverse("seconded_desk", args=[desk.round.reference.string])
    desk.force_login(person_with(Role.CLERK))
    assert "Drukgang 1, van " in desk.get(waiting).content.decode()

    def confirm(text, export="csv"):
        sent = {"again-addressees": ContentFile(text.encode(), name="list.csv"), "again-export": export}
        return desk.post(waiting, {"act": "confirm", "seconded": act.pk} | sent)

    for wrong in ("", "identifier,name,address\nw-1,Noor,Kade 1\n"):
        assert confirm(wrong).status_code in (409, 422)
    sent = confirm(LIST)
    rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert [(row["identifier"], row["anew"]) for row in rows] == [("w-1", "1"), ("w-2", "1")]
    assert [
        is_code_of(VotingLetter.objects.get(roll_entry__identifier=row["identifier"], replaced_at=None), row["code"])
        for row in rows
    ] == [True, True]
    assert "Kade" not in str([*SecondedAct.objects.values(), *AuditEntry.objects.values()])


def test_a_form_without_its_token_is_refused_though_the_list_is_read_in_memory(desk):
    desk.handler.enforce_csrf_checks = True
    assert (issue(desk, LIST).status_code, VotingLetter.objects.count()) == (403, 0)


def test_people_are_listed_by_mail_address_and_each_mistake_is_told(desk, travel_clock):
    data = {"act": "members", "members-members": ContentFile(b"mail\nnoor@example.nl\nsam\n", name="list.csv")} | LISTED
    sent = desk.post(desk.at, data)
    assert (sent.status_code, "is geen mailadres" in sent.content.decode()) == (409, True)
    data["members-members"] = ContentFile(b"mail\nnoor@example.nl\n", name="list.csv")
    assert desk.post(desk.at, data).headers["Location"] == desk.at
    assert "members-members" in desk.get(desk.at).content.decode()
    travel_clock(moment(11, 3, 12))
    page = desk.get(desk.at)
    assert (RollEntry.objects.count(), page.context["size"], page.context["turnout"].days) == (1, 1, [])
    assert "members-members" not in page.content.decode()


def test_who_is_on_a_list_is_asked_shown_and_put_right_until_voting_begins(desk, travel_clock):
    data = {"act": "members", "members-members": ContentFile(b"mail\nnoor@example.nl\n", name="list.csv")}
    nameless = desk.post(desk.at, data)
    assert (nameless.status_code, RollEntry.objects.count()) == (422, 0)
    data["members-members"] = ContentFile(b"mail\nnoor@example.nl\n", name="list.csv")
    desk.post(desk.at, data | LISTED)
    said = "Op de lijst met mailadressen: Iedereen die in Noord woont. De laagste leeftijd is 16."
    rules = reverse("round_rules", args=[desk.round.reference.string])
    assert [said in unescape(desk.get(page).content.decode()) for page in (desk.at, rules)] == [True, True]
    # What was said before stands in the form of the next list.
    assert desk.get(desk.at).context["forms"]["members"]["who"].value() == OF_LIST["who"]
    assert (
        desk.post(desk.at, {"act": "say-list", "say-list-who": "Noord", "say-list-youngest": "oud"}).status_code == 422
    )
    desk.post(desk.at, {"act": "say-list", "say-list-who": "Noord en Zuid", "say-list-youngest": "12"})
    assert "Noord en Zuid. De laagste leeftijd is 12." in desk.get(rules).content.decode()
    travel_clock(moment(11, 3, 12))
    assert "say-list-who" not in desk.get(desk.at).content.decode()
    late = desk.post(desk.at, {"act": "say-list", "say-list-who": "Iedereen", "say-list-youngest": "0"})
    assert (late.status_code, "Noord en Zuid" in desk.get(rules).content.decode()) == (409, True)


def test_letters_of_a_list_without_years_of_birth_say_that_nobody_looked_at_the_age(desk):
    unknown = "heeft geen geboortejaren"
    assert unknown in issue(desk, LIST, read="").content.decode()
    with_years = "identifier,name,address,born\nw-1,Noor,Kade 1,1990\n"
    assert unknown not in issue(desk, with_years, read="").content.decode()
    young = issue(desk, with_years.replace("1990", "2015"), read="")
    assert (young.status_code, "2015" in young.content.decode()) == (409, True)


def test_a_clerk_counts_first_and_adds_verified_residents_and_members(desk):
    area = AreaFactory()
    people = [ResidencyFactory(area=area, born_on=date(1990, 5, 4)).person for _number in range(19)]
    ours = OrganisationFactory()
    MembershipFactory(organisation=ours, person=people[0])
    MembershipFactory(organisation=ours)
    asked = {"residents-youngest": 18, "residents-oldest": "", "residents-on": "2026-11-01", "residents-areas": area.pk}
    # So roughly that counting again for another day tells nobody's birthday; what was asked is recorded, what came of it is not.
    for more, told in (
        ({}, "ongeveer 10"),
        ({"residents-oldest": 36}, "ongeveer 10"),
        ({"residents-oldest": 20}, "minder dan 10"),
    ):
        counted = desk.post(desk.at, asked | more | {"act": "count-residents"})
        assert f"Nieuw op de lijst komen: {told}." in counted.content.decode()
    assert not RollEntry.objects.exists()
    trail = AuditEntry.objects.filter(act="roll_counted").order_by("pk").values_list("detail", flat=True)
    assert [(one["on"], one["youngest"], one["oldest"]) for one in trail] == [
        ("2026-11-01", 18, oldest) for oldest in (None, 36, 20)
    ]
    assert "19" not in str(list(trail))
    few = desk.post(desk.at, {"act": "count-organisation", "organisation-organisation": ours.pk}).content.decode()
    assert ("Nieuw op de lijst komen: minder dan 10." in few, people[0].email in few) == (True, False)
    assert desk.post(desk.at, asked | {"act": "add-residents"}).status_code == 302
    # One of them has a second account, which is a member too.
    second = ResidencyFactory(ended_at=moment(10, 29), human_digest="a").person
    MembershipFactory(organisation=ours, person=second)
    Residency.objects.filter(person=people[1]).update(human_digest="a")
    assert desk.post(desk.at, {"act": "add-organisation", "organisation-organisation": ours.pk}).status_code == 302
    shown = desk.get(desk.at).content.decode()
    assert ("geverifieerde inwoners: 19" in shown, "leden van een organisatie: 1" in shown) == (True, True)
    assert "op de lijst staat: minder dan 10." in shown
    wrong = desk.post(desk.at, asked | {"act": "add-residents", "residents-oldest": 17})
    assert (wrong.status_code, RollEntry.objects.count()) == (422, 20)
