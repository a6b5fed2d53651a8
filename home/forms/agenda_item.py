from collections.abc import Iterator
from typing import Any

from base.forms.page import CitablePageForm


class AgendaItemPageForm(CitablePageForm):
    """Offers of decisions and amendments only those that a new text of this item can rest on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Imported here: the page's class names this form.
        from home.item_change import amendments_behind, decisions_behind

        item = self.instance.reference if self.instance.pk else None
        for name, offered in (("decision", decisions_behind(item)), ("amendments", amendments_behind(item))):
            if name not in self.fields:
                continue
            if offered.exists():
                self.fields[name].queryset = offered
            else:
                # What a draft still says of it, or a page that was copied, is no choice any more.
                del self.fields[name]
                self._forget(name)
        if "amendments" in self.fields:
            self.fields["amendments"].label_from_instance = lambda paper: paper.label

    def refusals(self) -> Iterator[tuple[str | None, str]]:
        from home.item_change import refusal_of_change

        yield from super().refusals()
        yield None, refusal_of_change(self.instance)

    def _forget(self, name: str) -> None:
        field = self.instance._meta.get_field(name)
        setattr(self.instance, name, [] if field.many_to_many else None)
