"""What the look promises: contrast, writing in both directions, no foreign address, a light page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "site/frontend/tokens.css").read_text()
OUR_STYLES = sorted(
    [
        *(ROOT / "site/frontend").glob("*.css"),
        *(ROOT / "site/frontend/base").glob("*.css"),
        *(ROOT / "site/frontend/map").glob("*.css"),
        *(ROOT / "templates").rglob("*.css"),
    ]
)
OUR_TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

TEXT = 4.5
EDGE = 3.0
PAIRS = [
    *(
        (letters, ground, TEXT)
        for ground in ("paper", "sheet", "wash")
        for letters in ("ink", "ink-soft", "link", "link-hover")
    ),
    *((letters, ground, TEXT) for ground in ("paper", "sheet") for letters in ("thread", "settled", "late")),
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
    ("on-foot", "foot", TEXT),
    *(
        (tone, f"{ground}-ground", TEXT)
        for tone, ground in (("link", "info"), ("settled", "settled"), ("late", "late"), ("thread", "wrong"))
    ),
    *(("ink", f"{ground}-ground", TEXT) for ground in ("info", "settled", "late", "wrong")),
    ("link", "wrong-ground", TEXT),
    ("link", "late-ground", TEXT),
    ("thread", "wrong-ground", TEXT),
    *(("focus-line", ground, EDGE) for ground in ("paper", "sheet", "wash")),
    ("foot-thread", "foot", EDGE),
    ("settled", "wash", EDGE),
    ("ink-soft", "wash", EDGE),
]


def colours(block: str) -> dict[str, tuple[str, str]]:
    """The tokens of one block: {name: (light, dark)}."""
    found = {}
    for name, value in re.findall(r"--leerstad-color-([a-z-]+):\s*([^;]+);", block):
        shades = re.findall(r"#[0-9a-f]{6}", value)
        if shades:
            found[name] = (shades[0], shades[-1])
    return found


def contrast(one: str, other: str) -> float:
    """Relative luminance after WCAG 2.2, 1.4.3."""

    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


ORDINARY, _, MORE = TOKENS.partition("@media (prefers-contrast: more)")


@pytest.mark.parametrize(("letters", "ground", "least"), PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tokens", [colours(ORDINARY), colours(ORDINARY) | colours(MORE)], ids=["ordinary", "more"])
def test_tokens_have_enough_contrast(tokens, scheme, letters, ground, least):
    assert contrast(tokens[letters][scheme], tokens[ground][scheme]) >= least


def test_styles_know_no_left_and_right():
    physical = re.compile(
        r"(^|[\s;{])((margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right|top|bottom)|left|right|top|bottom"
        r"|(min-|max-)?(width|height)|overflow-[xy]|text-align:\s*(left|right))\s*(:|;)"
    )
    found = [
        f"{style.relative_to(ROOT)}: {line.strip()}"
        for style in OUR_STYLES
        for line in style.read_text().splitlines()
        if physical.search(line) and not line.lstrip().startswith(("@media", "/*"))
    ]
    assert found == []


def test_styles_take_their_colours_from_the_tokens():
    allowed = {"tokens.css", "utrecht-tokens.css", "print.css"}
    found = [
        f"{style.name}: {line.strip()}"
        for style in OUR_STYLES
        if style.name not in allowed
        for line in style.read_text().splitlines()
        if re.search(r":[^;]*(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\()", line)
    ]
    assert found == []


def test_templates_have_no_style_and_no_script_of_their_own():
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|\stype=.application/ld\+json))",
        re.IGNORECASE,
    )
    assert [str(t.relative_to(ROOT)) for t in OUR_TEMPLATES if inline.search(t.read_text())] == []


def test_templates_of_components_say_what_they_take():
    silent = [
        t.name
        for t in OUR_TEMPLATES
        if t.parent.name == "components" and "{#" not in t.read_text() and "{% comment %}" not in t.read_text()
    ]
    assert silent == []


def test_lock_names_no_address():
    assert "http" not in (ROOT / "site/frontend/package-lock.json").read_text()


def test_lock_serves_linux_and_macos():
    lock = (ROOT / "site/frontend/package-lock.json").read_text()
    for tool, machine in (
        *(
            (tool, machine)
            for tool in ("@esbuild/",)
            for machine in ("linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64")
        ),
        *(
            (tool, machine)
            for tool in ("lightningcss-",)
            for machine in ("linux-x64-gnu", "linux-arm64-gnu", "darwin-x64", "darwin-arm64")
        ),
    ):
        assert f'"node_modules/{tool}{machine}"' in lock
