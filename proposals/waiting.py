"""What waits of answers, promises, and what the council carried. A fixed number of queries."""

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.waiting import Waiting
from participation.models import ConsultationRound
from participation.queries.consultation_round import titles_of
from proposals.actions.council_vote import RECORD_VOTE
from proposals.actions.decision import RECORD
from proposals.commitment_rules import KEEP
from proposals.models import AnswerWriter, LaterAnswer, ResponseDocument, ResponseRow
from proposals.models.response_document import ResponseRowQuerySet
from proposals.motion_life import take_up_by
from proposals.queries.commitment import commitments, standings
from proposals.queries.council_difference import differences
from proposals.queries.decision import contradicted_decisions
from proposals.queries.motion import motions_waiting
from proposals.queries.request import requests_waiting
from proposals.queries.response_document import silent_rounds
from proposals.response_rules import ANSWER, APPROVE, owes_answers, promised_day
from proposals.views.motion import says


def waiting(at: datetime) -> list[Waiting]:
    return [*_answers(at), *_promises(), *_motions(), *_requests(), *_contradicted(), *_differences()]


def rounds_to_answer(at: datetime) -> list[tuple[ConsultationRound, date]]:
    """Rounds that ended, in which people could say something and that nobody began to answer, each with the promised day; what is due first comes first."""
    rounds = (
        ConsultationRound.objects.with_phases()
        .filter(response_document=None, cancelled_at=None, is_standing=False)
        .select_related("response_document")
    )
    owing = [one for one in rounds.order_by("pk") if owes_answers(one, at)]
    silent = silent_rounds(owing)
    found = [(one, promised_day(one, at)) for one in owing if one.pk not in silent]
    return sorted(found, key=lambda one: one[1])


def _answers(at: datetime) -> Iterator[Waiting]:
    open_documents = ResponseDocument.objects.filter(published_at=None)
    open_documents = open_documents.select_related("reference", "consultation_round", "offered_by").order_by("pk")
    to_begin = rounds_to_answer(at)
    titles = titles_of([*(one for one, _due in to_begin), *(one.consultation_round for one in open_documents)])
    for one, due_on in to_begin:
        string = one.reference.string
        what = _("%(round)s: begin to answer what was said") % {"round": f"{string}, {titles[one.pk]}"}
        yield Waiting(f"{string}-answers", what, ANSWER, reverse("answers_desk"), due_on)
    to_write, written = _writers()
    left = set(_unwritten().exclude(assigned_to__is_active=True).values_list("document", flat=True))
    for document in open_documents:
        string, title = document.reference.string, titles[document.consultation_round_id]
        address, due_on = reverse("answers_of", args=[string]), document.due_on
        if document.offered_by is not None:
            what = _("%(answers)s: approve the answers, or send them back") % {"answers": f"{string}, {title}"}
            offered_by = {document.offered_by.pk: str(document.offered_by)}
            yield Waiting(string, what, APPROVE, address, due_on, not_by=offered_by | written.get(document.pk, {}))
        else:
            # Rows that are nobody's are everybody's.
            people = to_write.get(document.pk, {}) if document.pk not in left else {}
            what = _("%(answers)s: write the answers and offer them") % {"answers": f"{string}, {title}"}
            yield Waiting(string, what, ANSWER, address, due_on, tuple(people.values()), frozenset(people))
    for asked in LaterAnswer.objects.select_related("document__reference", "asked_by", "corrects").order_by("pk"):
        string, row = asked.document.reference.string, asked.corrects
        what = _("%(answers)s: look through an answer that is added, and make it public") % {"answers": string}
        if row is not None:
            what = _("%(answers)s: look through the correction of answer %(number)d, and make it public") % {
                "answers": string,
                "number": row.number,
            }
        address = reverse("later_answer_desk", args=[string, asked.pk])
        yield Waiting(
            f"{string}-later-{asked.pk}", what, APPROVE, address, None, not_by={asked.asked_by.pk: str(asked.asked_by)}
        )


People = dict[int, dict[int, str]]


def _rows() -> ResponseRowQuerySet:
    return ResponseRow.objects.in_force().filter(document__published_at=None).order_by()


def _unwritten() -> ResponseRowQuerySet:
    return _rows().filter(answered_at=None)


def _writers() -> tuple[People, People]:
    """By the key of a document that is not public: who has answers to write, and who wrote some; each by key and name."""
    to_write = set(_unwritten().filter(assigned_to__is_active=True).values_list("document", "assigned_to"))
    writers = AnswerWriter.objects.filter(document__published_at=None)
    written = set(writers.order_by().values_list("document", "person").distinct())
    names = {
        one.pk: str(one)
        for one in get_user_model().objects.filter(pk__in={person for _document, person in to_write | written})
    }

    def by_document(pairs: set[tuple[int, int]]) -> People:
        found: People = {}
        for document, person in sorted(pairs):
            found.setdefault(document, {})[person] = names[person]
        return found

    return by_document(to_write), by_document(written)


def _promises() -> Iterator[Waiting]:
    """And each step of one that is not over itself."""
    language = str(get_language())
    for one in standings(commitments()):
        if one.state.is_over:
            continue
        promise, string = one.commitment, one.commitment.reference.string
        about = KEEP, reverse("commitment_desk", args=[string])
        names = (promise.department,)
        yield Waiting(string, f"{string}, {promise.said_in(language)[0][:100]}", *about, one.due_on, names)
        for step in one.milestones:
            if not step.state.is_over:
                what = _("%(promise)s, step: %(step)s") % {"promise": string, "step": step.said_in(language)[0]}
                yield Waiting(f"{string}-{step.milestone.pk}", what, *about, step.due_on, names)


def _motions() -> Iterator[Waiting]:
    """What becomes of a motion is a promise. An amendment on an item waits for its text (home.waiting)."""
    for one in motions_waiting():
        if one.waits_for_text and one.item is not None:
            continue
        paper, address = one.paper.label[:120], reverse("council_paper_desk", args=[one.paper.pk])
        record = _("%(motion)s: record who settles it, and by when") % {"motion": paper}
        what = record if one.is_motion else f"{paper}. {says(one)}"
        yield Waiting(f"motion-{one.paper.pk}", what, RECORD_VOTE, address, one.due_on)


def _requests() -> Iterator[Waiting]:
    """What comes of an initiative that was agreed to is a promise."""
    for subject, day in requests_waiting():
        string = subject.reference.string
        what = _("%(request)s was agreed to: record who does it, and by when") % {
            "request": f"{string}, {subject.label}"
        }
        address = f"{reverse('commitments_desk')}?request={string}#record"
        yield Waiting(f"{string}-promise", what, KEEP, address, take_up_by(day))


def _contradicted() -> Iterator[Waiting]:
    """A vote was corrected after the council's decision of that day was recorded."""
    for decision, vote in contradicted_decisions():
        string = decision.reference.string
        what = _("%(decision)s says '%(verdict)s' and the vote of that day '%(outcome)s': correct the decision") % {
            "decision": string,
            "verdict": decision.get_verdict_display(),
            "outcome": vote.get_outcome_display(),
        }
        yield Waiting(f"{string}-vote", what, RECORD, f"{reverse('decisions_desk')}?corrects={decision.pk}")


def _differences() -> Iterator[Waiting]:
    if number := len(differences()):
        what = ngettext(
            "%(number)d record of the council is otherwise now in its information system",
            "%(number)d records of the council are otherwise now in its information system",
            number,
        )
        address = reverse("council_differences_desk")
        yield Waiting("council-differences", what % {"number": number}, RECORD_VOTE, address)
