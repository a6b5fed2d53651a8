"""The desk's own tables of proposals and requests, with what becomes of them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from base.exports.table import Rows
from participation.enums import State
from participation.models import Subject
from participation.queries.request import RequestStanding


def proposals_table(found: Iterable[Subject]) -> Rows:
    """Of subjects with their counts and states."""
    yield [
        pgettext("of a record", "Number"),
        _("Proposal"),
        _("Round"),
        _("State"),
        _("Supporters"),
        _("Supporters needed"),
        _("Since"),
    ]
    for one in found:
        counted, consultation_round = vars(one), one.consultation_round
        yield [
            *(one.reference.string, one.label, consultation_round.title, State(counted["state"]).label),
            *(counted["support_count"], consultation_round.support_threshold, counted["state_since"]),
        ]


def requests_table(found: Iterable[RequestStanding]) -> Rows:
    yield [
        *(
            pgettext("of a record", "Number"),
            _("Request"),
            _("Kind"),
            _("State"),
            _("Supporters"),
            _("Supporters needed"),
            _("Since"),
        ),
        *(_("What comes next"), _("By when"), _("late")),
    ]
    for one in found:
        subject = one.subject
        yield [
            *(subject.reference.string, subject.label, one.ordinance.get_instrument_display(), one.state.label),
            *(vars(subject)["support_count"], subject.support_needed, one.since, one.next_words, one.until),
            int(one.is_late),
        ]
