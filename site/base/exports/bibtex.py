from base.citation import cited
from base.models import PublishedVersion

# Braces are counted by BibTeX even behind a backslash, so a lone one has to be a command.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_LANGUAGES = {"nl": "dutch", "en": "english"}


def bibtex(version: PublishedVersion) -> str:
    """One `@misc` entry of BibTeX, with the fields that biblatex adds for versions and addresses."""
    source = cited(version)
    fields = {
        "author": f"{{{_escaped(source.publisher)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "year": source.date[:4],
        "date": source.date,
        "number": source.reference,
        "version": source.label,
        "language": _LANGUAGES.get(source.language, source.language),
        "url": source.address,
        "note": f"SHA-256 {source.sha256}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{source.key},\n{lines}}}\n"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in " ".join(text.split()))
