from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from participation.actions.ordinance import OrdinanceText
from participation.life_enums import Body, InadmissibleGround, Instrument, WhoMay
from participation.models import ConsultationRound, Ordinance

LONGEST_TERM = 520


def _number(label: Any, most: int, help_text: Any = "", *, least: int = 1, required: bool = False) -> WholeNumberField:
    return WholeNumberField(label=label, min_value=least, max_value=most, required=required, help_text=help_text)


def _weeks(label: Any, help_text: Any = "", *, required: bool = False) -> WholeNumberField:
    return _number(label, LONGEST_TERM, help_text, required=required)


class OrdinanceEndForm(forms.Form):
    ends_from = DayField(
        label=_("Applies no more from"),
        required=False,
        help_text=_(
            "Empty: it was recorded by mistake and is taken back. That can be done while nothing began under it."
        ),
    )
    reason = forms.CharField(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class OrdinanceForm(forms.Form):
    """What an ordinance lays down, from a day on."""

    consultation_round = forms.ModelChoiceField(
        label=_("For what is handed in to"),
        queryset=ConsultationRound.objects.filter(is_standing=True, cancelled_at=None).order_by("title"),
        help_text=_("A standing round of its own: an editor makes its page first."),
    )
    instrument = forms.ChoiceField(label=_("Which right"), choices=Instrument.choices)
    name = forms.CharField(label=_("Name of the ordinance"), max_length=200)
    url = forms.URLField(
        label=_("Where it can be read"),
        max_length=500,
        assume_scheme="https",
        help_text="https://lokaleregelgeving.overheid.nl/…",
    )
    applies_from = DayField(
        label=_("Applies from"),
        help_text=_("What was begun before this day keeps the terms it began with."),
    )
    who = forms.ChoiceField(label=_("Who may start and support it"), choices=WhoMay.choices)
    youngest = _number(_("From which age"), 99, _("Years. Empty: no age is asked."))
    takes_organisations = forms.BooleanField(label=_("Organisations may start it too"), required=False)
    needed = _number(_("How many must support it"), 10_000_000, _("Empty: none, or the share below."))
    share = forms.DecimalField(
        label=_("Or a share of a population, in percent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    population = _number(_("How many people that population is"), 100_000_000)
    population_on = DayField(label=_("On which day"), required=False)
    most = _number(_("Never more supporters than"), 10_000_000, _("Only with a share."))
    collecting_weeks = _weeks(_("Weeks to collect support"), _("From the day it is public. Empty: without end."))
    admission_weeks = _weeks(
        _("Weeks to judge whether it is admissible"),
        _("From the day it is handed over. Empty: within the term to decide."),
    )
    body = forms.ChoiceField(label=_("Who deals with it"), choices=Body.choices)
    decision_weeks = _weeks(_("Weeks to decide"), _("From the day it is handed over."), required=True)
    extension_weeks = _weeks(_("Weeks by which the decision can be put off, once"), _("Empty: it cannot be put off."))
    grounds = forms.MultipleChoiceField(
        label=_("Grounds on which it is not admissible"),
        choices=InadmissibleGround.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def initial_of(cls, known: Ordinance) -> dict[str, Any]:
        """What is laid down now, to change from another day on; the number that a share came to is not typed."""
        initial = {name: getattr(known, name) for name in cls.base_fields if name != "applies_from"}
        return initial | ({"needed": None} if known.share is not None else {})

    def text(self) -> OrdinanceText:
        """Only of a valid form."""
        given = dict(self.cleaned_data)
        del given["consultation_round"]
        return OrdinanceText(**given)
