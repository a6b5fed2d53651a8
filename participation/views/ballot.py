import secrets
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import Error, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rehearsal import is_rehearsal, rehearsed
from base import clock
from base.instants import until
from base.languages import view_links
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.views.failure import form_again, sent_again
from base.write_limit import unlimited
from participation.actions.ballot import cast_ballot
from participation.ballot_rules import refusal_of_choices
from participation.ballot_words import not_cast_words
from participation.codes import LENGTH, spaced
from participation.enums import Act
from participation.forms.ballot import BallotForm
from participation.models import ConsultationRound, PollBookEntry, Subject
from participation.queries.ballot import as_shown, options_of
from participation.queries.ballot_paper import paper_by_reference
from participation.queries.electoral_roll import poll_book_line, voting_help
from participation.queries.round_change import withdrawn_options
from participation.roll_rules import not_on_roll
from participation.rule_words import force_words, objection_words, order_words
from participation.rules import ON_PAPER, refusal_of_phase
from participation.views.ballot_paper import paper_of
from participation.views.marks import (
    forget_marks,
    forget_marks_of_other,
    keep_marks,
    kept_marks,
    paper_of_token,
    paper_token,
    voter_of_token,
    voter_token,
)
from participation.views.vote import vote_or_404
from participation.views.voter import (
    Voter,
    door,
    end_soon,
    is_off_roll,
    refused_by_the_clock,
    refused_vote,
    takes_codes,
    voter_here,
)
from participation.views.voter_cookie import VoterCookie
from participation.voter_rules import refusal_to_mark
from participation.voting_enums import VotingChannel

# On its way from casting to the page that shows it, once.
RECEIPT = VoterCookie("receipt", kept_for=10 * 60)
# Says that a ballot went all the way in a rehearsal. No code can be read in it.
REHEARSED_RECEIPT, NO_RECEIPT = VoterCookie("rehearsed-receipt", kept_for=10 * 60), "-" * LENGTH
STEPS = [gettext_lazy("Fill in"), gettext_lazy("Look through and cast")]


@sensitive_post_parameters()
def _look_through_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the browser cannot show that the form is the voter's own (a session that ended, another tab): keeps the marks for whose
    ballot it is and leads to the page that shows it whole. Nothing is cast."""
    consultation_round = vote_or_404(reference)
    response = redirect("check_ballot", reference)
    if whose := voter_of_token(request.POST.get("voter", "")):
        form = BallotForm(consultation_round, list(options_of(consultation_round)), request.POST)
        keep_marks(request, response, consultation_round, form, whose)
    return response


@sent_again(_look_through_again)
@rehearsed
@unlimited
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, reference: str) -> HttpResponse:
    """Marking. What is sent is answered with another address, so that Back and reload find a page and send nothing."""
    if request.method == "POST":
        return _receive(request, reference)
    consultation_round = vote_or_404(reference)
    subjects = list(options_of(consultation_round))
    voter = voter_here(request, consultation_round)
    if sentence := refusal_of_phase(consultation_round, Act.VOTE, clock.now()):
        # No door leads further than this, whoever comes.
        return refused_by_the_clock(request, consultation_round, sentence)
    if not voter.is_known:
        return door(request, consultation_round)
    if sentence := _refusal(request, voter, consultation_round):
        letters = takes_codes(request, consultation_round)
        may_use_code = letters and not voter.entry.is_enrolled
        return refused_vote(request, consultation_round, sentence, letters=letters, may_use_code=may_use_code)
    form = BallotForm(consultation_round, subjects, kept_marks(request, consultation_round, voter.key) or QueryDict())
    mistake = form.mistake or _mistake(consultation_round, subjects, form)
    context = _context(voter, consultation_round, subjects, form) | {
        "still_needed": [{"message": mistake, "id": "paper"}] if mistake else [],
        # A link to the other language would leave the marks behind: it leads to a button of the form.
        "other_languages": view_links(request),
        "language_links": [
            {"code": link["code"], "label": link["label"], "url": f"#in-{link['code']}"} for link in view_links(request)
        ],
    }
    response = render(request, "participation/ballot_form.html", context)
    forget_marks_of_other(request, response, consultation_round, voter.key)
    return response


@never_cache
@require_safe
def check_ballot(request: HttpRequest, reference: str) -> HttpResponse:
    """Looking through what was marked, before it is cast."""
    consultation_round = vote_or_404(reference)
    voter = voter_here(request, consultation_round)
    if not voter.is_known:
        return door(request, consultation_round)
    subjects = list(options_of(consultation_round))
    marked = kept_marks(request, consultation_round, voter.key)
    form = BallotForm(consultation_round, subjects, marked or QueryDict())
    refused = _refusal(request, voter, consultation_round) or form.mistake
    if marked is None or refused or _mistake(consultation_round, subjects, form):
        return redirect("ballot", reference)
    context = _context(voter, consultation_round, subjects, form) | {
        "paper_token": paper_token(request, consultation_round),
        "once": secrets.token_urlsafe(16),
    }
    return render(request, "participation/ballot_check.html", context)


def _receive(request: HttpRequest, reference: str) -> HttpResponse:
    """Casts what was looked through, or keeps the marks and leads on; every answer is an address."""
    consultation_round, subjects = _paper_here(request, reference)
    form = BallotForm(consultation_round, subjects, request.POST)
    step = request.POST.get("step", "check")
    voter, whose = voter_here(request, consultation_round), voter_of_token(request.POST.get("voter", ""))
    if not voter.is_known:
        response: HttpResponse = door(request, consultation_round)
        if whose:
            keep_marks(request, response, consultation_round, form, whose)
        return response
    if whose != voter.key:
        # Marked in another tab, by who was here before: it is not theirs to cast, nor to be read.
        context = {"consultation_round": consultation_round, "help": voting_help()}
        return render(request, "participation/ballot_of_other.html", context, status=409)
    mistake = form.mistake or _mistake(consultation_round, subjects, form)
    if step == "cast" and not mistake and is_rehearsal(request):
        return _rehearse_casting(request, voter, consultation_round)
    if step == "cast" and not mistake:
        at = clock.now()
        try:
            cast = cast_ballot(
                consultation_round=consultation_round,
                voter=voter.entry,
                letter=voter.letter,
                choices=form.choices,
                at=at,
                once=request.POST.get("once", ""),
            )
        except OperationalError:
            response = form_again(
                request,
                status=HTTPStatus.SERVICE_UNAVAILABLE,
                title=_("Our server could not take your ballot now"),
                sentence=_words_of_failure(voter, at),
            )
            keep_marks(request, response, consultation_round, form, voter.key)
            return response
        except Refusal:
            # The ballot's own page says why nothing can be cast; that this one was not is said beside it.
            messages.warning(request, not_cast_words(poll_book_line(voter.entry)))
        else:
            response = redirect("voted", reference)
            forget_marks(request, response, consultation_round)
            if cast.receipt:
                RECEIPT.keep(response, consultation_round, cast.receipt, voter.key)
            else:
                messages.info(request, _("You cast this ballot before, and another one since: the later one counts."))
            end_soon(request)
            return response
    response = redirect("check_ballot" if step == "check" and not mistake else "ballot", reference)
    keep_marks(request, response, consultation_round, form, voter.key)
    return response


def _words_of_failure(voter: Voter, at: datetime) -> str:
    """To whose ballot the database did not answer: what of theirs is in the box now, as far as anybody can see."""
    try:
        line = poll_book_line(voter.entry)
    except Error:
        return _(
            "We cannot see now whether your ballot was cast. Send it once more in a few minutes: of what you send twice one ballot counts."
        )
    if line is not None and line.cast_at == at:
        return _(
            "Your ballot is in the box, but we could not give you a receipt. Send it once more to get one: one ballot counts."
        )
    return f"{not_cast_words(line)} {_('Wait a few minutes and send it once more: what you marked is kept.')}"


def _rehearse_casting(request: HttpRequest, voter: Voter, consultation_round: ConsultationRound) -> HttpResponse:
    """As after casting, with nothing cast: poll book, envelopes and trail know nothing of it, and there is no receipt."""
    reference = consultation_round.reference.string
    if _refusal(request, voter, consultation_round):
        return redirect("ballot", reference)
    response = redirect("voted", reference)
    forget_marks(request, response, consultation_round)
    REHEARSED_RECEIPT.keep(response, consultation_round, NO_RECEIPT, voter.key)
    return response


def _paper_here(request: HttpRequest, reference: str) -> tuple[ConsultationRound, list[Subject]]:
    """A vote and what can be marked in it; casting refuses what was withdrawn since. What a rehearsal puts in force for a moment, no
    process keeps."""
    if is_rehearsal(request):
        consultation_round = vote_or_404(reference)
        return consultation_round, list(options_of(consultation_round))
    named = request.POST.get("paper", "") if request.POST.get("step") == "cast" else ""
    paper = paper_of_token(named, reference) or paper_by_reference(reference)
    if paper is None or not paper.consultation_round.method:
        raise Http404
    return paper.consultation_round, list(paper.options.values())


def _refusal(request: HttpRequest, voter: Voter, consultation_round: ConsultationRound) -> str:
    """In a rehearsal the clock, and the roll for who is seen as not on it: by then box and roll are made."""
    if is_rehearsal(request):
        sentence = refusal_of_phase(consultation_round, Act.VOTE, clock.now())
        return sentence or (not_on_roll() if is_off_roll(request, consultation_round) else "")
    return refusal_to_mark(voter.entry, consultation_round, clock.now())


def _mistake(consultation_round: ConsultationRound, subjects: list[Subject], form: BallotForm) -> str:
    return refusal_of_choices(consultation_round, {subject.pk: subject for subject in subjects}, form.choices)


def _context(
    voter: Voter, consultation_round: ConsultationRound, subjects: list[Subject], form: BallotForm
) -> dict[str, Any]:
    return {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "paper": paper_of(consultation_round, as_shown(consultation_round, subjects, voter), form),
        "form": form,
        "force_words": force_words(consultation_round),
        "order_words": order_words(consultation_round),
        "withdrawn": withdrawn_options(consultation_round),
        "steps": STEPS,
        "voter_token": voter_token(voter.key),
        "voter": voter,
        "entry": poll_book_line(voter.entry),
        "help": voting_help(),
    }


@never_cache
@require_safe
def voted(request: HttpRequest, reference: str) -> HttpResponse:
    """That and when one voted, and the first time the receipt; never what."""
    consultation_round = vote_or_404(reference)
    voter = voter_here(request, consultation_round)
    if not voter.is_known:
        return door(request, consultation_round)
    cookie = REHEARSED_RECEIPT if is_rehearsal(request) else RECEIPT
    receipt = cookie.kept(request, consultation_round, voter.key) or ""
    entry = (
        _entry_as_cast(consultation_round) if cookie is REHEARSED_RECEIPT and receipt else poll_book_line(voter.entry)
    )
    if entry is None:
        return redirect("ballot", reference)
    context = {
        "consultation_round": consultation_round,
        "voter": voter,
        "help": voting_help(),
        "entry": entry,
        "is_on_paper": entry.channel in ON_PAPER,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "until_words": until(consultation_round.voting.ends_at) if consultation_round.voting else "",
        "is_open": not _refusal(request, voter, consultation_round),
        "receipt": spaced(receipt),
        "objection_words": objection_words(consultation_round),
    }
    response = render(request, "participation/voted.html", context)
    if receipt and request.method == "GET" and cookie is RECEIPT:
        cookie.forget(response, consultation_round)
    return response


def _entry_as_cast(consultation_round: ConsultationRound) -> PollBookEntry:
    """For the page of a rehearsal, and never written."""
    return PollBookEntry(consultation_round=consultation_round, cast_at=clock.now(), channel=VotingChannel.WEB)
