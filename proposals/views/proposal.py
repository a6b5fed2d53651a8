import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.citable import labels
from base.models import PublishedVersion
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.templatetags.components import money
from participation.actions.draft import claim_draft, save_draft
from participation.enums import Act, Moderation
from participation.models import ConsultationRound, Draft, Subject, Support
from participation.queries.comment import comment_threads
from participation.queries.consultation_round import round_by_reference
from participation.rules import (
    can_see,
    refusal_of_phase,
    refusal_to_comment,
    refusal_to_propose,
    refusal_to_support,
    refusal_to_withdraw_subject,
)
from participation.views.comment import hold_words
from participation.views.draft import TICKET, may_open, remember, way_back
from participation.views.follow import follow_block
from proposals.actions.proposal import page_of_subject, submit_proposal, withdraw_proposal
from proposals.forms.proposal import ProposalForm
from proposals.models import Decision
from proposals.queries.decision import decisions_on
from proposals.queries.proposal import (
    proposal_by_reference,
    proposal_page,
    sorted_subjects,
)
from proposals.queries.result import ResultLine, line_of
from proposals.queries.thread import proposal_thread
from proposals.views.comment import shown_comments
from proposals.views.words import chosen_words, standing_of_result

STEPS = [gettext_lazy("Write"), gettext_lazy("Check and hand in")]
ORDERS = {
    "newest": gettext_lazy("newest"),
    "supported": gettext_lazy("most supported"),
    "discussed": gettext_lazy("most discussed"),
}


@require_safe
def proposal_list(request: HttpRequest, reference: str) -> HttpResponse:
    consultation_round = _round_or_404(reference)
    order = request.GET.get("order", "newest")
    subjects = sorted_subjects(consultation_round, order)
    page, rows = proposal_page(subjects, number=request.GET.get("page", "1"), reader=request.user)
    text = version_in_force(consultation_round.reference_id, str(get_language()))
    string = consultation_round.reference.string
    context = {
        "consultation_round": consultation_round,
        "round_text": text,
        "crumbs": [
            {
                "label": text.title if text else consultation_round.title,
                "url": reverse("reference", args=[string]),
            }
        ],
        "orders": [
            {"label": label, "url": f"?order={name}", "current": name == order} for name, label in ORDERS.items()
        ],
        "base_query": urlencode({"order": order}) if order in ORDERS else "",
        "page_obj": page,
        "rows": rows,
        "order": order,
        "may_propose": not refusal_of_phase(consultation_round, Act.PROPOSE, clock.now()),
    }
    return render(request, "proposals/proposal_list.html", context)


@require_safe
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    subject = proposal_by_reference(reference)
    if subject is None:
        raise Http404
    if not can_see(request.user, subject):
        return render(request, "proposals/proposal_hidden.html", {"subject": subject}, status=410)
    version = version_in_force(subject.reference_id, subject.language)
    if version is not None:
        return render_proposal(request, version=version, content=version.content, subject=subject)
    page = page_of_subject(subject)
    # Only what waits for a moderator is shown without a version, to its author and to moderators.
    if page is None or subject.is_visible:
        raise Http404
    return render_proposal(request, version=None, content=page.citable_content(), subject=subject)


def render_proposal(
    request: HttpRequest,
    *,
    version: PublishedVersion | None,
    content: dict[str, Any],
    subject: Subject | None = None,
) -> HttpResponse:
    """The proposal's page; without a subject (an editor's preview) only its text."""
    context: dict[str, Any] = {
        "version": version,
        "content": content,
        "subject": subject,
        "author_name": (subject.author_name if subject is not None else "") or _("a resident"),
        "tags": [{"label": name} for name in labels(content, "tags")],
        "facts": [{"label": _("Estimated cost"), "value": money(content["cost"])}] if content.get("cost") else [],
    }
    if subject is not None:
        context |= _around(request, subject)
    return render(request, "proposals/proposal_page.html", context)


def _around(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    now = clock.now()
    consultation_round = subject.consultation_round
    decisions = decisions_on(consultation_round)
    line = line_of(subject, now)
    number = request.GET.get("comments", "1")
    comments = comment_threads(subject, request.user, int(number[:9]) if number.isdecimal() else 1)
    round_text = version_in_force(consultation_round.reference_id, str(get_language()))
    round_title = round_text.title if round_text else consultation_round.title
    return {
        **follow_block(request, subject.reference),
        "handed_in": "handed-in" in request.GET and subject.author_id == request.user.pk,
        "now_title": _now_title(subject, now),
        "shown_comments": shown_comments(
            comments.threads, subject, may_reply=not refusal_of_phase(consultation_round, Act.COMMENT, now)
        ),
        "support_url": f"{reverse('sign_in')}?{urlencode({'next': request.path})}",
        "crumbs": [
            {"label": round_title, "url": consultation_round.reference.get_absolute_url()},
            {"label": _("Proposals"), "url": reverse("proposals", args=[consultation_round.reference.string])},
        ],
        "consultation_round": consultation_round,
        "round_text": round_text,
        "stations": proposal_thread(subject, decisions, line, now),
        "line": line,
        "decisions": decisions,
        **_outcome(consultation_round, line, decisions, round_text.content if round_text else {}),
        "comments": comments,
        "supported": request.user.is_authenticated
        and Support.objects.filter(subject=subject, supporter=request.user).exists(),
        "support_refusal": refusal_to_support(request.user, subject, now) if request.user.is_authenticated else "",
        "support_phase_refusal": refusal_of_phase(consultation_round, Act.SUPPORT, now),
        "comment_refusal": refusal_to_comment(request.user, subject, now) if request.user.is_authenticated else "",
        "comment_phase_refusal": refusal_of_phase(consultation_round, Act.COMMENT, now),
        "voting_open": consultation_round.permits(Act.VOTE, now) and not subject.kept_off_because,
        "ruling": subject.last_ruling,
        "hold_words": _hold_words(subject),
    }


def _hold_words(subject: Subject) -> str:
    hold = subject.holds.first() if subject.moderation == Moderation.AWAITING else None
    return hold_words(hold) if hold is not None else ""


@never_cache
@require_safe
def start_proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Draws the secret key of a new draft; nothing is written before something is typed."""
    consultation_round = _round_or_404(reference)
    sentence = refusal_of_phase(consultation_round, Act.PROPOSE, clock.now())
    if sentence:
        context = {"consultation_round": consultation_round, "refusal": sentence}
        return render(request, "proposals/proposal_refused.html", context, status=409)
    return redirect("write_proposal", reference, uuid.uuid4())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_proposal(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Step 1 of 2: writing. Whatever is sent is kept first; only then it is looked at."""
    consultation_round = _round_or_404(reference)
    now = clock.now()
    draft = _draft(consultation_round, key)
    if draft is not None and not may_open(request, draft):
        if _is_autosave(request):
            # The page still holds the text; its buttons keep it under a key of its own, once.
            return HttpResponse(status=409)
        if request.method == "POST":
            # The session ended, or somebody else signed in, while this was typed: keep it under a key of its own.
            key, draft = uuid.uuid4(), None
        elif request.user.is_authenticated:
            raise Http404
        else:
            return _sign_in_first(request.path)
    if draft is not None:
        draft = claim_draft(draft=draft, by=request.user)
        if draft.became is not None:
            return redirect("proposal", draft.became.string)
        if TICKET in request.GET and request.method != "POST":
            # It has done its work, and need not stand in the history.
            return redirect(request.path)
    if request.method == "POST":
        draft = save_draft(
            form="proposal",
            consultation_round=consultation_round,
            data=ProposalForm.typed(request.POST),
            language=str(get_language()),
            by=request.user,
            at=now,
            key=key,
        )
        if _is_autosave(request):
            return remember(HttpResponse(status=204), request, draft)
        form = ProposalForm(request.POST, consultation_round=consultation_round, by=request.user)
        here = reverse("write_proposal", args=[reference, key])
        if here != request.path and not request.user.is_authenticated:
            messages.info(request, _("Your text is kept. Sign in to go on with it."))
            return remember(_sign_in_first(way_back(here, draft)), request, draft)
        if "save" in request.POST:
            return remember(redirect(f"{here}?saved=1"), request, draft)
        if form.is_valid():
            return remember(redirect("check_proposal", reference, key), request, draft)
    elif draft is not None:
        form = ProposalForm(initial=_data(request, draft), consultation_round=consultation_round, by=request.user)
    else:
        initial = _data(request, Draft(data={"language": get_language()}))
        form = ProposalForm(initial=initial, consultation_round=consultation_round, by=request.user)
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "form": form,
        "draft": draft,
        "saved": "saved" in request.GET and not form.is_bound,
        "refusal": refusal_of_phase(consultation_round, Act.PROPOSE, now),
        "steps": STEPS,
        "next_path": way_back(request.path, draft) if draft is not None else "",
    }
    response = render(request, "proposals/proposal_form.html", context, status=422 if form.is_bound else 200)
    return remember(response, request, draft) if form.is_bound and draft is not None else response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_proposal(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Step 2 of 2: read it as others will, then hand it in. Signing in comes here, and not before."""
    consultation_round = _round_or_404(reference)
    draft = _draft(consultation_round, key)
    if draft is None:
        return redirect("write_proposal", reference, key)
    if not may_open(request, draft):
        if request.user.is_authenticated:
            raise Http404
        return _sign_in_first(request.path)
    if not request.user.is_authenticated:
        messages.info(request, _("Your text is kept. Sign in to hand it in."))
        return _sign_in_first(way_back(request.path, draft))
    draft = claim_draft(draft=draft, by=request.user)
    if draft.became is not None:
        return redirect("proposal", draft.became.string)
    if TICKET in request.GET and request.method != "POST":
        return redirect(request.path)
    form = ProposalForm(_data(request, draft), consultation_round=consultation_round, by=request.user)
    if not form.is_valid():
        return redirect("write_proposal", reference, key)
    now = clock.now()
    refusal = refusal_to_propose(request.user, consultation_round, now)
    if request.method == "POST" and not refusal:
        try:
            subject = submit_proposal(
                consultation_round=consultation_round, text=form.text(), by=request.user, at=now, draft=draft
            )
        except Refusal as refused:
            refusal = refused.sentence
        else:
            return redirect(f"{reverse('proposal', args=[subject.reference.string])}?handed-in=1")
    context = {
        "consultation_round": consultation_round,
        "content": form.cleaned_data,
        "facts": _check_facts(form),
        "steps": STEPS,
        "write_url": reverse("write_proposal", args=[reference, key]),
        "draft": draft,
        "refusal": refusal,
    }
    return render(request, "proposals/proposal_check.html", context, status=409 if refusal else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks first: a number that was withdrawn stays so."""
    subject = proposal_by_reference(reference)
    if subject is None or subject.author_id != request.user.pk:
        raise Http404
    now = clock.now()
    refusal = refusal_to_withdraw_subject(request.user, subject, now)
    if request.method == "POST" and not refusal:
        try:
            draft = withdraw_proposal(subject=subject, by=request.user, at=now)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            done = _("You withdrew your proposal.")
            if draft is not None:
                done = _("You withdrew your proposal. Its text is kept as a draft: change it and hand it in anew.")
            messages.success(request, done)
            return redirect("my_page")
    explanation = _("Nobody can read it any more, and its support is gone. Its number stays with it.")
    if not refusal_to_propose(request.user, subject.consultation_round, now):
        explanation += " " + _("You get its text as a draft, to change it and hand it in anew.")
    context = {
        "title": _("Withdraw your proposal?"),
        "quoted": subject.label,
        "language": subject.language,
        "explanation": explanation,
        "label": _("Withdraw my proposal"),
        "refusal": refusal,
    }
    return render(request, "participation/withdraw.html", context, status=409 if refusal else 200)


def _outcome(
    consultation_round: ConsultationRound,
    line: ResultLine | None,
    decisions: list[Decision],
    round_content: dict[str, Any],
) -> dict[str, Any]:
    """What became of it in the vote, in words; nothing before a count is public."""
    if line is None:
        return {}
    unit = (
        ngettext("%(count)s point", "%(count)s points", line.score)
        if consultation_round.points is not None
        else ngettext("%(count)s vote", "%(count)s votes", line.score)
    )
    return {
        "chosen_words": chosen_words(consultation_round) if line.is_chosen else _("not chosen"),
        "score_words": unit % {"count": number_format(line.score, force_grouping=True)},
        "standing_words": standing_of_result(consultation_round, decisions, round_content),
    }


def _now_title(subject: Subject, at: datetime) -> str:
    consultation_round = subject.consultation_round
    if not subject.is_visible:
        return _("Support")
    if consultation_round.permits(Act.VOTE, at) and not subject.kept_off_because:
        return _("Now: vote about it")
    if consultation_round.permits(Act.SUPPORT, at):
        return _("Now: support it if you find it good")
    return _("Support")


def _check_facts(form: ProposalForm) -> list[dict[str, str]]:
    given = form.cleaned_data
    facts = [
        (_("Name to show"), given["author_name"] or _("a resident")),
        (_("Neighbourhood"), str(given["area"] or _("the whole municipality"))),
        (_("Estimated cost"), money(given.get("cost"))),
        (_("Themes"), ", ".join(given["tags"])),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _round_or_404(reference: str) -> ConsultationRound:
    consultation_round = round_by_reference(reference)
    if consultation_round is None:
        raise Http404(_("There is no such round."))
    return consultation_round


def _draft(consultation_round: ConsultationRound, key: uuid.UUID) -> Draft | None:
    return Draft.objects.select_related("became").filter(key=key, consultation_round=consultation_round).first()


def _is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and request.headers.get("X-Requested-With") == "autosave"


def _data(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What was typed. Who began before signing in was not asked for a name: it is the one chosen when signing in."""
    name = request.user.display_name if request.user.is_authenticated else ""
    return {"author_name": name, **draft.data}


def _sign_in_first(path: str) -> HttpResponse:
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': path})}")
