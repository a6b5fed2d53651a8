import os
import subprocess
import sys

import pytest
from django.conf import settings

from home.demo.people import PEOPLE


def manage(*arguments: str, database: str) -> str:
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.heavy
@pytest.mark.timeout(600)
def test_build_demo_anew_makes_a_new_city_of_an_old_database(tmp_path):
    database = f"sqlite:///{tmp_path}/city.sqlite3"
    stranger = "from accounts.models import User; User.objects.create_user('x@waterrijk.example', 'Somebody')"
    people = "from accounts.models import User; print(User.objects.count())"
    manage("migrate", "--verbosity", "0", database=database)
    manage("shell", "--verbosity", "0", "-c", stranger, database=database)
    assert "things happened in Waterrijk" in manage("build_demo", "--anew", database=database)
    assert manage("shell", "--verbosity", "0", "-c", people, database=database) == f"{len(PEOPLE)}\n"
