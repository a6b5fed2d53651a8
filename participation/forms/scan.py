from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 10 * 1024 * 1024


class ScanField(forms.FileField):
    """Paper as it came in, in one file."""

    widget = forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.pdf"})

    def __init__(self, *, label: Any = None, required: bool = True) -> None:
        super().__init__(
            label=label or _("Scan or photograph"),
            required=required,
            help_text=_("JPEG, PNG, WebP or PDF, at most 10 MB. Only staff see it."),
        )

    def to_python(self, data: Any) -> Any:
        scan = super().to_python(data)
        if scan is not None and (scan.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too big: at most 10 MB is possible."))
        return scan
