import io
import json
import random
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from lxml import etree
from odf import opendocument, table, teletype
from pypdf import PdfReader

from participation.models import ResultBundle
from participation.queries.result_bundle import kept_file
from proposals.dossier_words.tables import column_words, table_words
from proposals.exports.dossier import dossier_ods, dossier_xlsx, sheets_of
from proposals.imports.dossier import check
from proposals.models import DossierVolume
from proposals.queries.dossier import dossier_of
from tests.proposals.dossiers import SECRET_WORDS, told_round
from tests.rounds import COUNTING, hide

pytestmark = pytest.mark.django_db

NS = "{https://www.nationaalarchief.nl/mdto}"
# What MDTO-XML 1.0.1 asks for, in its order; those in brackets may be left out.
THING = [
    "identificatie",
    "naam",
    "[aggregatieniveau]",
    "[classificatie]",
    "[raadpleeglocatie]",
    "[dekkingInTijd]",
    "[taal]",
    "[event]",
    "waardering",
    "[bewaartermijn]",
    "[isOnderdeelVan]",
    "[bevatOnderdeel]",
    "[heeftRepresentatie]",
    "archiefvormer",
    "beperkingGebruik",
]
FILE = ["identificatie", "naam", "omvang", "bestandsformaat", "checksum", "isRepresentatieVan"]


@pytest.fixture
def told(consultation_round, author, moderator, clerk, travel):
    told = told_round(consultation_round, author, moderator, clerk)
    travel(COUNTING)
    return told


@pytest.fixture
def exported(told, tmp_path) -> Path:
    path = tmp_path / "dossier.zip"
    call_command("export_dossier", told.reference.string, path, stdout=io.StringIO())
    return path


def test_zip_is_what_its_manifest_says_to_programs_that_we_did_not_write(told, exported, tmp_path):
    out = tmp_path / "out"
    subprocess.run(["unzip", "-q", exported, "-d", out], check=True)
    subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "manifest-sha256.txt"], cwd=out, check=True)
    listed = {line[66:] for line in (out / "manifest-sha256.txt").read_text().splitlines()}
    there = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert there - listed == {"manifest-sha256.txt"}
    bundle = ResultBundle.objects.get()
    assert (out / f"bundles/{bundle}").read_bytes() == kept_file(bundle)
    assert (out / "tables/contributions.csv").read_bytes().startswith(b"\xef\xbb\xbfkind,number")
    for path in there - {f"bundles/{bundle}"}:
        assert not any(word.encode() in (out / path).read_bytes() for word in SECRET_WORDS), path


def test_every_file_and_every_thing_has_metadata_in_the_order_of_its_schema(exported):
    with zipfile.ZipFile(exported) as archive:
        names = set(archive.namelist())
        described = {name for name in names if not name.startswith("mdto/")} - {"manifest-sha256.txt"}
        assert {f"mdto/{name}.mdto.xml" for name in described} <= names
        known = set()
        for name in sorted(names):
            if name.endswith(".mdto.xml"):
                (root,) = etree.fromstring(archive.read(name))
                known.add(root.findtext(f"{NS}identificatie/{NS}identificatieKenmerk"))
                assert follows(
                    [one.tag.removeprefix(NS) for one in root], THING if "informatieobject" in name else FILE
                )
        # Whatever one names is there.
        for name in sorted(names):
            if name.endswith(".mdto.xml"):
                found = etree.fromstring(archive.read(name)).iter(f"{NS}verwijzingIdentificatie")
                assert {one.findtext(f"{NS}identificatieKenmerk") for one in found} <= known, name
        file = etree.fromstring(archive.read("mdto/dossier.json.mdto.xml"))
        assert file.findtext(f".//{NS}omvang") == str(len(archive.read("dossier.json")))


def test_metadata_names_the_municipality_the_last_day_and_the_parts_in_dutch(told, tmp_path, settings):
    settings.MUNICIPALITY, settings.MUNICIPALITY_CODE = "Gemeente Waterrijk", "gm0000"
    path = tmp_path / "dossier.zip"
    with translation.override("en"):
        call_command("export_dossier", told.reference.string, path, stdout=io.StringIO())
    with zipfile.ZipFile(path) as archive:
        (thing,) = etree.fromstring(archive.read("mdto/dossier.informatieobject.mdto.xml"))
        assert {"dossier-nl.xlsx", "dossier-en.ods"} <= set(archive.namelist())
    creator = thing.find(f"{NS}archiefvormer")
    assert creator.findtext(f"{NS}verwijzingNaam") == "Gemeente Waterrijk"
    assert creator.findtext(f".//{NS}identificatieKenmerk") == "gm0000"
    # Phases end at midnight, which is the end of the day before.
    ends = max(phase.ends_at for phase in told.phases.all() if phase.ends_at is not None)
    last = timezone.localtime(ends - timedelta(seconds=1)).date()
    assert thing.findtext(f".//{NS}dekkingInTijdEinddatum") == last.isoformat()
    names = [one.findtext(f"{NS}verwijzingNaam") for one in thing.iter(f"{NS}bevatOnderdeel")]
    assert {"Wat er gevraagd is", "De stemming"} <= set(names)
    assert thing.findtext(f".//{NS}beperkingGebruikType/{NS}begripCode") == "openbaar"


@pytest.mark.heavy
def test_metadata_is_whole_xml_to_a_program_that_we_did_not_write(exported, tmp_path):
    if shutil.which("xmllint") is None:
        pytest.skip("xmllint is not installed (on Debian: libxml2-utils)")
    with zipfile.ZipFile(exported) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")]
        archive.extractall(tmp_path, names)
    subprocess.run(["xmllint", "--noout", "--nonet", *names], cwd=tmp_path, check=True)


def follows(tags: list[str], schema: list[str]) -> bool:
    places = [[one.strip("[]") for one in schema].index(tag) for tag in tags]
    asked = {one for one in schema if not one.startswith("[")}
    return places == sorted(places) and asked <= set(tags)


def test_same_records_are_the_same_zip_and_a_byte_that_changed_is_found(told, exported, tmp_path, client, travel):
    # That somebody had the PDF made is no record.
    client.post(reverse("dossier_volumes", args=[told.reference.string]))
    assert DossierVolume.objects.filter(made_at__isnull=False).exists()
    travel(COUNTING + timedelta(days=400))
    again = tmp_path / "again.zip"
    call_command("export_dossier", told.reference.string, again, stdout=io.StringIO())
    whole = exported.read_bytes()
    assert again.read_bytes() == whole
    said = io.StringIO()
    call_command("check_dossier", exported, sha256=dossier_of(told, COUNTING).records_sha256, stdout=said)
    assert "Same:" in said.getvalue()
    assert "the same dossier" in said.getvalue()
    chance = random.Random(1)
    for place in [0, len(whole) - 1, *(chance.randrange(len(whole)) for _each in range(150))]:
        again.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        assert check(again).wrong, place
    for other in (whole + b"x", whole[:-1], b""):
        again.write_bytes(other)
        assert check(again).wrong
    with pytest.raises(CommandError, match="not to what you noted"):
        call_command("check_dossier", exported, sha256="0" * 64)


def test_zip_with_its_pdfs_has_them_in_every_language_and_is_checked_as_any_other(told, tmp_path):
    path = tmp_path / "with.zip"
    call_command("export_dossier", told.reference.string, path, pdf=True, stdout=io.StringIO())
    with zipfile.ZipFile(path) as archive:
        names = [f"pdf/{told.reference}-{language}-1.pdf" for language in ("nl", "en")]
        assert [name for name in archive.namelist() if name.endswith(".pdf")] == names
        assert [PdfReader(io.BytesIO(archive.read(name))).root_object["/Lang"] for name in names] == ["nl", "en"]
    assert check(path).wrong == []


def test_zip_holds_the_text_that_people_read_and_what_it_became(consultation_round, agenda_item, travel, tmp_path):
    travel(COUNTING)
    string, before = agenda_item.reference.string, agenda_item.title
    agenda_item.title = "Veilig naar school, ook te voet"
    agenda_item.save_revision().publish()
    path = tmp_path / "changed.zip"
    call_command("export_dossier", consultation_round.reference.string, path, stdout=io.StringIO())
    with zipfile.ZipFile(path) as archive:
        texts = [json.loads(archive.read(f"versions/{string}-v{number}-nl.json"))["title"] for number in (1, 2)]
    assert texts == [before, agenda_item.title]


def test_zip_that_was_put_together_again_is_found_by_its_records(exported, tmp_path):
    """Whoever writes a whole new zip can make all of it fit but the hash that others noted."""
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(exported) as archive, zipfile.ZipFile(forged, "w") as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name).replace(b"Graag", b"Nooit"))
    assert any("records hash to" in one for one in check(forged).wrong)


def test_check_says_which_chapters_are_others_in_the_database_now(told, exported, moderator):
    hide(told.subjects.first().comments.get(text="Graag"), by=moderator, at=COUNTING)
    said = io.StringIO()
    call_command("check_dossier", exported, stdout=said)
    assert "What differs: summary, participation, contributions, moderation." in said.getvalue()


def test_tables_are_read_by_others_cell_for_cell_in_words_and_hold_no_formula(told):
    found = dossier_of(told, COUNTING)
    with translation.override("en"):
        english = openpyxl.load_workbook(io.BytesIO(dossier_xlsx(found)))
    assert [english["Contributions"].cell(1, column).value for column in (1, 2, 4)] == ["Kind", "Number", "Day"]
    book = openpyxl.load_workbook(io.BytesIO(dossier_xlsx(found)))
    text = opendocument.load(io.BytesIO(dossier_ods(found)))
    tables = {one.getAttribute("name"): one for one in text.getElementsByType(table.Table)}
    assert len(book.sheetnames) == len(sheets_of(found)) == len(set(book.sheetnames))
    assert book["Stemmen raad"].cell(1, 6).value == "Voor"
    for sheet in sheets_of(found):
        name, heads = table_words(sheet.name), list(map(column_words, sheet.columns))
        # Whoever opens it reads Dutch; a program reads codes in the other forms.
        assert len(set(heads)) == len(heads)
        assert name not in (sheet.name, "")
        wanted = [["" if cell is None else str(cell) for cell in row] for row in [heads, *sheet.rows]]
        cells = [list(row) for row in book[name].rows]
        assert [["" if cell.value is None else str(cell.value) for cell in row] for row in cells] == wanted
        assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "inlineStr"}
        rows = tables[name].getElementsByType(table.TableRow)
        found_there = [[lines(cell) for cell in row.getElementsByType(table.TableCell)] for row in rows]
        assert found_there == wanted
    assert any(cell.value == "Een <boom>" for row in book["Bijdragen"].rows for cell in row)


def lines(cell) -> str:
    return "\n".join(teletype.extractText(one) for one in cell.childNodes)


def test_export_of_an_open_round_or_over_a_file_is_refused_in_words(agenda_item, told, exported, travel):
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_dossier", told.reference.string, exported)
    with pytest.raises(CommandError, match="There is no round"):
        call_command("export_dossier", "RND-2026-999", exported)
    path = exported.with_name("x.zip")
    path.write_bytes(b"PK")
    with pytest.raises(CommandError, match="cannot be read as a dossier"):
        call_command("check_dossier", path)
