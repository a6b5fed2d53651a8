"""What people put before the municipality in a formal round: on the web, and what the clerk records of other ways."""

from datetime import datetime
from functools import partial

from django.contrib.auth.models import AnonymousUser

from home.demo.city import City
from home.demo.words import Thread, ViewWords
from participation.actions.draft import save_draft
from proposals.actions.formal_view import Sender, hand_in_view, record_view
from proposals.enums import ViewChannel


def tell_of_views(city: City, thread: Thread) -> None:
    text = thread.consultation_round
    if text is None:
        return
    for number, view in enumerate(thread.views):
        came_at = city.days.at(view.day, 10 + number, 20)
        if view.channel == ViewChannel.WEB:
            city.chronicle.at(came_at, partial(_hand_in, city, text.slug.nl, view))
        else:
            city.chronicle.at(
                city.days.at(view.day + 1, 9, 10 + number),
                partial(_record, city, text.slug.nl, view, came_at),
            )


def _hand_in(city: City, slug: str, view: ViewWords, at: datetime) -> None:
    by = city.people[view.by] if view.by else AnonymousUser()
    draft = save_draft(
        form="formal_view", consultation_round=city.rounds[slug], data={"text": view.text}, language="nl", by=by, at=at
    )
    hand_in_view(
        draft=draft,
        text=view.text,
        sender=Sender(view.name, view.address, view.mail),
        remark=view.remark,
        language="nl",
        by=by,
        client=view.name,
        at=at,
    )


def _record(city: City, slug: str, view: ViewWords, came_at: datetime, at: datetime) -> None:
    record_view(
        consultation_round=city.rounds[slug],
        channel=view.channel,
        text=view.text,
        sender=Sender(view.name, view.address, view.mail),
        received_at=came_at,
        came_to=view.came_to,
        remark=view.remark,
        language="nl",
        by=city.clerk,
        at=at,
    )
