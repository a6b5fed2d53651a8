"""Moderation hours: when moderators are there next, through the nights the clock is moved, and what waits or rests until then."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from base.refusal import Refusal
from participation.actions.comment import edit_comment, post_comment
from participation.actions.moderation_hours import set_moderation_hours
from participation.actions.ruling import rule_on
from participation.enums import CommentScreening, HoldKind, Moderation, OutsideHours, PhaseKind, RulingKind
from participation.hours import opens_again
from participation.models import Draft, Hold
from participation.rules import notice_of_hours, refusal_to_comment
from participation.views.comment import hold_words
from proposals.models import ConsultationRoundPage, HoursRow
from tests.factories.accounts import UserFactory
from tests.factories.participation import ConsultationRoundFactory, ModerationHoursFactory, PhaseFactory, SubjectFactory
from tests.rounds import AMSTERDAM, anew, moment, publish_round

WEEKDAYS = [[day, "09:00", "17:00"] for day in range(5)]
# A Sunday, and the night to it in which the clock goes back or forward.
BACK, FORWARD = datetime(2026, 10, 25, tzinfo=AMSTERDAM), datetime(2026, 3, 29, tzinfo=AMSTERDAM)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def utc(year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (moment(11, 2, 9), None),
        (moment(11, 2, 16, 59), None),
        (moment(11, 2, 8, 59), moment(11, 2, 9)),
        (moment(11, 2, 17), moment(11, 3, 9)),
        # A Friday evening, and a Sunday.
        (moment(11, 6, 17), moment(11, 9, 9)),
        (moment(11, 8, 12), moment(11, 9, 9)),
        # Nine on the clock, whatever it is in UTC: the weekends in which the clock is moved.
        (datetime(2026, 10, 23, 18, tzinfo=AMSTERDAM), utc(2026, 10, 26, 8)),
        (datetime(2026, 3, 27, 18, tzinfo=AMSTERDAM), utc(2026, 3, 30, 7)),
    ],
)
def test_opens_again_says_when_moderators_are_there_next(at, opens):
    found = opens_again(WEEKDAYS, at)
    assert (found.astimezone(UTC) if found else None) == (opens.astimezone(UTC) if opens else None)
    # Whatever zone the door read the clock in.
    assert opens_again(WEEKDAYS, at.astimezone(UTC)) == found


@pytest.mark.parametrize(
    ("hours", "at", "is_there"),
    [
        # The hour that comes twice belongs to them both times.
        ([[6, "01:00", "02:30"]], utc(2026, 10, 25, 0, 15), True),
        ([[6, "01:00", "02:30"]], utc(2026, 10, 25, 1, 15), True),
        ([[6, "01:00", "02:30"]], utc(2026, 10, 25, 1, 30), False),
        # The hour that does not come is nobody's: what ends at three ends with it.
        ([[6, "01:00", "03:00"]], utc(2026, 3, 29, 0, 59), True),
        ([[6, "01:00", "03:00"]], utc(2026, 3, 29, 1, 0), False),
        # Until midnight, and from it.
        ([[5, "20:00", "00:00"]], BACK - timedelta(seconds=1), True),
        ([[5, "20:00", "00:00"]], BACK, False),
        ([[6, "00:00", "06:00"]], FORWARD, True),
        ([], BACK, True),
    ],
)
def test_opens_again_through_the_nights_the_clock_is_moved(hours, at, is_there):
    assert (opens_again(hours, at) is None) is is_there


@pytest.fixture
def bench(db):
    subject = SubjectFactory(consultation_round=ConsultationRoundFactory(hours=WEEKDAYS))
    PhaseFactory(
        consultation_round=subject.consultation_round, kind=PhaseKind.DISCUSS, starts_at=LONG_AGO, ends_at=None
    )
    return subject


@pytest.fixture
def known(db):
    return UserFactory(date_joined=LONG_AGO)


def change(subject, **rules):
    type(subject.consultation_round).objects.filter(pk=subject.consultation_round_id).update(**rules)
    subject.consultation_round.refresh_from_db()


def post(subject, by, at, text="Goed idee."):
    return post_comment(subject=subject, text=text, language="nl", author_name="Noor", by=by, at=at)


DAY, NIGHT = moment(11, 2, 12), moment(11, 2, 22)


def test_comment_outside_the_hours_waits_and_says_until_when(bench, known, moderator):
    comment = post(bench, known, NIGHT)
    assert comment.moderation == Moderation.AWAITING
    hold = Hold.objects.get(comment=comment)
    assert hold.kind == HoldKind.HOURS
    assert "dinsdag 3 november 2026, 9.00 uur" in hold_words(hold)
    assert "dinsdag 3 november 2026, 9.00 uur" in notice_of_hours(bench.consultation_round, NIGHT)
    assert post(bench, known, DAY).is_visible
    assert post(bench, moderator, NIGHT, "Ik ben er nog.").is_visible
    rule_on(target=comment, kind=RulingKind.PUBLISH, by=moderator, at=moment(11, 3, 9))
    comment.refresh_from_db()
    assert comment.is_visible


def test_discussion_rests_where_the_round_says_so(bench, known):
    change(bench, outside_hours=OutsideHours.REST)
    assert "dinsdag 3 november 2026, 9.00 uur" in refusal_to_comment(known, bench, NIGHT)
    with pytest.raises(Refusal):
        post(bench, known, NIGHT)
    comment = post(bench, known, moment(11, 2, 16, 55))
    with pytest.raises(Refusal):
        edit_comment(comment=comment, text="Toch niet.", edition=0, by=known, at=moment(11, 2, 17, 1))
    assert refusal_to_comment(known, bench, DAY) == ""


@pytest.mark.parametrize(
    ("screening", "is_new", "kind"),
    [
        (CommentScreening.AFTER, True, None),
        (CommentScreening.NEW, True, HoldKind.NEW),
        (CommentScreening.NEW, False, None),
        (CommentScreening.BEFORE, False, HoldKind.BEFORE),
    ],
)
def test_round_says_whose_comments_are_read_first(bench, known, screening, is_new, kind):
    change(bench, comment_screening=screening)
    by = UserFactory(date_joined=DAY - timedelta(days=1)) if is_new else known
    comment = post(bench, by, DAY)
    assert comment.is_visible is (kind is None)
    assert [hold.kind for hold in comment.holds.all()] == ([kind] if kind else [])


def test_what_is_typed_while_the_discussion_rests_is_kept(bench, known, client, time_machine):
    change(bench, outside_hours=OutsideHours.REST)
    time_machine.move_to(NIGHT, tick=False)
    client.force_login(known)
    address = reverse("write_comment", args=[bench.reference.string])
    assert "9.00 uur" in client.get(address).content.decode()
    refused = client.post(address, {"text": "Dit wil ik morgen zeggen."})
    assert (refused.status_code, Draft.objects.count()) == (409, 1)
    assert client.post(address, {"text": "Dit wil ik morgen zeggen!"}).status_code == 409
    assert Draft.objects.get().owner == known
    time_machine.move_to(moment(11, 3, 9), tick=False)
    client.force_login(known)
    form = client.get(address).context["form"]
    assert form["text"].value() == "Dit wil ik morgen zeggen!"
    client.post(address, {"text": form["text"].value(), "sent_key": form["sent_key"].value()})
    assert [comment.text for comment in bench.comments.all()] == ["Dit wil ik morgen zeggen!"]
    assert not Draft.objects.exists()


def test_hours_of_the_site_hold_where_a_round_has_none_of_its_own(bench, known, moderator):
    weekend = [[5, "10:00", "12:00"], [6, "20:00", "00:00"]]
    with pytest.raises(Refusal):
        set_moderation_hours(hours=weekend, outside_hours=OutsideHours.REST, by=known, at=DAY)
    with pytest.raises(Refusal, match="eindigen later"):
        set_moderation_hours(hours=[[0, "12:00", "09:00"]], outside_hours=OutsideHours.REST, by=moderator, at=DAY)
    twice = [[5, "10:00", "12:00"], [5, "14:00", "16:00"]]
    with pytest.raises(Refusal, match="elke dag"):
        set_moderation_hours(hours=twice, outside_hours=OutsideHours.REST, by=moderator, at=DAY)
    set_moderation_hours(hours=weekend, outside_hours=OutsideHours.REST, by=moderator, at=DAY)
    # Its own come first.
    assert (refusal_to_comment(known, bench, DAY), post(bench, known, NIGHT).is_visible) == ("", False)
    change(bench, hours=[])
    assert "zaterdag 7 november 2026, 10.00 uur" in refusal_to_comment(known, bench, DAY)
    set_moderation_hours(hours=weekend, outside_hours=OutsideHours.HOLD, by=moderator, at=DAY)
    assert not post(bench, known, DAY, "Dit wacht.").is_visible
    set_moderation_hours(hours=[], outside_hours=OutsideHours.HOLD, by=moderator, at=DAY)
    assert post(bench, known, DAY, "Dit niet.").is_visible
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationHoursFactory(pk=2)


def test_desk_keeps_the_hours_of_the_site_and_the_form_of_a_round_shows_them(client, moderator, editor, agenda_item):
    client.force_login(moderator)
    desk = reverse("moderation_hours")
    typed = {"outside_hours": "rest", "begins_0": "09:00", "ends_0": "17:30", "begins_6": "20:00"}
    refused = client.post(desk, typed)
    assert (refused.status_code, 'value="20:00"' in refused.content.decode()) == (422, True)
    assert client.post(desk, typed | {"ends_6": "00:00"}).url == desk
    shown = client.get(desk).content.decode()
    assert [words for words in ('value="17:30"', 'value="00:00"') if words not in shown] == []
    client.force_login(editor)
    page = ConsultationRoundPage.objects.get(translation_key=publish_round(agenda_item).reference.translation_key)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "09:00–17:30" in form
    assert desk not in form
    editor.groups.add(*moderator.groups.all())
    client.force_login(type(editor).objects.get(pk=editor.pk))
    assert desk in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_page_of_the_round_puts_its_hours_in_force(agenda_item):
    rows = [HoursRow(weekday=0, begins="09:00", ends="17:00"), HoursRow(weekday=6, begins="20:00", ends="00:00")]
    found = publish_round(
        agenda_item, hours_rows=rows, outside_hours=OutsideHours.REST, comment_screening=CommentScreening.NEW
    )
    assert anew(found).hours == [[0, "09:00", "17:00"], [6, "20:00", "00:00"]]
    assert (found.outside_hours, found.comment_screening) == (OutsideHours.REST, CommentScreening.NEW)
