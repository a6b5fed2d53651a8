from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0024_sealed_envelopes'),
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
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_kind_known',
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'your report was received'), ('statement', 'to the author: what was ruled and why'), ('answer', 'to who reported: what was ruled'), ('appeal', 'your objection was received'), ('threshold', 'to moderators: many report one thing'), ('summary', 'to moderators: what waits today'), ('mention', 'to somebody who was named in a comment'), ('state', 'to author and supporters: a new state of a proposal'), ('invitation', 'to somebody who is asked to be a co-author'), ('answered', 'to the author: what somebody who was asked answered'), ('view', 'your formal view was received'), ('change', 'to author and supporters: a proposal that was changed'), ('merge', 'to authors: whether their proposals become one'), ('box', 'to who holds a part of a ballot box')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['receipt', 'statement', 'answer', 'appeal', 'threshold', 'summary', 'mention', 'state', 'invitation', 'answered', 'view', 'change', 'merge', 'box'])), name='letter_kind_known'),
        ),
    ]
