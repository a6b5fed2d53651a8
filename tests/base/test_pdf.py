import io
import sys

import pypdf
import pytest

from base.pdf import LETTERS, pdf_made_apart, pdf_of
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


def kids(element) -> list:
    below = element.get("/K", [])
    return [one.get_object() for one in (below if isinstance(below, list) else [below])]


def shape(element) -> list:
    """The kinds of an element and of what stands below it."""
    return [element["/S"], *(shape(one) for one in kids(element) if isinstance(one, dict) and "/S" in one)]


def of_kind(element, kind: str) -> list:
    found = [one for one in kids(element) if isinstance(one, dict)]
    here = [one for one in found if one.get("/S") == kind]
    return here + [each for one in found for each in of_kind(one, kind)]


def test_tags_say_what_is_a_list_and_nothing_of_what_is_no_text():
    """As ISO 14289-1 has it (7.5, 7.6, 7.8)."""
    facts = "<dl><div><dt>Kiezers</dt><dd>12</dd></div><div><dt>Blanco</dt><dd>1</dd></div></dl>"
    lines = "<p>Regel</p>" * 34
    for more in ("", "<p>Regel</p>", "<p>Regel</p>" * 2, "<p>Regel</p>" * 3):
        rows = "".join(f'<tr><th scope="row">{one}</th><td>{one}</td></tr>' for one in range(9))
        table = f'<table><caption>Wie</caption><tr><th scope="col">A</th><th scope="col">B</th></tr>{rows}</table>'
        read = pypdf.PdfReader(io.BytesIO(pdf_of(PAGE.format(more=facts + lines + more + table))))
        root = read.root_object["/StructTreeRoot"]
        # No caption is left alone below a page.
        assert all(of_kind(one, "/TR") for one in of_kind(root, "/Table"))
    (facts_read,) = of_kind(root, "/L")
    item = ["/LI", ["/Lbl", ["/NonStruct", ["/Span"]]], ["/LBody", ["/NonStruct", ["/Span"]]]]
    assert shape(facts_read) == ["/L", item, item]
    assert len(read.pages) == 2
    for page in read.pages:
        drawn = page.get_contents().get_data().decode("latin-1")
        number = drawn.rindex("BDC", 0, drawn.rindex("ET"))
        assert "/Artifact <</Type /Pagination /Subtype /Footer>>" in " ".join(drawn[number - 60 : number].split())


def test_paper_is_set_in_the_letters_of_the_site_and_is_the_same_in_another_process():
    if not any(LETTERS.glob("*.woff2")):
        pytest.skip("the styles were not built")
    html = PAGE.format(more="<p>Één <b>kaart</b> voor Łódź</p>")
    made = pdf_of(html)
    fonts = pypdf.PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"]
    assert {one.get_object()["/BaseFont"].partition("+")[2].partition("-")[0] for one in fonts.values()} == {"Letters"}
    assert pdf_made_apart(html) == made


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
