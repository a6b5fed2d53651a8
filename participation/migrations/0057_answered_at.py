from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0056_papers_that_bear_one_identifier")]

    operations = [
        migrations.AddField(
            model_name="consultationround",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
