from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm
from proposals.actions.attachment import MOST_BYTES

ACCEPTED = ".jpg,.jpeg,.png,.webp,.gif,.pdf,.odt,.docx"


class AttachmentForm(PublicForm):
    file = forms.FileField(
        label=_("Picture or document"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("JPEG, PNG, WebP, PDF, ODT or DOCX, at most 10 MB. Of a picture we take away where it was taken."),
    )
    description = forms.CharField(
        label=_("What is to be seen or read?"),
        max_length=300,
        help_text=_("In one sentence, for whoever cannot see it."),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _(
                    "This file is too big: %(size)d MB, and at most 10 MB is possible. Make it smaller, or choose another."
                )
                % {"size": -(-(file.size or 0) // (1024 * 1024))}
            )
        return file
