import io
import sys

import pypdf
import pytest

from base.pdf import pdf_of
from base.refusal import Refusal

PAGE = (
    '<!doctype html><html lang="nl"><head><title>Proces-verbaal</title></head><body><h1>Élf € voor ’t café</h1>{more}'
    '<table><tr><th scope="col">Wat</th></tr><tr><td>Eén</td></tr></table></body></html>'
)


def test_a_pdf_is_tagged_and_the_same_each_time():
    made = pdf_of(PAGE.format(more=""))

    catalogue = pypdf.PdfReader(io.BytesIO(made)).root_object
    assert catalogue["/Lang"] == "nl"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in catalogue
    assert "Élf €" in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert pdf_of(PAGE.format(more="")) == made


def test_nothing_is_fetched_for_a_pdf(tmp_path):
    inside = tmp_path / "secret.svg"
    inside.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>geheim</text></svg>')

    made = pdf_of(
        PAGE.format(more=f'<img alt="x" src="{inside.as_uri()}"><object data="{inside.as_uri()}">weg</object>')
    )

    assert "geheim" not in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_a_server_without_pango_says_so(monkeypatch):
    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])

    with pytest.raises(Refusal, match="Pango"):
        pdf_of(PAGE.format(more=""))
