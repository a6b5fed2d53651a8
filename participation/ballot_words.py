"""What a voter is told of their own ballot, in sentences."""

from django.utils.translation import gettext as _

from base.instants import moment
from participation.models import PollBookEntry


def not_cast_words(earlier: PollBookEntry | None) -> str:
    """To who pressed the button and was refused: what of theirs is in the box now."""
    if earlier is None:
        return _("Your ballot was not cast: nothing of it is in the box.")
    return _("This ballot was not cast. The one that you cast on %(moment)s is in the box, and counts.") % {
        "moment": moment(earlier.cast_at)
    }
