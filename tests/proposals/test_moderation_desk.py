"""What a moderator reads of a proposal before ruling on it."""

import pytest
from django.urls import reverse

from participation.models import Subject
from tests.rounds import hand_in, publish_round, seen

pytestmark = pytest.mark.django_db


def test_a_moderator_reads_the_whole_proposal_and_may_undo_the_ruling(client, site_ground, resident, moderator):
    bench: Subject = hand_in(publish_round(site_ground.home), by=resident, title="Een bankje")
    client.force_login(moderator)
    address = reverse("rule", args=["subject", bench.pk])
    page = client.get(address)
    words = {part.name: part.plain for part in page.context["parts"]}
    assert words["summary"]
    assert words["text"]
    assert words["text"].split("\n")[0] in page.content.decode()
    together = client.get(reverse("rule_together"), {"on": f"subject-{bench.pk}"}).content.decode()
    assert words["summary"] in together
    # In the list nothing of it can be published unread; everything there can be ticked at once.
    listed = client.get(reverse("moderation"), {"all": "1"}).content.decode()
    assert ('value="publish"' in listed, listed.count(" checked>")) == (False, 2)
    answer = client.post(address, seen(bench) | {"ruling": "publish"}, follow=True)
    assert f"{address}#back" in answer.content.decode()
