from django_tasks import task

from base import clock
from base.refusal import Refusal
from participation.queries.consultation_round import round_by_reference
from proposals.actions.dossier_volume import claim_volume, discard_volumes, keep_volume, release_volume
from proposals.exports.dossier import volume_pdf
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
        data = volume_pdf(dossier, claimed.language, claimed.number)
        is_kept = keep_volume(volume=claimed, data=data, at=clock.now())
    except Refusal:
        return False
    finally:
        if not is_kept:
            release_volume(volume=claimed)
    return is_kept
