"""Wagtail's forms of an image and of a document: a file that a published version shows is not replaced."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from base.rules import refusal_to_remove_file


class KeepsShownFile:
    def clean_file(self: Any) -> Any:
        is_replaced = self.instance.pk and "file" in self.changed_data
        if sentence := refusal_to_remove_file(self.original_file.name) if is_replaced else "":
            raise ValidationError(sentence)
        return self.cleaned_data["file"]


class ImageForm(KeepsShownFile, BaseImageForm):
    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(KeepsShownFile, BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        pass
