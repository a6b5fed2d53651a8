from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from base import clock
from base.admin_views import FormDeskView
from base.instants import last_minute
from base.refusal import refuse_if
from participation.actions.ballot_box import (
    bring_part,
    collect_part,
    make_box,
    report_lost,
    try_box,
    try_part,
)
from participation.actions.seconded_act import ask_second
from participation.admin_views.consultation_round import RoundsView
from participation.box_rules import (
    box_of,
    opening_words,
    parts_words,
    refusal_to_discard,
    refusal_to_hold,
    refusal_to_make,
    refusal_to_open,
)
from participation.certification_rules import refusal_to_destroy
from participation.count_words import turnout_words
from participation.forms.ballot_box import (
    MakeBoxForm,
    OpenForm,
    PartForm,
    PassphraseForm,
    ReasonForm,
)
from participation.models import BoxHolder, ConsultationRound
from participation.queries.ballot_box import holders_of, possible_holders
from participation.queries.paper_batch import batches_of, papers_not_cast
from participation.queries.seconded_act import waiting_acts
from participation.queries.tally_sheet import newest_sheet
from participation.rules import COUNT
from participation.views.vote import vote_or_404
from participation.voting_enums import SecondedKind

ABOUT_HOLDER: dict[str, type[forms.Form]] = {"bring": PartForm, "try": PartForm, "missing": ReasonForm}


def _ids_of(holder: Any) -> str:
    """For the fields of a form about one part: their labels lead to their own field."""
    return f"holder-{holder}-%s"


@dataclass(frozen=True)
class HolderRow:
    """A holder, whether their part is in the hands of who looks, and the forms about it, each with ids of its own."""

    holder: BoxHolder
    is_mine: bool
    part: forms.Form
    missing: forms.Form


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class BallotBoxView(FormDeskView):
    """The ballot box of one round: making and testing it, who holds what, opening it, destroying what is left."""

    permission = COUNT
    page_title = gettext_lazy("The ballot box")
    header_icon = "lock"
    template_name = "participation/admin/ballot_box.html"

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Of the act that was sent."""
        data, act = self.request.POST, self.request.POST.get("act", "")
        if act == "make":
            return MakeBoxForm(data, people=possible_holders())
        if act == "open":
            return OpenForm(data)
        classes = {"test": PassphraseForm, "collect": forms.Form, "lost": forms.Form}
        classes |= {"destroy": ReasonForm, "discard": ReasonForm}
        if act in ABOUT_HOLDER:
            return ABOUT_HOLDER[act](data, auto_id=_ids_of(data.get("holder", "")))
        if act not in classes:
            raise Http404
        return classes[act](data)

    def act(self, form: Any) -> HttpResponse:
        done, shown = self._do(self.request.POST["act"], self.round(), form)
        if shown:
            # What is shown once is shown in the answer itself: it must lie nowhere on the way to another page.
            return self.desk(shown=shown)
        return self.done(done, "box_desk", self.kwargs["reference"])

    def round(self) -> ConsultationRound:
        """As it is now: an act changes it."""
        return vote_or_404(self.kwargs["reference"])

    def _refusal_of_reload(self, consultation_round: ConsultationRound) -> str:
        """The passphrase is shown on the answer to the form itself: whoever reloads that page must not make another box."""
        box = box_of(consultation_round)
        if self.request.POST.get("over", "") == (box.public_key if box is not None else ""):
            return ""
        return _(
            "A box was made from this page already, and that one holds: its passphrase was shown then. Make it again below only if that was lost."
        )

    @sensitive_variables()
    def _do(self, act: str, consultation_round: ConsultationRound, form: Any) -> tuple[str, dict[str, str]]:
        """What is said when it was done, and what is shown this one time."""
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        about: dict[str, Any] = who | {"consultation_round": consultation_round}
        asked = _("It waits for a second person. Ask a colleague who may count to confirm it from their own account.")
        if act == "make":
            refuse_if(self._refusal_of_reload(consultation_round))
            made = make_box(**about, **form.asked())
            return _("The box is there. Each holder now lets their part be shown to them."), (
                {"passphrase": made.passphrase} if made.passphrase else {}
            )
        if act == "test":
            try_box(**about, **form.cleaned_data)
            return _("The test envelope was sealed and opened. People can vote when voting begins."), {}
        if act == "open":
            why = _("Voting is over, so the box can be opened.")
            ask_second(**about, kind=SecondedKind.OPEN, reason=why, details=form.cleaned_data)
            return asked, {}
        if act == "discard":
            box = box_of(consultation_round)
            key = str(box.pk) if box is not None else ""
            ask_second(**about, **form.cleaned_data, kind=SecondedKind.NEW_BOX, about=key)
            return asked, {}
        if act == "destroy":
            ask_second(**about, **form.cleaned_data, kind=SecondedKind.DESTROY)
            return asked, {}
        holder = self._holder(consultation_round)
        if act == "collect":
            return "", {"words": collect_part(holder=holder, **who)}
        if act == "lost":
            report_lost(holder=holder, **who)
            return _("That part counts as lost."), {}
        if act == "missing":
            ask_second(**about, **form.cleaned_data, kind=SecondedKind.LOST_PART, about=str(holder.pk))
            return asked, {}
        if act == "try":
            try_part(holder=holder, words=form.cleaned_data["words"], **who)
            return _("These are the words of the part of %(holder)s.") % {"holder": holder.person}, {}
        box = bring_part(holder=holder, words=form.cleaned_data["words"], **who)
        if any(one.brought for one in box.holders.all()):
            return _("The part is there. It waits, sealed, for the others."), {}
        return _("The test envelope was sealed and opened. People can vote when voting begins."), {}

    def get_context_data(self, form: Any = None, **context: Any) -> dict[str, Any]:
        consultation_round, now = self.round(), clock.now()
        box, act, sent = (
            box_of(consultation_round),
            self.request.POST.get("act", ""),
            self.request.POST.get("holder", ""),
        )
        holders = list(holders_of(box)) if box is not None else []
        voting, waiting = consultation_round.voting, waiting_acts(consultation_round, now)
        here = {
            "make": MakeBoxForm(people=possible_holders()),
            "test": PassphraseForm(),
            "why": ReasonForm(),
            "open": OpenForm(),
        }
        return super().get_context_data(
            consultation_round=consultation_round,
            box=box,
            holders=[
                HolderRow(
                    one,
                    not refusal_to_hold(one, self.request.user),
                    *(
                        form
                        if form is not None and act in acts and sent == str(one.pk)
                        else kind(auto_id=_ids_of(one.pk))
                        for kind, acts in ((PartForm, ("bring", "try")), (ReasonForm, ("missing",)))
                    ),
                )
                for one in holders
            ],
            may_try=box is not None and box.tested_at is not None and box.opened_at is None,
            discard_refusal=refusal_to_discard(consultation_round, now),
            is_closed=voting is not None and voting.has_ended(now),
            is_secret_asked=box is not None
            and box.opened_at is None
            and (box.tested_at is None or (voting is not None and voting.has_ended(now))),
            turnout_words=turnout_words(consultation_round),
            ended_at=last_minute(voting.ends_at) if voting is not None and voting.ends_at is not None else None,
            papers_not_cast=papers_not_cast(batches_of(consultation_round)),
            make_refusal=refusal_to_make(consultation_round),
            open_refusal=refusal_to_open(consultation_round, now),
            destroy_refusal=refusal_to_destroy(consultation_round, newest_sheet(consultation_round)),
            form=form,
            parts_words=parts_words(box, holders) if box is not None and box.is_split and not box.opened_at else "",
            waiting=waiting,
            asked={act.kind for act in waiting},
            opening_words=opening_words(box) if box is not None else "",
            # Only the reason of what was sent is shown again, beside what it was for.
            forms=here if form is None else here | {act: form},
            sent_missing=sent if act == "missing" else "",
            **context,
        )

    def _holder(self, consultation_round: ConsultationRound) -> BoxHolder:
        box = box_of(consultation_round)
        key = self.request.POST.get("holder", "")
        holder = holders_of(box).filter(pk=key).first() if box is not None and key.isdecimal() else None
        if holder is None:
            raise Http404
        return holder

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": RoundsView.page_title},
            {"url": reverse("round_desk", args=[reference]), "label": reference},
            {"url": "", "label": self.page_title},
        ]
