from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0005_follow")]

    operations = [
        migrations.AddField(model_name="draft", name="revision", field=models.PositiveIntegerField(default=1)),
    ]
