"""The mails about proposals that may become one: to every author the question, and how it ended."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from base.links import whole
from participation.enums import MergeState
from participation.letters import LetterText, known
from participation.mail_enums import LetterKind
from participation.models import Merge, MergeAnswer
from participation.queries.co_author import mailed_author


def of_merge(merge: Merge) -> Iterator[LetterText]:
    """Authors of what became part of another proposal are told of that by its new state."""
    for answer in merge.answers.select_related("subject__reference", "subject__author"):
        author = mailed_author(answer.subject)
        # Whoever withdrew theirs knows; of what was hidden the statement tells.
        if author is None or (merge.state == MergeState.GONE and not answer.subject.is_visible):
            continue
        if merge.state != MergeState.DONE or answer.subject_id == merge.kept_id:
            with translation.override(known(answer.subject.language)):
                yield _letter(merge, answer, author.email)


def _letter(merge: Merge, answer: MergeAnswer, to: str) -> LetterText:
    named = {"reference": answer.subject.reference.string}
    others = [one.subject.reference.string for one in merge.answers.all() if one.pk != answer.pk]
    paragraphs = [_("It is about your proposal and: %(others)s.") % {"others": ", ".join(others)}]
    label, url = _("Read your proposal:"), answer.subject.reference.get_absolute_url()
    if merge.state == MergeState.OPEN:
        headline = _("Shall your proposal %(reference)s become one with others?") % named
        paragraphs += [
            merge.reason,
            _(
                "It only happens when every author agrees. Supports are united, and each name and number stays to be seen."
            ),
        ]
        label, url = _("Read them and answer:"), reverse("answer_merge", args=[answer.pk])
    elif merge.state == MergeState.DONE:
        headline = _("Other proposals are part of yours now: %(reference)s") % named
        paragraphs.append(_("All authors agreed. Your text stands, and you can change it as before."))
    else:
        headline = _("Your proposal %(reference)s stays on its own") % named
        paragraphs.append(
            _("One of these proposals is not public any more, so the question has ended.")
            if merge.state == MergeState.GONE
            else _("Not every author agreed, or a moderator called it off.")
        )
    return LetterText(
        kind=LetterKind.MERGE,
        what=f"{merge.state}-{answer.pk}",
        to=to,
        language=known(answer.subject.language),
        headline=headline,
        paragraphs=[f"“{answer.subject.label}”", *paragraphs],
        links=[(label, whole(url))],
    )
