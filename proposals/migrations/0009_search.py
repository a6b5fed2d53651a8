from django.db import migrations

from proposals.search_index import lay, take_away


class Migration(migrations.Migration):
    """An index of the words of proposals. It is no table of Django's: triggers keep it, queries read it."""

    dependencies = [("proposals", "0008_talk"), ("wagtailcore", "0001_initial")]

    operations = [migrations.RunPython(lay, take_away)]
