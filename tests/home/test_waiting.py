"""What waits, for whom and until when: one list for the desk, the home page of the admin and the calendar."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from icalendar import Calendar

from home.actions.item_state import set_item_state
from home.views.deadlines import deadlines_path
from home.waiting import waiting
from participation.enums import Moderation, PhaseKind
from tests.factories.base import RedactionFactory
from tests.factories.home import AgendaItemPageFactory
from tests.factories.participation import (
    CertificationFactory,
    CountObjectionFactory,
    OrdinanceFactory,
    PaperBatchFactory,
    PhaseFactory,
    SecondedActFactory,
    SubjectFactory,
    TallySheetFactory,
)
from tests.factories.proposals import (
    CommitmentFactory,
    CouncilVoteFactory,
    FormalViewFactory,
    MilestoneFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.rounds import COUNTING, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_day_of_counting", "site_ground")]


def lay(item, clerk, writer):
    """One of everything that can wait; gives the keys with for whom and until when."""
    set_item_state(reference=item.reference, step="adopted", by=None, at=COUNTING)
    ended = PhaseFactory(starts_at=moment(9, 1), ends_at=moment(9, 15)).consultation_round
    FormalViewFactory(consultation_round=ended)
    written = ResponseRowFactory(assigned_to=writer).document
    offered = ResponseDocumentFactory(offered_at=COUNTING, offered_by=clerk)
    promise = CommitmentFactory(due_on=date(2027, 6, 1))
    step = MilestoneFactory(commitment=promise, due_on=date(2026, 10, 27))
    motion = CouncilVoteFactory(paper__kind="motion", outcome="adopted", meeting__held_on=date(2026, 11, 17)).paper
    removal = RedactionFactory(asked_by=clerk)
    coming, voted, counted, told, halved = (
        PhaseFactory(
            kind=PhaseKind.VOTE, starts_at=start, ends_at=start + timedelta(days=7), box=has_box
        ).consultation_round
        for start, has_box in ((moment(12, 1), False), *[(moment(11, 1), True)] * 4)
    )
    for one in (counted, told, halved):
        one.counted_at, one.result_published_at = moment(11, 9), moment(11, 9) if one != counted else None
        one.objection_days = 0
        one.save()
    TallySheetFactory(consultation_round=told)
    half = CertificationFactory(sheet__consultation_round=halved, first=clerk, asked=writer)
    objection = CountObjectionFactory(consultation_round=halved)
    batch = PaperBatchFactory(consultation_round=voted)
    act = SecondedActFactory(consultation_round=told, first=clerk, first_at=COUNTING)
    SubjectFactory(moderation=Moderation.AWAITING)
    SubjectFactory()
    clerks, no_day = "griffier", None
    return {
        item.reference.string: (clerks, date(2026, 12, 4)),
        # Promised for some weeks after it. Where people could only vote nothing waits for an answer.
        f"{ended.reference}-answers": (f"redacteur, {clerks}", date(2026, 11, 10)),
        written.reference.string: (str(writer), date(2026, 12, 24)),
        offered.reference.string: (f"{clerks}, maar niet {clerk}", date(2026, 12, 24)),
        promise.reference.string: ("Groen", date(2027, 6, 1)),
        f"{promise.reference}-{step.pk}": ("Groen", date(2026, 10, 27)),
        f"motion-{motion.pk}": (clerks, date(2026, 12, 15)),
        f"redaction-{removal.pk}": (f"{clerks}, maar niet {clerk}", no_day),
        f"{coming.reference}-box": (clerks, date(2026, 12, 1)),
        f"{voted.reference}-count": (clerks, no_day),
        f"{counted.reference}-result": (clerks, no_day),
        f"{told.reference}-certify": (clerks, no_day),
        f"{halved.reference}-certify": (half.names, no_day),
        f"{halved.reference}-objection-{objection.number}": (clerks, no_day),
        f"{voted.reference}-batch-{batch.number}": (clerks, no_day),
        f"{told.reference}-second-{act.pk}": (f"{clerks}, maar niet {clerk}", no_day),
        "moderation-new": ("moderator", no_day),
        "proposals": (clerks, no_day),
    }


def test_everything_that_waits_says_for_whom_and_until_when(
    client, clerk, editor, moderator, agenda_item, django_assert_num_queries
):
    expected = lay(agenda_item, clerk, editor)
    with CaptureQueriesContext(connection) as asked:
        found = waiting(COUNTING)
    queries = len(asked)
    # The steps of all items are read once.
    assert sum('FROM "home_itemstate"' in one["sql"] for one in asked.captured_queries) == 1
    assert {one.key: (one.for_whom, one.due_on) for one in found} == expected
    days = [one.due_on for one in found]
    assert days == sorted(days, key=lambda one: (one is None, one or date.max))
    # Each sees their own: what they asked or offered themselves waits for a colleague, and what has a name for who has it.
    own = {person: {one.key for one in found if one.is_for(person)} for person in (clerk, editor, moderator)}
    names = {key: whom for key, (whom, _day) in expected.items()}
    assert own[moderator] == {"moderation-new"}
    assert own[editor] == {key for key, whom in names.items() if whom == str(editor) and "RND" not in key} | {
        key for key, whom in names.items() if whom.startswith("redacteur")
    }
    assert own[clerk] == {key for key, whom in names.items() if whom in ("griffier", "Groen", "redacteur, griffier")}
    # In the calendar stands what has a day, and the desk shows all of it, what is late first.
    events = Calendar.from_ical(client.get(deadlines_path(clerk)).content).walk("VEVENT")
    due = {str(event["uid"]).split("-due@")[0]: event["dtstart"].dt for event in events}
    assert due == {key: until for key, (_whom, until) in expected.items() if until is not None}
    client.force_login(clerk)
    page = client.get(reverse("ways_desk")).content.decode()
    assert all(f"<td>{escape(whom)}</td>" in page for whom in names.values())
    assert page.index("27 oktober 2026") < page.index("4 december 2026") < page.index("geen dag")
    # As many queries whatever waits.
    lay(AgendaItemPageFactory(parent=agenda_item.get_parent()), clerk, editor)
    with django_assert_num_queries(queries):
        assert len(waiting(COUNTING)) > len(expected)


def test_the_admin_begins_with_what_waits_for_this_person(client, clerk, moderator, agenda_item):
    promise = CommitmentFactory(about=agenda_item.reference, made_on=date(2026, 10, 1), due_on=date(2026, 11, 1))
    client.force_login(clerk)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    panel = page[page.index("Wat op jou wacht") :]
    assert reverse("commitment_desk", args=[promise.reference.string]) in panel
    assert reverse("ways_desk") in panel
    assert "te laat" in panel
    client.force_login(moderator)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    panel = page[page.index("Wat op jou wacht") :]
    assert "Er wacht nu niets op jou." in panel
    assert promise.reference.string not in panel


def test_a_request_shows_its_day_also_while_its_starters_collect_support(client, clerk):
    ordinance = OrdinanceFactory()
    PhaseFactory(consultation_round=ordinance.consultation_round, kind=PhaseKind.SUPPORT, ends_at=None)
    SubjectFactory(
        consultation_round=ordinance.consultation_round,
        ordinance=ordinance,
        support_needed=50,
        support_until=moment(12, 9),
    )
    client.force_login(clerk)
    assert "8 december 2026" in client.get(reverse("requests_desk")).content.decode()
