import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.actions.draft import claim_draft, discard_draft, save_draft, settle_draft, sweep_drafts
from participation.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.base import ReferenceFactory
from tests.factories.participation import ConsultationRoundFactory, DraftFactory
from tests.rounds import moment

pytestmark = pytest.mark.django_db

AT, LATER = moment(9, 5), moment(9, 6)
NOBODY = AnonymousUser()


def save(data, *, by, at=AT, key=None, **fields) -> Draft:
    consultation_round = fields.pop("consultation_round", None) or ConsultationRoundFactory()
    return save_draft(
        form="proposal", consultation_round=consultation_round, data=data, language="nl", by=by, at=at, key=key
    )


def test_save_draft_keeps_whatever_was_typed(resident):
    typed = {"title": " " * 500, "cost": "veel", "body": "é" * 20_000, "unknown": "<script>"}
    draft = save(typed, by=resident)
    draft.refresh_from_db()
    assert (draft.data, draft.owner, draft.saved_at) == (typed, resident, AT)


def test_save_draft_leaves_out_only_what_no_database_holds(resident):
    draft = save({"title": "a\x00b\ud800c", "body": "e\u0301"}, by=resident)
    draft.refresh_from_db()
    assert draft.data == {"title": "abc", "body": "é"}


def test_save_draft_again_keeps_one_row_with_the_newest_text(resident):
    key = uuid.uuid4()
    save({"title": "Een bank"}, by=resident, key=key)
    save({"title": "Een bankje"}, by=resident, key=key, at=LATER)
    draft = Draft.objects.get()
    assert (draft.key, draft.data, draft.saved_at) == (key, {"title": "Een bankje"}, LATER)


def test_save_draft_of_nobody_has_no_owner_until_somebody_claims_it(resident):
    draft = save({"title": "Een bankje"}, by=NOBODY)
    assert draft.owner is None
    assert claim_draft(draft=draft, by=NOBODY).owner is None
    claim_draft(draft=draft, by=resident)
    draft.refresh_from_db()
    assert draft.owner == resident


def test_claim_draft_takes_nobody_elses(resident):
    draft = DraftFactory(owner=resident)
    claim_draft(draft=draft, by=UserFactory())
    draft.refresh_from_db()
    assert draft.owner == resident


@pytest.mark.parametrize("somebody", ["nobody", "another resident"])
def test_save_draft_never_writes_over_somebody_elses(resident, somebody):
    draft = save({"title": "Van Noor"}, by=resident)
    save({"title": "Van mij"}, by=NOBODY if somebody == "nobody" else UserFactory(), key=draft.key)
    draft.refresh_from_db()
    assert (draft.data, draft.owner) == ({"title": "Van Noor"}, resident)


def test_sweep_drafts_takes_what_is_old_and_stands_on_nobodys_page(resident):
    old, new = moment(9, 5), moment(11, 5)
    fates = {
        save({"title": "Van niemand, oud"}, by=NOBODY, at=old).pk: False,
        save({"title": "Van niemand, nieuw"}, by=NOBODY, at=new).pk: True,
        save({"title": "Van Noor, oud"}, by=resident, at=old).pk: True,
        DraftFactory(form="comment", owner=resident, saved_at=old).pk: False,
    }
    assert sweep_drafts(by=None, at=new) == 2
    assert {key: Draft.objects.filter(pk=key).exists() for key in fates} == fates
    assert sweep_drafts(by=None, at=new) == 0


@pytest.mark.parametrize(("somebody", "stays"), [("owner", False), ("another", True)])
def test_discard_draft_is_its_owners(resident, somebody, stays):
    draft = save({"title": "Een bankje"}, by=resident)
    discard_draft(draft=draft, by=resident if somebody == "owner" else UserFactory(), at=AT)
    assert Draft.objects.exists() is stays


def test_settle_draft_ties_it_to_what_became_of_it_and_lets_the_text_go(resident):
    draft = save({"title": "Een bankje"}, by=resident)
    reference = ReferenceFactory()
    settle_draft(draft=draft, became=reference)
    save({"title": "Nog eens"}, by=resident, key=draft.key)
    draft.refresh_from_db()
    assert (draft.became, draft.data) == (reference, {})
