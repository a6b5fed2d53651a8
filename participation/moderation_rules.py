"""Who may rule, report and object, and when: as in `participation.rules`, each returns a refusal as a sentence or nothing."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from base.counter import Counter
from base.instants import clock, until
from participation.enums import RulingKind
from participation.models import Appeal, Claim, Comment, Report, Ruling, Subject
from participation.models.about import of
from participation.queries.co_author import is_author
from participation.queries.moderation import Seen, open_appeals, seen_of
from participation.rules import HOUR, can_moderate


def refusal_to_moderate(person: Any) -> str:
    return "" if can_moderate(person) else _("Only a moderator rules on what people write.")


def refusal_to_claim(person: Any, target: Subject | Comment, at: datetime) -> str:
    """Whoever is busy with something keeps others from ruling on it, until the clock ends it."""
    claim = Claim.objects.filter(**of(target)).exclude(by=person).select_related("by").first()
    # Whoever may not decide the objection keeps nobody from it, also where they were busy before it came.
    if claim is None or not claim.holds(at) or refusal_of_own_ruling(claim.by, target):
        return ""
    return _("%(name)s is busy with this until %(time)s. Take another one, or come back then.") % {
        "name": claim.by.display_name or _("Another moderator"),
        "time": clock(claim.until),
    }


def refusal_to_rule_on(person: Any, target: Subject | Comment, at: datetime) -> str:
    if target.withdrawn_at is not None:
        return _("Its author withdrew this; there is nothing to rule on.")
    if isinstance(target, Subject) and target.is_text_of_round:
        return _("This is a text of the municipality: its editor changes it.")
    return refusal_to_claim(person, target, at)


def refusal_of_seen(target: Subject | Comment, seen: Seen | None) -> str:
    """A moderator rules on what they read, knowing of the rulings before. Nothing seen is no page: a machine's own doing."""
    if seen is None or (now := seen_of(target)) == seen:
        return ""
    last = target.rulings.select_related("by").last()
    if last is not None and now.ruling != seen.ruling:
        why = " ".join(part for part in (last.get_ground_display() if last.ground else "", last.reason) if part)
        return _("%(name)s ruled on this meanwhile: %(ruling)s. %(why)s Look again before you rule.") % {
            "name": (last.by.display_name if last.by else "") or _("Another moderator"),
            "ruling": last.get_kind_display(),
            "why": f"“{why}”." if why else "",
        }
    return _("The words were changed after you opened this page. Read what they say now, then rule.")


def refusal_of_open_appeal(target: Subject | Comment) -> str:
    """What somebody objected to is decided by deciding the objection: else it would never be."""
    is_open = Appeal.objects.open().filter(ruling__in=target.rulings.all()).exists()
    return (
        _("Somebody objected to the ruling on this. Decide the objection; that is the next ruling.") if is_open else ""
    )


def refusal_of_reasons(target: Subject | Comment, kind: RulingKind, ground: str, reason: str) -> str:
    """Who is told of a ruling is told why."""
    if kind == RulingKind.HIDE and not (ground and reason.strip()):
        return _("Say on which ground and why: the author is told.")
    if kind == RulingKind.PUBLISH and not reason.strip() and target.reports.open().exists():
        return _("This was reported. Say why it can stand: who reported it is told.")
    return ""


def refusal_to_take_back(target: Subject | Comment, ruling: Ruling) -> str:
    if target.rulings.last() != ruling:
        return _("A later ruling replaced this one.")
    if not ruling.state_before:
        return _("What was the case before this ruling was not kept. Rule anew.")
    if ruling.kind == RulingKind.TAKE_BACK:
        return _("This ruling took another one back. Rule anew.")
    if ruling.decided_appeals.exists():
        return _("This ruling decided an objection, and stands.")
    return ""


def read_before(at: datetime) -> datetime:
    """The end, exclusive, of the working days within which a moderator reads what waits since `at`."""
    last = timezone.localtime(at).date()
    left = settings.MODERATION["working_days"]
    while left:
        last += timedelta(days=1)
        left -= last.weekday() < 5
    return _end_of(last)


def _end_of(last: date) -> datetime:
    return timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


def appeals_until(ruling: Ruling) -> datetime:
    """The end, exclusive, of the term to object: whole days, the last one included."""
    return _end_of(timezone.localtime(ruling.at).date() + timedelta(days=settings.MODERATION["appeal_days"]))


def refusal_to_appeal(person: Any, ruling: Ruling, report: Report | None, at: datetime) -> str:
    """Why the author, or who holds the link of a report, cannot object to a ruling."""
    target = ruling.target
    if report is None and not is_author(person, target):
        return _("Only its author can object to this ruling.")
    if report is not None and report.ruling_id != ruling.pk:
        return _("No ruling on this report stands yet.")
    if Appeal.objects.filter(ruling=ruling, report=report).exists():
        return _("You objected to this already. You get a mail when it is decided.")
    if ruling.decided_appeals.exists():
        return _("Another moderator decided about this on an objection. That is the last word of the moderators.")
    if target.withdrawn_at is not None or target.rulings.last() != ruling:
        return _("This ruling does not stand any more, so there is nothing to object to.")
    if target.is_visible is (report is None):
        return _("The ruling is as you wanted it, so there is nothing to object to.")
    if appeals_until(ruling) <= at:
        return _("You could object %(until)s. That time is over.") % {"until": until(appeals_until(ruling))}
    return ""


def refusal_to_decide(person: Any, appeal: Appeal) -> str:
    if not appeal.is_open:
        return _("This objection has been decided.")
    if appeal.ruled_by_id == person.pk:
        return _("You ruled on this yourself: another moderator decides the objection.")
    return ""


def refusal_of_own_ruling(person: Any, target: Subject | Comment) -> str:
    """Why somebody has nothing to do here: the objections that are open are to a ruling of their own."""
    return next((refusal for one in open_appeals(target) if (refusal := refusal_to_decide(person, one))), "")


def refusal_to_report(target: Subject | Comment) -> str:
    if isinstance(target, Subject) and target.is_text_of_round:
        return _("This is a text of the municipality. Report a comment, or react to it.")
    return "" if target.is_visible else _("This is not public now, so there is nothing to report.")


def reports_by_client() -> Counter:
    return Counter("report-client", settings.MODERATION["reports_per_client_per_hour"], HOUR)


def receipts_of_address() -> Counter:
    return Counter("report-receipt", settings.MODERATION["receipts_per_address_per_day"], 24 * HOUR)


def refusal_of_reporter(is_within_limit: bool, at: datetime) -> str:
    if is_within_limit:
        return ""
    return _("Many reports came from where you are in a short time. Try again after %(time)s.") % {
        "time": clock(reports_by_client().free_at(at))
    }
