from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0020_sealed_envelopes'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='envelope',
            name='contents',
        ),
        migrations.AlterField(
            model_name='envelope',
            name='sealed',
            field=models.BinaryField(),
        ),
        migrations.DeleteModel(
            name='BallotChoice',
        ),
    ]
