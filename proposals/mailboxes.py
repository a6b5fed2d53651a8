"""The mailboxes of who took part in a round, and why they are mailed.

What is kept of a mail is a keyed digest of its mailbox, another one for each moment: it tells whom not to write twice, and
not who takes part in what.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from participation.enums import FollowMoment
from participation.letters import known
from participation.mail_enums import LetterKind
from participation.models import CoAuthor, ConsultationRound, Follow, Letter, Support
from participation.queries.consultation_round import titles_of
from proposals.models import FormalView, ViewSender
from proposals.queries.contribution import comments_of, proposals_of, views_of
from proposals.view_links import receipt_path


@dataclass
class Mailbox:
    """Somebody who took part, by what they did: kinds and keys of contributions that are theirs or that they support, and
    their formal views by number, with the links on which they read them."""

    address: str
    language: str
    own: list[tuple[str, int]] = field(default_factory=list)
    supported: list[tuple[str, int]] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)


def mailboxes_of(consultation_round: ConsultationRound) -> list[Mailbox]:
    """Everybody who said, proposed, sent or supported something and has a mailbox; five queries."""
    boxes: dict[str, Mailbox] = {}

    def box(address: str, language: str) -> Mailbox:
        return boxes.setdefault(address.lower(), Mailbox(address, known(language)))

    comments = comments_of(consultation_round).filter(author__is_active=True).exclude(author__email="")
    for pk, address, language in comments.order_by("pk").values_list("pk", "author__email", "language"):
        box(address, language).own.append(("comment", pk))
    subjects = proposals_of(consultation_round)
    authored = subjects.filter(author__is_active=True).exclude(author__email="")
    for pk, address, language in authored.order_by("pk").values_list("pk", "author__email", "language"):
        box(address, language).own.append(("subject", pk))
    together = CoAuthor.objects.filter(subject__in=subjects, person__is_active=True).exclude(person__email="")
    for pk, address, language in together.order_by("pk").values_list("subject", "person__email", "subject__language"):
        box(address, language).own.append(("subject", pk))
    views = views_of(consultation_round)
    # A program may have typed the addresses of strangers over the limit.
    senders = ViewSender.objects.filter(formal_view__in=views, formal_view__is_over_limit=False).exclude(mail="")
    for sender in senders.order_by("pk").select_related("formal_view__reference"):
        view: FormalView = sender.formal_view
        one = box(sender.mail, view.language)
        one.own.append(("formal_view", view.pk))
        one.receipts.append((view.reference.string, receipt_path(view)))
    supports = Support.objects.filter(subject__in=subjects, supporter__is_active=True).exclude(supporter__email="")
    for pk, address, language in supports.order_by("pk").values_list(
        "subject", "supporter__email", "subject__language"
    ):
        box(address, language).supported.append(("subject", pk))
    return list(boxes.values())


def people_answered(consultation_round: ConsultationRound, keys: Iterable[tuple[str, int]]) -> int:
    """How many mailboxes an answer to some contributions (their kinds and keys) concerns."""
    found = set(keys)
    return sum(1 for one in mailboxes_of(consultation_round) if found.intersection([*one.own, *one.supported]))


def people_told(rounds: Iterable[ConsultationRound], followed: Iterable[int]) -> int:
    """To how many mailboxes a moment is told: of who took part in one of these rounds, and of who follows one of these things."""
    follows = Follow.objects.confirmed().filter(reference__in=list(followed)).select_related("person")
    told = {follow.mailbox.lower() for follow in follows}
    for consultation_round in rounds:
        told |= {one.address.lower() for one in mailboxes_of(consultation_round)}
    return len(told)


def was_told(*, consultation_round: ConsultationRound, moment: FollowMoment, what: str) -> bool:
    """Whether a mail of this moment went to anybody who took part in a round."""
    digests = [digest_of(f"{moment} {what}", one) for one in mailboxes_of(consultation_round)]
    return Letter.objects.filter(kind=LetterKind.OUTCOME, what__in=digests).exists()


def round_titles(consultation_round: ConsultationRound) -> dict[str, str]:
    """What the round is called in each language; a query for each."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = titles_of([consultation_round])[consultation_round.pk]
    return found


def digest_of(moment: str, box: Mailbox) -> str:
    return salted_hmac(f"proposals.contributors {moment}", box.address.lower(), algorithm="sha256").hexdigest()[:40]


def why_words(box: Mailbox) -> str:
    if box.own and box.supported:
        return _(
            "You get this mail because you said something in this round and support a proposal in it. Nobody else is told that you do."
        )
    if box.own:
        return _("You get this mail because you said something in this round.")
    return _("You get this mail because you support a proposal in this round. Nobody else is told that you do.")
