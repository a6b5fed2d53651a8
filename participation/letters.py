"""What is mailed about moderation: each letter in the language of its reader, once for each reason to write.

A moderator is never named: the role rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import day, moment, until
from base.links import whole
from participation.enums import AppealOutcome, Moderation, RulingKind
from participation.mail_enums import LetterKind
from participation.mention_links import stop_path
from participation.models import Appeal, Comment, Report, Ruling, Subject
from participation.models.about import subject_of
from participation.moderation_rules import appeals_until
from participation.queries.change import waiting_changes
from participation.queries.co_author import people_of
from participation.queries.mention import mentioned_people
from participation.queries.moderation import waiting_counts
from participation.queries.name import name_of
from participation.queries.ruling import after, moderators
from participation.report_links import report_path


@dataclass(frozen=True)
class LetterText:
    """One mail. `what` with `kind` says why it is written: no second one is, for the same."""

    kind: LetterKind
    what: str
    to: str
    language: str
    headline: str
    paragraphs: list[str]
    links: list[tuple[str, str]] = field(default_factory=list)
    # What else of the same kind is told in it, each of it once too; and the letter of only some of all that it tells.
    also: tuple[str, ...] = ()
    only: Callable[[list[str]], "LetterText"] | None = None
    # Where one press ends letters of this kind, of those that nobody needs to get.
    stop: str = ""

    def of(self, reasons: list[str]) -> "LetterText":
        """Without what somebody else tells."""
        return self if self.only is None or len(reasons) > len(self.also) else self.only(reasons)


def known(language: str) -> str:
    """A language the site speaks; what residents write may be in another one."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def named(target: Subject | Comment) -> str:
    if isinstance(target, Subject):
        return _("your proposal %(reference)s") % {"reference": target.reference.string}
    return _("your comment of %(day)s at %(reference)s") % {
        "day": day(target.posted_at),
        "reference": target.subject.reference.string,
    }


def receipt(report: Report) -> Iterator[LetterText]:
    if not report.mailbox:
        return
    with translation.override(report.language):
        yield LetterText(
            kind=LetterKind.RECEIPT,
            what=str(report.pk),
            to=report.mailbox,
            language=report.language,
            headline=_("We received your report %(number)s") % {"number": report.number},
            paragraphs=[
                _("You reported this on %(moment)s: %(address)s")
                % {"moment": moment(report.received_at), "address": report.address},
                _("Ground: %(ground)s.") % {"ground": report.get_ground_display()},
                report.why,
                _(
                    "A moderator reads it within %(days)d working days, and no machine decides. You get a mail with the ruling."
                )
                % {"days": settings.MODERATION["working_days"]},
            ],
            links=[(_("Your report, and what becomes of it:"), whole(report_path(report)))],
        )


def of_ruling(ruling: Ruling) -> Iterator[LetterText]:
    """The statement of reasons to who wrote it, and the answer to everybody whose report it answers."""
    yield from _statement(ruling)
    for report in ruling.answered_reports.select_related("person"):
        if report.mailbox:
            yield _answer(report, ruling)


def _statement(ruling: Ruling) -> Iterator[LetterText]:
    target = ruling.target
    state = after(ruling)
    appeal = ruling.decided_appeals.first()
    if state == ruling.state_before and appeal is None:
        return
    language = known(target.language)
    for person in people_of(target):
        yield _statement_to(person, ruling, state, appeal, language)


def _statement_to(person: Any, ruling: Ruling, state: Moderation, appeal: Appeal | None, language: str) -> LetterText:
    target = ruling.target
    with translation.override(language):
        return LetterText(
            kind=LetterKind.STATEMENT,
            what=str(ruling.pk) if person.pk == target.author_id else f"{ruling.pk}-{person.pk}",
            to=person.email,
            language=language,
            headline=_headline(state) % {"what": named(target)},
            paragraphs=[*_told_of_appeal(appeal), *_reasons(ruling, state)],
            links=[(_statement_label(ruling, state), whole(reverse("statement", args=[ruling.pk])))],
        )


def _headline(state: Moderation) -> str:
    if state == Moderation.HIDDEN:
        return _("Hidden by a moderator: %(what)s")
    return _("Public: %(what)s") if state == Moderation.VISIBLE else _("It waits for a moderator: %(what)s")


def _statement_label(ruling: Ruling, state: Moderation) -> str:
    if state != Moderation.HIDDEN or ruling.decided_appeals.exists():
        return _("Read the ruling:")
    return _("Read the ruling, and object to it %(until)s:") % {"until": until(appeals_until(ruling))}


def _told_of_appeal(appeal: Appeal | None) -> list[str]:
    if appeal is None:
        return []
    if appeal.outcome == AppealOutcome.OVERTURNED:
        return [_("Somebody objected to the ruling, and another moderator found that the ruling was wrong.")]
    return [_("Somebody objected to the ruling, and another moderator found that the ruling stands.")]


def _reasons(ruling: Ruling, state: Moderation) -> list[str]:
    if state != Moderation.HIDDEN:
        taken_back = [_("A moderator took the earlier ruling back.")] if ruling.kind == RulingKind.TAKE_BACK else []
        return [*taken_back, *([ruling.reason] if ruling.reason else [])]
    return [
        _("A moderator of the municipality hid it from the site because %(ground)s.")
        % {"ground": ruling.get_ground_display()},
        ruling.reason,
        _("A person decided this, no machine. Your words were not changed."),
    ]


def _answer(report: Report, ruling: Ruling) -> LetterText:
    state = after(ruling)
    with translation.override(report.language):
        numbered = {"number": report.number}
        if state == Moderation.VISIBLE:
            headline = _("Report %(number)s: it stays on the site") % numbered
            label = _("Read the ruling, and object to it %(until)s:") % {"until": until(appeals_until(ruling))}
        else:
            headline = _("Report %(number)s: it was taken from the site") % numbered
            label = _("Read the ruling:")
        said = [
            _("You reported this on %(moment)s: %(address)s")
            % {"moment": moment(report.received_at), "address": report.address}
        ]
        if ruling.ground:
            said.append(_("Ground: %(ground)s.") % {"ground": ruling.get_ground_display()})
        return LetterText(
            kind=LetterKind.ANSWER,
            what=f"{report.pk}-{ruling.pk}",
            to=report.mailbox,
            language=report.language,
            headline=headline,
            paragraphs=[
                *said,
                *_told_of_appeal(ruling.decided_appeals.first()),
                *([ruling.reason] if ruling.reason else []),
                _("A person decided this, no machine."),
            ],
            links=[(label, whole(report_path(report)))],
        )


def of_appeal(appeal: Appeal) -> Iterator[LetterText]:
    report = appeal.report
    to = report.mailbox if report else appeal.person.email if appeal.person else ""
    if not to:
        return
    with translation.override(appeal.language):
        path = report_path(report) if report else reverse("statement", args=[appeal.ruling_id])
        yield LetterText(
            kind=LetterKind.APPEAL,
            what=str(appeal.pk),
            to=to,
            language=appeal.language,
            headline=_("We received your objection"),
            paragraphs=[
                _("You objected to a ruling on %(moment)s:") % {"moment": moment(appeal.made_at)},
                appeal.why,
                _("Another moderator than the first one decides. You get a mail with the answer."),
            ],
            links=[(_("Read the ruling:"), whole(path))],
        )


def of_mentions(comment: Comment) -> Iterator[LetterText]:
    """To who is named in a comment that is public. Its words stay on the site: there they can be taken away."""
    for person, language in mentioned_people(comment).items():
        if not person.email:
            continue
        with translation.override(known(language)):
            yield LetterText(
                kind=LetterKind.MENTION,
                what=f"{comment.pk}-{person.pk}",
                to=person.email,
                language=known(language),
                headline=_("%(name)s names you in a comment") % {"name": name_of(comment, None, comment.posted_at)},
                paragraphs=[
                    _("It is about %(reference)s, %(title)s.")
                    % {"reference": comment.subject.reference.string, "title": comment.subject.public_label}
                ],
                links=[(_("Read it, and answer if you want:"), whole(comment.get_absolute_url()))],
                stop=whole(stop_path(person)),
            )


def at_threshold(report: Report) -> Iterator[LetterText]:
    """To every moderator, once each time that the open reports of one thing reach the number."""
    target = report.target
    number = target.reports.open().count()
    if number < settings.MODERATION["reports_for_mail"]:
        return
    standing = target.rulings.last()
    crossing = f"{target._meta.model_name}-{target.pk}-{standing.pk if standing else 0}"
    about = subject_of(target)
    for person in moderators():
        with translation.override(settings.LANGUAGE_CODE):
            yield LetterText(
                kind=LetterKind.THRESHOLD,
                what=f"{crossing}-{person.pk}",
                to=person.email,
                language=settings.LANGUAGE_CODE,
                headline=_("Reported often: %(reference)s") % {"reference": about.reference.string},
                paragraphs=[
                    ngettext("%(number)d report waits.", "%(number)d reports wait.", number) % {"number": number}
                ],
                links=[
                    (_("Read and rule:"), whole(reverse("rule", args=[target._meta.model_name, target.pk]))),
                ],
            )


def summary(at: datetime) -> Iterator[LetterText]:
    """To every moderator what waits, once a day; nothing where nothing does."""
    lines = [f"{tab.label}: {number}" for tab, number in waiting_counts().items() if number]
    if changes := waiting_changes().count():
        lines.append(_("Changed proposals: %(number)d") % {"number": changes})
    for person in moderators() if lines else []:
        with translation.override(settings.LANGUAGE_CODE):
            yield LetterText(
                kind=LetterKind.SUMMARY,
                what=f"{at:%Y-%m-%d}-{person.pk}",
                to=person.email,
                language=settings.LANGUAGE_CODE,
                headline=_("Moderation: what waits on %(day)s") % {"day": day(at)},
                paragraphs=[str(line) for line in lines],
                links=[(_("To the desk:"), whole(reverse("moderation")))],
            )
