from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.models import Incident, SetAsideEnvelope


class IncidentForm(forms.Form):
    """What went otherwise than it should; a mistake is corrected by a new one."""

    prefix = "incident"
    happened_at = forms.DateTimeField(
        label=_("When it happened"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    what = forms.CharField(label=_("What happened"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    done = forms.CharField(
        label=_("What was done about it"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    corrects = forms.ModelChoiceField(
        label=_("It corrects"), queryset=Incident.objects.none(), required=False, empty_label=_("nothing: it is new")
    )

    def __init__(self, *args: Any, incidents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["corrects"]
        field.queryset = incidents
        field.label_from_instance = lambda one: one.what[:80]
        if not incidents:
            del self.fields["corrects"]


class CountersignForm(forms.Form):
    """Certifying as the second. `draw` is what a lot was to be drawn with, in the words of the rules, where one decided."""

    prefix = "countersign"
    looked_up = forms.CharField(label=_("What the lot was to be drawn with"), max_length=200)

    def __init__(self, *args: Any, draw: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not draw:
            del self.fields["looked_up"]
            return
        self.fields["looked_up"].help_text = gettext(
            "The rules name it: %(draw)s. Look it up yourself where it was published, and do not copy it from the sheet. Only its letters and digits count. Two people find the same, or nothing is certified."
        ) % {"draw": draw}

    def asked(self) -> dict[str, Any]:
        """For the action; only of a valid form."""
        return dict(self.cleaned_data)


class CertifyForm(CountersignForm):
    """Who is asked to be the second."""

    prefix = "certify"

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [(key, str(one)) for key, one in self.people.items()]
        nobody = ("", _("choose somebody"))
        self.fields["asked"] = forms.ChoiceField(label=_("Who certifies beside you"), choices=[nobody, *choices])
        self.fields["deputy"] = forms.ChoiceField(
            label=_("Their deputy"),
            required=False,
            choices=[("", "-"), *choices],
            help_text=_("Whoever of both comes first. Without a deputy the certificate waits for one person."),
        )

    def asked(self) -> dict[str, Any]:
        """For the action; only of a valid form."""
        return self.cleaned_data | {name: self.people.get(self.cleaned_data[name]) for name in ("asked", "deputy")}


class CorrectForm(forms.Form):
    """Why the count is corrected, and which envelopes that were set aside count after all."""

    prefix = "correct"
    reason = forms.CharField(
        label=_("Why the count is corrected"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it."),
    )
    public_value = forms.CharField(
        label=_("What the lot is drawn with"),
        max_length=200,
        required=False,
        help_text=_(
            "Leave it empty, unless it was typed wrongly: then as it was published. Only its letters and digits count. Somebody else confirms it before anything is counted."
        ),
    )
    take_back = forms.ModelMultipleChoiceField(
        label=_("Count these after all"),
        queryset=SetAsideEnvelope.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, readable: Any, draws_lot: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not draws_lot:
            del self.fields["public_value"]
        field: Any = self.fields["take_back"]
        field.queryset = readable
        field.label_from_instance = lambda one: f"{one.get_ground_display()} ({str(one.key)[:8]})"
        if not readable:
            del self.fields["take_back"]

    def asked(self) -> dict[str, Any]:
        """For who asks a second person; only of a valid form."""
        given = dict(self.cleaned_data)
        reason = given.pop("reason")
        if "take_back" in given:
            given["take_back"] = [str(one.pk) for one in given["take_back"]]
        return {"reason": reason, "details": given}
