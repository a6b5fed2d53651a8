"""The house's rules that a machine can hold: what import-linter sees, and what it cannot."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from wagtail.models import Page, get_page_models

ROOT = Path(__file__).resolve().parents[1]
# From the ground up: each may know itself and those before it.
PACKAGES = ["base", "accounts", "participation", "proposals", "home", "config"]
FOLDERS = {name: ROOT / ("site" if name in {"base", "accounts", "config"} else "") / name for name in PACKAGES}
LONGEST = 400
# Files that are longer, each with its reason.
LONGER = {
    "home/demo/threads/language_house.py": "one thread of the demo city, told from the agenda to what was carried out",
    "home/demo/words.py": "the shapes of all that the demo city says, each a few lines and beside the others",
    "participation/verify/verify.html": "one file is what it is for: somebody opens it from disk, without anything beside it",
    "participation/verify/verify.py": "one file is what it is for: whoever checks a result reads it from top to bottom",
    "tests/browser/places.py": "one table of every page: there is nothing to find in it",
    "tests/factories/participation.py": "a factory for each model, in the order of the models",
    "tests/factories/proposals.py": "a factory for each model, in the order of the models",
    "tests/home/views/test_programme.py": "all that the check of a programme promises, in the order of the promises",
    "tests/participation/actions/test_ballot_box.py": "one box from its making to its destruction, in that order",
    "tests/test_every_door.py": "one table of every address of the site: there is nothing to find in it",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}
# Layers that know records and rules, never a request or a template.
INNER_LAYERS = ("actions", "queries", "rules.py", "moderation_rules.py")
DOORS_OF_THE_WEB = ("django.http", "django.shortcuts", "django.template", "django.views")
# Keeps what somebody showed out of error reports, in whatever layer it passes through.
KEEPS_SECRETS = "django.views.decorators.debug"


def rank(package: str) -> int:
    return PACKAGES.index(package)


def is_upward(*, of: str, to: str) -> bool:
    """Whether a package of ours would know one that stands above it; what others wrote is below everything."""
    return to in PACKAGES and rank(to) > rank(of)


def python_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def own_templates() -> Iterator[Path]:
    return (ROOT / "templates").rglob("*.html")


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_site_is_a_folder_and_never_a_package():
    assert not (ROOT / "site/__init__.py").exists()


def test_python_still_finds_its_own_site_module():
    code = "import site, base, config, sys; print(site.__file__)"
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert not Path(found.stdout.strip()).is_relative_to(ROOT / "site")


def test_import_contracts_hold():
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "NO_COLOR": "1"}
    linted = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("package", PACKAGES)
def test_inner_layers_know_no_request_and_no_template(package):
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for layer in INNER_LAYERS
        for path in ([FOLDERS[package] / layer] if layer.endswith(".py") else python_files(FOLDERS[package] / layer))
        if path.exists()
        for module in imported_modules(path)
        if module.startswith(DOORS_OF_THE_WEB) and module != KEEPS_SECRETS
    ]
    assert wrong == []


def own_models() -> Iterator[type]:
    return (
        model
        for package in PACKAGES
        if apps.is_installed(package)
        for model in apps.get_app_config(package).get_models()
    )


def test_foreign_keys_point_down():
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        # A person is named by the setting AUTH_USER_MODEL, which no package owns.
        if field.related_model is not get_user_model()
        if is_upward(of=model._meta.app_label, to=field.related_model._meta.app_label)
    ]
    assert wrong == []


def test_records_have_real_foreign_keys_only():
    wrong = [
        model.__name__
        for model in own_models()
        for field in model._meta.private_fields
        if type(field) is GenericForeignKey
    ]
    assert wrong == []


def declared_page_types(page_class: type[Page], attribute: str) -> list[str]:
    """The app labels that a page class names itself, in `subpage_types` or `parent_page_types`."""
    named = vars(page_class).get(attribute) or []
    return [(one if isinstance(one, str) else one._meta.label).split(".")[0] for one in named]


@pytest.mark.parametrize("attribute", ["subpage_types", "parent_page_types"])
def test_page_types_name_no_page_of_a_higher_package(attribute):
    wrong = [
        f"{page_class.__name__}.{attribute}: {label}"
        for page_class in get_page_models()
        if page_class._meta.app_label in PACKAGES
        for label in declared_page_types(page_class, attribute)
        if is_upward(of=page_class._meta.app_label, to=label)
    ]
    assert wrong == []


def test_templates_name_only_their_own_and_lower_packages():
    reference = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
    wrong = []
    for path in own_templates():
        owner = path.relative_to(ROOT / "templates").parts[0]
        for name in reference.findall(path.read_text(encoding="utf-8")):
            named = name.split("/")[0]
            # Components and the frame belong to base: they know no package above it.
            if is_upward(of=owner if owner in PACKAGES else "base", to=named):
                wrong.append(f"{path.relative_to(ROOT)} → {name}")
    assert wrong == []


def test_templates_load_only_tags_of_their_own_and_lower_packages():
    owners = {tags.stem: package for package in PACKAGES for tags in (FOLDERS[package] / "templatetags").glob("*.py")}
    wrong = []
    for path in own_templates():
        owner = path.relative_to(ROOT / "templates").parts[0]
        for names in re.findall(r"\{%-?\s*load\s+([\w\s.]+?)\s*-?%\}", path.read_text(encoding="utf-8")):
            wrong += [
                f"{path.relative_to(ROOT)} loads {name}"
                for name in names.split()
                if is_upward(of=owner if owner in PACKAGES else "base", to=owners.get(name, ""))
            ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_python_names_only_templates_of_its_own_and_lower_packages(package):
    named = re.compile(r"""["'](\w+)/[\w/-]+\.(?:html|txt)["']""")
    wrong = [
        f"{path.relative_to(ROOT)} → {owner}"
        for path in python_files(FOLDERS[package])
        for owner in named.findall(path.read_text(encoding="utf-8"))
        if is_upward(of=package, to=owner)
    ]
    assert wrong == []


def test_templates_hold_no_styles_scripts_or_handlers():
    inline = re.compile(
        r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/(?:ld\+)?json)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
        re.I,
    )
    comments = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", re.S)
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in own_templates()
        for match in inline.finditer(comments.sub("", path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def own_sources() -> Iterator[Path]:
    folders = [*FOLDERS.values(), ROOT / "templates", ROOT / "tests", ROOT / "site/frontend"]
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in {".py", ".html", ".css", ".js", ".mjs"} and not {"migrations", "node_modules"} & set(
                path.parts
            ):
                yield path


def test_files_fit_on_a_few_screens():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in own_sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert {name: lines for name, lines in long.items() if name not in LONGER} == {}


def test_modules_are_named_for_what_they_hold():
    wrong = [
        path.relative_to(ROOT).as_posix() for path in own_sources() if {path.stem, *path.parent.parts} & FORBIDDEN_NAMES
    ]
    assert wrong == []
