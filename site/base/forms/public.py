"""Forms on the public pages: their templates, classes and words.

    class ProposalForm(PublicForm): ...      then {{ form }} inside the <form> of the template

The admin has Wagtail's own forms.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxLengthValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from base import characters


class LeerstadRenderer(TemplatesSetting):
    """Our templates for forms and fields; the widgets themselves are Django's."""

    form_template_name = "components/forms/form.html"
    formset_template_name = "components/forms/formset.html"
    field_template_name = "components/forms/field.html"


class CharacterLimit(MaxLengthValidator):
    """Names the field that is too long: in the summary above the form its error stands alone."""

    message = gettext_lazy("“%(label)s” is too long: at most %(limit)d characters, it now has %(length)d.")

    def __init__(self, limit_value: int, label: Any, count: Callable[[str], int]) -> None:
        super().__init__(limit_value)
        self.label, self.count = label, count

    def __call__(self, value: Any) -> None:
        length = self.count(value)
        if length > self.limit_value:
            params = {"label": self.label, "limit": self.limit_value, "length": length}
            raise forms.ValidationError(self.message, code=self.code, params=params)


class Seen:
    """Refuses what no reader can see, in the words for a field that was left empty."""

    def __init__(self, field: forms.CharField) -> None:
        self.field = field

    def __call__(self, value: Any) -> None:
        if characters.is_blank(value):
            raise forms.ValidationError(self.field.error_messages["required"], code="required")


class StoredLength(BaseValidator):
    """Counts what is stored: what a reader sees as one character may be made of dozens, and a column is finite."""

    message = gettext_lazy("This text has more accents or joined pictures than can be kept. Leave some out.")
    code = "stored_length"

    def __call__(self, value: Any) -> None:
        if characters.count(value) > self.limit_value:
            # Too many characters for anybody's eye, whatever they are made of.
            raise forms.ValidationError(gettext("This text is too long. Leave some out."), code=self.code)
        super().__call__(value)

    def compare(self, a: Any, b: Any) -> bool:
        return bool(a > b)

    def clean(self, x: Any) -> int:
        return len(x)


class MarkedTextarea(forms.Textarea):
    """For a text with the marks of base.marks; a script adds buttons that write them."""


class FieldErrors(ErrorList):
    template_name = "components/forms/errors.html"


class PublicField(BoundField):
    """A field that knows its shape, and gives its widget the classes of the design system."""

    CLASSES = {
        "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
        "select": "utrecht-select utrecht-select--html-select",
        "checkbox": "utrecht-checkbox utrecht-checkbox--html-input mark",
        "radio": "utrecht-radio-button utrecht-radio-button--html-input mark",
        "text": "utrecht-textbox utrecht-textbox--html-input",
    }

    @property
    def shape(self) -> str:
        """text (label above), choices (a fieldset of answers) or checkbox (one box, its label beside it)."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        return "checkbox" if isinstance(widget, forms.CheckboxInput) else "text"

    @property
    def character_limit(self) -> int | None:
        """How long it may be in what a reader counts; a short line needs no counting."""
        return getattr(self.field, "max_length", None) if is_counted_as_seen(self.field) else None

    @property
    def has_marks(self) -> bool:
        return isinstance(self.field.widget, MarkedTextarea)

    @property
    def first_id(self) -> str:
        """The id that a link in the error summary goes to."""
        return f"{self.auto_id}_0" if self.shape == "choices" else self.id_for_label

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        own = f"{widget.attrs.get('class', '')} {self.CLASSES[self._kind(widget)]}".strip()
        return {**attrs, "class": own}

    @staticmethod
    def _kind(widget: forms.Widget) -> str:
        # In Django a CheckboxSelectMultiple is a RadioSelect: it goes first.
        if isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.RadioSelect):
            return "radio"
        if isinstance(widget, forms.Textarea):
            return "textarea"
        return "select" if isinstance(widget, forms.Select) else "text"


class PublicFormMixin:
    """Before any Django form (also one of another package): our look, and errors that say what to do."""

    default_renderer: BaseRenderer | type[BaseRenderer] | None = LeerstadRenderer
    bound_field_class: type[BoundField] | None = PublicField
    # The browser's own bubbles are in the browser's language and vanish; our summary stays.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_class", FieldErrors)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required_lazily(field, name)
            if isinstance(field, forms.CharField):
                label = field.label or name.replace("_", " ")
                # What has a counter is measured as it does, any other line as its column does.
                measure = characters.count if is_counted_as_seen(field) else len
                field.validators = [
                    CharacterLimit(known.limit_value, label, measure)
                    if isinstance(known, MaxLengthValidator)
                    else known
                    for known in field.validators
                ]
                if field.required:
                    field.validators.append(Seen(field))

    @property
    def still_needed(self) -> list[dict[str, str]]:
        """What is still needed, in the order of the form: [{message, id}]; id is empty for the form as a whole."""
        if not self.is_bound:  # type: ignore[attr-defined]
            return []
        whole = [{"message": message, "id": ""} for message in self.non_field_errors()]  # type: ignore[attr-defined]
        fields = [
            {"message": message, "id": field.first_id}
            for field in self.visible_fields()  # type: ignore[attr-defined]
            for message in field.errors
        ]
        hidden = [
            {"message": message, "id": ""}
            for field in self.hidden_fields()  # type: ignore[attr-defined]
            for message in field.errors
        ]
        return [*whole, *fields, *hidden]


class PublicForm(PublicFormMixin, forms.Form):
    pass


class PublicModelForm(PublicFormMixin, forms.ModelForm):
    pass


def is_counted_as_seen(field: forms.Field) -> bool:
    """Whether it is measured in grapheme clusters: a longer text, or a line whose column has room for more."""
    return isinstance(field.widget, forms.Textarea) or any(isinstance(one, StoredLength) for one in field.validators)


def _required(field: forms.Field, name: str) -> str:
    # The label is asked for late: a form may still change it.
    label = field.label or name.replace("_", " ")
    if isinstance(field.widget, forms.CheckboxInput):
        return gettext("Tick “%(label)s” to go on.") % {"label": label}
    if isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.Select):
        return gettext("Choose an answer for “%(label)s”.") % {"label": label}
    return gettext("Fill in “%(label)s”.") % {"label": label}


_required_lazily = lazy(_required, str)
