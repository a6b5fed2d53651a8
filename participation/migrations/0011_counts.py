import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count_again(apps, schema_editor):
    subjects = apps.get_model("participation", "Subject")
    for rows, field in (
        (apps.get_model("participation", "Support").objects.all(), "supports_here"),
        (apps.get_model("participation", "Comment").objects.filter(moderation="visible"), "visible_comments"),
    ):
        of_subject = rows.filter(subject=OuterRef("pk")).order_by().values("subject").annotate(n=Count("pk")).values("n")
        subjects.objects.update(**{field: Coalesce(Subquery(of_subject), 0)})


class Migration(migrations.Migration):
    """The counts of a subject beside it, and indexes by which a list of any length is read."""

    dependencies = [("participation", "0010_talk")]

    operations = [
        migrations.CreateModel(
            name="CountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("supports", models.PositiveIntegerField()),
                ("comments", models.PositiveIntegerField()),
                ("written", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="participation.subject"
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(model_name="subject", name="participati_consult_0a9d4a_idx"),
        migrations.AddField("subject", "supports_here", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("subject", "visible_comments", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField(
            "subject",
            "supports_in_all",
            models.GeneratedField(
                expression=F("earlier_supports") + F("supports_here"),
                output_field=models.PositiveIntegerField(),
                db_persist=True,
            ),
        ),
        *(
            migrations.AddIndex(
                "subject",
                models.Index(fields=[*of, "moderation", order, "id"], name=f"subject_{name}{'_of_round' if of else ''}"),
            )
            for of in ([], ["consultation_round"])
            for order, name in (
                ("submitted_at", "newest"),
                ("supports_in_all", "supported"),
                ("visible_comments", "discussed"),
            )
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
