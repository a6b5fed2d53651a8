"""What may not happen to what a published version shows. A rule returns a refusal as a sentence, or nothing."""

from django.utils.translation import gettext as _

from base.queries.version_file import versions_showing

NAMED = 5


def refusal_to_remove_file(name: str) -> str:
    """Of a file in the storage, by its name there: to delete it or to put another in its place."""
    versions = versions_showing(name) if name else []
    if not versions:
        return ""
    named = ", ".join(f"{version} ({version.language})" for version in versions[:NAMED])
    if len(versions) > NAMED:
        named = _("%(named)s and %(more)s more") % {"named": named, "more": len(versions) - NAMED}
    return _(
        "Published versions show this file: %(versions)s. It stays as it is, so that they do too. Upload a new file instead, and use that in the next version."
    ) % {"versions": named}
