"""The methods by name. A module of this package takes part by declaring ``METHODS``."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from .method import Method


def _declared() -> dict[str, Method]:
    methods: dict[str, Method] = {}
    for module in sorted(found.name for found in iter_modules([str(Path(__file__).parent)])):
        if module.startswith("__"):
            continue
        declared: tuple[Method, ...] = getattr(import_module(f"{__package__}.{module}"), "METHODS", ())
        for method in declared:
            if method.name in methods:
                raise ValueError(f"Two tally methods are called {method.name}.")
            methods[method.name] = method
    return methods


METHODS_BY_NAME = _declared()


def method(name: str) -> Method:
    """Raises LookupError, with a sentence, for a name that no method has."""
    try:
        return METHODS_BY_NAME[name]
    except KeyError:
        raise LookupError(f"There is no tally rule {name!r}; choose {', '.join(sorted(METHODS_BY_NAME))}.") from None
