from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.citation import cited
from base.links import whole
from base.models import PublishedVersion
from base.queries.published_version import history

MOST = 50


@require_safe
def feed(request: HttpRequest, string: str) -> HttpResponse:
    """What happened to a text, as Atom: an entry for every version in the reader's language, the newest first."""
    found = history(string.upper())
    if not found:
        raise Http404
    reference = found[0].reference
    language = str(get_language())
    mine = [one for one in found if one.language == language] or [one for one in found if not one.is_translation]
    newest = PublishedVersion.objects.filter(pk=mine[-1].pk).read()[0]
    readable = [one for one in reversed(mine) if not one.is_withdrawn][:MOST]
    atom = Atom1Feed(
        title=f"{reference.string} {'' if newest.is_withdrawn else cited(newest).title}".strip(),
        link=whole(reference.get_absolute_url()),
        description=None,
        language=language,
        feed_url=whole(request.path),
        feed_guid=whole(reference.lasting_address),
    )
    for version in readable:
        atom.add_item(
            title=_("Version %(label)s: %(kind)s")
            % {
                "label": version.label,
                "kind": version.get_change_kind_display()
                if version is not mine[0]
                else _("Published for the first time"),
            },
            link=whole(version.lasting_address),
            description=version.change_note or _("Published."),
            unique_id=whole(version.lasting_address),
            pubdate=version.published_at,
            updateddate=version.published_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
