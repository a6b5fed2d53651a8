from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from base import clock
from base.pdf import pdf_made_apart
from base.refusal import Refusal
from participation.queries.consultation_round import round_by_reference
from proposals.actions.dossier_volume import claim_volume, discard_volumes, keep_volume, release_volume
from proposals.exports.dossier import page_of, volumes_of
from proposals.models import DossierVolume
from proposals.queries.dossier import dossier_of


@task()
def make_volume(volume: int) -> bool:
    """Makes one volume, unless it is made or being made; of records that changed since it was asked for, none."""
    claimed = claim_volume(volume=volume, at=clock.now())
    if claimed is None:
        return False
    is_kept = False
    try:
        consultation_round = round_by_reference(claimed.consultation_round.reference.string)
        dossier = dossier_of(consultation_round, clock.now()) if consultation_round is not None else None
        if dossier is None or dossier.records_sha256 != claimed.records_sha256:
            discard_volumes(DossierVolume.objects.filter(pk=claimed.pk))
            return False
        with translation.override(claimed.language):
            html = page_of(
                dossier, volumes_of(dossier)[claimed.number - 1], _title(claimed, dossier.reference, dossier.title)
            )
        is_kept = keep_volume(volume=claimed, data=pdf_made_apart(html), at=clock.now())
    except Refusal:
        return False
    finally:
        if not is_kept:
            release_volume(volume=claimed)
    return is_kept


def _title(volume: DossierVolume, reference: str, title: str) -> str:
    words = {"number": reference, "title": title, "volume": volume.number, "of": volume.of}
    if volume.of == 1:
        return _("Dossier %(number)s: %(title)s") % words
    return _("Dossier %(number)s: %(title)s, volume %(volume)s of %(of)s") % words
