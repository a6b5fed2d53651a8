from dataclasses import replace

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base import clock
from base.instants import day
from base.links import whole
from base.queries.published_version import versions_in_force
from home.enums import ItemStep
from home.item_stations import shown_by
from home.item_told import TOLD
from home.models import ItemState
from home.models.item_state import still_standing
from home.queries.agenda import AgendaStanding, standing_of
from home.queries.item_life import way_of
from participation.enums import FollowMoment
from participation.models import Notice
from participation.news import Link, News, Paragraph, other
from participation.tasks import SECOND_THOUGHTS
from proposals.commitment_life import CommitmentState
from proposals.mailboxes import was_told
from proposals.queries.commitment import CommitmentStanding, commitments_about

# Promises of a kind in one mail; the others stand on the page.
MOST_KEPT = 5


def state_news(what: str) -> News | None:
    """A state of an agenda item (its primary key) by the step where it is now; nothing where its page says another word by
    now, or where it was a mistake that nobody has heard of."""
    state = ItemState.objects.select_related("reference", "takes_back").filter(pk=int(what)).first()
    if state is None or ItemState.objects.filter(takes_back=state).exists():
        return None
    standing, mistake = standing_of(state.reference), state.takes_back
    if not _is_told_of_now(standing, state):
        return None
    if mistake is not None and not is_known(standing, mistake):
        return None
    string, shown = state.reference.string, state if mistake is not None else still_standing(standing.states)[-1]
    paragraphs = []
    text = versions_in_force([state.reference_id], str(get_language())).get(state.reference_id)
    if text is not None:
        paragraphs.append(Paragraph(f"“{text.title}”", other(text.language)))
    headline = _("%(reference)s is now: %(state)s")
    if mistake is not None:
        headline = _("%(reference)s is again: %(state)s")
        wrong = _("The step '%(step)s' was a mistake, and was taken back.") % {"step": mistake.get_step_display()}
        paragraphs.append(Paragraph(wrong))
    said = _told(standing, shown) if mistake is None else []
    way = way_of(state.reference, clock.now()) if said else None
    if way is not None and way.told is not None:
        # By when, with the day of the meeting where an agenda says it.
        said.append(way.told.sentence(way.at))
    paragraphs += [Paragraph(words) for words in said]
    if shown.reason:
        paragraphs.append(Paragraph(_("Why:")))
        paragraphs.append(Paragraph(shown.reason, other(settings.LANGUAGE_CODE)))
    links = [Link(_("Read more on its page:"), whole(state.reference.get_absolute_url()))]
    if way is not None and shown.step in TOLD:
        paragraphs += _became(shown)
        if url := shown_by(shown, way.records):
            links.insert(0, Link(_("What it rests on:"), whole(url) if url.startswith("/") else url))
    return News(headline % {"reference": string, "state": shown.get_step_display()}, paragraphs, links)


def _told(standing: AgendaStanding, shown: ItemState) -> list[str]:
    """The sentence of each step that was taken since anybody was told, the last of them that which is told now."""
    earlier = still_standing(standing.states)[:-1]
    since = [one for one in earlier if shown.since - one.since < SECOND_THOUGHTS and not is_known(standing, one)]
    said = [str(TOLD[ItemStep(one.step)]) for one in [*since, shown] if one.step in TOLD]
    if shown.meeting is not None:
        said.append(_("The meeting is on %(day)s.") % {"day": day(shown.meeting.held_on, weekday=True)})
    return said


def _became(state: ItemState) -> list[Paragraph]:
    """Of what was carried out: what became of each promise about it."""
    if state.step != ItemStep.DONE:
        return []
    about = commitments_about(state.reference_id)
    dropped = [one for one in about if one.state == CommitmentState.DROPPED]
    kept = [one for one in about if one.state == CommitmentState.DONE]
    return [
        *_promises(_("What was promised and done:"), kept),
        *_promises(_("What was promised and is not done after all:"), dropped),
        *_promises(_("What was promised and comes later:"), [one for one in about if not one.state.is_over], True),
    ]


def _promises(heading: str, found: list[CommitmentStanding], has_day: bool = False) -> list[Paragraph]:
    if not found:
        return []
    paragraphs = [Paragraph(heading)]
    for one in found[:MOST_KEPT]:
        words, language = one.commitment.said_in(str(get_language()))
        by = _("By %(day)s: ") % {"day": day(one.due_on)} if has_day else ""
        paragraphs.append(Paragraph(f"{by}“{words}” ({one.commitment.reference.string})", other(language)))
    if len(found) > MOST_KEPT:
        paragraphs.append(Paragraph(_("The others stand on its page.")))
    return paragraphs


def _is_told_of_now(standing: AgendaStanding, state: ItemState) -> bool:
    """Whether it is where the item is, or its page says the same word now; a newer step that has a sentence is told by itself."""
    current = still_standing(standing.states)[-1]
    if state in (current, standing.state):
        return True
    now = clock.now()
    return current.step not in TOLD and replace(standing, state=state).public_word(now) == standing.public_word(now)


def is_known(standing: AgendaStanding, state: ItemState) -> bool:
    """Whether anybody was told of a step: as a follower, or as somebody who took part in a round."""
    moment, what = FollowMoment.STATE, str(state.pk)
    if Notice.objects.filter(moment=moment, what=what).exists():
        return True
    return any(was_told(consultation_round=one, moment=moment, what=what) for one in standing.rounds)
