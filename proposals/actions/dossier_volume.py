from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.models import ConsultationRound
from proposals.models import DossierVolume
from proposals.models.dossier_volume import hidden_name
from proposals.queries.dossier import Dossier, refusal_of_dossier
from proposals.queries.dossier_volume import to_make


@transaction.atomic
def ask_for_volumes(
    *, consultation_round: ConsultationRound, dossier: Dossier, of: int, language: str, by: Any, at: datetime
) -> list[DossierVolume]:
    """The volumes of these records that still have to be made. What was made of other records in that language goes: it may
    hold what was taken away since."""
    refuse_if(refusal_of_dossier(consultation_round, at))
    volumes = DossierVolume.objects.filter(consultation_round=consultation_round, language=language)
    discard_volumes(volumes.exclude(records_sha256=dossier.records_sha256))
    asked = DossierVolume.objects.bulk_create(
        [
            DossierVolume(
                consultation_round=consultation_round,
                records_sha256=dossier.records_sha256,
                language=language,
                number=number,
                of=of,
                asked_at=at,
            )
            for number in range(1, of + 1)
        ],
        ignore_conflicts=True,
    )
    record(
        act="dossier_volumes_asked",
        about=consultation_round.reference,
        by=by,
        at=at,
        records=dossier.records_sha256,
        language=language,
        volumes=len(asked),
    )
    return list(volumes.filter(to_make(at), records_sha256=dossier.records_sha256).order_by("number"))


@transaction.atomic
def discard_volumes(volumes: Any) -> None:
    """With their files, once the transaction stands. A worker that is keeping one at this moment finds it gone."""
    for one in volumes.select_for_update():
        transaction.on_commit(partial(_delete_file, one), robust=True)
        one.delete()


def claim_volume(*, volume: int, at: datetime) -> DossierVolume | None:
    """Takes a volume on, where nobody else has, or whoever had it is dead."""
    if not DossierVolume.objects.filter(to_make(at), pk=volume).update(claimed_at=at):
        return None
    claimed = DossierVolume.objects.select_related("consultation_round").get(pk=volume)
    # What a worker wrote that died before it was done.
    _delete_file(claimed)
    return claimed


def release_volume(*, volume: DossierVolume) -> None:
    DossierVolume.objects.filter(pk=volume.pk, claimed_at=volume.claimed_at, made_at=None).update(claimed_at=None)


def keep_volume(*, volume: DossierVolume, data: bytes, at: datetime) -> bool:
    """Keeps what was made, unless somebody else has taken it over meanwhile or the set has gone."""
    held = DossierVolume.objects.filter(pk=volume.pk, claimed_at=volume.claimed_at, made_at=None)
    storage = volume.file.storage
    name = storage.get_available_name(hidden_name(volume, ""))
    # Named before it is written: whoever discards the row takes the file along, also where this dies halfway.
    if not held.update(file=name):
        return False
    storage.save(name, ContentFile(data))
    kept = held.update(sha256=sha256(data).hexdigest(), made_at=at)
    if not kept:
        storage.delete(name)
    return bool(kept)


def _delete_file(volume: DossierVolume) -> None:
    if name := volume.file.name:
        volume.file.storage.delete(name)
