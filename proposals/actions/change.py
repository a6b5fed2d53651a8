"""An author changes what they handed in: each change is a new published version, told to who supported the one before."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.models import Area
from base.queries.published_version import version_in_force
from base.refusal import Refusal, refuse_if
from participation.actions.draft import save_draft, settle_draft
from participation.actions.state_event import hold_subject
from participation.enums import ChangeState, Screening
from participation.letter_tasks import tell_of_change, tell_of_ruled_change
from participation.models import Change, Draft, Subject
from participation.moderation_rules import refusal_to_moderate
from participation.queries.change import own_change
from participation.queries.co_author import leading_author
from participation.queries.hold import hold_of
from participation.rules import can_moderate, refusal_to_change_subject
from proposals.actions.proposal import ProposalText, all_words, page_of_subject, place_of, text_of, typed_of
from proposals.models import ProposalPage


@transaction.atomic
def begin_change(*, subject: Subject, by: Any, at: datetime) -> Draft:
    """The draft of a new text, which begins with the words that are public; the one that is being written, if there is."""
    refuse_if(refusal_to_change_subject(by, subject, at))
    begun = own_change(subject, by)
    if begun is not None:
        return begun
    return _draft(subject, text_of(_page(subject)), note="", at=at)


@transaction.atomic
def change_proposal(
    *, subject: Subject, text: ProposalText, note: str, by: Any, at: datetime, draft: Draft | None = None
) -> Change | None:
    """Publishes a new text of a proposal as its next version; in a round that is screened it waits, and the old one stays.

    A draft sent twice changes once. The number, the language and the kind of a proposal stay, and the name shown.
    """
    if draft is not None:
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        if draft.became_id is not None:
            return None
    subject = hold_subject(subject=subject, at=at)
    # The first voter may have been quicker than the clock that was read.
    refuse_if(refusal_to_change_subject(by, subject, max(at, subject.consultation_round.ballot_frozen_at or at)))
    refuse_if(_("Write a title first.") if characters.is_blank(text.title) else "")
    refuse_if(_("Say in a few words what you changed.") if characters.is_blank(note) else "")
    page = _page(subject)
    before = text_of(page)
    text = replace(text, author_name=before.author_name, language=before.language, kind=before.kind)
    refuse_if(_("This is the text that is public already. Change something in it first.") if text == before else "")
    replaced = Change.objects.filter(subject=subject, state=ChangeState.WAITING)
    replaced.update(state=ChangeState.REPLACED, words={}, note="", ruled_at=at)
    change = None
    is_read_first = subject.consultation_round.screening != Screening.AFTER
    words = f"{all_words(text)}\n{note}"
    if is_read_first or (not can_moderate(by) and hold_of(words, by, subject.consultation_round, at) is not None):
        change = Change.objects.create(subject=subject, words=_as_words(text), note=note.strip(), made_at=at)
        record(act="proposal_change_waits", about=subject.reference, by=by, at=at, change=change.pk)
    else:
        _publish(subject, page, text, note, by, at)
    if draft is not None:
        settle_draft(draft=draft, became=subject.reference)
    return change


@transaction.atomic
def publish_change(*, change: Change, by: Any, at: datetime) -> Change:
    """A moderator lets a new text stand that waited, as long as its author may still change the proposal."""
    refuse_if(refusal_to_moderate(by))
    subject = hold_subject(subject=change.subject, at=at)
    change = _held(change)
    author = leading_author(subject)
    refuse_if(
        refusal_to_change_subject(author, subject, max(at, subject.consultation_round.ballot_frozen_at or at))
        if author is not None
        else _("Its author has no account any more.")
    )
    _publish(subject, _page(subject), text_of_change(change), change.note, by, at)
    return _ruled(change, ChangeState.PUBLISHED, by, at)


@transaction.atomic
def refuse_change(*, change: Change, ground: str, reason: str, by: Any, at: datetime) -> Change:
    """A moderator does not let a new text stand, and says why: it is its author's draft again."""
    refuse_if(refusal_to_moderate(by))
    subject = hold_subject(subject=change.subject, at=at)
    change = _held(change)
    refuse_if("" if ground and reason.strip() else _("Say on which ground and why: the author is told."))
    if leading_author(subject) is not None:
        _draft(subject, text_of_change(change), note=change.note, at=at)
    return _ruled(change, ChangeState.REFUSED, by, at, ground=ground, reason=reason.strip())


def text_of_change(change: Change) -> ProposalText:
    return texts_of_changes([change])[change.pk]


def texts_of_changes(changes: Sequence[Change]) -> dict[int, ProposalText]:
    """Of each that waits, by its key. One query."""
    areas = Area.objects.in_bulk({one.words["area"] for one in changes})
    return {one.pk: ProposalText(**(one.words | {"area": areas.get(one.words["area"])})) for one in changes}


def _as_words(text: ProposalText) -> dict[str, Any]:
    return asdict(replace(text, area=None)) | {"area": text.area.pk if text.area else None}


def _page(subject: Subject) -> ProposalPage:
    page = page_of_subject(subject)
    if page is None or version_in_force(subject.reference_id, subject.language) is None:
        raise Refusal(_("The text of this proposal was taken from the site, so there is nothing to change."))
    return page


def _held(change: Change) -> Change:
    held = Change.objects.select_for_update(of=("self",)).select_related("subject__reference").get(pk=change.pk)
    refuse_if(
        "" if held.state == ChangeState.WAITING else _("This was ruled, or its author wrote a newer text meanwhile.")
    )
    return held


def _ruled(change: Change, state: ChangeState, by: Any, at: datetime, ground: str = "", reason: str = "") -> Change:
    change.state, change.ruled_at, change.by = state, at, by
    change.ground, change.reason = ground, reason
    change.words, change.note = {}, ""
    change.save()
    record(
        act=f"proposal_change_{state}", about=change.subject.reference, by=by, at=at, change=change.pk, ground=ground
    )
    transaction.on_commit(lambda: tell_of_ruled_change.enqueue(change.pk), robust=True)
    return change


def _draft(subject: Subject, text: ProposalText, *, note: str, at: datetime) -> Draft:
    return save_draft(
        form="proposal",
        consultation_round=subject.consultation_round,
        data=typed_of(text) | {"note": note},
        language=text.language,
        by=leading_author(subject),
        at=at,
        changes=subject,
    )


def _publish(subject: Subject, page: ProposalPage, text: ProposalText, note: str, by: Any, at: datetime) -> None:
    page.title = page.draft_title = text.title
    page.summary, page.body, page.answers = text.summary, text.body, text.answers
    page.area, page.place = text.area, place_of(text)
    page.cost, page.change_note = text.cost, note.strip()
    # What is written now has marks, whatever it was before.
    page.is_plain = False
    page.tags.set(text.tags, clear=True)
    before = page.version
    # The round admits the text, not the right of its author to publish pages.
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    version = page.version
    if version is None or version == before:
        raise Refusal(_("The new text could not be published. Try again, or tell the municipality."))
    subject.label, subject.cost = text.title, text.cost
    subject.save(update_fields=["label", "cost"])
    record(act="proposal_changed", about=subject.reference, by=by, at=at, version=version.label)
    transaction.on_commit(lambda: tell_of_change.enqueue(version.pk), robust=True)
