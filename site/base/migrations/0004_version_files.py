import hashlib
import re

import django.db.models.deletion
from django.db import migrations, models

_HASH = re.compile(r'data-sha256=\\"([0-9a-f]{64})')


def name_files(apps, schema_editor):
    """Versions of before hold the hashes of the files they show: here they are matched with what is in the storage."""
    shown = {}
    for text in apps.get_model("base", "VersionText").objects.filter(value__contains="data-sha256").iterator():
        for digest in set(_HASH.findall(text.value)):
            shown.setdefault(digest, set()).add((text.version_id, text.field))
    if not shown:
        return
    rows = set()
    for app, model in (("wagtailimages", "Image"), ("wagtaildocs", "Document")):
        for one in apps.get_model(app, model).objects.iterator():
            try:
                with one.file.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                continue
            rows |= {(version, field, one.file.name) for version, field in shown.get(digest, ())}
    version_file = apps.get_model("base", "VersionFile")
    version_file.objects.bulk_create(
        [version_file(version_id=version, field=field, name=name) for version, field, name in sorted(rows)]
    )


class Migration(migrations.Migration):

    dependencies = [
        ("base", "0003_public_references"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60)),
                ("name", models.CharField(db_index=True, max_length=255)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="base.publishedversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "field", "name"), name="version_file_once")
                ],
            },
        ),
        migrations.RunPython(name_files, migrations.RunPython.noop),
    ]
