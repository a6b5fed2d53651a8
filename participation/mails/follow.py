from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from base.links import whole
from base.mail import add_way_to_stop, written_mail
from participation.follow_links import confirm_path, stop_path
from participation.models import Follow
from participation.news import News
from participation.queries.follow import Followed


def confirm_mail(follow: Follow, thing: Followed) -> EmailMultiAlternatives:
    """Asks whoever reads the mailbox whether they want to follow; the same whoever typed the address."""
    with translation.override(follow.language):
        link = whole(confirm_path(follow))
    context = {"thing": thing, "link": link, "days": settings.FOLLOW["confirm_days"]}
    return written_mail("participation/mail/confirm_follow", context, to=follow.mailbox, language=follow.language)


def news_mail(*, follows: Sequence[Follow], things: Sequence[Followed], news: News) -> EmailMultiAlternatives:
    """Tells one mailbox of one moment, once for all that it follows of it; one link stops them."""
    first = follows[0]
    with translation.override(first.language):
        stop = whole(stop_path(follows))
    context = {"news": news, "things": things, "stop": stop}
    mail = written_mail("participation/mail/follow_news", context, to=first.mailbox, language=first.language)
    add_way_to_stop(mail, stop)
    return mail
