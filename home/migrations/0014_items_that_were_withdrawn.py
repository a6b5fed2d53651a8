from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("base", "0012_withdrawn_as_a_whole"), ("home", "0013_amendments_of_a_change")]

    operations = [
        migrations.RunSQL(
            "UPDATE base_reference SET withdrawn_at = (SELECT since FROM home_itemstate WHERE step = 'withdrawn'"
            " AND id = (SELECT id FROM home_itemstate WHERE reference_id = base_reference.id"
            " ORDER BY since DESC, id DESC LIMIT 1))",
            migrations.RunSQL.noop,
        ),
    ]
