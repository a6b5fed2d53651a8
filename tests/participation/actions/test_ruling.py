import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ruling import rule_on
from participation.enums import Moderation, RulingKind
from participation.models import Ruling, Subject
from participation.signals import subject_ruled
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import CommentFactory, RulingFactory, SubjectFactory
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AT = moment(9, 20)
HIDING = {"kind": RulingKind.HIDE, "ground": "insult", "reason": "Het scheldt."}


@pytest.fixture(params=[SubjectFactory, CommentFactory], ids=["subject", "comment"])
def written(request):
    return request.param(moderation=Moderation.AWAITING)


def test_rule_on_publishes_and_hides_and_keeps_every_ruling(written, moderator):
    rule_on(target=written, kind=RulingKind.PUBLISH, by=moderator, at=AT)
    written.refresh_from_db()
    assert written.moderation == Moderation.VISIBLE
    ruling = rule_on(target=written, **HIDING, by=moderator, at=AT)
    written.refresh_from_db()
    assert (written.moderation, ruling.ground, ruling.reason, ruling.by, ruling.at) == (
        Moderation.HIDDEN,
        "insult",
        "Het scheldt.",
        moderator,
        AT,
    )
    assert list(written.rulings.values_list("kind", flat=True)) == ["publish", "hide"]


def test_rule_on_never_changes_the_words(moderator):
    comment = CommentFactory(text="Wat een onzin.")
    rule_on(target=comment, **HIDING, by=moderator, at=AT)
    comment.refresh_from_db()
    assert comment.text == "Wat een onzin."


@pytest.mark.parametrize("missing", [{"ground": ""}, {"reason": ""}, {"reason": " \n"}])
def test_rule_on_hides_nothing_without_ground_and_reason(written, moderator, missing):
    with pytest.raises(Refusal, match="Say on which ground and why"):
        rule_on(target=written, **HIDING | missing, by=moderator, at=AT)
    written.refresh_from_db()
    assert (written.moderation, Ruling.objects.count()) == (Moderation.AWAITING, 0)


@pytest.mark.parametrize("why", [{"ground": "", "reason": "Het scheldt."}, {"ground": "insult", "reason": ""}])
def test_the_database_holds_no_hiding_without_ground_and_reason(why):
    subject = SubjectFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RulingFactory(subject=subject, kind=RulingKind.HIDE, **why)


def test_the_database_holds_no_ruling_about_two_things_or_none():
    for about in ({"subject": None}, {"subject": SubjectFactory(), "comment": CommentFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RulingFactory(**about)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in {Role.MODERATOR, Role.ADMINISTRATOR})])
def test_rule_on_is_the_moderators(written, role):
    somebody = UserFactory() if role is None else person_with(role)
    with pytest.raises(Refusal, match="Only a moderator"):
        rule_on(target=written, kind=RulingKind.PUBLISH, by=somebody, at=AT)
    written.refresh_from_db()
    assert written.moderation == Moderation.AWAITING


def test_rule_on_tells_whoever_owns_the_page_of_a_subject(moderator):
    subject = SubjectFactory()
    heard = []

    def listen(sender, subject, ruling, by, at, **kwargs):
        heard.append((subject.pk, subject.moderation, ruling.kind, by, at))

    subject_ruled.connect(listen)
    try:
        rule_on(target=subject, **HIDING, by=moderator, at=AT)
        rule_on(target=CommentFactory(), **HIDING, by=moderator, at=AT)
    finally:
        subject_ruled.disconnect(listen)
    assert heard == [(subject.pk, "hidden", "hide", moderator, AT)]


def test_rule_on_leaves_a_trail(moderator):
    subject = SubjectFactory()
    ruling = rule_on(target=subject, **HIDING, by=moderator, at=AT)
    entry = AuditEntry.objects.get(act="ruled_hide")
    assert (entry.about, entry.by, entry.at, entry.detail) == (
        subject.reference.string,
        moderator,
        AT,
        {"ground": "insult", "ruling": ruling.pk},
    )


def test_rule_on_takes_back_all_when_the_page_cannot_follow(moderator):
    subject = SubjectFactory()

    def fail(**kwargs):
        raise RuntimeError("the page cannot be unpublished")

    subject_ruled.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            rule_on(target=subject, **HIDING, by=moderator, at=AT)
    finally:
        subject_ruled.disconnect(fail)
    assert (Subject.objects.get().moderation, Ruling.objects.count()) == (Moderation.VISIBLE, 0)
