from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("participation", "0057_answered_at"), ("proposals", "0041_later_answers")]

    operations = [
        migrations.RunSQL(
            "UPDATE participation_consultationround SET answered_at = (SELECT published_at FROM proposals_responsedocument"
            " WHERE consultation_round_id = participation_consultationround.id)",
            migrations.RunSQL.noop,
        ),
    ]
