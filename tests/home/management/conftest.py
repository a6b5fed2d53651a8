import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

OURS = ("base", "accounts", "participation", "proposals", "home", "wagtailcore", "wagtailsearch", "taggit")


@pytest.fixture
def run(site_ground) -> Callable[..., str]:
    """Runs a command on a site with home pages, and returns what it printed."""

    def run_command(name: str, *arguments: object, **options: object) -> str:
        printed = io.StringIO()
        call_command(name, *map(str, arguments), stdout=printed, **options)
        return printed.getvalue()

    return run_command


@pytest.fixture
def everything(site_ground) -> Callable[[], dict[str, int]]:
    """How many rows each table holds, to see that nothing was written."""

    def count() -> dict[str, int]:
        models = [model for name in OURS for model in apps.get_app_config(name).get_models(include_auto_created=True)]
        return {model._meta.label: model._base_manager.count() for model in models}

    return count


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[[str | bytes, str], Path]:
    def write(content: str | bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
