"""Blocks of a text that is published under a number: each writes the HTML that is cited, with keys for its passages."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from base.passages import plain_text
from base.rich_text import file_sha256, published_html

RICH = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
COLUMNS = 8
WIDTH = "width-1200"


class ParagraphsBlock(blocks.RichTextBlock):
    """Headings, paragraphs and lists; the editor gives each a key of its own."""

    def published(self, value: Any, key: str) -> str:
        return published_html(value.source)

    class Meta:
        label = _("text")
        icon = "pilcrow"


class TableBlock(blocks.StructBlock):
    """A table of plain words. A row is an item of a list, so it has a key, can be cited and is offered for translation."""

    caption = blocks.CharBlock(label=_("what the table shows"), max_length=200)
    columns = blocks.ListBlock(
        blocks.CharBlock(label=_("heading"), max_length=120), label=_("headings"), min_num=1, max_num=COLUMNS
    )
    rows = blocks.ListBlock(
        blocks.StructBlock(
            [
                (
                    "cells",
                    blocks.ListBlock(
                        blocks.CharBlock(label=_("cell"), required=False, max_length=1000),
                        label=_("cells"),
                        min_num=1,
                        max_num=COLUMNS,
                    ),
                )
            ],
            label=_("row"),
        ),
        label=_("rows"),
        min_num=1,
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        columns = len(cleaned["columns"])
        wrong = next((n for n, row in enumerate(cleaned["rows"], 1) if len(row["cells"]) != columns), None)
        if wrong is not None:
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    _("Row %(row)s has another number of cells than there are headings (%(columns)s).")
                    % {"row": wrong, "columns": columns}
                ]
            )
        return cleaned

    def published(self, value: Any, key: str) -> str:
        headings = format_html_join("", '<th scope="col">{}</th>', ((text,) for text in value["columns"]))
        rows = format_html_join("", '<tr data-key="{}">{}</tr>', map(_row, value["rows"].bound_blocks))
        return format_html(
            '<table><caption>{}</caption><thead><tr data-key="{}h">{}</tr></thead><tbody>{}</tbody></table>',
            value["caption"],
            (key or "")[:7],
            headings,
            rows,
        )

    class Meta:
        label = _("table")
        icon = "table"


def _row(row: Any) -> tuple[str, SafeString]:
    return row.id or "", format_html_join("", "<td>{}</td>", ((text,) for text in row.value["cells"]))


class FigureBlock(blocks.StructBlock):
    """An image with its alternative text and what it shows."""

    image = WagtailImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)

    def published(self, value: Any, key: str) -> str:
        image = value["image"]
        if image is None:
            return ""
        rendition = image.get_rendition(WIDTH)
        caption = format_html("<figcaption>{}</figcaption>", value["caption"]) if value["caption"] else ""
        return format_html(
            '<figure data-key="{}"><img src="{}" alt="{}" width="{}" height="{}" data-sha256="{}">{}</figure>',
            key,
            rendition.url,
            "" if image.decorative else image.contextual_alt_text or "",
            rendition.width,
            rendition.height,
            file_sha256(image.file.name),
            caption,
        )

    class Meta:
        label = _("image")
        icon = "image"


CITABLE_BLOCKS = [("paragraphs", ParagraphsBlock(features=RICH)), ("table", TableBlock()), ("figure", FigureBlock())]


def published_stream(stream: Any) -> str:
    """The HTML of a stream of the blocks above, in order."""
    return "".join(child.block.published(child.value, child.id or "") for child in stream)


def has_words(text: Any) -> bool:
    """Whether a rich text or a stream of the blocks above says anything, as it is stored: nothing is rendered for it."""
    if isinstance(text, str):
        return bool(plain_text(text))
    if isinstance(text, StreamValue):
        return any(has_words(block["value"]) for block in text.raw_data)
    if isinstance(text, list):
        # Items of a list block say their value beside their own identifier.
        return any(has_words(one["value"] if isinstance(one, dict) and "value" in one else one) for one in text)
    return isinstance(text, dict) and any(has_words(value) for value in text.values())


def paragraphs_value(source: str, key: str) -> list[dict[str, str]]:
    """The stored form of a stream of one block of text, for what does not come from an editor's form. `key` is a UUID's."""
    return [{"type": "paragraphs", "value": source, "id": key}] if source else []
