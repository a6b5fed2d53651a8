"""axe on a page as it stands now: against WCAG 2.0 to 2.2, A and AA, and what axe's authors hold to be good practice."""

from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

SCRIPT = AXE_FILE_PATH.read_text(encoding="utf-8")
EVERYTHING = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# A part of somebody else's page: what concerns the page as a whole is theirs.
PART = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What depends on colours and sizes; the rest is the same in every scheme.
SEEN = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"],
    }
}

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
# Per language: everything in one look, what is seen in the opposite one. Together they are every size in every scheme.
LOOKS = {
    "nl": [("phone", "light", EVERYTHING), ("desk", "dark", SEEN)],
    "en": [("desk", "light", EVERYTHING), ("phone", "dark", SEEN)],
}


# Only what is broken comes back: all that was looked at would take longer than the looking.
RUN = """([within, rules]) => axe.run({ include: [within] }, { ...rules, preload: false, resultTypes: ["violations"] })
  .then((found) => found.violations.flatMap((broken) =>
    broken.nodes.map((node) => `${broken.id}: ${node.target} ${node.failureSummary}`)))"""


def violations(page: Page, rules: dict[str, Any] = EVERYTHING, within: str = "html") -> list[str]:
    """Each broken rule with the element that breaks it and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found: list[str] = page.evaluate(RUN, [within, rules])
    return found


def violations_in_looks(page: Page, language: str) -> list[str]:
    """On a phone's and a desk's width, in light and dark; leaves the page light."""
    found = []
    for size, scheme, rules in LOOKS[language]:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{size}, {scheme}: {broken}" for broken in violations(page, rules)]
    page.emulate_media(color_scheme="light")
    return found
