"""HTML as an accessible PDF: tagged (PDF/UA-1), the same bytes for the same text, and nothing is fetched."""

import logging
from pathlib import Path

from django.utils.translation import gettext as _

from base.refusal import Refusal

# WeasyPrint says of each declaration that it does not know; ours are for browsers too.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


STYLES = Path(__file__).with_name("paper.css")


def pdf_of(html: str) -> bytes:
    """`html` is a whole document with lang and title. Images stand in it as SVG or as data: URLs.

    Raises Refusal where the libraries of the system that draw text are missing (docs/running.md).
    """
    try:
        # Here, since a site without these libraries must start.
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise Refusal(
            _("This server cannot make a PDF, because Pango is not installed. The same is on the page itself.")
        ) from error
    # Neither files of the server nor other servers, whatever a text says.
    fetcher = URLFetcher(allowed_protocols={"data"})
    document = HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
    styles = CSS(string=STYLES.read_text(), url_fetcher=fetcher)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[styles]))
