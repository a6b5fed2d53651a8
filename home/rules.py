"""Who may say what in the register of citations, and when. Each rule returns a refusal as a sentence, or nothing."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.enums import ReferenceKind
from base.instants import beginning, until
from base.models import PublishedVersion
from home.models import Citation, ElectionFreeze, Party
from home.models.election_freeze import NOTICE
from home.queries.citation import written_since
from home.queries.party import represented_parties
from home.quotation import NOT_THERE, checked, passages_of_version

KEEP = "home.keep_party"
# Of one person on one day, the changes among them: more than any programme holds in one go.
MOST_A_DAY = 60
# Of editors and clerks, who write what parties cite.
SEE_REPORT = "home.view_citation"


def refusal_to_keep_register(person: Any) -> str:
    return "" if person.has_perm(KEEP) else _("Only the clerk keeps the register of parties.")


def refusal_to_represent(person: Any, party: Party) -> str:
    if party in represented_parties(person):
        return ""
    return _("Only a representative whom the clerk admitted speaks for %(party)s.") % {"party": party}


def refusal_of_many(person: Any, at: datetime) -> str:
    """Whoever registers without end pushes the words of others out of sight."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if written_since(person, today) < MOST_A_DAY:
        return ""
    return _("You registered or changed %(most)d citations today. Tomorrow you can go on.") % {"most": MOST_A_DAY}


def refusal_of_version(version: PublishedVersion) -> str:
    if version.reference.kind != ReferenceKind.AGENDA_ITEM:
        return _("Only items of the agenda are cited in the register.")
    if version.is_withdrawn:
        return _("This version was withdrawn. Cite another one.")
    return ""


def refusal_of_passage(version: PublishedVersion, passage: str) -> str:
    if not passage or passage in {one.identifier for one in passages_of_version(version)}:
        return ""
    return _("This version has no such passage. Choose another one, or the version as a whole.")


def refusal_of_quote(version: PublishedVersion, passage: str, quote: str) -> str:
    """Of a version with a redaction only what is left is quoted: words that are not there may be those that were destroyed."""
    if not quote or version.is_whole or checked(version, quote, passage) not in NOT_THERE:
        return ""
    return _(
        "Part of this version was redacted, and these words do not stand in what is left. Quote words that stand there, "
        "or cite it without a quote."
    )


def refusal_of_stand(position: str, explanation: str) -> str:
    if position and not explanation:
        return _("Explain your position in your own words.")
    if explanation and not position:
        return _("Choose the position that your words explain.")
    return ""


def refusal_of_position(freeze: ElectionFreeze | None, at: datetime) -> str:
    """During an election freeze nobody takes a position or changes one; citing goes on."""
    if freeze is None or not freeze.has_begun(at):
        return ""
    return _(
        "%(election)s is near: %(until)s no party takes a position here or changes one. Citing goes on, and what is there stays."
    ) % {"election": freeze.election, "until": until(freeze.ends_at)}


def announcement_of(freeze: ElectionFreeze | None, at: datetime) -> str:
    """The sentence for everybody: that positions are closed and until when, or from when they will be."""
    if freeze is None:
        return ""
    if sentence := refusal_of_position(freeze, at):
        return sentence
    return _(
        "%(election)s is coming. From %(start)s %(until)s no party takes a position here or changes one. Citing goes on."
    ) % {"election": freeze.election, "start": beginning(freeze.starts_at), "until": until(freeze.ends_at)}


def refusal_to_alter(citation: Citation) -> str:
    """Of a row of the register: only the newest of a citation that stands."""
    if citation.is_withdrawn:
        return _("This citation was withdrawn. It stays in the register as it is; register a new one.")
    if Citation.objects.filter(supersedes=citation).exists():
        return _("This citation was changed meanwhile. Look at how it stands now, then change it again.")
    return ""


def refusal_of_freeze(starts_at: datetime, ends_at: datetime, at: datetime) -> str:
    if starts_at < at + NOTICE:
        first = timezone.localdate(at + NOTICE)
        if timezone.localtime(at + NOTICE).time() > time.min:
            # A freeze begins at midnight, and that of this day comes too early.
            first += timedelta(days=1)
        return _("Announce a freeze at least six weeks before it begins: the first possible day is %(day)s.") % {
            "day": date_format(first, "j F Y")
        }
    if ends_at <= starts_at:
        return _("The end comes after the beginning.")
    other = ElectionFreeze.objects.in_force().filter(starts_at__lt=ends_at, ends_at__gt=starts_at).first()
    if other is None:
        return ""
    return _(
        "In those days the freeze for '%(election)s' holds already. Call that one off first, or choose other days."
    ) % {"election": other.election}
