from django.db import migrations, models


def keep_plain(apps, schema_editor):
    """What was published with a plain body goes on being cited so: no version comes of this change alone."""
    published = apps.get_model("base", "PublishedVersion").objects.values("reference__translation_key")
    apps.get_model("proposals", "ProposalPage").objects.filter(translation_key__in=published).update(is_plain=True)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_force_words"), ("base", "0003_public_references")]

    operations = [
        migrations.AddField(
            model_name="proposalpage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("proposal", "a proposal"),
                    ("day", "an inspiration day"),
                    ("learn", "I want to learn something"),
                    ("teach", "I can teach something"),
                    ("agenda", "something for the agenda"),
                ],
                db_index=True,
                default="proposal",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="proposalpage", name="is_plain", field=models.BooleanField(default=False, editable=False)
        ),
        migrations.AddField(
            model_name="proposalpage",
            name="answers",
            field=models.JSONField(blank=True, default=dict, verbose_name="answers to the questions of the round"),
        ),
        migrations.RunPython(keep_plain, migrations.RunPython.noop),
    ]
