from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0011_search_entries")]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
