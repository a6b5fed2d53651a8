from django import forms
from django.utils.translation import gettext_lazy

from base.forms.verify import TextOrFileForm
from home.imports.programme import MOST_BYTES


class ProgrammeForm(TextOrFileForm):
    MOST_BYTES = MOST_BYTES
    NEEDED = gettext_lazy("Choose the file of your programme, or paste its text.")

    file = forms.FileField(
        label=gettext_lazy("Your programme"),
        help_text=gettext_lazy("DOCX, ODT, PDF or text, at most 10 MB and 500 pages."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".docx,.odt,.pdf,.txt,text/plain"}),
    )
