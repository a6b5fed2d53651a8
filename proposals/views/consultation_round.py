from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import clock
from base.languages import link_in, page_links
from base.links import as_header, original_links
from base.models import PublishedVersion
from base.queries.page import page_of
from base.queries.published_version import version_in_force, versions_in_force
from participation.box_rules import rounds_lacking_parts
from participation.enums import Act
from participation.method_words import method_meaning
from participation.models import ConsultationRound, Subject
from participation.queries.ballot import as_shown, ballot_subjects, lacks_paper, poll_book_entry
from participation.queries.consultation_round import round_by_reference, standing, standing_round
from participation.queries.ordinance import ordinance_of, rights
from participation.queries.round_change import shown_changes
from participation.queries.subject import subject_by_reference
from participation.request_words import beginning_words, beginnings, ordinance_facts
from participation.round_change_words import cancelled_words
from participation.rule_words import force_words, rule_facts
from participation.rules import refusal_of_phase, refusal_to_see_answers
from participation.views.follow import follow_block
from participation.views.talk import talk_block
from proposals.models import ConsultationRoundPage
from proposals.queries.consultation_round import counted_cards, round_cards
from proposals.queries.decision import decisions_on, latest_decisions
from proposals.queries.dossier import refusal_of_dossier
from proposals.queries.kind import promises_of
from proposals.queries.proposal import rows_of
from proposals.queries.proposal_list import ProposalChoice, Sorting, found_subjects, list_part
from proposals.queries.response_document import document_of
from proposals.queries.thread import round_thread
from proposals.response_rules import nobody_reacted, owes_answers, promised_day
from proposals.views.now import now_of, nows_of
from proposals.views.words import (
    answers_words,
    round_facts,
    support_facts,
    term_facts,
)

IN_SHORT = 3


def render_round(
    request: HttpRequest, *, page: ConsultationRoundPage, version: PublishedVersion | None, content: dict[str, Any]
) -> HttpResponse:
    """A round's page: the text of its version, beside what the records say; without records (a preview) only the text."""
    consultation_round = round_by_reference(version.reference.string) if version else None
    context = page.get_context(request) | {"version": version, "content": content, "facts": round_facts(content)}
    context |= {
        "text_language": page.content_language,
        "language_links": SimpleLazyObject(lambda: _language_links(request, page, version)),
    }
    if consultation_round is not None:
        context |= _around(request, consultation_round)
        term = consultation_round.term
        context |= {
            "term_facts": term_facts(consultation_round, content),
            "cancelled_words": cancelled_words(consultation_round) if consultation_round.cancelled_at else "",
            "is_term_open": term is not None and term.is_open(clock.now()),
        }
    return render(request, page.template, context)


@require_safe
def untranslated_round(request: HttpRequest, reference: str) -> HttpResponse:
    """A round's page on the site in a language that its text is not there in yet; where it is, its page."""
    page = page_of(round_or_404(reference).reference, str(get_language()))
    url = page.get_url(request) if page is not None else None
    if page is None or url is None:
        raise Http404
    version = page.version
    if page.content_language == get_language() or version is None or version.is_withdrawn:
        return redirect(url)
    response = render_round(request, page=page, version=version, content=version.content)
    response["Link"] = as_header(original_links(version.reference))
    return response


def _language_links(
    request: HttpRequest, page: ConsultationRoundPage, version: PublishedVersion | None
) -> list[dict[str, str]]:
    """The round in the other languages of the site: its page, and where there is none yet the text that there is."""
    links = {link["code"]: link for link in page_links(page, request)}
    if version is not None:
        for code in dict(settings.LANGUAGES):
            with override(code):
                links.setdefault(code, link_in(code, reverse("untranslated_round", args=[version.reference.string])))
        links[page.content_language] = link_in(page.content_language, str(page.get_url(request)))
    return [link for code, link in sorted(links.items()) if code != get_language()]


def _around(request: HttpRequest, consultation_round: ConsultationRound) -> dict[str, Any]:
    now = clock.now()
    decisions = decisions_on(consultation_round)
    # While more can come in there is none.
    owes = owes_answers(consultation_round, now)
    document = document_of(consultation_round) if owes else None
    is_silent = nobody_reacted(consultation_round, now)
    promised = promised_day(consultation_round, now) if owes and not is_silent else None
    subjects = found_subjects(ProposalChoice(consultation_round=consultation_round.reference.string), now)
    newest = list_part(subjects.filter(kept_off_because=""), Sorting(), most=IN_SHORT).subjects
    about = consultation_round.about
    item_text = version_in_force(about.pk, str(get_language())) if about else None
    where = standing(consultation_round, now)
    ordinance = ordinance_of(consultation_round, now) if consultation_round.is_standing else None
    may_propose = not refusal_of_phase(consultation_round, Act.PROPOSE, now)
    entry = poll_book_entry(consultation_round, request.user) if request.user.is_authenticated else None
    talked_about = (
        subject_by_reference(consultation_round.reference.string) if consultation_round.is_discussed else None
    )
    return {
        **follow_block(request, consultation_round.reference),
        **(talk_block(request, talked_about, now) if talked_about is not None else {}),
        "consultation_round": consultation_round,
        "standing": where,
        "now": now_of(
            consultation_round,
            where,
            now,
            has_voted=entry is not None,
            decision=decisions[-1] if decisions else None,
            begins=beginning_words(ordinance) if ordinance is not None else "",
            lacks_paper=lacks_paper(consultation_round, now),
            lacks_parts=bool(rounds_lacking_parts([consultation_round])),
            document=document,
            is_silent=is_silent,
        ),
        "ordinance": ordinance,
        "rights": beginnings(rights(now)) if consultation_round.is_standing and ordinance is None else [],
        "ordinance_facts": ordinance_facts(ordinance) if ordinance is not None else [],
        "stations": round_thread(consultation_round, decisions, now, document, is_silent),
        "response": document,
        "answers_words": answers_words(promised, now) if promised is not None else "",
        "decisions": decisions,
        "has_dossier": not refusal_of_dossier(consultation_round, now),
        "rows": rows_of(newest, request.user, now),
        "proposal_count": subjects.count(),
        "may_answer": consultation_round.permits(Act.FILL_IN, now),
        "has_answers": not refusal_to_see_answers(consultation_round, now),
        # What the municipality itself lays down to vote on is no proposal, which people hand in, support and talk about.
        "asked": _asked(consultation_round),
        "takes_proposals": consultation_round.takes_proposals,
        "may_propose": may_propose,
        "promises": promises_of(version_in_force(consultation_round.reference_id, str(get_language())))
        if may_propose
        else [],
        "may_support": consultation_round.permits(Act.SUPPORT, now),
        "may_vote": consultation_round.permits(Act.VOTE, now),
        "item_text": item_text,
        "crumbs": [{"label": item_text.title, "url": about.get_absolute_url(), "lang": item_text.language}]
        if about and item_text
        else [],
        "rules": rule_facts(consultation_round),
        "force_words": force_words(consultation_round),
        "changes": shown_changes(consultation_round),
        "support_facts": support_facts(consultation_round),
        "rule_words": method_meaning(consultation_round.method),
    }


def _asked(consultation_round: ConsultationRound) -> list[Subject]:
    if not consultation_round.method or consultation_round.collects:
        return []
    lines = as_shown(consultation_round, ballot_subjects(consultation_round))
    return [] if any(line.supports_in_all or line.visible_comments for line in lines) else list(lines)


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Everything one can take part in, open rounds first."""
    at = clock.now()
    cards = nows_of(round_cards(str(get_language()), at), latest_decisions(), request.user, at)
    return render(request, "proposals/rounds.html", {"cards": cards})


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """What became of it: counts that were published, decisions that were taken."""
    counted = counted_cards(round_cards(str(get_language()), clock.now()))
    decisions = list(latest_decisions()[:50])
    items = versions_in_force([one.about_id for one in decisions if one.about_id], str(get_language()))
    context = {"cards": counted, "decisions": [(one, items.get(one.about_id or 0)) for one in decisions]}
    return render(request, "proposals/outcomes.html", context)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The door that is always open: it leads to the standing round."""
    consultation_round = standing_round(clock.now())
    page = page_of(consultation_round.reference, str(get_language())) if consultation_round is not None else None
    if page is None:
        return redirect("rounds")
    if page.get_url(request) == request.path:
        # The page is called as this address is ("begin-zelf-iets"): leading there would lead here again.
        return page.serve(request)
    return redirect("reference", page.reference.string)


def round_or_404(reference: str) -> ConsultationRound:
    consultation_round = round_by_reference(reference)
    if consultation_round is None:
        raise Http404(_("There is no such round."))
    return consultation_round
