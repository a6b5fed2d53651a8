from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0053_emptied_and_repeated_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="replacedballot",
            name="replaced_by",
            field=models.CharField(
                choices=[
                    ("new-code", "a ballot that was cast with a new code"),
                    ("paper", "a ballot on paper or by telephone"),
                ],
                default="new-code",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="replacedballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaced_by__in", ["new-code", "paper"])), name="ballot_replaced_by_a_known_way"
            ),
        ),
    ]
