from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.human import SOMEBODY_ELSE, refusal_of_spelling
from accounts.models import User
from accounts.queries.residency import human_at_desk
from base.forms.day import DayField, DayInput
from base.instants import day
from base.models import Area


class FindPersonForm(forms.Form):
    mail = forms.EmailField(label=_("Mail address of their account"))


class SpelledName(forms.CharField):
    """A name as the machine-readable lines of a document spell it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=80, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}), **kwargs
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if sentence := refusal_of_spelling(value):
            raise ValidationError(sentence)


class ResidencyForm(forms.Form):
    """What somebody showed at the desk."""

    # Asked only where it must be.
    who = forms.IntegerField(label=_("Is it the same person?"), required=False, widget=forms.RadioSelect)
    person = forms.ModelChoiceField(label=_("Who it is"), queryset=User.objects.none(), widget=forms.RadioSelect)
    given_name = SpelledName(
        label=_("First given name"),
        help_text=_(
            "As the lines with < signs spell it, at the bottom of a passport or on the back of an identity card: the first name after <<. Is there one name only? Type it here too."
        ),
    )
    surname = SpelledName(
        label=_("Surname at birth"),
        help_text=_(
            "As the same lines spell it: all of it before <<. Do they give the name of a partner? Type the one at birth, in the same letters. Neither name is kept."
        ),
    )
    born_on = DayField(
        label=_("Date of birth"),
        help_text=_("As the document says it. It is shown to nobody but the person themselves."),
        widget=DayInput({"autocomplete": "off"}),
    )
    area = forms.ModelChoiceField(label=_("Neighbourhood"), queryset=Area.objects.all())
    is_shown = forms.BooleanField(label=_("I saw a valid identity document, and where they live"))

    def __init__(self, *args: Any, mail: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.at_address(mail).filter(is_active=True)
        choice = cast(forms.ModelChoiceField, self.fields["person"])
        choice.queryset, choice.empty_label = people, None
        # A lone one needs no choice.
        self.has_choice = bool(people)
        choice.initial = people[0] if len(people) == 1 else None

    def ask_who(self) -> None:
        """Asks who it is where another account has this name and date of birth, and not otherwise."""
        given = getattr(self, "cleaned_data", {})
        told: dict[str, Any] = {one: given.get(one) for one in ("person", "given_name", "surname", "born_on")}
        human = human_at_desk(**told) if all(told.values()) else None
        if human is None or not human.is_asked:
            del self.fields["who"]
            return
        same = gettext("It is the same person, verified on %(day)s: from now on they vote with this account")
        self.fields["who"].widget.choices = [
            *((number, same % {"day": day(other.verified_on)}) for number, other in human.others.items()),
            (SOMEBODY_ELSE, gettext("It is somebody else with the same name and date of birth")),
        ]
