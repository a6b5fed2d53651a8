import json
from hashlib import sha256

import pytest
import rfc8785

from participation.actions.comment import post_comment
from proposals.queries.dossier import dossier_of, refusal_of_dossier
from tests.factories.accounts import UserFactory
from tests.rounds import COUNTING, SUPPORTING, anew, count, hand_in, hide, publish, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(consultation_round, author, moderator, clerk):
    bench = publish(hand_in(consultation_round, by=author, summary="Rust."), by=moderator)
    comment = post_comment(subject=bench, text="Graag", language="nl", author_name="Noor", by=UserFactory(), at=SUPPORTING)
    vote(consultation_round, bench, by=UserFactory())
    count(consultation_round, by=clerk)
    return anew(consultation_round), bench, comment


def test_first(told):
    r, bench, comment = told
    d = dossier_of(r, COUNTING)
    print(json.dumps(d.chapters, indent=1)[:6000])
    from proposals.exports.dossier import html_in
    print(html_in(d, "en"))
