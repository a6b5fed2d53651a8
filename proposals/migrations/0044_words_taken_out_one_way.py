"""What was taken out of answers is kept with what is taken out of every other record (ADR 27), in the ledger too."""

import json
from pathlib import Path

from django.conf import settings
from django.db import migrations

ASKED = ("field", "reason", "explanation", "explanation_en", "asked_by_id", "asked_at", "confirmed_by_id", "confirmed_at")


def _place(said):
    """Of a row of answers, or of the document for what stands above them."""
    of_row = hasattr(said, "answered_at")
    return {
        "kind": "proposals.responserow" if of_row else "proposals.responsedocument",
        "key": said.pk,
        "written_at": said.answered_at if of_row else said.begun_at,
    }


def move(apps, schema_editor):
    old, new = apps.get_model("proposals", "AnswerRedaction"), apps.get_model("base", "RecordRedaction")
    for one in old.objects.select_related("row__document", "document"):
        said = one.row or one.document
        new.objects.create(
            **_place(said),
            **{name: getattr(one, name) for name in ASKED},
            number=str(one.row.number) if one.row else "",
            about_id=(one.row.document if one.row else one.document).reference_id,
        )


def move_ledger(apps, schema_editor):
    """Whatever this database knows of them: it may be a backup of before they were carried out."""
    documents, rows = (apps.get_model("proposals", name).objects for name in ("ResponseDocument", "ResponseRow"))
    for path in sorted(Path(settings.REDACTION_LEDGER).glob("NVB-*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        if "number" not in entry:
            continue
        string, number = entry.pop("reference"), entry.pop("number")
        of_it = rows.filter(document__reference__string=string, number=number)
        said = (of_it if number else documents.filter(reference__string=string)).first()
        if said is None:
            continue
        place = _place(said)
        entry = {name: value for name, value in entry.items() if name not in ("correction", "language")}
        entry |= {"record": place["kind"], "key": said.pk, "written_at": place["written_at"].isoformat()}
        path.with_name(f"{place['kind']}-{said.pk}-{entry['field']}.json").write_text(
            json.dumps(entry, indent=2), encoding="utf-8"
        )
        path.unlink()


class Migration(migrations.Migration):
    dependencies = [("proposals", "0043_copied_rounds"), ("base", "0014_words_of_records")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunPython(move_ledger, migrations.RunPython.noop),
    ]
