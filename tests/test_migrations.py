from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_models_have_all_their_migrations():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(f"Migrations are missing: run `manage.py makemigrations`.\n{said.getvalue()}")
