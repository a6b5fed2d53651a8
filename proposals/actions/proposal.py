from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from base import characters
from base.actions.page import add_published_pages
from base.actions.reference import allot_reference
from base.enums import ReferenceKind
from base.geometry import Geometry, refusal_of_spot, typed
from base.models import Area, Reference
from base.refusal import Refusal, refuse_if
from participation.actions.draft import save_draft, settle_draft
from participation.actions.invitation import invite_co_author
from participation.actions.origin import Provenance, keep_origins
from participation.actions.subject import EarlierSubject, submit_subject, take_over_subjects, withdraw_subject
from participation.entry import Entry
from participation.models import ConsultationRound, Draft, Subject
from participation.rules import refusal_to_propose, refusal_to_take_over, refusal_to_take_over_twice
from proposals.actions.attachment import cited_attachments, hand_over
from proposals.actions.question import field_name
from proposals.enums import ProposalKind
from proposals.letter_tasks import tell_of_proposal
from proposals.models import ConsultationRoundPage, ProposalPage


@dataclass(frozen=True)
class ProposalText:
    """What the author wrote. `body` has the marks of base.marks, `language` is the one it is written in, `cost` is in whole
    euros, `answers` are by the words of the question.
    """

    title: str
    summary: str
    body: str
    author_name: str
    language: str
    # On whose behalf, and whether it alone is named.
    group_name: str = ""
    is_group_alone: bool = False
    area: Area | None = None
    # What its author calls the place, and a GeoJSON geometry within the municipality.
    place: str = ""
    geometry: Geometry | None = None
    cost: int | None = None
    tags: list[str] = field(default_factory=list)
    kind: str = ProposalKind.PROPOSAL
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EarlierProposal:
    """A proposal that was handed in elsewhere and admitted there; `supports` were counted there."""

    provenance: Provenance
    text: ProposalText
    submitted_at: datetime
    supports: int = 0


@transaction.atomic
def submit_proposal(
    *,
    consultation_round: ConsultationRound,
    text: ProposalText,
    by: Any,
    at: datetime,
    draft: Draft | None = None,
    invited: Sequence[str] = (),
    entry: Entry | None = None,
    declares: bool = False,
) -> Subject:
    """Hands a proposal in: its page under the round's page, its subject in the round, its number.

    Public at once where the round says so; otherwise its page waits, unpublished, for the moderator's ruling. A draft
    sent twice gives the subject of the first time. `invited` are mail addresses of co-authors, `entry` is how it came in
    where staff enter it for somebody; `declares` that who starts it may, under the ordinance of its round.
    """
    if entry is None:
        refuse_if(refusal_to_propose(by, consultation_round, at))
    # Who entered it for somebody stands in the audit trail alone.
    author = by if entry is None else None
    refuse_if(_("Write a title first.") if characters.is_blank(text.title) else "")
    refuse_if(refusal_of_spot(text.geometry, settings.MAP["box"]) if text.geometry else "")
    if draft is not None:
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        if draft.became_id is not None:
            return Subject.objects.get(reference=draft.became_id)
    reference = allot_reference(kind=ReferenceKind.PROPOSAL, at=at)
    page = _add_page(consultation_round, reference, text, author, cited_attachments(draft))
    subject = submit_subject(
        consultation_round=consultation_round,
        reference=reference,
        label=text.title,
        language=text.language,
        cost=text.cost,
        author_name=text.author_name,
        group_name=text.group_name,
        is_group_alone=text.is_group_alone,
        entry=entry,
        words=all_words(text),
        declares=declares,
        by=by,
        at=at,
    )
    if draft is not None:
        hand_over(draft=draft, reference=reference)
        settle_draft(draft=draft, became=reference)
    if subject.is_visible:
        # The round admits the text, not the right of its author to publish pages.
        page.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    for email in invited:
        invite_co_author(subject=subject, email=email, language=text.language, by=by, at=at)
    if author is not None:
        transaction.on_commit(lambda: tell_of_proposal.enqueue(subject.pk), robust=True)
    return subject


@transaction.atomic
def take_over_proposals(
    *, consultation_round: ConsultationRound, proposals: Sequence[EarlierProposal], source: str, by: Any, at: datetime
) -> list[Subject]:
    """Adds proposals from elsewhere to a round, published at the moment they were handed in there. All or none.

    Their numbers follow the order given, so that it is the order of the ballot paper. Authors have no account here, and
    tags are not taken over.
    """
    refuse_if(refusal_to_take_over(by, consultation_round, at))
    provenances = [proposal.provenance for proposal in proposals]
    refuse_if(refusal_to_take_over_twice(source, "proposal", [provenance.identifier for provenance in provenances]))
    parent = locked_parent(consultation_round)
    references = [allot_reference(kind=ReferenceKind.PROPOSAL, at=proposal.submitted_at) for proposal in proposals]
    pages = [
        (
            page_of_proposal(consultation_round, parent, reference, proposal.text, None, is_plain=True),
            proposal.submitted_at,
        )
        for reference, proposal in zip(references, proposals, strict=True)
    ]
    add_published_pages(parent=parent, pages=pages)
    subjects = take_over_subjects(
        consultation_round=consultation_round,
        subjects=[
            EarlierSubject(
                reference=reference,
                label=proposal.text.title,
                language=proposal.text.language,
                cost=proposal.text.cost,
                supports=proposal.supports,
                submitted_at=proposal.submitted_at,
                author_name=proposal.text.author_name,
            )
            for reference, proposal in zip(references, proposals, strict=True)
        ],
        by=by,
        at=at,
    )
    keep_origins(source=source, kind="proposal", origins=list(zip(provenances, subjects, strict=True)))
    return subjects


@transaction.atomic
def withdraw_proposal(*, subject: Subject, reason: str, by: Any, at: datetime) -> Draft | None:
    """Takes a proposal back and its page from view. While proposals are collected its text begins a new draft."""
    subject = withdraw_subject(subject=subject, reason=reason, by=by, at=at)
    show_or_hide(subject=subject, by=by)
    page = page_of_subject(subject)
    if page is None or refusal_to_propose(by, subject.consultation_round, at):
        return None
    return save_draft(
        form="proposal",
        consultation_round=subject.consultation_round,
        data=typed_of(
            replace(
                text_of(page),
                author_name=subject.author_name,
                group_name=subject.group_name,
                is_group_alone=subject.is_group_alone,
            )
        ),
        language=page.language,
        by=by,
        at=at,
    )


def show_or_hide(*, subject: Subject, by: Any) -> None:
    """Lets the page follow the ruling: published while the subject is visible, unpublished otherwise."""
    page = page_of_subject(subject)
    if page is None:
        return
    if subject.is_visible and not page.live:
        revision = page.get_latest_revision() or page.save_revision(user=by)
        revision.publish(user=by, skip_permission_checks=True)
    elif not subject.is_visible and page.live:
        # As with publishing: the moderator's ruling decides, who needs no right to pages for it.
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


def text_of(page: ProposalPage) -> ProposalText:
    """What its author wrote, as it stands on its page."""
    return _text(page, page.tags.names())


def texts_of(subjects: Iterable[Subject]) -> dict[int, ProposalText]:
    """The same of many, by the key of each. Two queries."""
    keys = {one.reference.translation_key: one.pk for one in subjects}
    pages = list(ProposalPage.objects.filter(translation_key__in=keys).select_related("area"))
    tagged = ProposalPage.tags.through.objects.filter(content_object__in=pages)
    tags: dict[int, list[str]] = defaultdict(list)
    for page, name in tagged.values_list("content_object", "tag__name"):
        tags[page].append(name)
    return {keys[page.translation_key]: _text(page, tags[page.pk]) for page in pages}


def _text(page: ProposalPage, tags: Iterable[str]) -> ProposalText:
    return ProposalText(
        title=page.title,
        summary=page.summary,
        body=page.body,
        author_name=page.author_name,
        language=page.language,
        area=page.area,
        place=(page.place or {}).get("words", ""),
        geometry=(page.place or {}).get("geometry"),
        cost=page.cost,
        tags=sorted(tags, key=str.lower),
        kind=page.kind,
        answers=page.answers,
    )


def all_words(text: ProposalText) -> str:
    """Whatever its author wrote and everybody reads, for the rules by which words wait."""
    named = [text.author_name, text.group_name, text.place, *text.tags]
    return "\n".join([text.title, text.summary, text.body, *named, *text.answers.values()])


def typed_of(text: ProposalText) -> dict[str, str]:
    """The same as the form has it, for a draft."""
    data = {
        "kind": text.kind,
        "title": text.title,
        "summary": text.summary,
        "body": text.body,
        "author_name": text.author_name,
        **({"group_name": text.group_name, "speaks_for": "on"} if text.group_name else {}),
        **({"is_group_alone": "on"} if text.is_group_alone else {}),
        "language": text.language,
        "area": text.area.pk if text.area else "",
        "place": text.place,
        "spot": typed(text.geometry),
        "cost": "" if text.cost is None else text.cost,
        "tags": ", ".join(text.tags),
        **{field_name(label): answer for label, answer in text.answers.items()},
    }
    return {name: str(value) for name, value in data.items()}


def page_of_subject(subject: Subject) -> ProposalPage | None:
    return ProposalPage.objects.filter(translation_key=subject.reference.translation_key).first()


def _add_page(
    consultation_round: ConsultationRound,
    reference: Reference,
    text: ProposalText,
    by: Any,
    attachments: dict[str, str],
) -> ProposalPage:
    parent = locked_parent(consultation_round)
    page = page_of_proposal(consultation_round, parent, reference, text, by)
    page.attachments = attachments
    page.tags.add(*text.tags)
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def locked_parent(consultation_round: ConsultationRound) -> ConsultationRoundPage:
    parent = ConsultationRoundPage.objects.filter(
        translation_key=consultation_round.reference.translation_key,
        locale__language_code=consultation_round.language,
    ).first()
    if parent is None:
        raise Refusal(
            _("This round has no page any more, so nothing can be handed in. The municipality can tell you more.")
        )
    # Two people who hand in at once take turns: the place in the tree is drawn under this lock.
    Page.objects.select_for_update().get(pk=parent.pk)
    parent.refresh_from_db()
    return parent


def page_of_proposal(
    consultation_round: ConsultationRound,
    parent: ConsultationRoundPage,
    reference: Reference,
    text: ProposalText,
    by: Any,
    *,
    is_plain: bool = False,
) -> ProposalPage:
    return ProposalPage(
        consultation_round=consultation_round,
        title=text.title,
        draft_title=text.title,
        slug=reference.string.lower(),
        translation_key=reference.translation_key,
        locale=parent.locale,
        live=False,
        has_unpublished_changes=True,
        owner=None,
        author=by,
        author_name=text.author_name,
        language=text.language,
        kind=text.kind,
        summary=text.summary,
        body=text.body,
        is_plain=is_plain,
        answers=text.answers,
        area=text.area,
        place=place_of(text),
        cost=text.cost,
    )


def place_of(text: ProposalText) -> dict[str, Any] | None:
    place = {"words": text.place.strip(), "geometry": text.geometry}
    return {name: value for name, value in place.items() if value} or None
