"""What is to be translated, and the catalogues it stands in: read, brought up to date and compiled in pure Python.

Messages are English; a catalogue is a `django.po` under `site/locale`, or under the package whose words it holds.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

# The place of each argument of the gettext functions, as Django has them.
FUNCTIONS = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
    # The count is plain Python and knows no gettext; whoever shows its sentences translates them.
    "ReasonKind": ("code", "msgid"),
    "TieRule": ("name", "key", "msgid"),
}
MESSAGE_PARTS = {"context", "msgid", "plural"}
# `%(name)s`, `%s`, `{name}` and, in an address, `<str:name>`: a translation must have the same ones.
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sdif]|\{\w*\}|<\w+:\w+>")
LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(({LITERAL}(?:,\s*{LITERAL})*)")


class NotTranslatable(Exception):
    """A call of gettext with something else than plain text: nobody could ever translate it."""


@dataclass(frozen=True)
class Message:
    msgid: str
    plural: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.msgid


@dataclass
class Found:
    """A message, the places it stands in (`home/models/agenda.py`), and whether one of them is Python with `%`."""

    message: Message
    places: list[str] = field(default_factory=list)


def messages_of_python(source: str, place: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        roles = FUNCTIONS.get(name)
        if roles is None or len(node.args) < len(roles):
            continue
        texts = {}
        for role, argument in zip(roles, node.args, strict=False):
            if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call):
                raise NotTranslatable(f"{place}:{node.lineno}: {name}() wants its text as it is, not put together")
            # A name stands for a text that is collected where it is written.
            if role in MESSAGE_PARTS and isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                texts[role] = argument.value
        if texts.get("msgid"):
            yield Message(**texts)


def messages_of_template(source: str, place: str) -> Iterator[Message]:
    # Django turns the translation tags into calls of gettext, and everything else into noise.
    for call in TEMPLATE_CALL.finditer(templatize(source, origin=place)):
        name, arguments = call[1], call[2]
        texts = [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)]
        yield Message(**dict(zip(FUNCTIONS[name], texts, strict=False)))


def sources(root: Path) -> Iterator[Path]:
    """Our own Python files and templates, in a fixed order."""
    folders = [root / name for name in ("home", "participation", "proposals", "site", "templates")]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not {"migrations", "node_modules", "static"} & set(
                path.parts
            ):
                yield path


def collect(root: Path) -> dict[tuple[str | None, str], Found]:
    """Every message in the sources, keyed by context and text; raises NotTranslatable."""
    found: dict[tuple[str | None, str], Found] = {}
    for path in sources(root):
        place = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        read = messages_of_python if path.suffix == ".py" else messages_of_template
        for message in read(text, place):
            known = found.setdefault(message.key, Found(message))
            if message.plural and not known.message.plural:
                known.message = message
            if place not in known.places:
                known.places.append(place)
    return found


def catalogue_paths(root: Path) -> list[Path]:
    folders = ("site/locale", "site/*/locale", "*/locale")
    return sorted({path for folder in folders for path in root.glob(f"{folder}/*/LC_MESSAGES/django.po")})


def language_of(path: Path) -> str:
    return path.parts[-3]


def compile_catalogues(root: Path) -> list[Path]:
    """Writes the .mo file beside each .po file; answers their paths."""
    written = []
    for path in catalogue_paths(root):
        target = path.with_suffix(".mo")
        polib.pofile(str(path)).save_as_mofile(str(target))
        written.append(target)
    return written


def entries(root: Path, language: str) -> dict[tuple[str | None, str], polib.POEntry]:
    """All catalogues of a language as one."""
    return {
        (entry.msgctxt, entry.msgid): entry
        for path in catalogue_paths(root)
        if language_of(path) == language
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def update_catalogue(root: Path, language: str) -> polib.POFile:
    """Adds what is new to the site's own catalogue of a language and drops what is used no more; keeps all translations.

    A message that a package's own catalogue holds stays there.
    """
    home = root / "site/locale" / language / "LC_MESSAGES/django.po"
    found = collect(root)
    elsewhere = {
        (entry.msgctxt, entry.msgid)
        for path in catalogue_paths(root)
        if path != home and language_of(path) == language
        for entry in polib.pofile(str(path))
    }
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(home))} if home.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key, one in sorted(found.items(), key=lambda item: (item[1].places[0], item[0][1], item[0][0] or "")):
        if key not in elsewhere:
            catalogue.append(_entry(one, known.get(key)))
    home.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(home))
    return catalogue


def _entry(found: Found, known: polib.POEntry | None) -> polib.POEntry:
    message = found.message
    entry = polib.POEntry(
        msgid=message.msgid,
        msgid_plural=message.plural,
        msgctxt=message.context,
        msgstr=known.msgstr if known else "",
        # Where it stands helps the translator; line numbers would only make every change look like one of this file.
        occurrences=[(place, "") for place in found.places],
        comment=known.comment if known else "",
        tcomment=known.tcomment if known else "",
    )
    if message.plural:
        entry.msgstr_plural = known.msgstr_plural if known and known.msgstr_plural else {0: "", 1: ""}
    if re.search(r"%\(|%[sd]", message.msgid):
        entry.flags = ["python-format"]
    return entry


def faults(root: Path, language: str) -> list[str]:
    """What is wrong with the translations of a language, a sentence each; an empty list if all is well."""
    found, translated = collect(root), entries(root, language)
    sentences = []
    for key, one in found.items():
        if key not in translated:
            sentences.append(f"{one.places[0]}: not in a catalogue: {key[1]!r}")
    for key, entry in translated.items():
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if key not in found:
            sentences.append(f"used nowhere any more: {entry.msgid!r}")
        elif entry.fuzzy or not all(said):
            sentences.append(f"{found[key].places[0]}: not translated: {entry.msgid!r}")
        else:
            sentences += [
                f"other placeholders than the English: {entry.msgid!r} → {text!r}"
                for text in said
                if not _same_placeholders(entry, text)
            ]
    return sentences


def _same_placeholders(entry: polib.POEntry, text: str) -> bool:
    wanted = [set(PLACEHOLDER.findall(source)) for source in (entry.msgid, entry.msgid_plural) if source]
    return set(PLACEHOLDER.findall(text)) in wanted
