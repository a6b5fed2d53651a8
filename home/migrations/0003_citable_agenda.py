import base.words
import django.db.models.deletion
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0002_texts_by_field'),
        ('home', '0002_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.SlugField(blank=True, max_length=60, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
            ],
            options={
                'verbose_name': 'kind of action',
                'verbose_name_plural': 'kinds of action',
                'ordering': ['place', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeatureArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.SlugField(blank=True, max_length=60, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
                ('layer', models.CharField(choices=[('benefits', 'wider benefits'), ('blocks', 'major building blocks'), ('conditions', 'fundamental conditions')], max_length=10, verbose_name='layer')),
            ],
            options={
                'verbose_name': 'UNESCO area',
                'verbose_name_plural': 'UNESCO areas',
                'ordering': ['place', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ItemState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('draft', 'draft'), ('internal_review', 'internal review'), ('consultation_ready', 'ready for consultation'), ('in_consultation', 'open for reactions'), ('answering', 'reactions are being answered'), ('answered', 'reactions answered'), ('executive_adopted', 'decided by the municipal executive'), ('council_submitted', 'submitted to the council'), ('in_committee', 'in the committee'), ('on_council_agenda', "on the council's agenda"), ('adopted', 'adopted'), ('adopted_amended', 'adopted with amendments'), ('deferred_on_tie', 'deferred: the votes were tied'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('published', 'officially published'), ('in_force', 'in force'), ('planned', 'its execution is planned'), ('started', 'its execution has begun'), ('on_hold', 'its execution is on hold'), ('done', 'carried out'), ('evaluated', 'carried out and evaluated'), ('superseded', 'superseded'), ('repealed', 'repealed'), ('expired', 'expired')], max_length=20, verbose_name='state')),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TargetGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.SlugField(blank=True, max_length=60, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
            ],
            options={
                'verbose_name': 'target group',
                'verbose_name_plural': 'target groups',
                'ordering': ['place', 'code'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='areas',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, to='base.area', verbose_name='neighbourhoods'),
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='origin',
            field=models.CharField(blank=True, choices=[('inspiration_day', 'the inspiration day'), ('proposal', 'a proposal of residents'), ('council', 'the council'), ('executive', 'the municipal executive')], max_length=20, verbose_name='where it came from'),
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='partners',
            field=models.CharField(blank=True, help_text='Organisations, parted by commas; no persons.', max_length=500, verbose_name='partners'),
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='step',
            field=models.CharField(choices=[('draft', 'draft'), ('internal_review', 'internal review'), ('consultation_ready', 'ready for consultation'), ('in_consultation', 'open for reactions'), ('answering', 'reactions are being answered'), ('answered', 'reactions answered'), ('executive_adopted', 'decided by the municipal executive'), ('council_submitted', 'submitted to the council'), ('in_committee', 'in the committee'), ('on_council_agenda', "on the council's agenda"), ('adopted', 'adopted'), ('adopted_amended', 'adopted with amendments'), ('deferred_on_tie', 'deferred: the votes were tied'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('published', 'officially published'), ('in_force', 'in force'), ('planned', 'its execution is planned'), ('started', 'its execution has begun'), ('on_hold', 'its execution is on hold'), ('done', 'carried out'), ('evaluated', 'carried out and evaluated'), ('superseded', 'superseded'), ('repealed', 'repealed'), ('expired', 'expired')], default='internal_review', max_length=20, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='supersedes',
            field=models.ForeignKey(blank=True, help_text='The agenda item that no longer applies now that this one is there.', limit_choices_to={'kind': 'LEA'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='base.reference', verbose_name='supersedes'),
        ),
        migrations.AddField(
            model_name='agendapage',
            name='adopted_by',
            field=models.CharField(blank=True, choices=[('council', 'the council'), ('executive', 'the municipal executive')], max_length=10, verbose_name='adopted by'),
        ),
        migrations.AddField(
            model_name='agendapage',
            name='adopted_on',
            field=models.DateField(blank=True, null=True, verbose_name='adopted on'),
        ),
        migrations.AddField(
            model_name='agendapage',
            name='edition_state',
            field=models.CharField(choices=[('draft', 'draft'), ('adopted', 'adopted'), ('closed', 'closed')], default='draft', max_length=8, verbose_name='state of this edition'),
        ),
        migrations.AddField(
            model_name='agendapage',
            name='predecessor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='successors', to='home.agendapage', verbose_name='edition before this one'),
        ),
        # Text becomes a stream; base 0002 made sure that no item of before is there.
        migrations.RemoveField(model_name='agendaitempage', name='measures'),
        migrations.AddField(
            model_name='agendaitempage',
            name='measures',
            field=wagtail.fields.StreamField([('paragraphs', 0), ('table', 8), ('figure', 11)], blank=True, block_lookup={0: ('base.blocks.ParagraphsBlock', (), {'features': ['h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link']}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'what the table shows', 'max_length': 200}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120}), 3: ('wagtail.blocks.ListBlock', (2,), {'label': 'headings', 'max_num': 8, 'min_num': 1}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'cell', 'max_length': 1000, 'required': False}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'cells', 'max_num': 8, 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('cells', 5)]], {'label': 'row'}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'rows', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('caption', 1), ('columns', 3), ('rows', 7)]], {}), 9: ('wagtail.images.blocks.ImageBlock', [], {'label': 'image'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('image', 9), ('caption', 10)]], {})}, verbose_name='what we are going to do'),
        ),
        migrations.AlterField(
            model_name='agendaitempage',
            name='problem',
            field=wagtail.fields.RichTextField(blank=True, verbose_name='why'),
        ),
        migrations.AlterField(
            model_name='agendaitempage',
            name='summary',
            field=models.TextField(max_length=1200, validators=[base.words.at_most_words(120)], verbose_name='summary in plain language'),
        ),
        migrations.AddConstraint(
            model_name='agendapage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition_state', 'adopted'), _negated=True), models.Q(models.Q(('adopted_by', ''), _negated=True), ('adopted_on__isnull', False)), _connector='OR'), name='agenda_adopted_by_whom_and_when', violation_error_message='Say by whom and when this edition was adopted.'),
        ),
        migrations.AddField(
            model_name='actionkind',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='action_kinds',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, to='home.actionkind', verbose_name='kinds of action'),
        ),
        migrations.AddField(
            model_name='featurearea',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='feature_areas',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, to='home.featurearea', verbose_name='UNESCO areas'),
        ),
        migrations.AddField(
            model_name='itemstate',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='itemstate',
            name='reference',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='item_states', to='base.reference'),
        ),
        migrations.AddField(
            model_name='targetgroup',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AddField(
            model_name='agendaitempage',
            name='target_groups',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, to='home.targetgroup', verbose_name='for whom'),
        ),
        migrations.AddConstraint(
            model_name='actionkind',
            constraint=models.UniqueConstraint(fields=('code', 'locale'), name='action_kind_once'),
        ),
        migrations.AlterUniqueTogether(
            name='actionkind',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddConstraint(
            model_name='featurearea',
            constraint=models.UniqueConstraint(fields=('code', 'locale'), name='feature_area_once'),
        ),
        migrations.AlterUniqueTogether(
            name='featurearea',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddIndex(
            model_name='itemstate',
            index=models.Index(fields=['reference', '-since'], name='home_itemst_referen_d4a067_idx'),
        ),
        migrations.AddConstraint(
            model_name='itemstate',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['draft', 'internal_review', 'consultation_ready', 'in_consultation', 'answering', 'answered', 'executive_adopted', 'council_submitted', 'in_committee', 'on_council_agenda', 'adopted', 'adopted_amended', 'deferred_on_tie', 'rejected', 'withdrawn', 'published', 'in_force', 'planned', 'started', 'on_hold', 'done', 'evaluated', 'superseded', 'repealed', 'expired'])), name='item_step_known'),
        ),
        migrations.AddConstraint(
            model_name='targetgroup',
            constraint=models.UniqueConstraint(fields=('code', 'locale'), name='target_group_once'),
        ),
        migrations.AlterUniqueTogether(
            name='targetgroup',
            unique_together={('translation_key', 'locale')},
        ),
    ]
