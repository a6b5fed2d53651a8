"""What a citation says of a published version, whatever form it takes."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.enums import ReferenceKind
from base.instants import day
from base.languages import name_here
from base.models import PublishedVersion
from base.passages import Passage


@dataclass(frozen=True)
class Cited:
    """A version that is cited, or one passage of it. `address` is whole and lasts; `sha256` is of the canonical JSON."""

    reference: str
    kind: str
    label: str
    language: str
    title: str
    publisher: str
    published_at: datetime
    address: str
    sha256: str
    passage: Passage | None = None

    @property
    def key(self) -> str:
        """One word for lists of literature: `LEA-2026-014-v3-nl`."""
        return f"{self.reference}-v{self.label}-{self.language}"

    @property
    def year(self) -> int:
        return timezone.localtime(self.published_at).year

    @property
    def date(self) -> str:
        """The day in the city, as ISO 8601."""
        return timezone.localtime(self.published_at).date().isoformat()

    def sentence(self, language: str) -> str:
        """The citation as a sentence in a language of the site."""
        with override(language):
            words = {
                "publisher": self.publisher,
                "title": self.title,
                "reference": self.reference,
                "label": self.label,
                "day": day(self.published_at),
                "language": name_here(self.language),
                "address": self.address,
            }
            return (
                _("%(publisher)s, “%(title)s” (%(reference)s), version %(label)s of %(day)s, %(language)s, %(address)s")
                % words
            )

    @property
    def apa(self) -> str:
        """In the style of the American Psychological Association, seventh edition; it is an English form."""
        return f"{self.publisher}. ({self.date[:4]}). {self.title} ({self.reference}, Version {self.label}). {self.address}"


def cited(version: PublishedVersion, passage: Passage | None = None) -> Cited:
    """What to say of a version; its title is the one it had."""
    with override(version.language):
        kind = str(ReferenceKind(version.reference.kind).label)
    anchor = f"#{passage.identifier}" if passage is not None else ""
    return Cited(
        reference=version.reference.string,
        kind=kind,
        label=version.label,
        language=version.language,
        title=version.title,
        publisher=settings.CITY_NAME,
        published_at=version.published_at,
        address=f"{settings.BASE_URL}{version.lasting_address}{anchor}",
        sha256=version.sha256,
        passage=passage,
    )
