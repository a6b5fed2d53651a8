from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base import clock
from base.instants import day
from base.links import whole
from participation.news import Link, News, Paragraph, other
from participation.queries.consultation_round import names_of
from proposals.models import AgendaPoint, Commitment, CommitmentCorrection, CommitmentEvent, CouncilVote, Decision
from proposals.queries.agenda_point import point_before, point_of
from proposals.queries.council import paper_now
from proposals.queries.response_document import documents, voices_of


def decision_news(what: str) -> News | None:
    """A decision (its reference); nothing where it was corrected since: the correction is told by itself."""
    decision = (
        Decision.objects.select_related("reference", "corrects__reference")
        .filter(reference__string=what, corrected_by__isnull=True)
        .first()
    )
    if decision is None:
        return None
    in_english = get_language() == "en" and bool(decision.title_en)
    title, written_in = (decision.title_en, "en") if in_english else (decision.title, settings.LANGUAGE_CODE)
    facts = {"body": decision.get_body_display(), "day": day(decision.decided_on)}
    paragraphs = [Paragraph(f"“{title}”", other(written_in)), Paragraph(_("Decided by: %(body)s, %(day)s.") % facts)]
    if decision.corrects is not None:
        corrected = _("It corrects decision %(decision)s.") % {"decision": decision.corrects.reference.string}
        paragraphs += [
            Paragraph(corrected),
            Paragraph(_("Why it is corrected:")),
            Paragraph(decision.corrected_because, other(settings.LANGUAGE_CODE)),
        ]
    address = whole(reverse("decision", args=[decision.reference.string]))
    headline = _("Decision %(decision)s: %(verdict)s") % {
        "decision": decision.reference.string,
        "verdict": decision.get_verdict_display(),
    }
    return News(headline, paragraphs, [Link(_("Read the decision and its reasons:"), address)])


def commitment_news(what: str) -> News | None:
    """A promise ("made" and its key), a step of one ("step" and its key) or why it was corrected ("corrected" and its key); of an
    older step or correction nothing is told any more.
    """
    kind, _space, pk = what.partition(" ")
    event = correction = None
    if kind == "step":
        event = CommitmentEvent.objects.select_related("commitment__reference").get(pk=int(pk))
        commitment = event.commitment
        if commitment.events.filter(milestone=None).last() != event:
            return None
    elif kind == "corrected":
        correction = CommitmentCorrection.objects.select_related("commitment__reference").get(pk=int(pk))
        commitment = correction.commitment
        if commitment.corrections.last() != correction:
            return None
    else:
        commitment = Commitment.objects.select_related("reference").get(pk=int(pk))
    if not commitment.reference.is_public:
        return None
    text, written_in = commitment.said_in(str(get_language()))
    paragraphs = [Paragraph(f"“{text}”", other(written_in))]
    facts = {"department": commitment.department, "day": day(commitment.due_on)}
    if correction is not None:
        headline = _("%(reference)s: a promise was corrected")
        paragraphs += [
            Paragraph(_("Who does it: %(department)s. By: %(day)s.") % facts),
            Paragraph(_("It was recorded wrongly before. Why it is corrected:")),
            Paragraph(correction.reason, other(settings.LANGUAGE_CODE)),
        ]
    elif event is None:
        headline = _("%(reference)s: the municipality made a promise")
        paragraphs.append(Paragraph(_("Who does it: %(department)s. By: %(day)s.") % facts))
    else:
        headline = _("%(reference)s, a promise: %(step)s")
        said, said_in = event.said_in(str(get_language()))
        if event.due_on is not None:
            paragraphs.append(Paragraph(_("The new day is %(day)s.") % {"day": day(event.due_on)}))
        if said:
            paragraphs.append(Paragraph(said, other(said_in)))
    address = whole(reverse("commitment", args=[commitment.reference.string]))
    filled = {"reference": commitment.reference.string, "step": event.get_step_display() if event else ""}
    return News(headline % filled, paragraphs, [Link(_("See what was promised and what became of it:"), address)])


def vote_news(what: str) -> News | None:
    """A vote of the council (its primary key); nothing where it was corrected since: the correction is told by itself."""
    vote = (
        CouncilVote.objects.select_related(
            "paper__about", "paper__consultation_round__reference", "meeting", "corrects"
        )
        .prefetch_related("groups")
        .filter(pk=int(what), corrected_by=None)
        .first()
    )
    if vote is None:
        return None
    paper, dutch = vote.paper, other(settings.LANGUAGE_CODE)
    about = paper.about or (paper.consultation_round.reference if paper.consultation_round else None)
    facts = {"day": day(vote.meeting.held_on), "outcome": vote.get_outcome_display()}
    paragraphs = [
        Paragraph(f"“{paper.title}”", dutch),
        Paragraph(_("The council voted on it on %(day)s: %(outcome)s.") % facts),
    ]
    if vote.was_called:
        heads = list(vote.groups.all())
        numbers = {name: sum(getattr(one, name) for one in heads) for name in ("in_favour", "against")}
        paragraphs.append(Paragraph(_("For: %(in_favour)s. Against: %(against)s.") % numbers))
    if vote.corrects is not None:
        paragraphs += [
            Paragraph(_("It was recorded wrongly before. Why it is corrected:")),
            Paragraph(vote.reason, dutch),
        ]
    headline = _("%(reference)s: the council voted on a %(kind)s") % {
        "reference": about,
        "kind": paper.get_kind_display(),
    }
    address = whole(reverse("council_vote", args=[vote.pk]))
    return News(headline, paragraphs, [Link(_("See how each party voted:"), address)])


def day_news(what: str) -> News | None:
    """That a proposal stands on the agenda of another day than before (the key of its point there), or on none any more ("off" and the
    key of the last); nothing where it was moved again since, or that day is past."""
    kind, _space, pk = what.rpartition(" ")
    point = AgendaPoint.objects.select_related("paper__about", "meeting__corrected_by").get(pk=int(pk))
    paper, meeting, dutch = paper_now(point.paper), point.meeting, other(settings.LANGUAGE_CODE)
    standing, reference = point_of(paper, meeting.body), paper.thing
    before, now = (point, None) if kind else (point_before(point), point)
    is_past = now is not None and meeting.held_on < timezone.localtime(clock.now()).date()
    if before is None or standing != now or is_past:
        return None
    reason = point.reason if now is not None else meeting.corrected_by.reason
    facts = {"body": meeting.get_body_display(), "reference": reference, "before": day(before.meeting.held_on)}
    if now is None:
        headline = _("%(reference)s: the meeting on %(before)s does not deal with it")
        said = _("It stood on the agenda of %(before)s (%(body)s), and does not any more. No other day is known yet.")
    else:
        facts["day"] = day(now.meeting.held_on, weekday=True)
        headline = _("%(reference)s stands on the agenda of another day: %(day)s")
        said = _("It stood on the agenda of %(before)s. Now it stands on that of %(day)s (%(body)s).")
        if before.meeting.held_on == now.meeting.held_on:
            headline = _("%(reference)s stands on the agenda again: %(day)s")
            said = _("It stands on the agenda of %(day)s (%(body)s) again.")
    why = [Paragraph(_("Why:")), Paragraph(reason, dutch)] if reason else []
    links = [Link(_("Read more on its page:"), whole(reference.get_absolute_url()))]
    return News(headline % facts, [Paragraph(f"“{paper.title}”", dutch), Paragraph(said % facts), *why], links)


def answers_news(what: str) -> News | None:
    """The published answers of a round (the key of their document)."""
    document = documents().filter(pk=int(what), published_at__isnull=False).first()
    if document is None:
        return None
    round_, voices = document.consultation_round, voices_of(document)
    figures = {"answered": voices.answered, "changed": voices.changed}
    title, language = names_of([round_])[round_.pk]
    return News(
        _("What the municipality answers: %(round)s") % {"round": title},
        [
            Paragraph(f"“{title}”", other(language)),
            Paragraph(_("Answered: %(answered)s contributions. Of these %(changed)s changed a text.") % figures),
        ],
        [Link(_("All answers:"), whole(reverse("response_document", args=[document.reference.string])))],
    )
