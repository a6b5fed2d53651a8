"""A choice of proposals for a spreadsheet and for a reader of feeds. Who made one is named as on its page; who supports it is in neither."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.feedgenerator import Atom1Feed

from base.citable import code_of, labels
from base.links import whole
from base.spreadsheet import defused
from proposals.queries.proposal import ProposalRow

COLUMNS = (
    *("reference", "title", "summary", "language", "kind", "round", "area_code", "area", "themes", "cost"),
    *("state", "supports", "comments", "submitted_at", "address", "authors", "channel"),
)


def table(parts: Iterable[list[ProposalRow]]) -> Iterator[str]:
    """CSV (RFC 4180) with a byte order mark, part by part."""
    yield "\ufeff" + _lines([COLUMNS])
    for rows in parts:
        yield _lines([_cells(row) for row in rows])


def _cells(row: ProposalRow) -> list[object]:
    subject, area = row.subject, row.content.get("area") or {}
    return [
        subject.reference.string,
        defused(row.title),
        defused(str(row.content.get("summary", ""))),
        subject.language,
        code_of(row.content, "kind"),
        subject.consultation_round.reference.string,
        defused(str(area.get("code", ""))),
        defused(str(area.get("label", ""))),
        defused("; ".join(labels(row.content, "tags"))),
        "" if subject.cost is None else subject.cost,
        row.state.value,
        subject.supports_in_all,
        subject.visible_comments,
        subject.submitted_at.isoformat(),
        whole(subject.reference.lasting_address),
        defused(row.author),
        subject.channel,
    ]


def _lines(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def feed(rows: list[ProposalRow], *, title: str, link: str, path: str, language: str) -> str:
    """Atom, an entry per proposal, in the order given."""
    atom = Atom1Feed(
        title=title, link=whole(link), description=None, language=language, feed_url=whole(path), feed_guid=whole(path)
    )
    for row in rows:
        address = whole(row.subject.reference.lasting_address)
        atom.add_item(
            title=row.title,
            link=address,
            description=str(row.content.get("summary", "")),
            unique_id=address,
            author_name=row.author,
            pubdate=row.subject.submitted_at,
            updateddate=row.subject.submitted_at,
            categories=[str(row.state.label)],
        )
    written: str = atom.writeString("utf-8")
    return written
