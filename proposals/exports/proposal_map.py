"""The map of proposals for a program: GeoJSON (RFC 7946). Who wrote and who supports is not in it."""

from collections.abc import Callable
from typing import Any

from base.geometry import Box
from proposals.queries.proposal import ProposalRow
from proposals.queries.proposal_map import Cell


def geojson(
    cells: list[Cell], rows: dict[int, ProposalRow], *, box: Box, list_address: Callable[[Box], str]
) -> dict[str, Any]:
    """A feature per mark; `rows` are the proposals that have one of their own, by the key of their subject."""
    return {
        "type": "FeatureCollection",
        "bbox": list(box.edges),
        "number": sum(cell.number for cell in cells),
        "features": [_feature(cell, rows, list_address) for cell in cells],
    }


def _feature(cell: Cell, rows: dict[int, ProposalRow], list_address: Callable[[Box], str]) -> dict[str, Any]:
    described: dict[str, Any] = {"number": cell.number}
    row = rows.get(cell.subject.pk) if cell.subject is not None else None
    if row is not None:
        described |= {
            "reference": row.subject.reference.string,
            "title": row.title,
            "summary": str(row.content.get("summary", "")),
            "language": row.subject.language,
            "area": str((row.content.get("area") or {}).get("label", "")),
            "address": row.subject.reference.get_absolute_url(),
            "place": row.content.get("place"),
        }
    else:
        described["box"] = list(cell.box.edges)
        if cell.is_finest:
            described["list"] = list_address(cell.box)
    position = [round(degrees, 6) for degrees in cell.position]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": position}, "properties": described}
