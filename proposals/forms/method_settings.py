from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from base.forms.whole_number import ungrouped
from participation.ballot_rules import asked_parameters
from participation.method_words import choice_label, method_choices, method_meaning, parameter_label
from participation.tally.method import Parameter, Setting
from participation.tally.rules import METHODS_BY_NAME


class MethodSettingsWidget(forms.Widget):
    """Every way of counting in a sentence with what it leaves to a round, folded away; what belongs to the chosen one is read.

    Made from the parameters that a method declares: a new method is asked here without a line of ours.
    """

    method_field = "method"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        stated = value if isinstance(value, dict) else {}
        groups = [
            {
                "label": label,
                "meaning": method_meaning(method),
                "fields": [_shown(name, method, one, stated) for one in _asked(method)],
            }
            for method, label in method_choices()
            if method
        ]
        return render_to_string("proposals/admin/method_settings.html", {"groups": groups})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Setting]:
        method = data.get(self.method_field, "")
        typed = {one.name: ungrouped(data.get(_key(name, method, one), "")) for one in _asked(method)}
        return {key: int(text) if text.isdecimal() else text for key, text in typed.items() if text}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""


class MethodSettingsField(forms.Field):
    """Whether what is stated can be, the rules of the round say."""

    widget = MethodSettingsWidget


def _asked(method: str) -> list[Parameter]:
    return asked_parameters(METHODS_BY_NAME[method]) if method in METHODS_BY_NAME else []


def _key(name: str, method: str, parameter: Parameter) -> str:
    return f"{name}-{method}-{parameter.name}"


def _shown(name: str, method: str, parameter: Parameter, stated: Mapping[str, Setting]) -> dict[str, Any]:
    value = stated.get(parameter.name, parameter.default)
    return {
        "name": _key(name, method, parameter),
        "label": parameter_label(parameter),
        "choices": [(choice, choice_label(choice)) for choice in parameter.choices],
        "value": "" if value is None else value,
        "lowest": parameter.lowest,
        "highest": parameter.highest,
    }
