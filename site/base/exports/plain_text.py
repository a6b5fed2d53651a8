from django.utils.translation import gettext as _
from django.utils.translation import override

from base.citation import cited
from base.models import PublishedVersion
from base.version_words import shown_parts


def plain_text(version: PublishedVersion) -> str:
    """The whole text to read and to keep, in its own language, with its hash; UTF-8, lines end with a line feed."""
    with override(version.language):
        source = cited(version)
        lines = [source.title, "", source.sentence(version.language), ""]
        for part in shown_parts(version):
            if part.name != "title" and part.plain:
                lines += [str(part.label).upper(), part.plain, ""]
        if not version.is_whole:
            lines += [_("Words were taken out of this version; the hash is that of the whole text."), ""]
        lines += [_("SHA-256 of the canonical JSON: %(hash)s") % {"hash": source.sha256}]
        return "\n".join(lines) + "\n"
