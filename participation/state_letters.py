"""The mails about a step in the life of a proposal: to its authors and to who supports it, each once and by itself.

Whoever follows the proposal is told as a follower, and gets no second mail. Supporters are never named to anybody.
"""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from base.links import whole
from participation.enums import State
from participation.letters import LetterText, known
from participation.life_words import explained, headline
from participation.mail_enums import LetterKind
from participation.models import Follow, StateEvent, Support
from participation.queries.co_author import people_of
from participation.request_words import what_follows


def of_state(event: StateEvent) -> Iterator[LetterText]:
    subject = event.subject
    is_withdrawn = event.state == State.WITHDRAWN
    if not subject.is_visible and not is_withdrawn:
        return
    follows = Follow.objects.confirmed().filter(reference=subject.reference_id).select_related("person")
    # Nobody is told as a follower of what is not public any more; and its authors know it.
    told = set() if is_withdrawn else {follow.mailbox.lower() for follow in follows}
    # Of what became part of it too: it is theirs as well.
    for one in [subject, *subject.parts.select_related("author").order_by("pk")]:
        of_part = "" if one == subject else f"-{one.pk}"
        for person in people_of(one):
            if person.email.lower() not in told and not is_withdrawn:
                told.add(person.email.lower())
                role = "author" if person.pk == one.author_id else f"with-{person.pk}"
                yield _letter(event, to=person.email, what=f"{event.pk}-{role}{of_part}", is_author=True)
    supports = Support.objects.filter(subject=subject, supporter__is_active=True).exclude(supporter__email="")
    for support in supports.select_related("supporter").order_by("pk").iterator(chunk_size=500):
        if support.supporter.email.lower() not in told:
            # Two accounts of one mailbox are told once.
            told.add(support.supporter.email.lower())
            # By the support and not by the person: what is kept of the mail names nobody.
            yield _letter(event, to=support.supporter.email, what=f"{event.pk}-{support.pk}", is_author=False)


def _letter(event: StateEvent, *, to: str, what: str, is_author: bool) -> LetterText:
    language = known(event.subject.language)
    with translation.override(language):
        why = (
            _("You get this mail because you made this proposal.")
            if is_author
            else _("You get this mail because you support this proposal. Nobody else is told that you do.")
        )
        return LetterText(
            kind=LetterKind.STATE,
            what=what,
            to=to,
            language=language,
            headline=headline(event),
            paragraphs=[f"“{event.subject.public_label}”", *explained(event), *what_follows(event), why],
            links=[
                *([(_("The document:"), event.document)] if event.document else []),
                (_("See what became of it:"), whole(event.subject.reference.get_absolute_url())),
            ],
        )
