from django.db import migrations


class Migration(migrations.Migration):
    """Made an index of the words of proposals, which are found in that of the whole site since."""

    dependencies = [("proposals", "0008_talk"), ("wagtailcore", "0001_initial")]

    operations = []
