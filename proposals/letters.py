"""What is mailed about formal views, and the words that its sender reads of it elsewhere too."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from base.instants import moment, until
from base.links import whole
from participation.enums import LetterKind
from participation.letters import LetterText, known
from proposals.enums import Timing
from proposals.models import FormalView, ViewSender
from proposals.view_links import receipt_path


def timing_words(view: FormalView) -> list[str]:
    """Whether it came in the term, and what that means; a sentence each."""
    term = view.consultation_round.term
    words = []
    if view.came_to:
        words.append(
            _("It first came to %(body)s, which sent it on. The day on which it came there counts.")
            % {"body": view.came_to}
        )
    if view.timing == Timing.EARLY:
        words.append(_("It came before the term began. It counts as if it came on the first day."))
    elif view.timing == Timing.LATE and term is not None:
        words.append(
            _("It came after the term, which ran %(until)s. It is registered as late, with the reason if there is one.")
            % {"until": until(term.ends_at)}
        )
        words.append(
            _("The law does not oblige the municipality to weigh it. Whether it does, and why, stands in its answer.")
        )
    else:
        words.append(_("It came within the term. The municipality must weigh it before it decides, and answers it."))
    return words


def receipt_of_view(view: FormalView) -> Iterator[LetterText]:
    """Nothing for who gave no mail address, and nothing over the limit: a program may have typed the addresses of strangers.
    Name, address and the view itself stand in no mail."""
    sender = ViewSender.objects.filter(formal_view=view, formal_view__is_over_limit=False).exclude(mail="").first()
    if sender is None:
        return
    language = known(view.language)
    with translation.override(language):
        yield LetterText(
            kind=LetterKind.VIEW,
            what=str(view.pk),
            to=sender.mail,
            language=language,
            headline=_("We received your formal view %(number)s") % {"number": view.reference.string},
            paragraphs=[
                _("It is about: %(title)s") % {"title": view.consultation_round.title},
                _("Received: %(moment)s.") % {"moment": moment(view.received_at)},
                *timing_words(view),
                _("Your name and address are not published. Only the clerk can read them."),
            ],
            links=[(_("Your receipt, to read and to print:"), whole(receipt_path(view)))],
        )
