from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from base import clock
from base.admin_views import DeskView
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


class PartiesView(DeskView):
    """Every party by the alphabet, a form for the next, and the freezes before elections."""

    permission = KEEP
    page_title = gettext_lazy("Parties and citations")
    header_icon = "group"
    template_name = "home/admin/parties.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._desk()

    def post(self, request: HttpRequest) -> HttpResponse:
        act = request.POST.get("act")
        if act == "freeze":
            return self._announce()
        if act == "call_off":
            return self._call_off()
        form = PartyForm(request.POST)
        if form.is_valid():
            try:
                party = list_party(facts=form.facts(), by=request.user, at=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(
                    request, _("%(party)s is in the register. Now admit who speaks for it.") % {"party": party}
                )
                return redirect("party_desk", party.slug)
        return self._desk(422, form=form)

    def _announce(self) -> HttpResponse:
        form = FreezeForm(self.request.POST)
        if form.is_valid():
            starts_at, ends_at = form.span()
            try:
                announce_freeze(
                    election=form.cleaned_data["election"],
                    starts_at=starts_at,
                    ends_at=ends_at,
                    by=self.request.user,
                    at=clock.now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(self.request, _("Announced. Everybody can read it from now on."))
                return redirect("parties_desk")
        return self._desk(422, freeze_form=form)

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

    def _desk(self, status: int = 200, form: Form | None = None, freeze_form: Form | None = None) -> HttpResponse:
        parties = Paginator(Party.objects.by_name(), PER_PAGE).get_page(self.request.GET.get("p"))
        return self.desk(
            status,
            parties=parties,
            form=form or PartyForm(),
            freeze_form=freeze_form or FreezeForm(),
            freezes=ElectionFreeze.objects.order_by("-starts_at")[:20],
        )


class PartyDeskView(DeskView):
    """One party: its facts, who speaks for it, what it cites."""

    permission = KEEP
    page_title = gettext_lazy("Party")
    header_icon = "group"
    template_name = "home/admin/party.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._desk(_party(slug))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        party = _party(slug)
        act = request.POST.get("act")
        if act == "admit":
            return self._admit(party)
        if act == "end":
            return self._end(party)
        form = PartyForm(request.POST)
        if form.is_valid():
            try:
                correct_party(party=party, facts=form.facts(), by=request.user, at=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("The facts were changed."))
                return redirect("party_desk", slug)
        return self._desk(party, 422, form=form)

    def _admit(self, party: Party) -> HttpResponse:
        form = AdmissionForm(self.request.POST)
        if form.is_valid():
            try:
                person = _person(form.cleaned_data["email"], form.cleaned_data["display_name"])
                admit_representative(party=party, person=person, by=self.request.user, at=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                done = _("%(person)s speaks for %(party)s from now on.")
                messages.success(self.request, done % {"person": person, "party": party})
                return redirect("party_desk", party.slug)
        return self._desk(party, 422, admission=form)

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

    def _desk(
        self, party: Party, status: int = 200, form: Form | None = None, admission: Form | None = None
    ) -> HttpResponse:
        facts = {name: getattr(party, name) for name in PartyForm.base_fields}
        citations = Paginator(citations_of_party(party), PER_PAGE).get_page(self.request.GET.get("p"))
        return self.desk(
            status,
            party=party,
            form=form or PartyForm(initial=facts),
            admission=admission or AdmissionForm(),
            representatives=party.representatives.select_related("person").order_by("-admitted_at", "-pk"),
            citations=citations,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("parties_desk"), "label": PartiesView.page_title},
            {"url": "", "label": self.kwargs["slug"]},
        ]


class CitationDeskView(DeskView):
    """The facts of one citation. Position and words are shown and cannot be changed: they are the party's."""

    permission = KEEP
    page_title = gettext_lazy("Citation")
    header_icon = "openquote"
    template_name = "home/admin/citation.html"

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        citation = self._citation(key)
        return self._desk(citation, DocumentForm(initial=facts_of(citation)))

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        citation = self._citation(key)
        form = DocumentForm(request.POST)
        if form.is_valid():
            try:
                correct_facts(citation=citation, document=form.document(), by=request.user, at=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("Corrected. What it said before can still be read."))
                return redirect("citation_desk", key)
        return self._desk(citation, form, 422)

    def _desk(self, citation: Citation, form: Form, status: int = 200) -> HttpResponse:
        return self.desk(status, citation=citation, form=form, rows=history_of(citation.key))

    def _citation(self, key: UUID) -> Citation:
        citation = current_citation(key)
        if citation is None:
            raise Http404
        return citation

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
