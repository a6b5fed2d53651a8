from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from base.forms.public import PublicForm


class TextOrFileForm(PublicForm):
    """A text that is pasted, or a file that has it. Only what it holds counts, never its name."""

    MOST_BYTES = 2 * 1024 * 1024
    NEEDED = gettext_lazy("Choose a file, or paste a text.")
    # What stands beside the fields instead of "not required".
    takes_one_of_both = True

    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True, widget=forms.FileInput)
    text = forms.CharField(
        label=gettext_lazy("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > self.MOST_BYTES:
            raise ValidationError(
                gettext("This file is larger than %(most)d MB. Send a part of it, or paste its text.")
                % {"most": self.MOST_BYTES // 1024 // 1024},
                code="too_large",
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.data_sent():
            raise ValidationError(self.NEEDED)
        file = cleaned.get("file")
        if file is not None and file.size and cleaned.get("text", "").strip():
            raise ValidationError(
                gettext("You chose a file and pasted a text. Send one of the two: empty the text, or choose no file.")
            )
        return cleaned

    @property
    def status(self) -> int:
        """Of the answer that shows the form."""
        if not self.errors:
            return 200
        return 413 if self.has_error("file", "too_large") else 422

    def data_sent(self) -> bytes:
        """The bytes of the file, or of the text as it was pasted, in UTF-8."""
        file = self.cleaned_data.get("file")
        if file is not None and file.size:
            file.seek(0)
            return bytes(file.read())
        text = self.cleaned_data.get("text", "")
        return text.replace("\r\n", "\n").encode("utf-8", errors="replace") if text.strip() else b""


class VerifyForm(TextOrFileForm):
    file = forms.FileField(
        label=gettext_lazy("File with a text, or with canonical JSON"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".json,.txt,application/json,text/plain"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste it: a text, canonical JSON, or a SHA-256 hash"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )
