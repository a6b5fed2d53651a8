"""What waits in rounds, with moderators, and of what residents asked. A fixed number of queries."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.waiting import Waiting
from participation.box_rules import box_of, refusal_of_untested, rounds_lacking_parts
from participation.certification_rules import objections_end
from participation.life import MOVE
from participation.models import Certification, ConsultationRound, CountObjection, PaperBatch, RollEntry
from participation.queries.change import waiting_changes
from participation.queries.consultation_round import titles_of
from participation.queries.moderation import waiting_counts
from participation.queries.request import request_standings
from participation.queries.seconded_act import all_waiting_acts
from participation.queries.state_event import desk_subjects, waiting_assessments
from participation.rules import COUNT, MODERATE
from participation.voting_enums import VotingChannel


def waiting(at: datetime) -> list[Waiting]:
    return [*_votes(at), *_seconded(at), *_objections(), *_batches(), *_moderation(), *_proposals(at), *_requests(at)]


def _votes(at: datetime) -> Iterator[Waiting]:
    """From the box that must be there before anybody votes to the certificate of the count."""
    imported = RollEntry.objects.filter(consultation_round=OuterRef("pk"), channel=VotingChannel.IMPORT)
    halves = Certification.objects.filter(second=None).select_related("asked", "deputy")
    half_of = {one.sheet_id: one for one in halves}
    rounds = ConsultationRound.objects.with_phases().filter(cancelled_at=None, paused_at=None).exclude(method="")
    found = list(rounds.annotate(is_imported=Exists(imported)).order_by("pk"))
    titles, lacking = titles_of(found), rounds_lacking_parts(found)
    for one in found:
        string, voting = one.reference.string, one.voting
        said = {"round": f"{string}, {titles[one.pk]}"}
        if voting is None:
            continue
        if not voting.has_ended(at):
            if one.pk in lacking:
                what = _("%(round)s: too many parts of the key are lost: nobody can open the box, or vote") % said
                yield Waiting(f"{string}-parts", what, COUNT, reverse("box_desk", args=[string]))
            elif refusal_of_untested(one):
                what = _("%(round)s: make and test the ballot box before voting begins") % said
                begins_on = timezone.localtime(voting.starts_at).date()
                yield Waiting(f"{string}-box", what, COUNT, reverse("box_desk", args=[string]), begins_on)
        elif one.counted_at is None:
            what = _("%(round)s: open the ballot box and count") % said
            yield Waiting(f"{string}-count", what, COUNT, reverse("round_desk", args=[string]))
        elif one.result_published_at is None:
            what = _("%(round)s: publish the result") % said
            yield Waiting(f"{string}-result", what, COUNT, reverse("round_desk", args=[string]))
        elif box_of(one) is not None and not one.is_imported and (sheets := list(one.tally_sheets.all())):
            sheet = max(sheets, key=lambda each: each.number)
            certification, ends_at = getattr(sheet, "certification", None), objections_end(one, sheet)
            if (certification is not None and certification.is_whole) or (ends_at is not None and at < ends_at):
                continue
            what, address = _("%(round)s: certify the count") % said, reverse("certify_desk", args=[string])
            half = half_of.get(sheet.pk)
            people = frozenset(pk for pk in (half.asked_id, half.deputy_id) if pk is not None) if half else frozenset()
            names = (half.names,) if half else ()
            yield Waiting(f"{string}-certify", what, COUNT, address, names=names, people=people)


def _seconded(at: datetime) -> Iterator[Waiting]:
    """What one person asked, and another confirms or says not to do."""
    for one in all_waiting_acts(at):
        string = one.consultation_round.reference.string
        what = _("%(round)s, a second person is asked: %(act)s") % {"round": string, "act": one.get_kind_display()}
        address = reverse("seconded_desk", args=[string])
        yield Waiting(f"{string}-second-{one.pk}", what, COUNT, address, not_by={one.first.pk: str(one.first)})


def _objections() -> Iterator[Waiting]:
    rows = CountObjection.objects.filter(ruled_at=None).select_related("consultation_round__reference")
    for one in rows.order_by("received_at", "pk"):
        string = one.consultation_round.reference.string
        what = _("%(round)s: rule on objection %(number)d to the count") % {"round": string, "number": one.number}
        address = reverse("objection_desk", args=[string, one.number])
        yield Waiting(f"{string}-objection-{one.number}", what, COUNT, address)


def _batches() -> Iterator[Waiting]:
    rows = PaperBatch.objects.filter(cast_at=None, consultation_round__cancelled_at=None)
    for one in rows.select_related("consultation_round__reference").order_by("pk"):
        string = one.consultation_round.reference.string
        what = _("%(round)s: enter batch %(number)d of ballots") % {"round": string, "number": one.number}
        address = reverse("paper_batch", args=[string, one.number])
        yield Waiting(f"{string}-batch-{one.number}", what, COUNT, address)


def _moderation() -> Iterator[Waiting]:
    for tab, number in waiting_counts().items():
        if number:
            what = _("Moderation, %(part)s: %(number)d") % {"part": tab.label, "number": number}
            yield Waiting(f"moderation-{tab}", what, MODERATE, f"{reverse('moderation')}?tab={tab}")
    if number := waiting_changes().count():
        what = ngettext("%(number)d new text of a proposal", "%(number)d new texts of proposals", number)
        yield Waiting("moderation-changes", what % {"number": number}, MODERATE, reverse("changes_desk"))


def _proposals(at: datetime) -> Iterator[Waiting]:
    address = reverse("proposals_desk")
    if number := desk_subjects("waiting", at).count():
        what = ngettext(
            "%(number)d proposal waits to hear what becomes of it",
            "%(number)d proposals wait to hear what becomes of them",
            number,
        )
        yield Waiting("proposals", what % {"number": number}, MOVE, address)
    for one in waiting_assessments():
        string = one.consultation_round.reference.string
        what = ngettext(
            "%(round)s: make %(number)d assessment public", "%(round)s: make %(number)d assessments public", one.number
        )
        yield Waiting(f"{string}-assessments", what % {"round": string, "number": one.number}, MOVE, address)


def _requests(at: datetime) -> Iterator[Waiting]:
    """Initiatives and challenges, once they are in the hands of the municipality."""
    for one in request_standings(at):
        if one.is_at_municipality:
            string = one.subject.reference.string
            what = f"{string}, {one.subject.label[:100]}: {one.next_words}"
            yield Waiting(string, what, MOVE, reverse("proposal_desk", args=[string]), one.due_on)
