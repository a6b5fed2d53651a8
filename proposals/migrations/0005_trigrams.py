from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Likeness of letters on PostgreSQL (pg_trgm, a trusted extension); Django does nothing here on another database."""

    dependencies = [("proposals", "0004_marked_body")]

    operations = [TrigramExtension()]
