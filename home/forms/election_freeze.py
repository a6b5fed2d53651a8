from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayField


class FreezeForm(forms.Form):
    """The days before an election on which positions are closed."""

    election = forms.CharField(label=_("Election"), max_length=120)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day == date.max:
            raise forms.ValidationError(_("Choose an earlier day: no day comes after this one."))
        return day

    def span(self) -> tuple[datetime, datetime]:
        """From the midnight that begins the first day to the one that ends the last."""
        zone = timezone.get_current_timezone()
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return (
            datetime.combine(first, time.min, tzinfo=zone),
            datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone),
        )
