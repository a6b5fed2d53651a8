from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from base import clock
from base.admin_views import DeskView, FormDeskView
from base.models import CitablePage
from base.queries.page import unpublished_page_of
from base.refusal import Refusal
from base.version_words import ShownPart, parts_of_page
from participation.actions.appeal import decide_appeal
from participation.actions.claim import claim_target, release_target
from participation.actions.held_word import set_held_words
from participation.actions.ruling import rule_on, rule_on_all, take_ruling_back
from participation.enums import AppealOutcome, QueueTab, RulingKind
from participation.forms.ruling import DecisionForm, HeldWordsForm, HideForm, PublishForm, SieveForm, TakeBackForm
from participation.letter_tasks import tell_of_ruling
from participation.models import Comment, ConsultationRound, HeldWord, Ruling, Subject
from participation.models.about import subject_of
from participation.moderation_rules import (
    refusal_of_own_ruling,
    refusal_to_claim,
    refusal_to_decide,
    refusal_to_take_back,
)
from participation.queries.change import waiting_changes
from participation.queries.moderation import (
    PER_PAGE,
    Place,
    Seen,
    Sieve,
    open_appeals,
    queue,
    queue_counts,
    seen_of,
    target_by,
    targets_of,
)
from participation.queries.name import names_of_both
from participation.rules import MODERATE

MOST_TOGETHER = 100


class ModerationView(DeskView):
    """What residents wrote, over all kinds, by why a moderator looks at it."""

    permission = MODERATE
    page_title = gettext_lazy("Moderation")
    header_icon = "comment"
    template_name = "participation/admin/moderation.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        rounds = list(ConsultationRound.objects.order_by("-put_in_force_at", "-pk").values_list("pk", "title"))
        form = SieveForm(request.GET, rounds=rounds)
        sieve = _sieve(form)
        tab = QueueTab(asked) if (asked := request.GET.get("tab")) in QueueTab.values else QueueTab.NEW
        page = queue(tab, sieve, now, Place.read(request.GET.get("after", "")), PER_PAGE)
        kept = {name: value for name, value in form.data.items() if name in form.fields and value}
        counts = queue_counts(sieve, now)
        names = names_of_both([row.target for row in page.rows], now)
        return self.desk(
            tabs=[(one, counts[one], urlencode({"tab": one, **kept})) for one in QueueTab],
            tab=tab,
            form=form,
            is_sieved=bool(kept),
            page=page,
            rows=[(row, names[row.target]) for row in page.rows],
            next_query=urlencode({"tab": tab, **kept, "after": page.following}) if page.following else "",
            first_query=urlencode({"tab": tab, **kept}) if "after" in request.GET else "",
            changes=waiting_changes().count(),
            all="all" in request.GET,
            all_query=urlencode({**request.GET.dict(), "all": "1"}),
            now=now,
        )


class RuleView(FormDeskView):
    """A ruling on one text: what is known of it, and everything a moderator can do."""

    permission = MODERATE
    page_title = gettext_lazy("Ruling")
    header_icon = "comment"
    template_name = "participation/admin/ruling.html"
    FORMS: dict[str, type[forms.Form]] = {
        "publish": PublishForm,
        "hide": HideForm,
        "back": TakeBackForm,
        "upheld": DecisionForm,
        "overturned": DecisionForm,
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("ruling", "")
        return self._claim(act) if act in ("claim", "release") else super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Of the ruling that was sent."""
        act = self.request.POST.get("ruling", "")
        if act not in self.FORMS:
            raise Http404
        return self.FORMS[act](self.request.POST)

    def act(self, form: Any) -> HttpResponse:
        target, kind, pk = self._target(), self.kwargs["kind"], self.kwargs["pk"]
        seen = Seen.read(self.request.POST.get("seen", ""))
        acts: dict[str, Callable[..., Ruling]] = {
            "publish": lambda **why: rule_on(target=target, kind=RulingKind.PUBLISH, **why),
            "hide": lambda **why: rule_on(target=target, kind=RulingKind.HIDE, **why),
            "back": lambda **why: take_ruling_back(ruling=self._standing(target, seen), **why),
            "upheld": lambda **why: decide_appeal(appeal=self._appeal(target), outcome=AppealOutcome.UPHELD, **why),
            "overturned": lambda **why: decide_appeal(
                appeal=self._appeal(target), outcome=AppealOutcome.OVERTURNED, **why
            ),
        }
        act = acts[self.request.POST["ruling"]]
        ruling = act(seen=seen, by=self.request.user, at=clock.now(), **form.cleaned_data)
        tell_of_ruling.enqueue(ruling.pk)
        target = self._target()
        undo = messages.button(f"{reverse('rule', args=[kind, pk])}#back", _("Take it back"))
        messages.success(self.request, _ruled(target), buttons=[] if refusal_to_take_back(target, ruling) else [undo])
        return redirect("moderation")

    def _claim(self, act: str) -> HttpResponse:
        target = self._target()
        try:
            if act == "claim":
                claim_target(target=target, by=self.request.user, at=clock.now())
            else:
                release_target(target=target, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, refusal.sentence)
        if act == "claim":
            return redirect("rule", self.kwargs["kind"], target.pk)
        return redirect("moderation")

    def get_context_data(self, form: Any = None, **context: Any) -> dict[str, Any]:
        # Looked up anew: what a ruling was refused for may have come while it was written.
        target, now, person = self._target(), clock.now(), self.request.user
        rulings = list(target.rulings.all())
        claim = next(iter(target.claims.all()), None)
        appeals = open_appeals(target)
        kinds: list[type[forms.Form]] = [PublishForm, HideForm, TakeBackForm, DecisionForm]
        shown = {str(form.prefix): form() for form in kinds}
        if form is not None:
            shown[str(form.prefix)] = form
        return super().get_context_data(
            target=target,
            kind=self.kwargs["kind"],
            about=subject_of(target),
            rulings=rulings,
            holds=target.holds.all(),
            reports=[report for report in target.reports.all() if report.ruling_id is None],
            appeals=appeals,
            decide_refusal=refusal_to_decide(person, appeals[0]) if appeals else "",
            claim=claim if claim is not None and claim.holds(now) else None,
            claim_refusal=refusal_to_claim(person, target, now) or refusal_of_own_ruling(person, target),
            seen=seen_of(target),
            parts=_parts(target),
            typed=str(form.data.get(f"{form.prefix}-reason", ""))
            if form is not None and form.non_field_errors()
            else "",
            back_refusal=refusal_to_take_back(target, rulings[-1]) if rulings else "none",
            form=form,
            forms=shown,
            **context,
        )

    def _target(self) -> Subject | Comment:
        target = target_by(self.kwargs["kind"], self.kwargs["pk"])
        if target is None:
            raise Http404
        return target

    def _standing(self, target: Subject | Comment, seen: Seen) -> Ruling:
        """The one that was seen: another may have come after it."""
        ruling = target.rulings.filter(pk=seen.ruling).first()
        if ruling is None:
            raise Http404
        return ruling

    def _appeal(self, target: Subject | Comment) -> Any:
        appeals = open_appeals(target)
        if not appeals:
            raise Refusal(_("This objection has been decided."))
        return appeals[0]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *_crumbs(self.page_title)]


class RuleTogetherView(DeskView):
    """One ruling on each of what was ticked in the queue."""

    permission = MODERATE
    page_title = gettext_lazy("Rule on several")
    header_icon = "comment"
    template_name = "participation/admin/ruling_together.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        targets = targets_of(request.GET.getlist("on")[:MOST_TOGETHER])
        if not targets:
            messages.error(request, _("Tick first what you want to rule on."))
            return redirect("moderation")
        return self._desk(200, targets, PublishForm(), HideForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        # Each with what was read of it, in its own name: `comment-7_words_ruling`.
        read = dict(one.partition("_")[::2] for one in request.POST.getlist("on")[:MOST_TOGETHER])
        targets = targets_of(read)
        hides = request.POST.get("ruling") == RulingKind.HIDE
        publish, hide = (PublishForm(), HideForm(request.POST)) if hides else (PublishForm(request.POST), HideForm())
        form: forms.Form = hide if hides else publish
        if not form.is_valid():
            return self._desk(422, targets, publish, hide)
        kind = RulingKind.HIDE if hides else RulingKind.PUBLISH
        written, refused = rule_on_all(
            targets=[(one, Seen.read(read.get(_name(one), ""))) for one in targets],
            kind=kind,
            by=request.user,
            at=clock.now(),
            **form.cleaned_data,
        )
        for ruling in written:
            tell_of_ruling.enqueue(ruling.pk)
        if written:
            done = ngettext("Ruled on %(number)d text.", "Ruled on %(number)d texts.", len(written))
            undo = messages.button(f"{reverse('moderation')}?tab={QueueTab.RULED}", _("See them, or take one back"))
            messages.success(request, done % {"number": len(written)}, buttons=[undo])
        if refused:
            # What was typed stays for what is left.
            for target, sentence in refused:
                messages.error(request, f"{target}: {sentence}")
            return self._desk(409, targets_of(_name(target) for target, _sentence in refused), publish, hide)
        return redirect("moderation")

    def _desk(
        self, status: int, targets: list[Subject | Comment], publish: PublishForm, hide: HideForm
    ) -> HttpResponse:
        named = [(f"{_name(target)}_{seen_of(target)}", target, _parts(target)) for target in targets]
        return self.desk(status, targets=named, publish=publish, hide=hide)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *_crumbs(self.page_title)]


class HeldWordsView(FormDeskView):
    """The city's list of words that wait for a moderator."""

    permission = MODERATE
    page_title = gettext_lazy("Words that wait")
    header_icon = "list-ul"
    template_name = "participation/admin/held_words.html"
    form_class = HeldWordsForm
    refused_field = "words"

    def get_initial(self) -> dict[str, Any]:
        return {"words": "\n".join(map(str, HeldWord.objects.all()))}

    def act(self, form: Any) -> HttpResponse:
        set_held_words(words=form.cleaned_data["words"].splitlines(), by=self.request.user, at=clock.now())
        return self.done(_("The list is kept. It holds from now on."), "held_words")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *_crumbs(self.page_title)]


def _name(target: Subject | Comment) -> str:
    return f"{target._meta.model_name}-{target.pk}"


def _parts(target: Subject | Comment) -> list[ShownPart]:
    """What a proposal says beside its title; its files stand beside that."""
    page = unpublished_page_of(target.reference) if isinstance(target, Subject) else None
    parts = parts_of_page(page) if isinstance(page, CitablePage) else []
    return [part for part in parts if part.name not in ("title", "attachments")]


def _crumbs(title: Any) -> list[dict[str, Any]]:
    return [{"url": reverse("moderation"), "label": ModerationView.page_title}, {"url": "", "label": title}]


def _sieve(form: SieveForm) -> Sieve:
    form.is_valid()
    return Sieve(**form.cleaned_data)


def _ruled(target: Subject | Comment) -> str:
    if target.is_visible:
        return _("Published: %(text)s") % {"text": str(target)}
    return (_("Waits: %(text)s") if target.moderation == "awaiting" else _("Hidden: %(text)s")) % {"text": str(target)}
