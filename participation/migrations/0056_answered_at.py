from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0055_what_a_second_person_says")]

    operations = [
        migrations.AddField(
            model_name="consultationround",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
