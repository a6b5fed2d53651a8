from django.db.models import Exists, OuterRef

from base.models import PublishedVersion, Redaction, VersionFile, Withdrawal


def versions_showing(name: str) -> list[PublishedVersion]:
    """The versions that show a stored file, the newest first: not those that were withdrawn, or whose field was redacted."""
    redacted = Redaction.objects.filter(
        version=OuterRef("version"), field=OuterRef("field"), confirmed_at__isnull=False
    )
    withdrawn = Withdrawal.objects.filter(version=OuterRef("version"), confirmed_at__isnull=False)
    shown = VersionFile.objects.filter(~Exists(redacted), ~Exists(withdrawn), name=name)
    return list(
        PublishedVersion.objects.filter(pk__in=shown.values("version")).select_related("reference").newest_first()
    )
