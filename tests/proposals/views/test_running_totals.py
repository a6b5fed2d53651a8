"""Nobody learns how a vote stands before its result is published, whatever the address and whoever asks."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from participation.actions.ballot import cast_ballots
from participation.enums import Channel
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import DraftFactory
from tests.rounds import COUNTING, VOTING, anew, count, hand_in, publish, vote
from tests.test_every_door import Address, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

# Scores that stand nowhere else. Together they are the turnout, which staff may know.
PARK, POOL = 1379, 1193
FIGURES = re.compile(r"(?<!\w)(?<!\d[.,])(?:1[.,\u00a0\u202f ]?379|1[.,\u00a0\u202f ]?193)(?![\w])")


@pytest.fixture
def voted(consultation_round, author, moderator, clerk):
    """A round with distinctive scores in its closed box."""
    park, pool = (
        publish(hand_in(consultation_round, by=author, title=title), by=moderator) for title in ("Park", "Bad")
    )
    ballots = [(f"p{number}", {park.pk: 1}) for number in range(PARK - 1)]
    ballots += [(f"b{number}", {pool.pk: 1}) for number in range(POOL)]
    cast_ballots(
        consultation_round=anew(consultation_round), ballots=ballots, channel=Channel.PAPER, by=clerk, at=VOTING
    )
    vote(consultation_round, park, by=author, at=VOTING)
    return park


@pytest.fixture
def samples(voted, site_ground) -> dict[str, str]:
    proposal, reference = voted.reference.string, voted.consultation_round.reference.string
    draft = DraftFactory(consultation_round=voted.consultation_round, owner=None)
    return {
        "reference": reference,
        "proposal.reference": proposal,
        "support.reference": proposal,
        "write_comment.reference": proposal,
        "reference.string": reference,
        "lasting_address.string": reference,
        "key": str(draft.key),
        "int": str(site_ground.home.pk),
        "admin/moderation.kind": "subject",
        "admin/moderation.pk": str(voted.pk),
        "document": "1",
    }


def pages(client: Client, wanted: Iterator[Address], samples: dict[str, str]) -> Iterator[tuple[str, str]]:
    client.raise_request_exception = False
    for address in wanted:
        path = address.path(samples)
        if address.name in {"sign_out", "wagtailadmin_logout"} or path.startswith("/django-admin/logout"):
            continue
        response = client.get(path, follow=True)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        yield path, body.decode("utf-8", "replace")


def leaking(client: Client, wanted: Iterator[Address], samples: dict[str, str]) -> list[str]:
    return [f"{path}: {found[0]}" for path, text in pages(client, wanted, samples) if (found := FIGURES.search(text))]


def public() -> Iterator[Address]:
    return (address for address in addresses() if not address.route.startswith(("admin/", "django-admin/")))


def staff_pages() -> Iterator[Address]:
    return (address for address in addresses() if address.route.startswith(("admin/", "django-admin/")))


def test_no_public_address_shows_a_running_total(voted, samples, author, signed_in, travel):
    travel(VOTING)
    for person in (None, author, person_with(Role.CLERK)):
        assert (person, leaking(signed_in(person), public(), samples)) == (person, [])


def test_no_page_of_the_admin_shows_a_running_total_to_the_clerk(voted, samples, clerk, signed_in, travel):
    travel(VOTING)
    ours = (
        address
        for address in staff_pages()
        if address.route.startswith(
            ("admin/rounds", "admin/moderation", "admin/decisions", "admin/$", "admin/reports/")
        )
    )
    assert leaking(signed_in(clerk), ours, samples) == []


@pytest.mark.heavy
def test_no_page_of_any_admin_shows_a_running_total_to_a_superuser(voted, samples, signed_in, travel):
    travel(VOTING)
    keeper = User.objects.create_superuser("technisch@example.nl", "Technisch")
    assert leaking(signed_in(keeper), staff_pages(), samples) == []


def test_figures_are_found_where_they_are_public(voted, samples, clerk, signed_in, travel):
    """The same search, after publication: it would find a leak."""
    count(voted.consultation_round, by=clerk)
    travel(COUNTING)
    leaks = leaking(signed_in(), public(), samples)
    shown = {leak.split(": ")[0].rstrip("/").rsplit("/", 1)[-1] for leak in leaks}
    dossier = {f"dossier.{form}" for form in ("json", "xlsx", "ods", "zip")}
    result = {"uitslag", "uitslag.json", "uitslag.csv", "stembiljetten.csv", "proces-verbaal"}
    assert shown == result | dossier | {voted.reference.string}


def test_a_count_that_is_not_published_is_shown_to_nobody_outside_the_desk(voted, samples, clerk, signed_in, travel):
    count(voted.consultation_round, by=clerk, public=False)
    travel(COUNTING)
    assert leaking(signed_in(UserFactory()), public(), samples) == []
