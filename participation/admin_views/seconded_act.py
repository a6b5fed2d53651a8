from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from base import clock
from base.admin_views import FormDeskView
from participation.actions.seconded_act import confirm_act, take_act_back
from participation.admin_views.certification import CountDesk
from participation.admin_views.voting_letter import (
    ListsInMemory,
    addressees_of,
    is_on_paper,
    letter_of_one,
    letters_file,
)
from participation.codes import spaced
from participation.enums import Keeping
from participation.forms.ballot_box import ConfirmForm, PassphraseForm
from participation.forms.voting_letter import AddressForm, AgainForm
from participation.models import Ballot, ConsultationRound, RollEntry, SecondedAct
from participation.queries.consultation_round import round_by_reference
from participation.queries.seconded_act import unconfirmed_acts, what_acts_are_about
from participation.queries.tally_sheet import set_aside_in
from participation.seconded_rules import refusal_of_lapsed, refusal_to_second
from participation.voting_enums import FINAL, LetterForm, SecondedKind


@dataclass(frozen=True)
class AskedAct:
    """An act that waits, what it is about in words, why this person does not confirm it, and what is typed to confirm it."""

    act: SecondedAct
    about: str
    refusal: str
    form: forms.Form | None
    is_lapsed: bool = False

    @property
    def letter_form(self) -> str:
        return str(LetterForm(self.act.details["form"]).label) if self.act.kind == SecondedKind.NEW_CODE else ""


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SecondedActsView(ListsInMemory, FormDeskView, CountDesk):
    """What one person asked for in a round, and somebody else confirms; either says that it is not done."""

    page_title = gettext_lazy("Waits for a second person")
    header_icon = "group"
    template_name = "participation/admin/seconded_acts.html"

    def get_form(self, form_class: Any = None) -> forms.Form:
        if self.request.method == "POST" and self.request.POST.get("act") == "confirm":
            return self._form_of(self._asked(), self.request.POST, self.request.FILES) or forms.Form(self.request.POST)
        return forms.Form(self.request.POST or None)

    def round(self) -> ConsultationRound:
        """Also one without a vote: it can be cancelled."""
        found = round_by_reference(self.kwargs["reference"])
        if found is None:
            raise Http404
        return found

    @sensitive_variables()
    def act(self, form: Any) -> HttpResponse:
        act: SecondedAct = self._asked()
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        if self.request.POST.get("act") != "confirm":
            take_act_back(act=act, **who)
            done = _("It is not done, and waits for nobody any more.")
            return self.done(done, "seconded_desk", self.kwargs["reference"])
        given = form.cleaned_data
        if act.kind == SecondedKind.NEW_CODES:
            who["addressees"] = addressees_of(given, who["at"])
        made = confirm_act(act=act, reason=given.get("reason", ""), passphrase=given.get("passphrase", ""), **who)
        if made.letters:
            return letters_file(act.consultation_round, made.letters, given["export"])
        if made.code and is_on_paper(act.details["form"]):
            entry = RollEntry.objects.select_related("consultation_round__reference").get(pk=act.about)
            return letter_of_one(entry, made.code, **act.details, to=given)
        if made.code:
            # Shown in the answer itself: it must lie nowhere on the way to another page.
            return self.desk(shown=spaced(made.code))
        if act.kind == SecondedKind.OPEN:
            return self.done(_opened_words(act.consultation_round), "box_desk", self.kwargs["reference"])
        return self.done(_("It is confirmed and done."), "seconded_desk", self.kwargs["reference"])

    def get_context_data(self, form: Any = None, **context: Any) -> dict[str, Any]:
        consultation_round, now = self.round(), clock.now()
        acts = list(unconfirmed_acts(consultation_round))
        words = what_acts_are_about(consultation_round, acts)
        sent = self.request.POST.get("seconded", "")
        return super().get_context_data(
            consultation_round=consultation_round,
            form=form,
            acts=[
                AskedAct(
                    act,
                    words.get(act.pk, ""),
                    refusal_to_second(act, self.request.user, now),
                    form if form is not None and form.fields and sent == str(act.pk) else self._form_of(act),
                    is_lapsed=bool(refusal_of_lapsed(act, now)),
                )
                for act in acts
            ],
            **context,
        )

    def _form_of(self, act: SecondedAct, data: Any = None, files: Any = None) -> forms.Form | None:
        """What the second person types, where it is anything."""
        if act.kind == SecondedKind.OPEN and self.round().box.keeping == Keeping.PASSPHRASE:
            return PassphraseForm(data)
        if act.kind == SecondedKind.NEW_CODE and is_on_paper(act.details["form"]):
            return AddressForm(data, auto_id=f"to-{act.pk}-%s")
        if act.kind == SecondedKind.NEW_CODES:
            return AgainForm(data, files, auto_id=f"again-{act.pk}-%s")
        if act.kind in FINAL:
            return ConfirmForm(data, auto_id=f"confirm-{act.pk}-%s")
        return None

    def _asked(self) -> SecondedAct:
        key = self.request.POST.get("seconded", "")
        found = unconfirmed_acts(self.round()).filter(pk=key).first() if key.isdecimal() else None
        if found is None:
            raise Http404
        return found


def _opened_words(consultation_round: ConsultationRound) -> str:
    opened = Ballot.objects.filter(consultation_round=consultation_round).count()
    aside = set_aside_in(consultation_round).count()
    said = _("The box is open: %(count)d ballots were taken out, and nobody knows whose they are.")
    if aside:
        said += " " + ngettext(
            "%(aside)d envelope could not be counted and was set aside: see the record of the vote.",
            "%(aside)d envelopes could not be counted and were set aside: see the record of the vote.",
            aside,
        )
    return said % {"count": opened, "aside": aside}
