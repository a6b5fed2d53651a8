import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def refuse_trial_texts(apps, schema_editor):
    """Versions of the trial were hashed in another form: rewriting one would break its hash, so none is touched."""
    if apps.get_model('base', 'VersionText').objects.exists():
        raise RuntimeError(
            "This database was made by an earlier trial, whose published texts have another form. Keep it beside, and "
            "begin a new one: `make clean` for the demonstration, an empty DATABASE_URL otherwise."
        )


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(refuse_trial_texts, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('explanation', models.TextField(verbose_name='explanation, which everybody may read')),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('field', models.CharField(max_length=60)),
                ('reason', models.CharField(choices=[('court_order', 'by order of a court'), ('privacy', "to protect somebody's privacy"), ('safety', "to protect somebody's safety")], max_length=20, verbose_name='reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('explanation', models.TextField(verbose_name='explanation, which everybody may read')),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(choices=[('withdrawn_by_body', 'withdrawn by the body that adopted it'), ('court_order', 'by order of a court'), ('privacy', "to protect somebody's privacy"), ('copyright', "somebody else's copyright"), ('illegal_content', 'its content is against the law'), ('error', 'published by mistake')], max_length=20, verbose_name='reason')),
                ('decided_by', models.CharField(max_length=200, verbose_name='who decided')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.DeleteModel(name='VersionText'),
        migrations.CreateModel(
            name='VersionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=60)),
                ('value', models.TextField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='base.publishedversion')),
            ],
        ),
        migrations.AddField(
            model_name='publishedversion',
            name='is_translation',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='publishedversion',
            index=models.Index(fields=['sha256'], name='base_publis_sha256_e166b3_idx'),
        ),
        migrations.AddIndex(
            model_name='publishedversion',
            index=models.Index(fields=['published_at'], name='base_publis_publish_ca7aa6_idx'),
        ),
        migrations.AddConstraint(
            model_name='versiontext',
            constraint=models.UniqueConstraint(fields=('version', 'field'), name='version_text_once'),
        ),
        migrations.AddField(
            model_name='redaction',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='redaction',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='redaction',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to='base.publishedversion'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces_withdrawn', to='base.reference', verbose_name='replaced by'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='base.publishedversion'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='redaction_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='redaction_confirmed_whole'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.UniqueConstraint(fields=('version', 'field'), name='redaction_once'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='withdrawal_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='withdrawal_confirmed_whole'),
        ),
    ]
