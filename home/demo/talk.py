"""What people say: of a proposal, of the question of a round, of a passage of the agenda; and what is said against it."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from base.queries.published_version import version_in_force
from home.demo.city import City
from home.demo.words import Objection, PassageWords, Remark, Thread
from home.quotation import passages_of_version
from participation.actions.annotation import react_to_text
from participation.actions.appeal import make_appeal
from participation.actions.comment import post_comment
from participation.actions.report import submit_report
from participation.actions.ruling import rule_on
from participation.actions.subject import text_of_round
from participation.enums import RulingKind
from participation.models import Comment, Ruling


def tell_of_talk(city: City, thread: Thread) -> None:
    """What stands under the round itself, where that is a discussion, and beside passages of the item."""
    text = thread.consultation_round
    if text is None:
        return
    if thread.talk:
        opened_at = city.days.at(text.phases[0].first, 8)

        def open_talk(at: datetime) -> None:
            city.subjects[text.title.nl] = text_of_round(consultation_round=city.rounds[text.slug.nl], at=at)

        city.chronicle.at(opened_at, open_talk)
        for remark in thread.talk:
            tell_of_remark(city, text.title.nl, remark, opened_at)
    if thread.item is not None:
        for words in thread.reactions:
            _tell_of_reaction(city, thread.item.slug.nl, words)


def tell_of_remark(
    city: City, about: str, remark: Remark, since: datetime, parent: list[Comment] | None = None
) -> None:
    """`about` is the title of the subject; `parent` holds the comment that is answered once the chronicle came to it."""
    posted_at = city.days.later(since, remark.after)
    # Filled when the chronicle comes to it: the answers need the comment itself.
    posted: list[Comment] = []

    def post(at: datetime) -> None:
        posted.append(
            post_comment(
                subject=city.subjects[about],
                text=remark.text,
                language=remark.language,
                author_name="" if remark.nameless else city.people[remark.by].display_name,
                by=city.people[remark.by],
                at=at,
                parent=parent[0] if parent else None,
                official_as=remark.official_as,
            )
        )

    city.chronicle.at(posted_at, post)
    if remark.hidden:
        _tell_of_hiding(city, remark, remark.hidden, posted, posted_at)
    if remark.reported:
        _tell_of_report(city, remark.reported, posted, posted_at)
    for reply in remark.replies:
        tell_of_remark(city, about, reply, posted_at, posted)


def _tell_of_hiding(
    city: City, remark: Remark, objection: Objection, posted: list[Comment], posted_at: datetime
) -> None:
    ruled: list[Ruling] = []

    def hide(at: datetime) -> None:
        ruled.append(
            rule_on(
                target=posted[0],
                kind=RulingKind.HIDE,
                by=city.moderator,
                at=at,
                ground=objection.ground,
                reason=objection.reason,
            )
        )

    def object_to_it(at: datetime) -> None:
        make_appeal(
            ruling=ruled[0],
            report=None,
            why=remark.objects,
            language=remark.language,
            by=city.people[remark.by],
            at=at,
        )

    hidden_at = city.days.later(posted_at, 0.2)
    city.chronicle.at(hidden_at, hide)
    if remark.objects:
        city.chronicle.at(city.days.later(hidden_at, 1), object_to_it)


def _tell_of_report(city: City, objection: Objection, posted: list[Comment], posted_at: datetime) -> None:
    def report(at: datetime) -> None:
        submit_report(
            target=posted[0],
            ground=objection.ground,
            why=objection.reason,
            address=reverse("comment", args=[posted[0].pk]),
            name="",
            mail="",
            in_good_faith=True,
            language="nl",
            by=AnonymousUser(),
            client="a passer-by",
            at=at,
        )

    city.chronicle.at(city.days.later(posted_at, 0.5), report)


def _tell_of_reaction(city: City, item: str, words: PassageWords) -> None:
    def react(at: datetime) -> None:
        version = version_in_force(city.items[item].reference.pk, "nl")
        if version is None:
            raise LookupError(f"{item} has no text yet to say something of.")
        react_to_text(
            version=version,
            passage=passages_of_version(version)[words.passage].identifier,
            kind=words.kind,
            text=words.text,
            language="nl",
            author_name=city.people[words.by].display_name,
            by=city.people[words.by],
            at=at,
        )

    city.chronicle.at(city.days.at(words.day, city.chance.randint(9, 21), city.chance.randint(0, 59)), react)
