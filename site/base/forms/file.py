"""Wagtail's forms of an image and of a document: a file that a published version shows is not replaced."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from base.file_content import drawn_anew
from base.refusal import Refusal
from base.rules import refusal_to_remove_file


class KeepsShownFile:
    def clean_file(self: Any) -> Any:
        is_replaced = self.instance.pk and "file" in self.changed_data
        if sentence := refusal_to_remove_file(self.original_file.name) if is_replaced else "":
            raise ValidationError(sentence)
        return self.cleaned_data["file"]


class ImageForm(KeepsShownFile, BaseImageForm):
    """What is kept of a picture is drawn anew: a photo says where, when and by whom it was taken, and its file is public."""

    class Meta(BaseImageForm.Meta):
        pass

    def clean_file(self) -> Any:
        file = super().clean_file()
        if "file" not in self.changed_data:
            return file
        try:
            content = drawn_anew(file.read())
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return SimpleUploadedFile(f"{PurePath(file.name).stem}.{content.extension}", content.data)


class DocumentForm(KeepsShownFile, BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        pass
