from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal, refuse_if
from participation.actions.electoral_roll import (
    add_to_roll,
    count_for_roll,
    describe_list,
    list_members,
    take_off_roll,
)
from participation.actions.seconded_act import ask_second
from participation.actions.voting_letter import issue_letters, replace_letter
from participation.admin_views.consultation_round import RoundsView
from participation.admin_views.voting_letter import (
    ListsInMemory,
    addressees_of,
    is_on_paper,
    letter_of_one,
    letters_file,
)
from participation.codes import spaced
from participation.enums import Eligibility
from participation.forms.electoral_roll import OrganisationMembersForm, ResidentsForm
from participation.forms.voting_letter import (
    FindForm,
    IssueForm,
    MembersForm,
    ReplaceForm,
    RunForm,
    TakeOffForm,
    WhoForm,
)
from participation.models import ConsultationRound, RollEntry
from participation.queries.electoral_roll import (
    areas_by_word,
    entry_by_identifier,
    is_help_known,
    letters_of,
    letters_told,
    removals_of,
    roll_by_source,
    roll_size,
    undescribed_lists,
)
from participation.queries.round_rules import criteria_of
from participation.queries.seconded_act import waiting_acts
from participation.queries.turnout import LEAST, turnout_of
from participation.queries.voting_letter import print_runs
from participation.roll_list import Mistakes, read_members
from participation.roll_rules import refusal_of_undescribed
from participation.roll_source import OfList, of_list
from participation.rule_words import roll_sentences
from participation.rules import COUNT
from participation.views.vote import vote_or_404
from participation.voting_enums import LISTS, RollSource, SecondedKind
from participation.voting_letter_rules import (
    lying_letters_words,
    refusal_of_growth,
    refusal_of_letters,
    refusal_of_letters_alone,
    refusal_to_send,
)

# So many lines of a list are shown before letters are made.
SHOWN_FIRST = 3
SAID = {f"say-{kind}": kind for kind in LISTS}


@method_decorator(
    [
        never_cache,
        sensitive_post_parameters(),
    ],
    name="dispatch",
)
class ElectoralRollView(ListsInMemory, DeskView):
    """Who may vote in a round: letters with codes, made for a list and replaced one by one."""

    permission = COUNT
    page_title = gettext_lazy("The electoral roll")
    header_icon = "group"
    template_name = "participation/admin/electoral_roll.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        consultation_round = vote_or_404(reference)
        form = FindForm(request.GET or None)
        entry = None
        if form.is_bound and form.is_valid():
            entry = entry_by_identifier(consultation_round, form.cleaned_data["identifier"])
            if entry is None:
                form.add_error("identifier", _("Nobody on this roll has this identifier."))
        return self._desk(consultation_round, forms_sent={"find": form} if form.is_bound else {}, entry=entry)

    @sensitive_variables()
    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        consultation_round, act = vote_or_404(reference), request.POST.get("act", "")
        if act == "issue":
            return self._issue(consultation_round)
        if act == "off":
            return self._take_off(consultation_round)
        if act == "members":
            return self._list(consultation_round)
        if act in SAID:
            return self._say(consultation_round, SAID[act])
        if act in ("count-residents", "add-residents"):
            return self._from_source(consultation_round, ResidentsForm)
        if act in ("count-organisation", "add-organisation"):
            return self._from_source(consultation_round, OrganisationMembersForm)
        if act == "replace":
            return self._replace(consultation_round)
        if act == "run":
            return self._ask_for_run(consultation_round)
        raise Http404

    def _take_off(self, consultation_round: ConsultationRound) -> HttpResponse:
        form = TakeOffForm(self.request.POST)
        if not form.is_valid():
            return self._desk(consultation_round, 422, {"off": form})
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        try:
            gone = take_off_roll(consultation_round=consultation_round, **form.asked(), **who)
        except Refusal as refused:
            return self._desk(consultation_round, 409, {"off": form}, mistakes=_sentences(refused))
        messages.success(
            self.request, _("Lines taken off the roll: %(gone)d. Their letters work no more.") % {"gone": gone}
        )
        return redirect("roll_desk", consultation_round.reference.string)

    def _say(self, consultation_round: ConsultationRound, kind: RollSource) -> HttpResponse:
        form = WhoForm(self.request.POST, prefix=f"say-{kind}")
        if not form.is_valid():
            return self._desk(consultation_round, 422, said={kind: form})
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        try:
            describe_list(consultation_round=consultation_round, said=OfList(kind, **form.cleaned_data), **who)
        except Refusal as refused:
            return self._desk(consultation_round, 409, said={kind: form}, mistakes=_sentences(refused))
        messages.success(self.request, _("The rules of the vote say it so."))
        return redirect("roll_desk", consultation_round.reference.string)

    @sensitive_variables()
    def _list(self, consultation_round: ConsultationRound) -> HttpResponse:
        form = MembersForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._desk(consultation_round, 422, {"members": form})
        try:
            members = read_members(form.cleaned_data["members"], areas=areas_by_word())
            added = list_members(
                consultation_round=consultation_round,
                members=members,
                who=form.cleaned_data["who"],
                youngest=form.cleaned_data["youngest"],
                by=self.request.user,
                at=clock.now(),
            )
        except Refusal as refused:
            return self._desk(consultation_round, 409, {"members": form}, mistakes=_sentences(refused))
        messages.success(self.request, _("Lines that came new on the roll: %(added)d.") % {"added": added})
        return redirect("roll_desk", consultation_round.reference.string)

    def _from_source(
        self, consultation_round: ConsultationRound, form_class: type[ResidentsForm | OrganisationMembersForm]
    ) -> HttpResponse:
        """Residents or members: counted first, then added."""
        form = form_class(self.request.POST)
        sent: dict[str, forms.Form] = {str(form.prefix): form}
        if not form.is_valid():
            return self._desk(consultation_round, 422, sent)
        asked: dict[str, Any] = {
            "consultation_round": consultation_round,
            "source": form.source(),
            "by": self.request.user,
            "at": clock.now(),
        }
        try:
            if self.request.POST["act"].startswith("count-"):
                counted = {form.prefix: _about(count_for_roll(**asked))}
                return self._desk(consultation_round, 200, sent, counted=counted)
            added = add_to_roll(**asked)
        except Refusal as refused:
            return self._desk(consultation_round, 409, sent, mistakes=_sentences(refused))
        messages.success(self.request, _("Lines that came new on the roll: %(added)d.") % {"added": added.lines})
        if added.left_out:
            told = _("Left out, because the same person is on the roll with another account: %(number)s.")
            messages.warning(self.request, told % {"number": _about(added.left_out)})
        return redirect("roll_desk", consultation_round.reference.string)

    @sensitive_variables()
    def _issue(self, consultation_round: ConsultationRound) -> HttpResponse:
        form, now = IssueForm(self.request.POST, self.request.FILES), clock.now()
        if not form.is_valid():
            return self._desk(consultation_round, 422, {"issue": form})
        given = form.cleaned_data
        try:
            addressees = addressees_of(given, now)
            read = sha256(given["addressees"]).hexdigest()
            if given["read"] != read:
                refuse_if(refusal_to_send(self.request.user, consultation_round, now))
                first = {"lines": len(addressees), "first": addressees[:SHOWN_FIRST], "read": read}
                first["ages_unknown"] = bool(given["youngest"]) and all(one.born is None for one in addressees)
                return self._desk(consultation_round, 200, {"issue": form}, read=first | {"is_other": given["read"]})
            printed = issue_letters(
                consultation_round=consultation_round,
                addressees=addressees,
                who=given["who"],
                youngest=given["youngest"],
                renew=given["renew"],
                by=self.request.user,
                at=now,
            )
        except Refusal as refused:
            return self._desk(consultation_round, 409, {"issue": form}, mistakes=_sentences(refused))
        return letters_file(consultation_round, printed, given["export"])

    @sensitive_variables()
    def _replace(self, consultation_round: ConsultationRound) -> HttpResponse:
        entry, now = self._entry(consultation_round), clock.now()
        is_asked = bool(refusal_of_growth(consultation_round, now))
        form = ReplaceForm(self.request.POST, is_asked=is_asked)
        if not form.is_valid():
            return self._desk(consultation_round, 422, {"replace": form}, entry=entry)
        given = form.cleaned_data
        who: dict[str, Any] = {"by": self.request.user, "at": now}
        letter = {"form": given["form"], "language": given["language"]}
        try:
            if is_asked:
                about: dict[str, Any] = {"kind": SecondedKind.NEW_CODE, "about": str(entry.pk), "details": letter}
                ask_second(consultation_round=consultation_round, reason=given["reason"], **about, **who)
                asked = _(
                    "It waits for a second person. Who confirms it from their own account is shown the code and gives it to the voter."
                )
                messages.success(self.request, asked)
                return redirect("roll_desk", consultation_round.reference.string)
            code = replace_letter(entry=entry, reason=given["reason"], **letter, **who)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
            return self._desk(consultation_round, 409, {"replace": form}, entry=entry, mistakes=[refused.sentence])
        if is_on_paper(given["form"]):
            return letter_of_one(entry, code, **letter, to=given)
        # Shown in the answer itself: it must lie nowhere on the way to another page.
        return self._desk(consultation_round, entry=entry, shown=spaced(code))

    def _ask_for_run(self, consultation_round: ConsultationRound) -> HttpResponse:
        form = RunForm(self.request.POST, runs=print_runs(consultation_round))
        if not form.is_valid():
            return self._desk(consultation_round, 422, {"run": form})
        about: dict[str, Any] = {"kind": SecondedKind.NEW_CODES, "about": form.cleaned_data["run"]}
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        try:
            ask_second(consultation_round=consultation_round, reason=form.cleaned_data["reason"], **about, **who)
        except Refusal as refused:
            return self._desk(consultation_round, 409, {"run": form}, mistakes=[refused.sentence])
        asked = _(
            "It waits for a second person. Who confirms it from their own account sends the list once more and gets the letters."
        )
        messages.success(self.request, asked)
        return redirect("roll_desk", consultation_round.reference.string)

    def _desk(
        self,
        consultation_round: ConsultationRound,
        status: int = 200,
        forms_sent: dict[str, forms.Form] | None = None,
        said: dict[RollSource, WhoForm] | None = None,
        **context: Any,
    ) -> HttpResponse:
        now, entry = clock.now(), context.get("entry")
        turnout = turnout_of(consultation_round)
        language, stands_fast = consultation_round.language, refusal_of_growth(consultation_round, now)
        criteria = criteria_of(consultation_round)
        letters, members = (of_list(criteria, kind) for kind in LISTS)
        runs = [run for run in print_runs(consultation_round) if run.in_force] if stands_fast else []
        return self.desk(
            status,
            consultation_round=consultation_round,
            roll=getattr(consultation_round, "electoral_roll", None),
            has_roll=consultation_round.eligibility == Eligibility.ROLL,
            size=roll_size(consultation_round),
            sources=roll_by_source(consultation_round),
            sentences=roll_sentences(consultation_round),
            letters=letters_told(letters_of(consultation_round), turnout.channels),
            letters_of_entry=entry.letters.order_by("-issued_at", "-pk") if entry is not None else [],
            refusal=refusal_of_letters(consultation_round, now),
            lying=lying_letters_words(consultation_round, now),
            is_help_known=is_help_known(),
            stands_fast=stands_fast,
            removals=removals_of(consultation_round),
            letters_refusal=refusal_of_letters_alone(consultation_round, now),
            waiting=waiting_acts(consultation_round, clock.now()),
            most_in_pdf=settings.VOTING_LETTERS["most_in_pdf"],
            undescribed=refusal_of_undescribed(consultation_round),
            said=[] if stands_fast else _said_forms(consultation_round, criteria, said or {}),
            turnout=turnout if _has_begun(consultation_round, now) else None,
            forms={
                "issue": IssueForm(known=letters),
                "members": MembersForm(known=members),
                "off": TakeOffForm(),
                "residents": ResidentsForm(
                    initial={"on": timezone.localdate(consultation_round.voting.starts_at)}
                    if consultation_round.voting is not None
                    else {}
                ),
                "organisation": OrganisationMembersForm(),
                "find": FindForm(),
                "run": RunForm(runs=runs) if runs else None,
                "replace": ReplaceForm(initial={"language": language}, is_asked=bool(stands_fast)),
            }
            | (forms_sent or {}),
            **context,
        )

    def _entry(self, consultation_round: ConsultationRound) -> RollEntry:
        entry = entry_by_identifier(consultation_round, self.request.POST.get("identifier", ""))
        if entry is None:
            raise Http404
        return entry

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": RoundsView.page_title},
            {"url": reverse("round_desk", args=[reference]), "label": reference},
            {"url": "", "label": self.page_title},
        ]


def _said_forms(
    consultation_round: ConsultationRound, criteria: list[dict[str, Any]], sent: dict[RollSource, WhoForm]
) -> list[tuple[RollSource, WhoForm, str]]:
    """Of each kind of lists on the roll: a form in which it is said, or put right, whom they are of, and its act."""
    missing = undescribed_lists(consultation_round)
    forms_of = {kind: of_list(criteria, kind) for kind in LISTS}
    return [
        (kind, sent.get(kind) or WhoForm(prefix=f"say-{kind}", known=known), f"say-{kind}")
        for kind, known in forms_of.items()
        if known or kind in missing
    ]


def _has_begun(consultation_round: ConsultationRound, at: datetime) -> bool:
    return consultation_round.voting is not None and consultation_round.voting.has_begun(at)


def _about(number: int) -> str:
    """So roughly that who asks once more for a day later, or a year older, seldom learns of one person."""
    if number < LEAST:
        return _("fewer than 10")
    return _("about %(number)d") % {"number": number // LEAST * LEAST}


def _sentences(refused: Refusal) -> list[str]:
    return refused.sentences if isinstance(refused, Mistakes) else [refused.sentence]
