from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.citable import code_of, labels
from base.models import PublishedVersion
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.templatetags.components import money
from base.version_words import place_words
from participation.ballot_rules import is_question
from participation.box_rules import refusal_of_untested
from participation.enums import AT_WORK, EXAMINED, SETTLED, Act, Channel, Moderation, State
from participation.forms.withdrawal import WithdrawalForm
from participation.hold_words import hold_words
from participation.life_words import facts_of_step, written, written_in
from participation.merge_rules import refusal_to_split
from participation.models import ConsultationRound, Subject, Support
from participation.queries.change import since, versions_of
from participation.queries.co_author import co_author_of, is_leading_author
from participation.queries.merge import parts_of, related_to
from participation.queries.name import authors_of, authors_of_one, nameless, with_parts
from participation.queries.paper_support import lists_of
from participation.queries.request import standing_of
from participation.queries.round_change import withdrawal_of
from participation.queries.state_event import assessment_of, state_of
from participation.rules import (
    can_see,
    refusal_to_change_subject,
    refusal_to_propose,
    refusal_to_withdraw_subject,
)
from participation.support_rules import refusal_of_settled, refusal_of_supporting, refusal_to_support
from participation.views.follow import follow_block
from participation.views.subject import known_or_404, led_or_404
from participation.views.talk import talk_block
from proposals.actions.proposal import page_of_subject, withdraw_proposal
from proposals.enums import ProposalKind
from proposals.exports.proposal import life
from proposals.models import Attachment, Decision
from proposals.queries.decision import decisions_on
from proposals.queries.kind import promise_of
from proposals.queries.proposal import proposal_by_reference
from proposals.queries.result import ResultLine, line_of
from proposals.queries.thread import proposal_thread
from proposals.views.count_words import score_words
from proposals.views.request import request_block
from proposals.views.response_document import answer_to_subject
from proposals.views.words import chosen_words, standing_of_result, support_progress


@require_safe
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    subject = known_or_404(request, proposal_by_reference(reference))
    if not can_see(request.user, subject):
        return render(request, "proposals/proposal_hidden.html", {"subject": subject}, status=410)
    if subject.merged_into is not None and subject.is_visible:
        return _merged(request, subject)
    version = version_in_force(subject.reference_id, subject.language)
    if version is not None:
        return render_proposal(request, version=version, content=version.content, subject=subject)
    page = page_of_subject(subject)
    # Only what waits for a moderator is shown without a version, to its author and to moderators.
    if page is None or subject.is_visible:
        raise Http404
    return render_proposal(request, version=None, content=page.citable_content(), subject=subject)


def _merged(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Where it went, and the talk about it; its texts stay at the addresses of its versions."""
    now = clock.now()
    context = {
        "subject": subject,
        "kept": subject.merged_into,
        "reason": subject.last_event.reason if subject.last_event else "",
        "may_split": is_leading_author(request.user, subject) and not refusal_to_split(request.user, subject, now),
        **talk_block(request, subject, now),
    }
    return render(request, "proposals/proposal_merged.html", context)


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
        "author_name": authors_of_one(subject, clock.now()) if subject is not None else nameless(1),
        "channel": Channel(subject.channel).told if subject is not None else "",
        "tags": [{"label": name} for name in labels(content, "tags")],
        "facts": facts_of(content),
        "kind": ProposalKind(code_of(content, "kind")).label if _is_special(content) else "",
    }
    if subject is not None:
        context |= _around(request, subject, content, version) | {"municipal_answer": answer_to_subject(subject)}
    return render(request, "proposals/proposal_page.html", context)


def facts_of(content: dict[str, Any]) -> list[dict[str, str]]:
    cost = [{"label": _("Estimated cost"), "value": money(content["cost"])}] if content.get("cost") else []
    where = content.get("place") or {}
    # To a reader degrees say less than words.
    place = [{"label": _("Place"), "value": where.get("words") or place_words(where)}] if where else []
    return place + cost + [{"label": label, "value": words} for label, words in (content.get("answers") or {}).items()]


def _is_special(content: dict[str, Any]) -> bool:
    """Whether it is of another kind than a proposal, which needs no word."""
    return code_of(content, "kind") in set(ProposalKind.values) - {ProposalKind.PROPOSAL}


def _around(
    request: HttpRequest, subject: Any, content: dict[str, Any], version: PublishedVersion | None
) -> dict[str, Any]:
    now = clock.now()
    consultation_round = subject.consultation_round
    decisions = decisions_on(consultation_round)
    line = line_of(subject, now)
    state = state_of(subject, now)
    last = subject.last_event if subject.is_visible else None
    event = last if last is not None and last.state in EXAMINED else None
    round_text = version_in_force(consultation_round.reference_id, str(get_language()))
    promise = promise_of(round_text, code_of(content, "kind"))
    is_changed = version is not None and version.number > 1
    versions = versions_of([subject.reference_id]).get(subject.reference_id, []) if is_changed else []
    support = _support_of(request.user, subject)
    changed = since(versions, support.given_at) if support else None
    is_author = is_leading_author(request.user, subject)
    parts = parts_of(subject) if subject.has_parts else []
    lists = list(lists_of(subject)) if subject.earlier_supports else []
    on_paper = sum(one.checked for one in lists)
    authors = authors_of(parts, now) if parts else {}
    round_title = round_text.title if round_text else consultation_round.title
    withdrawn = withdrawal_of(subject) if subject.ballot_line is not None else None
    return {
        **follow_block(request, subject.reference),
        **(talk_block(request, subject, now) if subject.is_visible else {}),
        "attachments": Attachment.objects.filter(reference=subject.reference_id) if content.get("attachments") else [],
        "promise": promise if "handed-in" in request.GET else None,
        "handed_in": "handed-in" in request.GET and subject.author_id == request.user.pk,
        "is_own": is_leading_author(request.user, subject) or co_author_of(request.user, subject) is not None,
        "now_title": _now_title(subject, now, is_withdrawn=withdrawn is not None),
        "support_url": f"{reverse('sign_in')}?{urlencode({'next': request.path + '?support'})}",
        "wants_to_support": "support" in request.GET and support is None,
        "crumbs": [
            {
                "label": round_title,
                "url": consultation_round.reference.get_absolute_url(),
                "lang": (round_text or consultation_round).language,
            },
            {"label": _("Proposals"), "url": reverse("proposals", args=[consultation_round.reference.string])},
        ],
        "consultation_round": consultation_round,
        "is_question": is_question(subject),
        "round_text": round_text,
        "stations": proposal_thread(
            subject, decisions, line, now, state, promise, versions, lists, withdrawn.change if withdrawn else None
        ),
        "state": state,
        "event": event,
        "event_state": State(event.state) if event else None,
        "explained": facts_of_step(event) if event and event.state in SETTLED | AT_WORK else [],
        "written": written(event) if event and event.state in SETTLED | AT_WORK else "",
        "written_in": written_in(event) if event else "",
        "assessment": assessment_of(subject),
        "support_progress": support_progress(subject, now),
        "on_paper": on_paper,
        "counted_elsewhere": subject.earlier_supports - on_paper,
        "line": line,
        "decisions": decisions,
        **_outcome(consultation_round, line, decisions, round_text.content if round_text else {}),
        "supported": support is not None,
        "difference_url": _difference(changed) if changed else "",
        "may_change": is_author and not refusal_to_change_subject(request.user, subject, now),
        "parts": [(part, authors[part.pk]) for part in parts],
        "author_name": with_parts(
            authors_of_one(subject, now), [authors[part.pk] for part in parts if part.is_visible]
        ),
        "related": related_to(subject) if subject.has_related else [],
        "change_waits": is_author and subject.change_waits,
        "support_refusal": refusal_to_support(request.user, subject, now) if request.user.is_authenticated else "",
        "support_phase_refusal": refusal_of_supporting(subject, now),
        **request_block(request, subject, state, now),
        "voting_open": consultation_round.permits(Act.VOTE, now) and not subject.kept_off_because and not withdrawn,
        "withdrawn": withdrawn,
        "ruling": subject.last_ruling,
        "hold_words": _hold_words(subject),
    }


def _support_of(reader: Any, subject: Subject) -> Support | None:
    return Support.objects.filter(subject=subject, supporter=reader).first() if reader.is_authenticated else None


def _difference(changed: tuple[PublishedVersion, PublishedVersion]) -> str:
    old, new = changed
    return reverse("difference", args=[new.reference.string, old.label, new.label])


def _hold_words(subject: Subject) -> str:
    hold = subject.holds.first() if subject.moderation == Moderation.AWAITING else None
    return hold_words(hold) if hold is not None else ""


@require_safe
def proposal_json(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it is, and every step that led there; `docs/data-formats.md` says what the keys mean."""
    subject = known_or_404(request, proposal_by_reference(reference))
    if not subject.is_visible:
        return JsonResponse({"reference": reference, "is_public": False}, status=410)
    now = clock.now()
    state = state_of(subject, now)
    versions = versions_of([subject.reference_id]).get(subject.reference_id, [])
    found = life(subject, state, versions, standing_of(subject, state, now))
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks first: a number that was withdrawn stays so."""
    subject = led_or_404(request, proposal_by_reference(reference))
    now = clock.now()
    refusal = refusal_to_withdraw_subject(request.user, subject, now)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            draft = withdraw_proposal(subject=subject, **form.cleaned_data, by=request.user, at=now)
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
        "form": form,
    }
    status = 409 if refusal else 422 if form.is_bound else 200
    return render(request, "participation/withdraw.html", context, status=status)


def _outcome(
    consultation_round: ConsultationRound,
    line: ResultLine | None,
    decisions: list[Decision],
    round_content: dict[str, Any],
) -> dict[str, Any]:
    """What became of it in the vote, in words; nothing before a count is public."""
    if line is None:
        return {}
    return {
        "chosen_words": chosen_words(consultation_round) if line.is_chosen else _("not chosen"),
        "score_words": score_words(consultation_round, line.score),
        "standing_words": standing_of_result(consultation_round, decisions, round_content),
    }


def _now_title(subject: Subject, at: datetime, *, is_withdrawn: bool) -> str:
    consultation_round = subject.consultation_round
    if not subject.is_visible or refusal_of_settled(subject):
        return _("Support")
    is_on_paper = not subject.kept_off_because and not is_withdrawn
    if consultation_round.permits(Act.VOTE, at) and is_on_paper and not refusal_of_untested(consultation_round):
        return _("Now: vote about it")
    if consultation_round.permits(Act.SUPPORT, at):
        return _("Now: support it if you like it")
    return _("Support")
