"""Reading HTML as a browser does: its text, its skeleton, the fields of a form."""

from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.skeleton: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skeleton.append((tag, tuple(name for name, _value in attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))


def skeleton(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every tag with the names of its attributes, in order: what somebody wrote must not add to it."""
    return Reader(html).skeleton


def words(text: str) -> str:
    return " ".join(text.split())


def text_of(html: str, tag: str) -> str:
    """The words in the first element of this kind, as a person reads them."""
    return words("".join(text for where, text in Reader(html).texts if where == tag))


class Form(HTMLParser):
    """The fields of one form, as a browser would send them."""

    def __init__(self, html: str, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside, self.data = form_id, False, {}  # type: ignore[var-annotated]
        self.area = self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside and given.get("form") != self.form_id:
            return
        if "data-block" in given:
            # A stream, which the browser lays out; left empty here.
            self.data[f"{given['id']}-count"] = ["0"]
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in {"submit", "button", "image", "file"}:
            if given.get("type") not in {"checkbox", "radio"}:
                self.data.setdefault(name, []).append(given.get("value") or "")
            elif "checked" in given:
                # What a browser sends of a box that names no value.
                self.data.setdefault(name, []).append(given.get("value") or "on")
        elif tag == "textarea" and name:
            self.area = name
            self.data[name] = [""]
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.data.setdefault(self.select, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            # A browser drops the line end right after the tag.
            self.data[self.area] = [
                self.data[self.area][0] + data if self.data[self.area][0] else data.removeprefix("\n")
            ]


def filled_form(html: str, form_id: str) -> dict[str, list[str]]:
    """What a browser would send of a form if nobody touched it; a test changes what its person does."""
    return Form(html, form_id).data
