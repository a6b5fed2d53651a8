from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.actions.ballot import hold_paper
from participation.certification_rules import certification_of, refusal_of_second, refusal_to_countersign
from participation.enums import FollowMoment
from participation.letter_tasks import tell_of_certification
from participation.models import Certification, ConsultationRound, Recount, TallySheet
from participation.queries.certification import CountedAgain, counted_again, refusal_of_certificate
from participation.queries.lot import closing_head
from participation.queries.tally_sheet import newest_sheet
from participation.rules import refusal_to_lead_count
from participation.tasks import announce


def certify(
    *, consultation_round: ConsultationRound, asked: Any, by: Any, at: datetime, deputy: Any = None
) -> Certification:
    """Declares the newest count right, as the first of two, after a recount. Who is asked, or their deputy, is the second; the
    first may ask somebody else for as long as nobody was.
    """
    refuse_if(refusal_to_lead_count(by))
    sheet = _sheet(consultation_round, at)
    refuse_if(refusal_of_second(certification_of(sheet), by, asked, deputy))
    # Not in a transaction: nobody waits for it.
    return _certify(counted_again(sheet), asked=asked, by=by, at=at, deputy=deputy)


@transaction.atomic
def _certify(found: CountedAgain, *, asked: Any, by: Any, at: datetime, deputy: Any) -> Certification:
    sheet = _held_sheet(found, at)
    # Asked again: somebody else may have been the first meanwhile.
    refuse_if(refusal_of_second(certification_of(sheet), by, asked, deputy))
    closing = closing_head(sheet.consultation_round)
    certification, _created = Certification.objects.update_or_create(
        sheet=sheet,
        defaults={
            "first": by,
            "first_at": at,
            "asked": asked,
            "deputy": deputy,
            "recount_sha256": found.sheet.sha256,
            "bundle_sha256": found.bundle_sha256,
            "closing_head": closing.sha256 if closing is not None else "",
        },
    )
    _end_recount(sheet, by, at)
    about = sheet.consultation_round.reference
    record(act="count_certified_by_first", about=about, by=by, at=at, sheet=sheet.sha256, asked=str(asked))
    transaction.on_commit(lambda: tell_of_certification.enqueue(certification.pk), robust=True)
    return certification


def countersign(*, consultation_round: ConsultationRound, by: Any, at: datetime) -> Certification:
    """Certifies the newest count, as the second of two, after a recount of their own."""
    refuse_if(refusal_to_lead_count(by))
    sheet = _sheet(consultation_round, at)
    _waiting(sheet, by)
    return _countersign(counted_again(sheet), by=by, at=at)


@transaction.atomic
def _countersign(found: CountedAgain, *, by: Any, at: datetime) -> Certification:
    sheet = _held_sheet(found, at)
    certification = _waiting(sheet, by)
    certification.second, certification.second_at = by, at
    certification.save(update_fields=["second", "second_at"])
    _end_recount(sheet, by, at)
    record(
        act="count_certified",
        about=sheet.consultation_round.reference,
        by=by,
        at=at,
        sheet=sheet.sha256,
        bundle=certification.bundle_sha256,
        head=certification.closing_head,
    )
    announce(moment=FollowMoment.CERTIFICATE, what=sheet.pk, references=[sheet.consultation_round.reference_id])
    return certification


def finish_recount(*, recount: Recount, at: datetime) -> None:
    """Certifies what is found right, in the name of who had it counted again; or writes down why not."""
    by = recount.by
    with translation.override(recount.language):
        try:
            refuse_if(refusal_to_lead_count(by))
            found = counted_again(recount.sheet)
            if not Recount.objects.filter(pk=recount.pk, begun_at=recount.begun_at, ended_at=None).exists():
                # Begun anew meanwhile, perhaps with another second: that one speaks.
                return
            if recount.asked is not None:
                _certify(found, asked=recount.asked, by=by, at=at, deputy=recount.deputy)
            else:
                _countersign(found, by=by, at=at)
        except Refusal as refusal:
            _end_recount(recount.sheet, by, at, refusal.sentence)
        except Exception:
            sentence = _(
                "The count could not be done again, because something went wrong on the server. Begin it again."
            )
            _end_recount(recount.sheet, by, at, sentence)
            raise


def _end_recount(sheet: TallySheet, by: Any, at: datetime, refusal: str = "") -> None:
    """With the certificate, or not at all: a worker that dies in between leaves what can be done again."""
    Recount.objects.filter(sheet=sheet, by=by, ended_at=None).update(ended_at=at, refusal=refusal)


def _waiting(sheet: TallySheet, by: Any) -> Certification:
    """The certificate that waits for this person."""
    certification = certification_of(sheet)
    if certification is None:
        raise Refusal(_("Nobody has certified this count yet: the first person asks the second."))
    refuse_if(refusal_to_countersign(certification, by))
    return certification


def _sheet(consultation_round: ConsultationRound, at: datetime) -> TallySheet:
    """The newest sheet, when it can be certified now."""
    consultation_round = ConsultationRound.objects.select_related("reference").get(pk=consultation_round.pk)
    sheet = newest_sheet(consultation_round)
    sentence = refusal_of_certificate(consultation_round, at)
    if sheet is None or sentence:
        raise Refusal(sentence)
    return sheet


def _held_sheet(found: CountedAgain, at: datetime) -> TallySheet:
    """The sheet that was counted again, which nobody else corrects, objects to or certifies before the caller's transaction ends."""
    sheet = _sheet(hold_paper(consultation_round=found.sheet.consultation_round), at)
    if not found.stands():
        raise Refusal(_("The count was corrected while it was counted again. Read the new sheet first."))
    return sheet
