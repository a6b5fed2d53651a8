import io
import json
import subprocess
import zipfile
from hashlib import sha256

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from lxml import etree
from odf import opendocument, table, teletype

from proposals.exports.dossier import dossier_ods, dossier_xlsx
from proposals.queries.dossier import dossier_of
from tests.proposals.queries.test_dossier import told
from tests.rounds import COUNTING

pytestmark = pytest.mark.django_db


def test_zip(told, tmp_path, travel, capsys):
    travel(COUNTING)
    r, bench, comment = told
    f=tmp_path/"d.zip"
    call_command("export_dossier", r.reference.string, f)
    call_command("check_dossier", f)
    print(subprocess.run(["unzip","-l",f],capture_output=True,text=True).stdout)
    out=tmp_path/"x"; out.mkdir()
    subprocess.run(["unzip","-q",f,"-d",out],check=True)
    print(subprocess.run(["sha256sum","-c","--quiet","manifest-sha256.txt"],cwd=out,check=True,capture_output=True,text=True).stdout)
    print((out/"mdto/dossier.informatieobject.mdto.xml").read_text())
    print((out/"mdto/dossier.json.mdto.xml").read_text())
    d=dossier_of(r,COUNTING)
    wb=openpyxl.load_workbook(io.BytesIO(dossier_xlsx(d)))
    for ws in wb: print(ws.title,[[c.value for c in row] for row in ws.rows])
    o=opendocument.load(io.BytesIO(dossier_ods(d)))
    for t in o.getElementsByType(table.Table): print(t.getAttribute("name"), [[teletype.extractText(c) for c in row.getElementsByType(table.TableCell)] for row in t.getElementsByType(table.TableRow)])
    print(capsys.readouterr().out[:20000])
    capsys.disabled()
