import pytest

from participation.actions.reaction import find_helpful, take_helpful_back
from participation.models import Comment
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, PhaseFactory, SubjectFactory
from tests.rounds import moment

pytestmark = pytest.mark.django_db

NOW = moment(11, 3)


@pytest.fixture
def comment():
    subject = SubjectFactory()
    PhaseFactory(consultation_round=subject.consultation_round, kind="discuss", starts_at=NOW, ends_at=None)
    return CommentFactory(subject=subject)


def helpful_count(comment: Comment) -> int:
    return Comment.objects.values_list("helpful_count", flat=True).get(pk=comment.pk)


def test_helpful_count_is_how_many_found_it_helpful_and_did_not_take_it_back(comment):
    one, two = UserFactory(), UserFactory()
    assert [find_helpful(comment=comment, by=by, at=NOW).helpful_count for by in (one, one, two)] == [1, 1, 2]
    assert [take_helpful_back(comment=comment, by=by).helpful_count for by in (one, one)] == [1, 1]
    assert helpful_count(comment) == 1


def test_helpful_count_forgets_whose_account_is_gone(comment):
    gone, stays = UserFactory(), UserFactory()
    for by in (gone, stays):
        find_helpful(comment=comment, by=by, at=NOW)
    gone.delete()
    assert helpful_count(comment) == 1
