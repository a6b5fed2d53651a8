from datetime import datetime
from types import SimpleNamespace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.enums import ReferenceKind
from base.instants import span
from base.templatetags.components import money
from base.version_words import parts_of_content
from participation.enums import CommentScreening, Eligibility, Force, PhaseKind, RoundChangeKind, Screening, TieRule
from participation.method_words import method_label, method_meaning
from participation.rule_words import force_words
from proposals.dossier_chapters import Cell, Data, Entry, Facts, Heading, Part, Sentence, Sheet, Table
from proposals.dossier_words.wording import day_words, headings, label, moment_words, number_words


def question_words(data: Data) -> list[Part]:
    parts: list[Part] = []
    text = _in_language(data["texts"])
    if text is not None:
        parts.append(_text(text, ReferenceKind.CONSULTATION_ROUND))
    about = _in_language(data["about_texts"])
    if about is not None:
        parts.append(
            Sentence(
                _("The round is about “%(title)s”.") % {"title": about["content"].get("title", "")},
                data["about"]["address"],
                data["about"]["number"],
            )
        )
    rows = [
        [
            Cell(label(PhaseKind, one["kind"])),
            Cell(span(_moment(one["starts"]), _moment(one["ends"]) if one["ends"] else None)),
        ]
        for one in data["phases"]
    ]
    parts.append(Table(_("When people could take part"), headings((_("Phase"), False), (_("When"), False)), rows))
    if data["changes"]:
        parts.append(Heading(_("What happened to the round")))
        parts += [Sentence(_change(one)) for one in data["changes"]]
    return parts


def rules_words(data: Data) -> list[Part]:
    facts = [
        (_("Proposals"), label(Screening, data["screening"])),
        (_("Comments"), label(CommentScreening, data["comment_screening"])),
        (
            _("Support that a proposal needs"),
            number_words(data["support_threshold"]) if data["support_threshold"] else "",
        ),
        (_("Notice in the official gazette"), data["notice"] if data["is_formal"] else ""),
        (_("For inspection"), data["laid_out"] if data["is_formal"] else ""),
    ]
    vote = data["vote"]
    parts: list[Part] = [Facts([{"label": name, "value": value} for name, value in facts if value])]
    if vote is None:
        return [*parts, Sentence(_("There was no vote in this round."))]
    facts = [
        (_("How votes are counted"), method_label(vote["method"])),
        (_("Budget"), money(vote["budget"]) if vote["budget"] else ""),
        (_("Who may vote"), label(Eligibility, vote["eligibility"])),
        (_("Marks at most"), number_words(vote["max_choices"]) if vote["max_choices"] else ""),
        (_("How many are chosen"), number_words(vote["seats"]) if vote["seats"] else ""),
        (_("How a tie falls"), label(TieRule, vote["tie_rule"])),
        (_("Force of the result"), label(Force, vote["force"])),
    ]
    parts += [
        Heading(_("The rules of the vote")),
        Sentence(method_meaning(vote["method"])),
        Facts([{"label": name, "value": value} for name, value in facts if value]),
        Sentence(
            force_words(SimpleNamespace(force=vote["force"])), vote["force_decision"] or "", _("Where that was decided")
        ),
    ]
    if data["sha256"]:
        words = _("They stood fast from %(moment)s. SHA-256: %(hash)s")
        parts.append(Sentence(words % {"moment": moment_words(data["in_force_at"]), "hash": data["sha256"]}))
    return parts


def question_texts(data: Data) -> list[tuple[str, Data]]:
    about = [(data["about"]["number"], text) for text in data["about_texts"]]
    return [(data["round"]["number"], text) for text in data["texts"]] + about


def question_sheets(data: Data) -> list[Sheet]:
    return [
        Sheet(
            "phases", ("kind", "starts", "ends"), [(one["kind"], one["starts"], one["ends"]) for one in data["phases"]]
        )
    ]


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _in_language(texts: list[Data]) -> Data | None:
    """The text in the language that is read, or else the first there is."""
    return next((one for one in texts if one["language"] == get_language()), texts[0] if texts else None)


def _text(text: Data, kind: str) -> Entry:
    shown = [part for part in parts_of_content(kind, text["content"]) if part.name != "title"]
    words = _("version %(version)s of %(day)s") % {"version": text["version"], "day": day_words(text["published_at"])}
    return Entry(
        title=str(text["content"].get("title", "")),
        url=text["address"],
        language=text["language"],
        facts=words,
        paragraphs=[Cell(f"{part.label}: {part.plain}" if part.is_fact else part.plain) for part in shown],
    )


def _change(one: Data) -> str:
    what = label(RoundChangeKind, one["kind"])
    if one["option"]:
        what = f"{what} ({one['option']})"
    return _("%(day)s: %(what)s. %(why)s") % {
        "day": day_words(one["changed_at"][:10]),
        "what": what,
        "why": one["reason"],
    }
