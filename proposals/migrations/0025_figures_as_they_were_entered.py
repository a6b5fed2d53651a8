from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0024_commitment_corrections")]

    operations = [
        migrations.RemoveConstraint(model_name="populationfigure", name="population_of_age_once"),
        migrations.RemoveConstraint(model_name="populationfigure", name="population_of_area_once"),
        # What stands there already goes on counting for every round of its day.
        migrations.AddField(
            model_name="populationfigure",
            name="entered_at",
            field=models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
    ]
