from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0039_corrections_with_a_reason")]

    operations = [
        migrations.AddField(
            model_name="groupvote",
            name="vacant",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="vacant"),
        ),
    ]
