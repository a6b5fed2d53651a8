

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0003_force_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='subject',
            name='author_name',
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
