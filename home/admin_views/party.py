from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from base import clock
from base.admin_views import FormDeskView, FormsDeskView
from base.refusal import Refusal
from home.actions.citation import correct_facts
from home.actions.election_freeze import announce_freeze, call_off_freeze
from home.actions.party import admit_representative, correct_party, end_representation, list_party
from home.forms.citation import DocumentForm, facts_of
from home.forms.election_freeze import FreezeForm
from home.forms.party import AdmissionForm, PartyForm
from home.models import Citation, ElectionFreeze, Party, Representative
from home.queries.citation import citations_of_party, current_citation, history_of
from home.queries.party import party_by_slug
from home.rules import KEEP

PER_PAGE = 50


class PartiesView(FormsDeskView):
    """Every party by the alphabet, a form for the next, and the freezes before elections."""

    permission = KEEP
    page_title = gettext_lazy("Parties and citations")
    header_icon = "group"
    template_name = "home/admin/parties.html"

    def get_forms(self) -> dict[str, Form]:
        return {"list": PartyForm(self.sent("list")), "freeze": FreezeForm(self.sent("freeze"))}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") == "call_off":
            return self._call_off()
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        if isinstance(form, FreezeForm):
            starts_at, ends_at = form.span()
            announce_freeze(election=form.cleaned_data["election"], starts_at=starts_at, ends_at=ends_at, **who)
            return self.done(_("Announced. Everybody can read it from now on."), "parties_desk")
        party = list_party(facts=form.facts(), **who)
        done = _("%(party)s is in the register. Now admit who speaks for it.") % {"party": party}
        return self.done(done, "party_desk", party.slug)

    def _call_off(self) -> HttpResponse:
        freeze = ElectionFreeze.objects.filter(pk=_number(self.request.POST.get("freeze", ""))).first()
        if freeze is None:
            raise Http404
        try:
            call_off_freeze(freeze=freeze, by=self.request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(self.request, refusal.sentence)
        else:
            messages.success(self.request, _("Called off."))
        return redirect("parties_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            parties=Paginator(Party.objects.by_name(), PER_PAGE).get_page(self.request.GET.get("p")),
            freezes=ElectionFreeze.objects.order_by("-starts_at")[:20],
            **context,
        )


class PartyDeskView(FormsDeskView):
    """One party: its facts, who speaks for it, what it cites."""

    permission = KEEP
    page_title = gettext_lazy("Party")
    header_icon = "group"
    template_name = "home/admin/party.html"

    @cached_property
    def party(self) -> Party:
        return _party(self.kwargs["slug"])

    def get_forms(self) -> dict[str, Form]:
        facts = {name: getattr(self.party, name) for name in PartyForm.base_fields}
        return {
            "facts": PartyForm(self.sent("facts"), initial=facts),
            "admit": AdmissionForm(self.sent("admit")),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") == "end":
            return self._end(self.party)
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        about: dict[str, Any] = {"party": self.party, "by": self.request.user, "at": clock.now()}
        if isinstance(form, AdmissionForm):
            person = _person(form.cleaned_data["email"], form.cleaned_data["display_name"])
            admit_representative(person=person, **about)
            done = _("%(person)s speaks for %(party)s from now on.") % {"person": person, "party": self.party}
        else:
            correct_party(facts=form.facts(), **about)
            done = _("The facts were changed.")
        return self.done(done, "party_desk", self.kwargs["slug"])

    def _end(self, party: Party) -> HttpResponse:
        number = _number(self.request.POST.get("representative", ""))
        representative = Representative.objects.filter(party=party, pk=number).select_related("person").first()
        if representative is None:
            raise Http404
        try:
            end_representation(representative=representative, by=self.request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(self.request, refusal.sentence)
        else:
            done = _("%(person)s no longer speaks for %(party)s.")
            messages.success(self.request, done % {"person": representative.person, "party": party})
        return redirect("party_desk", party.slug)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        citations = Paginator(citations_of_party(self.party), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            party=self.party,
            representatives=self.party.representatives.select_related("person").order_by("-admitted_at", "-pk"),
            citations=citations,
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("parties_desk"), "label": PartiesView.page_title},
            {"url": "", "label": self.kwargs["slug"]},
        ]


class CitationDeskView(FormDeskView):
    """The facts of one citation. Position and words are shown and cannot be changed: they are the party's."""

    permission = KEEP
    page_title = gettext_lazy("Citation")
    header_icon = "openquote"
    template_name = "home/admin/citation.html"
    form_class = DocumentForm

    @cached_property
    def citation(self) -> Citation:
        citation = current_citation(self.kwargs["key"])
        if citation is None:
            raise Http404
        return citation

    def get_initial(self) -> dict[str, Any]:
        return facts_of(self.citation)

    def act(self, form: Any) -> HttpResponse:
        correct_facts(citation=self.citation, document=form.document(), by=self.request.user, at=clock.now())
        return self.done(_("Corrected. What it said before can still be read."), "citation_desk", self.kwargs["key"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(citation=self.citation, rows=history_of(self.citation.key), **context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("parties_desk"), "label": PartiesView.page_title},
            {"url": "", "label": self.page_title},
        ]


def _party(slug: str) -> Party:
    party = party_by_slug(slug)
    if party is None:
        raise Http404
    return party


def _person(email: str, display_name: str) -> User:
    """The account at a mail address; Refusal where there is none, or more than one without a name to tell them apart."""
    people = list(User.objects.at_address(email).filter(is_active=True))
    if display_name:
        people = [person for person in people if person.display_name.casefold() == display_name.casefold()]
    if len(people) == 1:
        return people[0]
    if people:
        raise Refusal(_("Several people share this address. Fill in the name that the right one chose."))
    raise Refusal(_("Nobody signs in with this address and name yet. Ask them to sign in once, then admit them."))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0
