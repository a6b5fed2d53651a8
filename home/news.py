from django.utils.translation import gettext as _

from base.links import whole
from home.models import ItemState
from participation.news import Link, News, Paragraph


def state_news(what: str) -> News | None:
    """A state of an agenda item (its primary key); nothing where the item is in another public state by now."""
    state = ItemState.objects.select_related("reference").filter(pk=int(what)).first()
    newest = ItemState.objects.filter(reference=state.reference_id).order_by("-since", "-pk").first() if state else None
    if state is None or newest is None or newest.word != state.word:
        return None
    string = state.reference.string
    return News(
        headline=_("%(reference)s is now: %(state)s") % {"reference": string, "state": newest.word.label},
        paragraphs=[Paragraph(_("The exact state: %(state)s.") % {"state": newest.get_step_display()})],
        links=[Link(_("Read more on its page:"), whole(state.reference.get_absolute_url()))],
    )
