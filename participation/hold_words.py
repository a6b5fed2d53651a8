"""Why words wait for a moderator, for their author: the same on the site and in the mail."""

from django.utils.translation import gettext as _

from base.instants import moment, until
from participation.enums import HoldKind
from participation.models import Hold
from participation.models.about import subject_of
from participation.moderation_rules import read_before
from participation.queries.moderation_hours import back_at


def hold_words(hold: Hold) -> str:
    """Why words wait and until when, for their author."""
    if hold.kind == HoldKind.HOURS:
        opens = back_at(subject_of(hold.target).consultation_round, hold.at)
        return _("Your text is kept, and waits for a moderator. They are there again from %(moment)s on.") % {
            "moment": moment(opens or hold.at)
        }
    return _("Your text is kept, and waits for a moderator because %(why)s. A moderator reads it %(until)s.") % {
        "why": f"{hold.get_kind_display()} ({hold.found})" if hold.found else hold.get_kind_display(),
        "until": until(read_before(hold.at)),
    }
