from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from accounts.views.my_page import my_page as account_page
from base import clock
from participation.invitation_links import invitation_path
from participation.merge_rules import refusal_to_split
from participation.queries.change import since, versions_of
from participation.queries.contribution import own_ballots, own_comments, own_drafts, own_supports
from participation.queries.follow import own_follows
from participation.queries.invitation import own_invitations
from participation.queries.mention import gets_mentions
from participation.queries.merge import own_merge_answers
from participation.queries.report import own_reports
from participation.queries.ruling import own_rulings
from participation.queries.state_event import states_of
from participation.report_links import report_path
from participation.rules import refusal_to_change_subject, refusal_to_withdraw_subject
from participation.support_rules import refusal_to_support
from proposals.queries.answered import own_words
from proposals.queries.formal_view import own_formal_views
from proposals.queries.proposal import own_subjects
from proposals.queries.response_document import answers_for, unanswered_rounds_of
from proposals.response_rules import is_overdue, promised_day
from proposals.view_links import receipt_path


@never_cache
@login_required
def my_page(
    request: HttpRequest, template: str = "proposals/my_page.html", context: dict[str, Any] | None = None
) -> HttpResponse:
    """Somebody's own page: what they began, handed in, said, support and follow, and that they voted (never what). A package above gives
    its own template and context."""
    person = request.user
    now = clock.now()
    subjects = list(own_subjects(person)[:50])
    supports = own_supports(person)
    states = states_of([*subjects, *(support.subject for support in supports)], now)
    answers, language = list(answers_for(person)[:50]), str(get_language())
    said = own_words(person, answers)
    versions = versions_of(support.subject.reference_id for support in supports)
    context = {
        **(context or {}),
        "asked": own_merge_answers(person),
        "invitations": [(one, invitation_path(one)) for one in own_invitations(person, now)],
        "drafts": own_drafts(person),
        "subjects": [
            {
                "subject": subject,
                "state": states[subject.pk],
                "is_with_others": subject.author_id != person.pk,
                "may_change": not refusal_to_change_subject(person, subject, now),
                "may_split": subject.merged_into_id and not refusal_to_split(person, subject, now),
                "may_withdraw": not refusal_to_withdraw_subject(person, subject, now),
            }
            for subject in subjects
        ],
        "supports": [
            {
                "subject": support.subject,
                "state": states[support.subject.pk],
                "changed": since(versions.get(support.subject.reference_id, []), support.given_at),
                "may_take_back": not refusal_to_support(person, support.subject, now),
            }
            for support in supports
        ],
        "answers": [(row, said.get(row.pk, []), *row.said_in(language)[1:]) for row in answers],
        "unanswered": [
            (one, due, is_overdue(due, now)) for one in unanswered_rounds_of(person) for due in [promised_day(one, now)]
        ],
        "comments": own_comments(person)[:50],
        "gets_mentions": gets_mentions(person),
        "ballots": own_ballots(person),
        "rulings": own_rulings(person)[:50],
        "reports": [(report, report_path(report)) for report in own_reports(person)[:50]],
        "formal_views": [(view, receipt_path(view)) for view in own_formal_views(person)[:50]],
        "follows": own_follows(person, language),
    }
    response: HttpResponse = account_page(request, template=template, context=context)
    return response
