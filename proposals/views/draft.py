"""Writing a proposal: kept as a draft from the first word on, checked, handed in."""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path, resolve, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.queries.user import proposed_name
from base import clock
from base.marks import marked_html
from base.personal_data import personal_data
from base.plain_language import long_sentences
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.templatetags.components import money
from base.version_words import place_words
from participation.actions.draft import DraftChanged, claim_draft, save_draft
from participation.enums import Act
from participation.models import ConsultationRound, Draft, Ordinance, Subject
from participation.queries.name import authors_in_words
from participation.queries.ordinance import ordinance_of
from participation.request_words import beginning_words, ordinance_facts
from participation.rules import notice_of_hours, refusal_of_phase, refusal_to_change_subject, refusal_to_sign
from participation.views.draft import TICKET, may_open, remember, sign_in_first, way_back
from proposals.actions.change import change_proposal
from proposals.actions.proposal import submit_proposal
from proposals.enums import ProposalKind
from proposals.forms.proposal import ProposalForm
from proposals.queries.alike import alike_proposals
from proposals.queries.glossary_term import jargon_in
from proposals.queries.kind import promise_of
from proposals.views.consultation_round import round_or_404

# Of a title and a summary; what is longer is not valid either.
MOST_COMPARED = 300
# In an address: the other window did more than change the draft.
HANDED_IN = "handed-in"
STEPS = [gettext_lazy("Write"), gettext_lazy("Check and hand in")]


@never_cache
@require_safe
def start_proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Draws the secret key of a new draft; nothing is written before something is typed."""
    consultation_round = round_or_404(reference)
    sentence = refusal_of_phase(consultation_round, Act.PROPOSE, clock.now())
    if sentence:
        context = {"consultation_round": consultation_round, "refusal": sentence}
        return render(request, "proposals/proposal_refused.html", context, status=409)
    address = reverse("write_proposal", args=[reference, uuid.uuid4()])
    kind = request.GET.get("kind", "")
    return redirect(f"{address}?{urlencode({'kind': kind})}" if kind in ProposalKind.values else address)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_proposal(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Step 1 of 2: writing. Whatever is sent is kept first; only then it is looked at."""
    consultation_round = round_or_404(reference)
    now = clock.now()
    draft = _draft(consultation_round, key)
    changes = draft.changes if draft is not None else None
    if draft is not None and not may_open(request, draft):
        if is_autosave(request):
            # The page still holds the text; its buttons keep it under a key of its own, once.
            return HttpResponse(status=409)
        if request.method == "POST":
            # The session ended, or somebody else signed in, while this was typed: keep it under a key of its own.
            key, draft = uuid.uuid4(), None
        elif request.user.is_authenticated:
            raise Http404
        else:
            return sign_in_first(request.path)
    elsewhere: dict[str, str] = {}
    if draft is not None:
        draft = claim_draft(draft=draft, by=request.user)
        if draft.became is not None:
            if is_autosave(request):
                return HttpResponse(status=412)
            if request.method != "POST":
                return redirect("proposal", draft.became.string)
            # Handed in from another window: what stands in this one becomes a draft of its own, and is told so.
            elsewhere, key = {"elsewhere": request.path, HANDED_IN: "1"}, uuid.uuid4()
        if TICKET in request.GET and request.method != "POST":
            # It has done its work, and need not stand in the history.
            return redirect(request.path)
    ordinance = None if changes else ordinance_of(consultation_round, now)
    asked: dict[str, Any] = {
        "consultation_round": consultation_round,
        "by": request.user,
        "changes": changes,
        "ordinance": ordinance,
    }
    if request.method == "POST":
        typed: dict[str, Any] = {
            "form": "proposal",
            "consultation_round": consultation_round,
            "data": ProposalForm.typed(request.POST, consultation_round),
            "language": str(get_language()),
            "by": request.user,
            "at": now,
            "changes": changes,
        }
        try:
            draft = save_draft(**typed, key=key, seen=seen_revision(request))
        except DraftChanged:
            if is_autosave(request):
                return HttpResponse(status=412)
            # Two windows on one draft: the later one gets a draft of its own, and says so.
            elsewhere, key = {"elsewhere": request.path}, uuid.uuid4()
            draft = save_draft(**typed, key=key)
        if is_autosave(request):
            kept = HttpResponse(status=204, headers={"X-Draft-Revision": str(draft.revision)})
            return remember(kept, request, draft)
        form = ProposalForm(request.POST, **asked)
        here = reverse("write_proposal", args=[reference, key])
        if elsewhere:
            answer = redirect(f"{here}?{urlencode(elsewhere)}")
            return remember(answer, request, draft)
        if here != request.path and not request.user.is_authenticated:
            messages.info(request, _("Your text is kept. Sign in to go on with it."))
            return remember(sign_in_first(way_back(here, draft)), request, draft)
        if "files" in request.POST and changes is None:
            return remember(redirect("attachments", reference, key), request, draft)
        if "save" in request.POST:
            return remember(redirect(f"{here}?saved=1"), request, draft)
        if form.is_valid():
            return remember(redirect("check_proposal", reference, key), request, draft)
    elif draft is not None:
        form = ProposalForm(initial=_data(request, draft), **asked)
    else:
        begun = {"language": get_language(), "kind": request.GET.get("kind") or ProposalKind.PROPOSAL}
        initial = _data(request, Draft(data=begun))
        form = ProposalForm(initial=initial, **asked)
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "form": form,
        "draft": draft,
        "elsewhere": _other_draft(request),
        "was_handed_in": HANDED_IN in request.GET,
        "saved": "saved" in request.GET and not form.is_bound,
        "refusal": _refusal(request, consultation_round, changes, now),
        "changes": changes,
        "title": title_of_form(changes, ordinance),
        "ordinance_facts": ordinance_facts(ordinance) if ordinance is not None else [],
        "steps": STEPS,
        "next_path": way_back(request.path, draft) if draft is not None else "",
    }
    response = render(request, "proposals/proposal_form.html", context, status=422 if form.is_bound else 200)
    return remember(response, request, draft) if form.is_bound and draft is not None else response


@never_cache
@require_POST
def alike(request: HttpRequest, reference: str) -> HttpResponse:
    """A fragment for the form: proposals like the one being written. Posted, so that no log has the words."""
    consultation_round = round_or_404(reference)
    typed = {name: request.POST.get(name, "")[:MOST_COMPARED] for name in ("title", "summary")}
    found = alike_proposals(consultation_round, **typed, at=clock.now())
    return render(request, "proposals/alike.html", {"alike": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_proposal(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Step 2 of 2: read it as others will, then hand it in. Signing in comes here, and not before."""
    consultation_round = round_or_404(reference)
    draft = _draft(consultation_round, key)
    if draft is None:
        return redirect("write_proposal", reference, key)
    if not may_open(request, draft):
        if request.user.is_authenticated:
            raise Http404
        return sign_in_first(request.path)
    if not request.user.is_authenticated:
        messages.info(request, _("Your text is kept. Sign in to hand it in."))
        return sign_in_first(way_back(request.path, draft))
    draft = claim_draft(draft=draft, by=request.user)
    if draft.became is not None:
        return redirect("proposal", draft.became.string)
    if TICKET in request.GET and request.method != "POST":
        return redirect(request.path)
    changes = draft.changes
    now = clock.now()
    form = ProposalForm(
        _data(request, draft),
        consultation_round=consultation_round,
        by=request.user,
        changes=changes,
        ordinance=None if changes else ordinance_of(consultation_round, now),
    )
    if not form.is_valid():
        return redirect("write_proposal", reference, key)
    language = changes.language if changes else form.cleaned_data["language"]
    refusal = refusal_to_sign(request.user) or _refusal(request, consultation_round, changes, now)
    if request.method == "POST" and not refusal:
        try:
            address = _sent(request, draft, form, now)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            return redirect(address)
    context = {
        "consultation_round": consultation_round,
        "content": form.cleaned_data | {"language": language},
        "changes": changes,
        "text": marked_html(form.cleaned_data["body"]),
        "facts": _check_facts(form),
        "findings": personal_data([*form.words(), form.cleaned_data.get("author_name", "")]),
        "long_sentences": [one for words in form.words() for one in long_sentences(words)],
        "jargon": jargon_in(form.words(), language=language),
        **({} if changes else _before_handing_in(form, consultation_round)),
        "steps": STEPS,
        "attachments": draft.attachments.all(),
        "files_url": reverse("attachments", args=[reference, key]),
        "write_url": reverse("write_proposal", args=[reference, key]),
        "draft": draft,
        "refusal": refusal,
        "notice": notice_of_hours(consultation_round, now),
    }
    return render(request, "proposals/proposal_check.html", context, status=409 if refusal else 200)


def _refusal(
    request: HttpRequest, consultation_round: ConsultationRound, changes: Subject | None, now: datetime
) -> str:
    if changes is None:
        return refusal_of_phase(consultation_round, Act.PROPOSE, now)
    return refusal_to_change_subject(request.user, changes, now)


def _sent(request: HttpRequest, draft: Draft, form: ProposalForm, now: datetime) -> str:
    """Hands in what was written, or changes what was handed in; the address to go on to."""
    person, text = request.user, form.text()
    if draft.changes is None:
        consultation_round = draft.consultation_round
        subject = submit_proposal(
            consultation_round=consultation_round,
            text=text,
            invited=form.cleaned_data["co_authors"],
            declares=form.cleaned_data.get("declares", False),
            by=person,
            at=now,
            draft=draft,
        )
        return f"{reverse('proposal', args=[subject.reference.string])}?handed-in=1"
    note = form.cleaned_data["note"]
    waits = change_proposal(subject=draft.changes, text=text, note=note, by=person, at=now, draft=draft)
    done = _("Your new text is public. Who supported the text before it is told by mail.")
    if waits is not None:
        done = _("A moderator reads your new text within two working days. Until then the text before it stays public.")
    messages.success(request, done)
    return reverse("proposal", args=[draft.changes.reference.string])


def title_of_form(changes: Subject | None, ordinance: Ordinance | None) -> str:
    if changes is not None:
        return _("Change your proposal")
    return beginning_words(ordinance) if ordinance is not None else _("Make a proposal")


def _before_handing_in(form: ProposalForm, consultation_round: ConsultationRound) -> dict[str, Any]:
    given = form.cleaned_data
    round_text = version_in_force(consultation_round.reference_id, str(get_language()))
    return {
        "promise": promise_of(round_text, form.text().kind),
        "alike": alike_proposals(consultation_round, title=given["title"], summary=given["summary"], at=clock.now()),
    }


def _check_facts(form: ProposalForm) -> list[dict[str, str]]:
    given = form.cleaned_data
    facts = [
        (_("Kind"), str(ProposalKind(given["kind"]).label) if given.get("kind") else ""),
        (
            _("Named as"),
            authors_in_words(
                author=given["author_name"],
                group=given.get("group_name", ""),
                is_group_alone=form.text().is_group_alone,
            )
            if "author_name" in given
            else "",
        ),
        (_("Gets an invitation"), ", ".join(given.get("co_authors", []))),
        (_("Neighbourhood"), str(given["area"] or _("the whole municipality"))),
        (_("Place"), place_words({"words": given["place"], "geometry": given["spot"]})),
        (_("Estimated cost"), money(given.get("cost"))),
        (_("Themes"), ", ".join(given["tags"])),
        *form.text().answers.items(),
        (_("What did you change?"), given.get("note", "")),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _draft(consultation_round: ConsultationRound, key: uuid.UUID) -> Draft | None:
    found = Draft.objects.select_related(
        "became", "changes__reference", "changes__consultation_round", "consultation_round__reference"
    )
    return found.filter(key=key, consultation_round=consultation_round).first()


def seen_revision(request: HttpRequest) -> int | None:
    """With which revision of the draft the form was opened; 0 where there was none yet."""
    number = request.POST.get("seen", "")
    return int(number) if number.isdecimal() and len(number) < 10 else None


def _other_draft(request: HttpRequest) -> str:
    """The address of the draft that another window wrote on, where the address says so truly."""
    path = request.GET.get("elsewhere", "")
    found = resolve(path) if is_valid_path(path) else None
    return path if found is not None and found.url_name == "write_proposal" else ""


def is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and request.headers.get("X-Requested-With") == "autosave"


def _data(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What was typed. Who began before signing in was not asked for a name: it is the one chosen when signing in."""
    name = proposed_name(request.user) if request.user.is_authenticated else ""
    return {"author_name": name, **draft.data}
