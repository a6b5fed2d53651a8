"""Setting a round up: from the answers to a recipe, or as an earlier one was."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.operator import OPERATOR
from base import clock
from base.actions.audit_entry import record
from base.actions.page import add_published_pages
from base.actions.reference import allot_reference
from base.enums import ReferenceKind
from base.instants import on_the_clock
from base.queries.page import free_slug
from base.refusal import Refusal, refuse_if
from participation.actions.subject import EarlierSubject, take_over_subjects
from participation.box_rules import refusal_of_many
from participation.doubles import refusal_of_doubles
from participation.enums import Force, PhaseKind
from participation.models import ConsultationRound, Subject
from participation.queries.ballot import ballot_subjects
from participation.round_plan import PhasePlan, lawful_phases
from participation.round_plan_rules import refusal_to_put_in_force
from participation.rules import refusal_to_lead_count
from proposals.actions.consultation_round import agenda_item_of, phases_of, rules_of
from proposals.actions.proposal import ProposalText, locked_parent, page_of_proposal
from proposals.models import ConsultationRoundPage, PhaseRow
from proposals.queries.recipe import round_of

YEAR = timedelta(weeks=52)


def refusal_of_page(page: ConsultationRoundPage, at: datetime) -> str:
    """Why the rules of a page cannot be put in force."""
    rules = rules_of(page)
    plans = lawful_phases(rules, phases_of(page))
    try:
        agenda_item_of(page)
    except Refusal as refusal:
        return refusal.sentence
    return refusal_to_put_in_force(round_of(page), rules, plans, at)


def is_collected(page: ConsultationRoundPage) -> bool:
    """Whether people hand in what is voted on; otherwise the municipality lays it down."""
    return any(plan.kind == PhaseKind.COLLECT for plan in phases_of(page))


@transaction.atomic
def draft_round(
    *, parent: Page, values: Mapping[str, Any], phases: Sequence[PhasePlan], by: Any, at: datetime
) -> ConsultationRoundPage:
    """Makes the page of a round, not published yet: it can miss something still."""
    refuse_if(_refusal_to_add(parent, by))
    written = dict(values)
    # Typed as plain text; the page keeps marked text.
    typed = values.get("open_to_influence", "").strip()
    written["open_to_influence"] = linebreaks(typed, autoescape=True) if typed else ""
    page = ConsultationRoundPage(
        slug=free_slug(parent, written["title"], otherwise="ronde"), locale=parent.locale, live=False, **written
    )
    page.phase_rows = _rows_of(phases)
    return _added(parent, page, by, at)


@transaction.atomic
def move_phases(*, page: ConsultationRoundPage, phases: Sequence[PhasePlan], by: Any, at: datetime) -> None:
    """Gives the newest draft of a round's page, that is not in force, other phases."""
    draft = page.get_latest_revision_as_object()
    draft.phase_rows = _rows_of(phases)
    draft.save_revision(user=by)
    record(act="round_moved", about=draft.reference or draft.title, by=by, at=at, page=draft.pk)


@transaction.atomic
def copy_round(*, page: ConsultationRoundPage, by: Any, at: datetime) -> ConsultationRoundPage:
    """A new round as an earlier one was, a year later or as many as it takes to lie ahead; not published yet.

    What was decided or announced for the earlier one does not hold for this one.
    """
    parent = page.get_parent()
    refuse_if(_refusal_to_add(parent, by))
    rows = list(page.phase_rows.all())
    begins = min((row.starts_at for row in rows), default=at)
    later = YEAR
    while begins + later <= at:
        later += YEAR
    year, past = str((begins + later).year), str(begins.year)
    title = page.title.replace(past, year) if past in page.title else f"{page.title[:250]} {year}"
    copied = page.copy(
        copy_revisions=False,
        keep_live=False,
        user=by,
        log_action=False,
        update_attrs={
            "title": title,
            "slug": free_slug(parent, title, otherwise="ronde"),
            "force_decision": "",
            "notice": "",
            "public_draw": "",
            "copied_from": round_of(page),
        },
    ).specific
    copied.phase_rows = [
        PhaseRow(
            kind=row.kind,
            starts_at=on_the_clock(row.starts_at, later),
            ends_at=row.ends_at and on_the_clock(row.ends_at, later),
        )
        for row in rows
    ]
    copied.draft_title = title
    copied.save_revision(user=by)
    record(act="round_copied", about=page.reference or page.title, by=by, at=at, page=copied.pk)
    return copied


@transaction.atomic
def open_round(*, page: ConsultationRoundPage, by: Any, at: datetime, options: Sequence[str] = ()) -> ConsultationRound:
    """Publishes the newest draft of a round's page, which puts its rules in force, with `options` of the municipality on the
    ballot paper. Refuses while something is missing.
    """
    draft = page.get_latest_revision_as_object()
    refuse_if(
        "" if page.permissions_for_user(by).can_publish() else _("Only who may publish this page puts it in force.")
    )
    refuse_if(refusal_of_page(draft, at))
    known = round_of(page)
    if known is not None and not is_collected(draft):
        refuse_if(refusal_of_doubles(known))
    with clock.set_to(at):
        (page.get_latest_revision() or page.save_revision(user=by)).publish(user=by)
    found = round_of(page)
    if found is None:
        raise Refusal(_("The rules of the round were not put in force; the log says why."))
    if options:
        add_options(consultation_round=found, options=options, by=by, at=at)
    return found


@transaction.atomic
def rehearse_draft(*, page: ConsultationRoundPage, by: Any, at: datetime) -> None:
    """Publishes the newest draft of a round's page for as long as the caller's transaction lasts: that is rolled back. Where
    something is missing since, or to who may not read the draft (any more), everything is shown as it is.
    """
    if not page.permissions_for_user(by).can_edit():
        return
    draft = as_rehearsed(page)
    if not refusal_of_page(draft, at):
        with clock.set_to(at):
            draft.save_revision().publish()


def as_rehearsed(page: ConsultationRoundPage) -> ConsultationRoundPage:
    """The newest draft. The decision that gives its result more force than advice may be taken after a rehearsal: until it is
    named, an address that leads nowhere stands in its place.
    """
    draft: ConsultationRoundPage = page.get_latest_revision_as_object()
    if draft.force != Force.ADVICE and not draft.force_decision:
        draft.force_decision = "https://example.org/"
    return draft


@transaction.atomic
def add_options(
    *, consultation_round: ConsultationRound, options: Sequence[str], by: Any, at: datetime
) -> list[Subject]:
    """Puts what the municipality itself asks on the ballot paper, in the order given, before voting begins; each thing once."""
    refuse_if(refusal_to_lead_count(by))
    parent = locked_parent(consultation_round)
    refuse_if(refusal_of_many(ballot_subjects(consultation_round).count() + len(options)))
    refuse_if(refusal_of_doubles(consultation_round, [(parent.content_language, option) for option in options]))
    references = [allot_reference(kind=ReferenceKind.PROPOSAL, at=at) for _option in options]
    texts = [
        ProposalText(
            title=option, summary=option, body="", author_name=_("The municipality"), language=parent.content_language
        )
        for option in options
    ]
    pages = [
        (page_of_proposal(consultation_round, parent, reference, text, None, is_plain=True), at)
        for reference, text in zip(references, texts, strict=True)
    ]
    add_published_pages(parent=parent, pages=pages)
    subjects = [
        EarlierSubject(
            reference=reference,
            label=text.title,
            language=text.language,
            cost=None,
            supports=0,
            submitted_at=at,
            author_name=text.author_name,
        )
        for reference, text in zip(references, texts, strict=True)
    ]
    # The municipality's own, as what is taken over from elsewhere: at once public, and without an account for its author.
    written = take_over_subjects(consultation_round=consultation_round, subjects=subjects, by=OPERATOR, at=at)
    record(act="options_added", about=consultation_round.reference, by=by, at=at, options=list(options))
    return written


def _rows_of(phases: Sequence[PhasePlan]) -> list[PhaseRow]:
    return [PhaseRow(kind=plan.kind, starts_at=plan.starts_at, ends_at=plan.ends_at) for plan in phases]


def _added(parent: Page, page: ConsultationRoundPage, by: Any, at: datetime) -> ConsultationRoundPage:
    parent.add_child(instance=page)
    page.save_revision(user=by)
    record(act="round_drafted", about=page.title, by=by, at=at, page=page.pk)
    return page


def _refusal_to_add(parent: Page, by: Any) -> str:
    if parent.permissions_for_user(by).can_add_subpage():
        return ""
    return _("You cannot make a page there.")
