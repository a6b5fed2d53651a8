from typing import Any

from django.db import migrations, models


def say_that_none_was_asked(apps: Any, schema_editor: Any) -> None:
    decisions = apps.get_model("proposals", "Decision").objects.filter(corrects__isnull=False)
    decisions.update(corrected_because="Toen dit werd vastgelegd, werd de reden niet gevraagd.")


class Migration(migrations.Migration):
    dependencies = [("proposals", "0038_one_search")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="corrected_because",
            field=models.TextField(blank=True, verbose_name="why it is corrected"),
        ),
        migrations.RunPython(say_that_none_was_asked, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrects__isnull", True), models.Q(("corrected_because", ""), _negated=True), _connector="OR"),
                name="decision_corrected_with_reason",
            ),
        ),
    ]
