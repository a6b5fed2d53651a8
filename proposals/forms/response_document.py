from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.forms.choice import AskedChoiceField
from base.models import PublishedVersion
from proposals.actions.response_document import RowText
from proposals.council_enums import AnswerVerdict
from proposals.models import ResponseDocument, ResponseRow, ReusableAnswer
from proposals.response_rules import ANSWER


def answerers() -> Any:
    """Whoever has the right to write answers."""
    app, codename = ANSWER.split(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    having = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return get_user_model().objects.filter(having, is_active=True).distinct().order_by("display_name", "pk")


class VersionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: PublishedVersion) -> str:
        return f"{obj.reference.string}, {obj.label} ({obj.language})"


class RowForm(forms.Form):
    """What is written in a row. `edition` is the one that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    theme = forms.CharField(label=_("Theme"), max_length=100, required=False)
    summary = forms.CharField(
        label=_("What was said, in a sentence"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=1000,
        help_text=_(
            "Of one contribution it may stay empty: that is quoted. A formal view is never quoted: say what it says. Write no names."
        ),
    )
    summary_en = forms.CharField(
        label=_("The same in English"), widget=forms.Textarea({"rows": 3}), required=False, max_length=1000
    )
    reusable = forms.ModelChoiceField(
        label=_("Begin with a reusable answer"),
        queryset=ReusableAnswer.objects.all(),
        required=False,
        help_text=_("Its words come before yours when you keep the row."),
    )
    answer = forms.CharField(
        label=_("The answer"), widget=forms.Textarea({"rows": 6}), required=False, max_length=10_000
    )
    answer_en = forms.CharField(
        label=_("The answer, in English"), widget=forms.Textarea({"rows": 6}), required=False, max_length=10_000
    )
    verdict = AskedChoiceField(label=_("What we do with it"), choices=AnswerVerdict.choices, required=False)
    reason = forms.CharField(
        label=_("Why not"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=3000,
        help_text=_("Only where it is not taken over."),
    )
    reason_en = forms.CharField(
        label=_("Why not, in English"), widget=forms.Textarea({"rows": 3}), required=False, max_length=3000
    )
    forwarded_to = forms.CharField(
        label=_("Forwarded to"), max_length=200, required=False, help_text=_("Only where it was forwarded.")
    )
    before = VersionField(
        label=_("The text before the change"), queryset=PublishedVersion.objects.none(), required=False
    )
    after = VersionField(label=_("The text after the change"), queryset=PublishedVersion.objects.none(), required=False)
    department = forms.CharField(label=_("Which department answers"), max_length=100, required=False)

    def __init__(self, *args: Any, document: ResponseDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = PublishedVersion.objects.filter(
            reference__in=[pk for pk in _texts(document) if pk is not None]
        ).select_related("reference")
        for name in ("before", "after"):
            self.fields[name].queryset = versions.order_by("reference", "language", "number", "correction")  # type: ignore[attr-defined]

    def row_text(self) -> RowText:
        """Only of a valid form."""
        given = {name: self.cleaned_data[name] for name in RowText.__dataclass_fields__}
        reusable = self.cleaned_data["reusable"]
        if reusable is not None:
            for name, words in (("answer", reusable.text), ("answer_en", reusable.text_en)):
                if words not in given[name]:
                    given[name] = f"{words}\n\n{given[name]}".strip()
        return RowText(**given)


def initial_of(row: ResponseRow) -> dict[str, Any]:
    """What stands in a row, for its form."""
    return {"edition": row.edition} | {name: getattr(row, name) for name in RowText.__dataclass_fields__}


class CorrectionForm(RowForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_en"].help_text = _("If you change the answer, see whether this still says the same.")

    because = forms.CharField(
        label=_("Why it is corrected or comes later, for everybody"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who writes the answer"), queryset=get_user_model().objects.none(), required=False
    )
    department = forms.CharField(label=_("Department"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = answerers()  # type: ignore[attr-defined]


class IntroForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput)
    intro = forms.CharField(
        label=_("In a few sentences, above the answers"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
        max_length=5000,
    )
    intro_en = forms.CharField(
        label=_("The same in English"), widget=forms.Textarea({"rows": 4}), required=False, max_length=5000
    )


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label=_("Or send it back: what is still to be done?"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=2000,
    )


def _texts(document: ResponseDocument) -> list[int | None]:
    """What may have changed because of what people said: the item that the round is about, and the round's own text."""
    round_ = document.consultation_round
    return [round_.about_id, round_.reference_id]
