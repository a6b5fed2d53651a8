from base.models import PublishedVersion, VersionFile
from base.queries.published_version import IN_FORCE


def versions_showing(name: str) -> list[PublishedVersion]:
    """The versions that show a stored file, the newest first, and that were not withdrawn."""
    shown = PublishedVersion.objects.filter(IN_FORCE, pk__in=VersionFile.objects.filter(name=name).values("version"))
    return list(shown.select_related("reference").newest_first())
