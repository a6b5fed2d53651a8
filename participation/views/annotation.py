"""Reacting to a published text, as a whole or to one passage of it; and reading what others said."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.queries.user import proposed_name
from base import clock
from base.models import PublishedVersion, Reference
from base.passage_links import PassageLinks
from base.personal_data import Finding, personal_data
from base.queries.published_version import rows_of_version
from base.refusal import Refusal
from base.version_words import passages_by_part
from participation.actions.annotation import react_to_text
from participation.actions.draft import discard_draft, save_draft
from participation.enums import Act, AnnotationKind
from participation.forms.annotation import AnnotationForm
from participation.hold_words import hold_words
from participation.models import ConsultationRound, Draft
from participation.municipal_answers import answered_of
from participation.queries.annotation import language_counts, passage_counts, round_about, text_talk
from participation.rules import refusal_of_reacting
from participation.views.draft import kept_before_signing_in, sign_in_first, way_back


@require_http_methods(["GET", "HEAD", "POST"])
def react(request: HttpRequest, string: str, label: str, language: str) -> HttpResponse:
    """A page of its own; what somebody typed before signing in waits in a draft."""
    version = rows_of_version(string.upper(), label).get(language)
    if version is None or version.is_withdrawn:
        raise Http404
    now = clock.now()
    consultation_round = round_about(version.reference_id, now)
    refusal, status = refusal_of_reacting(consultation_round, now), 200
    draft = kept_before_signing_in(request, "annotation")
    choices = passages_by_part(version)
    wanted = request.POST.get("passage", request.GET.get("passage", ""))
    chosen = next((one for _label, group in choices for one in group if one.identifier == wanted), None)
    findings: list[Finding] = []
    if request.method == "POST":
        form = AnnotationForm(request.POST, by=request.user)
        if not request.user.is_authenticated and consultation_round is not None:
            return _sign_in_first(request, consultation_round)
        findings = personal_data([form.cleaned_data["text"]]) if form.is_valid() else []
        if form.is_valid() and (not findings or "as_it_is" in request.POST):
            try:
                annotation = react_to_text(
                    version=version,
                    passage=form.cleaned_data["passage"],
                    kind=AnnotationKind(form.cleaned_data["kind"]),
                    text=form.cleaned_data["text"],
                    language=str(get_language()),
                    author_name=form.cleaned_data.get("author_name", ""),
                    by=request.user,
                    at=now,
                    sent_key=form.cleaned_data["sent_key"],
                )
            except Refusal as refused:
                refusal = refused.sentence
            else:
                if draft is not None:
                    discard_draft(draft=draft, by=request.user, at=now)
                comment = annotation.comment
                hold = comment.holds.first()
                if hold is not None and not comment.is_visible:
                    messages.info(request, hold_words(hold))
                else:
                    messages.success(request, _("Thank you. Your reaction stands below, beside the words it is about."))
                return redirect(comment)
        status = 409 if refusal else 422 if form.errors else 200
    else:
        form = AnnotationForm(initial=_initial(request, wanted, draft), by=request.user)
    context = {
        "version": version,
        "choices": choices,
        "chosen": chosen,
        "unknown": bool(wanted) and chosen is None,
        "form": form,
        "refusal": refusal,
        "findings": findings,
        "may_write": request.method == "POST" or draft is not None or not refusal,
        "formal_view_url": reverse("start_view", args=[consultation_round.reference.string])
        if consultation_round is not None and consultation_round.is_formal
        else "",
    }
    response = render(request, "participation/annotation_form.html", context, status=status)
    if draft is not None:
        # Only then: a page that no browser may keep is empty after a step back.
        add_never_cache_headers(response)
    return response


@require_safe
def annotations(request: HttpRequest, string: str) -> HttpResponse:
    """What was said of a text, by passage, beside the words of today."""
    reference = Reference.objects.filter(string=string.upper(), is_public=True).first()
    if reference is None:
        raise Http404
    number = request.GET.get("page", "1")
    passage = request.GET.get("passage")
    language = request.GET.get("text", str(get_language()))
    now = clock.now()
    talk = text_talk(
        reference.pk,
        language,
        request.user,
        at=now,
        passage=passage,
        kind=request.GET.get("kind", ""),
        number=int(number[:9]) if number.isascii() and number.isdecimal() else 1,
    )
    if talk is None:
        raise Http404
    asked = {"text": talk.version.language} | ({"passage": passage} if passage is not None else {})
    kind = request.GET.get("kind", "")
    context = {
        "reference": reference,
        "talk": talk,
        "passage": passage,
        "kinds": [
            {"label": _("all kinds"), "url": f"?{urlencode(asked)}", "current": kind not in AnnotationKind.values},
            *(
                {
                    "label": f"{one.label} ({talk.kinds.get(one, 0)})",
                    "url": f"?{urlencode(asked | {'kind': one.value})}",
                    "current": kind == one,
                }
                for one in AnnotationKind
            ),
        ],
        "is_sieved": kind in AnnotationKind.values,
        "page_query": urlencode(asked | ({"kind": kind} if kind else {})),
        "numbers": range(1, talk.pages + 1),
        "others": [
            (code, count) for code, count in language_counts(reference.pk).items() if code != talk.version.language
        ],
        "refusal": refusal_of_reacting(round_about(reference.pk, now), now),
        "answered": answered_of(one.annotation.comment_id for group in talk.passages for one in group.said),
    }
    return render(request, "participation/annotations.html", context)


def passage_links(
    version: PublishedVersion, consultation_round: ConsultationRound | None, at: Any
) -> PassageLinks | None:
    """What stands behind each passage of a text that is, or was, in consultation: to react, and to read reactions."""
    if consultation_round is None:
        return None
    reference = version.reference
    return PassageLinks(
        react_url=reverse("react", args=[reference.string, version.label, version.language])
        if consultation_round.permits(Act.REACT, at)
        else "",
        read_url=f"{reverse('annotations', args=[reference.string])}?{urlencode({'text': version.language})}",
        counts=passage_counts(version.reference_id, version.language),
    )


def _initial(request: HttpRequest, passage: str, draft: Draft | None) -> dict[str, object]:
    name = proposed_name(request.user) if request.user.is_authenticated else ""
    initial: dict[str, object] = {"author_name": name, "sent_key": uuid.uuid4()}
    if draft is not None:
        initial |= {name: value for name, value in draft.data.items() if value}
    return initial | {"passage": passage}


def _sign_in_first(request: HttpRequest, consultation_round: ConsultationRound) -> HttpResponse:
    draft = save_draft(
        form="annotation",
        consultation_round=consultation_round,
        data=AnnotationForm.typed(request.POST),
        language=str(get_language()),
        by=request.user,
        at=clock.now(),
    )
    messages.info(request, _("Your reaction is kept. Sign in to send it."))
    back = way_back(request.path, draft, passage=request.POST.get("passage", ""))
    return sign_in_first(back)
