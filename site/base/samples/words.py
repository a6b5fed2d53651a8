"""Sample words for the gallery. The city in them does not exist, nor does anybody who is named."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import lazy
from django.utils.safestring import SafeString


def say(dutch: str, english: str) -> str:
    return english if translation.get_language() == "en" else dutch


def show(name: str, /, **arguments: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", arguments)


say_lazily = lazy(say, str)
