from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.reference import allot_reference, show_reference
from base.actions.search_entry import index_words
from base.enums import ReferenceKind
from base.models import PublishedVersion
from base.refusal import Refusal, refuse_if
from participation.models import ConsultationRound
from proposals.answer_tasks import announce_answers
from proposals.council_enums import AnswerGrouping
from proposals.enums import FoundKind
from proposals.models import AnsweredContribution, AnswerWriter, ResponseDocument, ResponseRow
from proposals.queries.contribution import Contribution, theme_of
from proposals.queries.response_document import rows_sha256, threads_of, unplaced
from proposals.response_rules import (
    answers_due,
    refusal_of_answerer,
    refusal_of_row,
    refusal_of_view,
    refusal_to_approve,
    refusal_to_begin,
    refusal_to_offer,
    refusal_to_send_back,
    refusal_to_write,
)
from proposals.rules import READ_VIEWS


@dataclass(frozen=True)
class RowText:
    """What is written in a row; `before` and `after` are the versions between which a text changed because of it."""

    theme: str = ""
    summary: str = ""
    summary_en: str = ""
    answer: str = ""
    answer_en: str = ""
    verdict: str = ""
    reason: str = ""
    reason_en: str = ""
    forwarded_to: str = ""
    department: str = ""
    before: PublishedVersion | None = None
    after: PublishedVersion | None = None


# The words of a row, which would be gone with it. Its theme stands there before anybody wrote.
WRITTEN = tuple(one.name for one in fields(RowText) if one.name not in ("theme", "verdict", "before", "after"))


class NewerEdition(Refusal):
    """Somebody saved the row, or what stands above the answers, in the meantime. `theirs` is what stands there now."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(
            _("Somebody else saved this while you wrote. Both texts stand below: bring them together and save again.")
        )
        self.theirs = theirs


@transaction.atomic
def begin_answers(
    *,
    consultation_round: ConsultationRound,
    by: Any,
    at: datetime,
    grouping: AnswerGrouping = AnswerGrouping.EACH,
) -> ResponseDocument:
    """Begins the answer to what was said in a round, with the day by which it is promised, and a row for everything."""
    ConsultationRound.objects.select_for_update().get(pk=consultation_round.pk)
    consultation_round = ConsultationRound.objects.with_phases().get(pk=consultation_round.pk)
    refuse_if(refusal_of_answerer(by) or refusal_to_begin(consultation_round, at))
    document = ResponseDocument.objects.create(
        # Nobody reads it before it is published.
        reference=allot_reference(kind=ReferenceKind.RESPONSE, at=at),
        consultation_round=consultation_round,
        due_on=answers_due(consultation_round, at),
        begun_at=at,
    )
    show_reference(reference=document.reference, is_public=False)
    record(act="answers_begun", about=document.reference, by=by, at=at)
    bring_in(document=document, by=by, at=at, grouping=grouping)
    return document


@transaction.atomic
def bring_in(
    *, document: ResponseDocument, by: Any, at: datetime, grouping: AnswerGrouping = AnswerGrouping.EACH
) -> int:
    """Makes rows for all that stands in none yet, one for each contribution or for each group; how many rows."""
    document = _held_to_write(document, by)
    found = unplaced(document)
    groups = _grouped(found, grouping)
    themes = theme_of(document.consultation_round)
    rows = ResponseRow.objects.bulk_create(
        [
            ResponseRow(document=document, number=document.rows_made + place, theme=_theme(group, themes)[:100])
            for place, group in enumerate(groups, 1)
        ]
    )
    AnsweredContribution.objects.bulk_create(
        [link_to(row, one) for row, group in zip(rows, groups, strict=True) for one in group]
    )
    ResponseDocument.objects.filter(pk=document.pk).update(rows_made=F("rows_made") + len(groups))
    record(act="contributions_brought_in", about=document.reference, by=by, at=at, number=len(found))
    return len(groups)


@transaction.atomic
def answer_together(*, document: ResponseDocument, numbers: Sequence[int], by: Any, at: datetime) -> ResponseRow:
    """Makes rows one: what they answer goes to the lowest number, the other numbers are not used again."""
    document = _held_to_write(document, by)
    rows = list(ResponseRow.objects.filter(document=document, number__in=numbers).order_by("number"))
    if len(rows) < 2:
        raise Refusal(_("Choose two rows or more to answer together."))
    first, rest = rows[0], rows[1:]
    if any(row.is_answered for row in rest):
        raise Refusal(_("One of these has its own answer already. Empty that first, or leave the row out."))
    for row in rest:
        if any(getattr(row, name) not in ("", getattr(first, name)) for name in WRITTEN):
            raise Refusal(
                _("Somebody wrote in row %(number)d already. Empty that first, or leave the row out.")
                % {"number": row.number}
            )
    has_view = any(row.has_view for row in rows)
    refuse_if(refusal_of_view(by, has_view=has_view))
    if first.is_answered:
        refuse_if(refusal_of_row(first, has_view=has_view))
    AnsweredContribution.objects.filter(row__in=rest).update(row=first)
    # What stands in it may be theirs too: the same draft.
    writers = AnswerWriter.objects.filter(row__in=rest).values_list("person", flat=True).distinct()
    written(document, first, writers)
    ResponseRow.objects.filter(pk__in=[row.pk for row in rest]).delete()
    _touch(first)
    record(act="rows_joined", about=document.reference, by=by, at=at, rows=[row.number for row in rows])
    return first


@transaction.atomic
def answer_apart(*, document: ResponseDocument, number: int, by: Any, at: datetime) -> list[ResponseRow]:
    """Gives everything in a row but the first a row of its own again."""
    document = _held_to_write(document, by)
    row = row_of(document, number)
    links = list(row.contributions.order_by("pk"))[1:]
    made = []
    for place, link in enumerate(links, 1):
        own = ResponseRow.objects.create(document=document, number=document.rows_made + place, theme=row.theme)
        written(document, own, row.writers.values_list("person", flat=True) if row.theme else [])
        AnsweredContribution.objects.filter(pk=link.pk).update(row=own)
        made.append(own)
    ResponseDocument.objects.filter(pk=document.pk).update(rows_made=F("rows_made") + len(made))
    _touch(row)
    record(act="row_split", about=document.reference, by=by, at=at, row=number, into=len(made) + 1)
    return made


@transaction.atomic
def save_row(
    *, document: ResponseDocument, number: int, edition: int, text: RowText, is_final: bool, by: Any, at: datetime
) -> ResponseRow:
    """Keeps what is written in a row, as a draft or as its answer. Raises NewerEdition where somebody was first."""
    document = _held_to_write(document, by)
    row = row_of(document, number)
    if row.edition != edition:
        raise NewerEdition(row)
    has_view = row.has_view
    refuse_if(refusal_of_view(by, has_view=has_view))
    write_row(row, text)
    if is_final:
        refuse_if(refusal_of_row(row, has_view=has_view))
    row.answered_at, row.answered_by = (at, by) if is_final else (None, None)
    row.edition += 1
    row.save()
    _wrote(document, row, by, [getattr(row, name) for name in WRITTEN])
    record(act="row_saved", about=document.reference, by=by, at=at, row=number, is_answer=is_final)
    return row


@transaction.atomic
def assign_rows(
    *, document: ResponseDocument, numbers: Iterable[int], to: Any, department: str, by: Any, at: datetime
) -> int:
    """Says who, or which department, writes the answers of some rows."""
    document = _held_to_write(document, by)
    changed = {"assigned_to": to} if to is not None else {}
    if department:
        changed["department"] = department
    if not changed:
        raise Refusal(_("Choose somebody, or name a department."))
    rows = ResponseRow.objects.filter(document=document, number__in=list(numbers))
    if not rows.exists():
        raise Refusal(_("Choose the rows first."))
    if to is not None and not to.has_perm(READ_VIEWS):
        views = rows.filter(contributions__formal_view__isnull=False).order_by("number").distinct()
        if hidden := list(views.values_list("number", flat=True)):
            raise Refusal(
                _(
                    "%(name)s may not read formal views, and row %(numbers)s answers one. Leave it out, or choose a clerk."
                )
                % {"name": to, "numbers": ", ".join(map(str, hidden[:20]))}
            )
    updated = rows.update(edition=F("edition") + 1, **changed)
    record(act="rows_assigned", about=document.reference, by=by, at=at, number=updated, to=to and to.pk)
    return updated


@transaction.atomic
def save_intro(*, document: ResponseDocument, edition: int, intro: str, intro_en: str, by: Any, at: datetime) -> None:
    """Keeps what stands above the answers. Raises NewerEdition where somebody was first."""
    document = _held_to_write(document, by)
    if document.intro_edition != edition:
        raise NewerEdition(document)
    ResponseDocument.objects.filter(pk=document.pk).update(intro=intro, intro_en=intro_en, intro_edition=edition + 1)
    _wrote(document, None, by, [intro, intro_en])
    record(act="answers_introduced", about=document.reference, by=by, at=at)


@transaction.atomic
def offer_answers(*, document: ResponseDocument, by: Any, at: datetime) -> None:
    """Offers everything to who approves it; from then on nothing of it is changed."""
    document = held(document)
    refuse_if(refusal_of_answerer(by) or refusal_to_offer(document))
    ResponseDocument.objects.filter(pk=document.pk).update(offered_at=at, offered_by=by, remark="")
    record(act="answers_offered", about=document.reference, by=by, at=at)


@transaction.atomic
def send_back(*, document: ResponseDocument, remark: str, by: Any, at: datetime) -> None:
    """Gives it back to who writes, with what is still to be done."""
    document = held(document)
    refuse_if(refusal_to_send_back(by, document))
    if not remark.strip():
        raise Refusal(_("Say what is still to be done."))
    ResponseDocument.objects.filter(pk=document.pk).update(offered_at=None, offered_by=None, remark=remark)
    record(act="answers_sent_back", about=document.reference, by=by, at=at)


@transaction.atomic
def publish_answers(*, document: ResponseDocument, by: Any, at: datetime) -> ResponseDocument:
    """Approves the answers and makes them public together; everybody who said something is told of their own."""
    document = held(document)
    refuse_if(refusal_to_approve(by, document))
    # Something may have become visible since it was offered.
    offered = ResponseDocument(pk=document.pk, consultation_round=document.consultation_round)
    refuse_if(refusal_to_offer(offered))
    document.approved_at, document.approved_by, document.published_at = at, by, at
    document.sha256 = rows_sha256(document)
    document.save(update_fields=["approved_at", "approved_by", "published_at", "sha256"])
    ConsultationRound.objects.filter(pk=document.consultation_round_id).update(answered_at=at)
    show_reference(reference=document.reference, is_public=True)
    index_words(FoundKind.ANSWERS, [document.pk])
    index_words(FoundKind.ANSWER, document.rows.values_list("pk", flat=True))
    record(act="answers_published", about=document.reference, by=by, at=at, sha256=document.sha256)
    announce_answers(document)
    return document


def _wrote(document: ResponseDocument, row: ResponseRow | None, person: Any, words: Iterable[str]) -> None:
    """Where no word stands any more nobody wrote one."""
    if any(words):
        AnswerWriter.objects.get_or_create(document=document, row=row, person=person)
    else:
        AnswerWriter.objects.filter(document=document, row=row).delete()


def written(document: ResponseDocument, row: ResponseRow, people: Iterable[int]) -> None:
    """They, by their keys, wrote in it too."""
    AnswerWriter.objects.bulk_create(
        [AnswerWriter(document=document, row=row, person_id=one) for one in people], ignore_conflicts=True
    )


def held(document: ResponseDocument) -> ResponseDocument:
    """Whoever writes in a document writes alone until the transaction ends."""
    alone: ResponseDocument = ResponseDocument.objects.select_for_update().get(pk=document.pk)
    return alone


def _held_to_write(document: ResponseDocument, by: Any) -> ResponseDocument:
    alone = held(document)
    refuse_if(refusal_of_answerer(by) or refusal_to_write(alone))
    return alone


def row_of(document: ResponseDocument, number: int) -> ResponseRow:
    row = ResponseRow.objects.filter(document=document, number=number).first()
    if row is None:
        raise Refusal(_("This row is not there any more: it became one with another."))
    return row


def write_row(row: ResponseRow, text: RowText) -> None:
    if (text.before is None) != (text.after is None):
        raise Refusal(_("Name both versions, the one before the change and the one after, or none."))
    if text.before is not None and text.after is not None:
        before, after = text.before, text.after
        if before.reference_id != after.reference_id or before.language != after.language or before.pk == after.pk:
            raise Refusal(_("The two versions must be two of one text, in one language."))
        if (before.number, before.correction) > (after.number, after.correction):
            raise Refusal(_("The text before the change is the newer of the two versions: change them about."))
    for name, value in vars(text).items():
        setattr(row, name, value)


def _grouped(found: list[Contribution], grouping: AnswerGrouping) -> list[list[Contribution]]:
    """A proposal and a formal view stand by themselves; comments may stand with those on the same text or in one thread."""
    threads = threads_of(found) if grouping == AnswerGrouping.THREAD else {}
    groups: dict[str, list[Contribution]] = {}
    for one in found:
        together = one.key
        if one.kind == "comment" and grouping == AnswerGrouping.SUBJECT:
            together = f"on {one.about_key}"
        elif one.kind == "comment" and grouping == AnswerGrouping.THREAD:
            together = f"thread {threads[one.key]}"
        groups.setdefault(together, []).append(one)
    return list(groups.values())


def _theme(group: list[Contribution], themes: dict[int, str]) -> str:
    """That of the proposal it is, or is said about."""
    one = group[0]
    return themes.get(one.pk if one.kind == "subject" else one.about_key or 0, "")


def _touch(row: ResponseRow) -> None:
    """Whoever has it open is told that it is another one now."""
    ResponseRow.objects.filter(pk=row.pk).update(edition=F("edition") + 1)


def link_to(row: ResponseRow, one: Contribution) -> AnsweredContribution:
    return AnsweredContribution(row=row, **{f"{one.kind}_id": one.pk})
