from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.instants import until
from participation.models import Phase, Subject


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason, as everybody will read it"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


class ReasonForm(forms.Form):
    """Of pausing and cancelling."""

    reason = _reason()


class ExtendForm(forms.Form):
    """A phase that runs, and its later end."""

    phase = forms.ModelChoiceField(label=_("Phase"), queryset=Phase.objects.none(), empty_label=None)
    ends_at = _moment(
        _("It is over at"),
        help_text=_("The first moment at which it is over: 15 December 00:00 is the end of the 14th."),
    )
    reason = _reason()

    def __init__(self, *args: Any, phases: list[Phase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["phase"]
        field.queryset = Phase.objects.filter(pk__in=[phase.pk for phase in phases])
        field.label_from_instance = lambda phase: f"{phase.get_kind_display()}: {until(phase.ends_at)}"


class ResumeForm(forms.Form):
    """The end of each phase that was open when the round was paused: by itself as much later as the pause lasted."""

    def __init__(self, *args: Any, phases: Iterable[Phase], paused_for: timedelta, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phases = []
        for phase in phases:
            if phase.ends_at is None:
                continue
            self.phases.append(phase)
            label = _("'%(phase)s' is over at") % {"phase": phase.get_kind_display()}
            # Whole minutes, as the field has them, and never shorter than the pause was.
            later = phase.ends_at + paused_for + timedelta(seconds=59)
            self.fields[f"ends-{phase.pk}"] = _moment(label, initial=later.replace(second=0, microsecond=0))
        self.fields["reason"] = _reason()

    @property
    def ends(self) -> dict[int, datetime]:
        """Only of a valid form."""
        return {phase.pk: self.cleaned_data[f"ends-{phase.pk}"] for phase in self.phases}


class OptionForm(forms.Form):
    subject = forms.ModelChoiceField(label=_("Option"), queryset=Subject.objects.none())
    reason = _reason()

    def __init__(self, *args: Any, options: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["subject"]
        field.queryset = options
        field.label_from_instance = lambda subject: f"{subject.reference.string} {subject.public_label}"
