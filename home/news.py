from dataclasses import replace

from django.utils.translation import gettext as _

from base import clock
from base.links import whole
from home.models import ItemState
from home.queries.agenda import standing_of
from participation.news import Link, News, Paragraph


def state_news(what: str) -> News | None:
    """A state of an agenda item (its primary key), in the word that its page says; nothing where that is another by now."""
    state = ItemState.objects.select_related("reference").filter(pk=int(what)).first()
    if state is None:
        return None
    standing, now = standing_of(state.reference), clock.now()
    word = standing.public_word(now)
    if standing.state is None or replace(standing, state=state).public_word(now) != word:
        return None
    string = state.reference.string
    return News(
        headline=_("%(reference)s is now: %(state)s") % {"reference": string, "state": word.label},
        paragraphs=[Paragraph(_("The exact state: %(state)s.") % {"state": standing.state.get_step_display()})],
        links=[Link(_("Read more on its page:"), whole(state.reference.get_absolute_url()))],
    )
