from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 10 * 1024 * 1024


class ScanField(forms.FileField):
    """Paper as it came in, in one file."""

    def __init__(
        self,
        *,
        label: Any = None,
        required: bool = True,
        accept: str = ".jpg,.jpeg,.png,.webp,.pdf",
        help_text: Any = None,
    ) -> None:
        super().__init__(
            label=label or _("Scan or photograph"),
            required=required,
            widget=forms.FileInput(attrs={"accept": accept}),
            help_text=help_text or _("JPEG, PNG, WebP or PDF, at most 10 MB. Only staff see it."),
        )

    def to_python(self, data: Any) -> Any:
        scan = super().to_python(data)
        if scan is not None and (scan.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too big: at most 10 MB is possible."))
        return scan
