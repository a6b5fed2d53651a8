"""Parts of lasting addresses."""

from base.exports import BY_SUFFIX


class VersionLabel:
    """`3`, or `2.1` for a correction; no number is longer than a column holds."""

    regex = r"[1-9][0-9]{0,8}(?:\.[1-9][0-9]{0,8})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormSuffix(VersionLabel):
    regex = "|".join(suffix.replace(".", r"\.") for suffix in BY_SUFFIX)


class LanguageCode(VersionLabel):
    """A language of the site, or one that a resident wrote in."""

    regex = r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?"
