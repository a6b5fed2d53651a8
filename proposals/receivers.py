"""From signals to one action each; a receiver never raises."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from accounts.signals import draft_rehearsed
from base import clock
from base.actions.audit_entry import record_refused_publication
from base.actions.search_entry import index_words
from base.canonical import normalised
from base.models import PublishedVersion
from base.models.removal import NOTE
from base.redactable import TAKEN_OUT
from base.refusal import Refusal
from base.signals import publication_accepted, record_redacted, words_redacted
from participation.enums import ChangeState, FollowMoment
from participation.models import Change, Comment, ConsultationRound, Draft, Subject, TallySheet
from participation.models.about import subject_of
from participation.signals import result_told, subject_ruled
from proposals.actions.consultation_round import put_page_in_force
from proposals.actions.council_paper import index_votes_on
from proposals.actions.council_reading import forget_read
from proposals.actions.later_answer import forget_waiting_words
from proposals.actions.paper import discard_papers
from proposals.actions.paper_document import destroy_documents
from proposals.actions.proposal import show_or_hide
from proposals.actions.recipe import rehearse_draft
from proposals.answer_tasks import announce_result
from proposals.enums import FoundKind
from proposals.models import (
    Attachment,
    Commitment,
    ConsultationRoundPage,
    CouncilPaper,
    Decision,
    Meeting,
    ProposalPage,
    ResponseDocument,
    ResponseRow,
)
from proposals.queries.council import paper_now

logger = logging.getLogger(__name__)
# What a field of a version is called where it is typed, and where it waits.
TYPED = {"text": ("body",), "place": ("place", "spot", "geometry")}


@receiver(publication_accepted, sender=ConsultationRoundPage)
def put_rules_in_force(
    sender: Any, page: ConsultationRoundPage, version: PublishedVersion, by: Any, at: datetime, **kwargs: Any
) -> None:
    try:
        with transaction.atomic():
            put_page_in_force(page=page, reference=version.reference, by=by, at=at)
    except Exception as error:
        # The rules in force stay as they are; the editor is told.
        if not isinstance(error, Refusal):
            logger.exception("The rules of page %s were not put in force", page.pk)
        record_refused_publication(page=page, error=error, by=by, at=at)


@receiver(draft_rehearsed)
def rehearse(sender: Any, draft: int, by: Any, at: datetime, **kwargs: Any) -> None:
    page = ConsultationRoundPage.objects.filter(pk=draft).first()
    if page is not None:
        rehearse_draft(page=page, by=by, at=at)


@receiver(page_published, sender=ProposalPage)
def keep_to_ruling(sender: Any, instance: ProposalPage, revision: Any = None, **kwargs: Any) -> None:
    """Whichever way a page was published, what waits for a moderator or was hidden by one does not stay so."""
    subject = Subject.objects.filter(reference__translation_key=instance.translation_key).first()
    if subject is not None and not subject.is_visible:
        show_or_hide(subject=subject, by=getattr(revision, "user", None))


@receiver(subject_ruled)
def follow_ruling(sender: Any, subject: Subject, by: Any, **kwargs: Any) -> None:
    """Raises with its action, unlike what follows a publication: a ruling whose page does not follow is none."""
    show_or_hide(subject=subject, by=by)


@receiver(result_told)
def tell_of_result(sender: Any, sheet: TallySheet, moment: FollowMoment, **kwargs: Any) -> None:
    announce_result(sheet, moment)


@receiver(post_save, sender=Comment)
@receiver(post_save, sender=Subject)
def discard_changed_papers(sender: Any, instance: Comment | Subject, created: bool, **kwargs: Any) -> None:
    """Of the round of what was hidden, withdrawn or changed: it may stand in them. They are made again when they are asked for."""
    if not created:
        discard_papers(ConsultationRound.objects.filter(pk=subject_of(instance).consultation_round_id))


@receiver(words_redacted)
@receiver(record_redacted)
def discard_redacted_papers(sender: Any, **kwargs: Any) -> None:
    """Of every round: the same words may be quoted in more than one dossier."""
    discard_papers(ConsultationRound.objects.all())


@receiver(record_redacted)
def forget_recorded_words(sender: Any, record: Any, field: str, words: str, instead: str, **kwargs: Any) -> None:
    """Raises with the redaction: what was read, what waits and what is found keep a copy of words of a record."""
    if isinstance(record, CouncilPaper | Meeting):
        forget_read(record=record, field=field, words=words, instead=instead)
        if isinstance(record, CouncilPaper):
            # The same words stand in it.
            destroy_documents(paper=record, at=clock.now())
            index_votes_on(paper_now(record))
    elif isinstance(record, ResponseRow):
        forget_waiting_words(row=record, field=field, words=words, instead=instead)
        index_words(FoundKind.ANSWER, [record.pk])
    elif isinstance(record, ResponseDocument):
        index_words(FoundKind.ANSWERS, [record.pk])


@receiver(post_delete, sender=Attachment)
def delete_file(sender: Any, instance: Attachment, **kwargs: Any) -> None:
    """A draft that is thrown away or swept takes its files along."""
    transaction.on_commit(lambda: instance.file.delete(save=False), robust=True)


@receiver(words_redacted)
def destroy_redacted_files(sender: Any, version: PublishedVersion, field: str, **kwargs: Any) -> None:
    if field == "attachments":
        Attachment.objects.filter(reference=version.reference).delete()


@receiver(words_redacted)
def forget_redacted_words(sender: Any, version: PublishedVersion, field: str, words: str, **kwargs: Any) -> None:
    """Lists, ballot papers and the record of a decision keep a copy: a title says no more than the number from now on."""
    if field == "title":
        Subject.objects.filter(reference=version.reference).update(label=version.reference.string)
        ConsultationRound.objects.filter(reference=version.reference).update(title=version.reference.string)
    # What its author is writing anew, or has waiting for a moderator, began with the words that are destroyed.
    typed = TYPED.get(field, (field,))
    # A new note does not begin with the old one, so it goes where it says the same.
    same_note = field == NOTE and words
    for draft in Draft.objects.filter(changes__reference=version.reference, became__isnull=True):
        draft.data |= {name: "" for name in typed if name in draft.data}
        if same_note and words in normalised(draft.data.get("note", "")):
            draft.data["note"] = ""
        draft.save(update_fields=["data"])
    for change in Change.objects.filter(subject__reference=version.reference, state=ChangeState.WAITING):
        if same_note and words in normalised(change.note):
            change.note = ""
        change.words |= {
            name: "" if isinstance(change.words[name], str) else None for name in typed if name in change.words
        }
        change.save(update_fields=["words", "note"])
    if field in ("title", "reasons", "corrected_because", "no_vote_because"):
        column = f"{field}_en" if version.is_translation and field in ("title", "reasons") else field
        nothing = version.reference.string if column in ("title", "corrected_because") else ""
        Decision.objects.filter(reference=version.reference).update(**{column: nothing})
    promises = Commitment.objects.filter(reference=version.reference)
    if field == "title":
        promises.update(**({"text_en": ""} if version.is_translation else {"text": version.reference.string}))
    if field == "department":
        # A version of before a correction names another.
        promises.filter(department=words).update(department=TAKEN_OUT)
