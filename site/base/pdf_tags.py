"""What PDF/UA-1 (ISO 14289-1) asks for and WeasyPrint leaves out of the tags of a PDF."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

# Of an annotation: it is on paper as well.
PRINTED = 1 << 2
# Of what stands below every page, and is no part of the text (7.8).
PAGINATION = b"<</Type /Pagination /Subtype /Footer>>"


def finish(_document: Any, pdf: Any) -> None:
    """The finisher of `write_pdf`."""
    found: dict[bytes, Any] = {one.reference: one for one in pdf.objects if hasattr(one, "keys")}
    for one in found.values():
        if one.get("Subtype") == "/Link":
            one["F"] = PRINTED
        elif one.get("S") == "/TH":
            _say_of_which_cells(one)
        elif one.get("S") == "/L":
            _make_one_list(one, found)
            _pair_terms(one, found)
    _leave_margins_out(pdf, found)


def _say_of_which_cells(heading: Any) -> None:
    # Its key ends in its row and column, both from 0; our headings stand in the first of either.
    row = str(heading["ID"].string).split("-")[-2] if "ID" in heading else "0"
    heading["A"]["Scope"] = "/Column" if row == "0" else "/Row"


def _below(element: Any, found: dict[bytes, Any]) -> Iterator[Any]:
    return (found[kid] for kid in element["K"] if kid in found)


def _make_one_list(element: Any, found: dict[bytes, Any]) -> None:
    """A list in columns comes as a list of lists."""
    kids = list(_below(element, found))
    if kids and all(kid["S"] == "/L" for kid in kids):
        element["K"][:] = chain.from_iterable(kid["K"] for kid in kids)
        for kid in _below(element, found):
            kid["P"] = element.reference


def _pair_terms(element: Any, found: dict[bytes, Any]) -> None:
    """A term and what is said of it, in a group of their own, are one item: its label and its body (7.6)."""
    groups = [kid for kid in _below(element, found) if kid["S"] == "/Div"]
    # One that did not fit and went on leaves an empty one behind.
    empty = {group.reference for group in groups if not group["K"]}
    element["K"][:] = [kid for kid in element["K"] if kid not in empty]
    for group in groups:
        group["S"] = "/LI"
        for place, one in enumerate(_below(group, found)):
            one["S"] = "/LBody" if place else "/Lbl"
            for inner in _below(one, found):
                inner["S"] = "/NonStruct"


def _leave_margins_out(pdf: Any, found: dict[bytes, Any]) -> None:
    """Page numbers are marked as content that stands nowhere in the tree: they are artifacts."""
    root = found[pdf.catalog["StructTreeRoot"]]
    told, waiting = set(), list(root["K"])
    while waiting:
        reference = waiting.pop()
        if reference in found and reference not in told:
            told.add(reference)
            waiting.extend(found[reference].get("K", []))
    marks = found[root["ParentTree"]]["Nums"]
    streams = {one.reference: one for one in pdf.objects if hasattr(one, "stream")}
    for number, page in enumerate(pdf.page_references):
        of_page = marks[2 * number + 1]
        parts = streams[found[page]["Contents"]].stream
        for place, one in enumerate(parts):
            key = one.get("MCID") if isinstance(one, dict) else None
            if key is not None and of_page[key] not in told:
                parts[place - 1 : place + 1] = [b"/Artifact", PAGINATION]
                of_page[key] = "null"
