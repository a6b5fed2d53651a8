"""A page as a screen reader says it, phrase by phrase: `@guidepup/virtual-screen-reader` in the page itself. The context of the
page bypasses its content security policy, which would keep any script out that is not ours.
"""

import re
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page

READER = Path("site/frontend/node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js")
READ = """async (source) => {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { virtual } = await import(address);
  await virtual.start({ container: document.body });
  while ((await virtual.lastSpokenPhrase()) !== "end of document") await virtual.next();
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  return said;
}"""
CONTROLS = {
    "button",
    "link",
    "checkbox",
    "radio",
    "textbox",
    "searchbox",
    "combobox",
    "listbox",
    "spinbutton",
    "option",
}
# What the reader says of a control itself, after its name.
STATE = re.compile(
    r"(not )?(checked|selected|required|invalid|disabled|expanded|collapsed)|has popup.*|position \d+|set size \d+"
)
HEADING = re.compile(r"heading, .*level (\d)")
NOISE = re.compile(r"\b(undefined|null|None|NaN|nan)\b|\[object|\{\{|\{%|^\W*$")


def read_aloud(page: Page) -> list[str]:
    said: list[str] = page.evaluate(READ, READER.read_text(encoding="utf-8"))
    return said


def mistakes(said: list[str]) -> list[str]:
    """What somebody who only hears it would stumble over."""
    levels = [int(found[1]) for phrase in said if (found := HEADING.match(phrase))]
    return [
        *(f"no name: {phrase}" for phrase in said if _is_unnamed(phrase)),
        *(f"noise: {phrase!r}" for phrase in said if NOISE.search(phrase)),
        *(f"said twice: {first}" for first, second in pairwise(said) if first.casefold() == second.casefold()),
        *(f"heading {after} after {before}" for before, after in pairwise([0, *levels]) if after > before + 1),
    ]


def _is_unnamed(phrase: str) -> bool:
    role, *rest = phrase.split(", ")
    return role in CONTROLS and (not rest or not rest[0].strip() or STATE.fullmatch(rest[0]) is not None)
