"""HTML as an accessible PDF: tagged (PDF/UA-1), the same bytes for the same text, and nothing is fetched."""

import logging
import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

from django.utils.translation import gettext as _

from base.pdf_tags import finish
from base.refusal import Refusal

# WeasyPrint says of each declaration that it does not know; ours are for browsers too.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


VARIANT = "pdf/ua-1"
STYLES = Path(__file__).with_name("paper.css")
# Letters that are cut to what a text needs say when that was done, unless they are told a moment: it is always the same.
os.environ["SOURCE_DATE_EPOCH"] = "0"
# The letters of the site, made for low vision. Where the styles were not built yet those of the system stand in.
LETTERS = Path(__file__).resolve().parents[1] / "static/dist"
FACES = {
    "latin": "U+0-24F, U+2000-206F, U+20AC, U+2122, U+2190-2193, U+2212",
    "latin-ext": "U+100-2BA, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0",
}


# A volume of a dossier takes some twenty seconds.
PATIENCE_IN_SECONDS = 5 * 60
NO_PANGO = 3
# Finds this module where the process that asks for it finds it.
APART = "import sys; sys.path[:] = sys.argv[1:]; from base.pdf import main; sys.exit(main())"


def pdf_made_apart(html: str) -> bytes:
    """The same in a process of its own, whose memory is given back when it is done. Raises Refusal where none comes out."""
    try:
        made = subprocess.run(  # noqa: S603 - this module, and nothing from outside in its arguments
            [sys.executable, "-c", APART, *filter(None, sys.path)],
            input=html.encode(),
            capture_output=True,
            timeout=PATIENCE_IN_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal(_("Making this PDF took too long. Ask for it again at a quieter moment.")) from error
    if made.returncode == NO_PANGO:
        raise no_pango()
    if made.returncode:
        logging.getLogger(__name__).error("A PDF was not made: %s", made.stderr.decode(errors="replace")[-2000:])
        raise Refusal(_("Making this PDF did not succeed. Ask for it again."))
    return made.stdout


def no_pango() -> Refusal:
    return Refusal(_("This server cannot make a PDF, because Pango is not installed. The same is on the page itself."))


def pdf_of(*htmls: str) -> bytes:
    """Each of `htmls` is a whole document with lang and title, laid out by itself: its pages are numbered from 1. Images stand in it
    as SVG or as data: URLs.

    Raises Refusal where the libraries of the system that draw text are missing (docs/running.md).
    """
    try:
        # Here, since a site without these libraries must start.
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise no_pango() from error
    # Neither files of the server nor other servers, whatever a text says.
    fetcher = URLFetcher(allowed_protocols={"data"})
    fonts = FontConfiguration()
    styles = CSS(string=letters() + STYLES.read_text(), url_fetcher=fetcher, font_config=fonts)
    made = [
        HTML(string=html, base_url="about:blank", url_fetcher=fetcher).render(
            stylesheets=[styles], pdf_variant=VARIANT, font_config=fonts
        )
        for html in htmls
    ]
    pages = [page for document in made for page in document.pages]
    return bytes(made[0].copy(pages).write_pdf(pdf_variant=VARIANT, finisher=finish))


def letters() -> str:
    """The faces of the site as CSS that fetches nothing."""
    faces = []
    for part, letters_of in FACES.items():
        path = LETTERS / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2"
        if path.exists():
            data = b64encode(path.read_bytes()).decode()
            faces.append(
                "@font-face { font-family: Letters; font-weight: 200 800; "
                f"src: url(data:font/woff2;base64,{data}) format('woff2'); unicode-range: {letters_of} }}"
            )
    return "".join(faces)


def main() -> int:
    """HTML comes in where a process reads, and the PDF goes out where it writes."""
    try:
        made = pdf_of(sys.stdin.buffer.read().decode())
    except Refusal:
        return NO_PANGO
    sys.stdout.buffer.write(made)
    return 0
