from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from base.memento import whole
from participation.follow_links import confirm_path, stop_path
from participation.models import Follow
from participation.news import News
from participation.queries.follow import Followed


def confirm_mail(follow: Follow, thing: Followed) -> EmailMultiAlternatives:
    """Asks whoever reads the mailbox whether they want to follow; the same whoever typed the address."""
    with translation.override(follow.language):
        context = {
            "thing": thing,
            "link": whole(confirm_path(follow)),
            "days": settings.FOLLOW["confirm_days"],
        }
        return _mail("confirm_follow", context, follow)


def news_mail(*, follows: Sequence[Follow], things: Sequence[Followed], news: News) -> EmailMultiAlternatives:
    """Tells one mailbox of one moment, once for all that it follows of it; one link stops them."""
    first = follows[0]
    with translation.override(first.language):
        stop = whole(stop_path(follows))
        mail = _mail("follow_news", {"news": news, "things": things, "stop": stop}, first)
    # RFC 2369 and 8058: mail programs show a button of their own, and it works at one press.
    mail.extra_headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail


def _mail(template: str, context: dict[str, Any], follow: Follow) -> EmailMultiAlternatives:
    """In the language that is active. One recipient: nobody's address stands in a mail to somebody else."""
    context |= {"city_name": settings.CITY_NAME, "language": follow.language}
    name = f"participation/mail/{template}"
    mail = EmailMultiAlternatives(
        # A subject is one line.
        subject=" ".join(render_to_string(f"{name}_subject.txt", context).split()),
        body=render_to_string(f"{name}.txt", context).strip() + "\n",
        to=[follow.mailbox],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": follow.language},
    )
    mail.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    return mail
