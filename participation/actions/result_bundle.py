from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from base.actions.audit_entry import record
from participation.models import ResultBundle, TallySheet
from participation.models.result_bundle import hidden_name
from participation.queries.result_bundle import files_of
from participation.verify.bundle import zipped


@transaction.atomic
def write_bundle(*, sheet: TallySheet, at: datetime) -> ResultBundle:
    """Keeps the published files of a count, in the transaction that writes its sheet: of each sheet once."""
    data = zipped(files_of(sheet))
    bundle = ResultBundle(sheet=sheet, size=len(data), sha256=sha256(data).hexdigest(), made_at=at)
    # What a count that was killed before it committed left there: nothing else can have the name of this sheet.
    bundle.file.storage.delete(hidden_name(bundle, ""))
    bundle.file.save("bundle.zip", ContentFile(data))
    record(
        act="bundle_written",
        about=sheet.consultation_round.reference,
        by=sheet.by,
        at=at,
        sheet=sheet.sha256,
        bundle=bundle.sha256,
    )
    return bundle
