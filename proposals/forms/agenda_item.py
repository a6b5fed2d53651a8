from typing import Any

from django import forms
from django.conf import settings

from base.enums import ReferenceKind
from base.models import Reference
from base.queries.published_version import versions_in_force


class AgendaItemField(forms.ModelChoiceField):
    """An item of the agenda by its number and title: one query for all titles."""

    def __init__(self, **kwargs: Any) -> None:
        items = Reference.objects.filter(kind=ReferenceKind.AGENDA_ITEM).order_by("-year", "-number")
        super().__init__(queryset=items, **kwargs)
        self.titles: dict[int, str] = {}

    def label_from_instance(self, obj: Reference) -> str:
        if obj.pk not in self.titles:
            keys = [one.pk for one in self.queryset or []]
            found = versions_in_force(keys, settings.LANGUAGE_CODE)
            self.titles = {pk: found[pk].title if pk in found else "" for pk in [*keys, obj.pk]}
        title = self.titles[obj.pk]
        return f"{obj.string}, {title}" if title else obj.string
