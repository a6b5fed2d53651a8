"""Tables as an Excel workbook and as an OpenDocument spreadsheet: the same bytes for the same cells, and no formula in any."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from base.archive import zipped
from base.canonical import normalised

Value = str | int | None
# Name, then its rows; the first of them are the names of the columns.
NamedRows = tuple[str, Iterable[Sequence[Value]]]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# More does not go into one cell of a workbook.
LONGEST = 32_767
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSX = f"{_TYPE}.sheet"


def xlsx(sheets: Sequence[NamedRows]) -> bytes:
    numbers = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{one}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for one in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{one}" r:id="rId{one}"/>'
        for one, (name, _rows) in zip(numbers, sheets, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{one}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{one}.xml"/>'
        for one in numbers
    )
    files = [
        (
            "[Content_Types].xml",
            (
                f'<Types xmlns="{_PACKAGE}/content-types">'
                f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{parts}</Types>'
            ),
        ),
        (
            "_rels/.rels",
            (
                f'<Relationships xmlns="{_PACKAGE}/relationships">'
                f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
        ),
        ("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'),
        *(
            (f"xl/worksheets/sheet{one}.xml", _worksheet(rows))
            for one, (_name, rows) in zip(numbers, sheets, strict=True)
        ),
    ]
    return b"".join(zipped((name, (_HEAD + text).encode()) for name, text in files))


def _worksheet(rows: Iterable[Sequence[Value]]) -> str:
    frozen = (
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    written = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}">{frozen}<sheetData>{written}</sheetData></worksheet>'


def _cell(value: Value) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = normalised(value)
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    # So written, four digits between _x and _ would be read as a sign.
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def ods(sheets: Sequence[NamedRows]) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(f"<table:table-row>{''.join(map(_field, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets
    )
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0"'
        f' xmlns:text="{office}text:1.0" office:version="1.2"><office:body><office:spreadsheet>{tables}'
        f"</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{ODS}"/>'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    files = [("mimetype", ODS), ("META-INF/manifest.xml", _HEAD + manifest), ("content.xml", _HEAD + content)]
    return b"".join(zipped((name, text.encode()) for name, text in files))


def _field(value: Value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int):
        shown = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in normalised(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    """Spaces at the ends and behind each other are kept only where they are counted."""
    written = escape(line).replace("\t", "<text:tab/>")
    return re.sub(r"^ +| +$| {2,}", lambda run: f'<text:s text:c="{len(run[0])}"/>', written)
