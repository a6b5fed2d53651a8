"""At the stated term after a round closed nobody who wrote in it is named on any surface, and until then they are."""

from datetime import timedelta

import pytest
from django.urls import reverse

from participation.actions.annotation import react_to_text
from participation.enums import AnnotationKind, PhaseKind
from participation.models import Comment
from participation.queries.subject import subject_by_reference
from tests.citations import republished
from tests.factories.participation import CoAuthorFactory, CommentFactory
from tests.proposals.views.test_hidden_everywhere import surfaces
from tests.rounds import COLLECTING, SUPPORTING, hand_in, moment, publish, publish_round

pytestmark = pytest.mark.django_db

NAMES = ("Zwaluwman", "Pimpelclub", "Koekoekvrouw", "Roerdompjongen", "Lepelaarkind")
CLOSED = moment(11, 15)


@pytest.fixture
def city(consultation_round, author, moderator, agenda_item):
    """A proposal with a group, its spokesperson and a co-author; a comment; a reaction to the text of an agenda item."""
    given = {"author_name": NAMES[0], "group_name": NAMES[1]}
    subject = publish(hand_in(consultation_round, by=author, title="Vogelhuis", **given), by=moderator)
    CoAuthorFactory(subject=subject, name=NAMES[2])
    CommentFactory(subject=subject, author_name=NAMES[3], posted_at=SUPPORTING)
    republished(agenda_item, problem='<p data-block-key="aaaaa">Het is druk.</p>')
    span = [(PhaseKind.DISCUSS, moment(9, 1), CLOSED)]
    publish_round(agenda_item, phases=span, method="", title="Wat vind je?")
    react_to_text(
        version=agenda_item.version, passage="", kind=AnnotationKind.REMARK, text="Klopt.", language="nl",
        author_name=NAMES[4], by=author, at=COLLECTING,
    )  # fmt: skip
    stays = subject_by_reference(subject.reference.string)
    return {"round": consultation_round, "hidden": stays, "stays": stays, "item": agenda_item}


def named(client, city) -> set[str]:
    addresses = [*surfaces(city), reverse("annotations", args=[city["item"].reference.string])]
    addresses += [one.get_absolute_url() for one in Comment.objects.filter(annotation=None)]
    found = set()
    for address in addresses:
        text = client.get(address, follow=True).getvalue().decode(errors="replace")
        found |= {(name, address.split("?")[0]) for name in NAMES if name in text}
    return found


def test_who_wrote_is_named_until_the_term_and_on_no_surface_after_it(city, signed_in, travel, moderator):
    string, of_round = city["stays"].reference.string, city["round"].reference.string
    travel(CLOSED + timedelta(days=730) - timedelta(seconds=1))
    before = named(signed_in(), city)
    assert {name for name, _address in before} == set(NAMES)
    listed = [reverse(name, args=[of_round]) for name in ("proposals", "proposals_feed", "proposals_csv")]
    for address in [*listed, reverse("proposal", args=[string])]:
        assert {name for name, where in before if where == address} >= set(NAMES[:3])
    travel(CLOSED + timedelta(days=730))
    for who in (None, moderator):
        assert named(signed_in(who), city) == set()
    desk = signed_in(moderator).get(reverse("moderation"), {"tab": "unread"}).content.decode()
    assert ("een inwoner" in desk, [name for name in NAMES if name in desk]) == (True, [])
