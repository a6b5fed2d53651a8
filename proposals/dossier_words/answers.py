from django.urls import reverse
from django.utils.translation import gettext as _

from base.enums import RedactionReason
from base.redactable import redactable
from base.templatetags.components import money
from participation.enums import AppealOutcome, Ground, RulingKind
from participation.life_enums import Feasibility
from proposals.council_enums import AnswerVerdict
from proposals.dossier_chapters import Cell, Data, Entry, Facts, Heading, Part, Sentence, Sheet, Table
from proposals.dossier_words.wording import (
    day_words,
    headings,
    in_own_words,
    label,
    moment_words,
    number_words,
    read_here,
    said_in,
)
from proposals.enums import Timing


def assessments_words(data: Data) -> list[Part]:
    if not data["items"]:
        return [Sentence(_("No assessment was published."))]
    return [
        Entry(
            f"{one['number']} {one['title']}",
            one["address"],
            one["language"],
            " · ".join(
                filter(
                    None,
                    [one["department"], label(Feasibility, one["feasible"]), money(one["cost"]) if one["cost"] else ""],
                )
            ),
            [Cell(text, language="nl") for text in (one["reason"], one["legal"]) if text],
        )
        for one in data["items"]
    ]


def assessments_sheets(data: Data) -> list[Sheet]:
    columns = ("number", "title", "department", "feasible", "cost", "legal", "reason", "published_at")
    return [Sheet("assessments", columns, [[one[name] for name in columns] for one in data["items"]])]


def response_words(data: Data) -> list[Part]:
    parts: list[Part] = []
    document = data.get("document")
    if document is not None:
        intro, language = said_in(document, "intro")
        if intro:
            parts.append(Entry(document["number"], document["address"], language, paragraphs=[Cell(intro)]))
        words = _("Published on %(moment)s; promised by %(day)s. SHA-256: %(hash)s")
        parts.append(
            Sentence(
                words
                % {
                    "moment": moment_words(document["published_at"]),
                    "day": day_words(document["due_on"]),
                    "hash": document["sha256"],
                },
                document["address"],
                _("All answers"),
            )
        )
    elif "document" in data:
        parts.append(Sentence(_("The answer of the municipality has not been published yet.")))
    parts += [_row(one) for one in data["items"]]
    if views := data.get("formal_views"):
        parts.append(Heading(_("Formal views")))
        parts.append(
            Sentence(_("Their words and who sent them are not public; their number, and the answer above, are."))
        )
        parts.append(
            Facts(
                [
                    {"label": one["number"], "value": f"{day_words(one['received'])}, {label(Timing, one['timing'])}"}
                    for one in views
                ]
            )
        )
    return parts


def _row(one: Data) -> Entry:
    facts = [
        one["theme"],
        label(AnswerVerdict, one["verdict"]),
        one["department"],
        day_words((one["answered_at"] or "")[:10]),
    ]
    if one["forwarded_to"]:
        facts.append(_("to %(whom)s") % {"whom": one["forwarded_to"]})
    if one["corrected_by"]:
        facts.append(_("corrected by answer %(number)s") % {"number": one["corrected_by"]})
    words = [Cell(_("To:"), links=[(c["number"], read_here(c["address"])) for c in one["contributions"]])]
    summary = in_own_words(one, "summary")
    quoted = "" if summary.text else next((c["quoted"] for c in one["contributions"] if c["quoted"]), "")
    words += [summary] if summary.text else [Cell(f"“{quoted}”")] if quoted else []
    words.append(in_own_words(one, "answer"))
    words += [Cell(one["reason"], language="nl")] if one["reason"] else []
    if one["corrects"]:
        words.append(
            Cell(
                _("Corrects answer %(number)s: %(why)s") % {"number": one["corrects"], "why": one["corrected_because"]}
            )
        )
    change = one["change"]
    if change is not None:
        address = reverse("difference", args=[change["number"], change["before"], change["after"]])
        text = _("What changed in the text: %(number)s, version %(before)s to %(after)s")
        words.append(Cell(text % change, url=address))
    title = _("Answer %(number)s") % {"number": one["number"]}
    return Entry(title, read_here(one["address"]), "nl", " · ".join(filter(None, facts)), words)


def response_sheets(data: Data) -> list[Sheet]:
    columns = (
        "number", "theme", "contributions", "summary", "answer", "verdict", "reason", "forwarded_to", "department",
        "answered_at", "changed", "before", "after", "corrects",
    )  # fmt: skip
    rows = [
        (
            one["number"],
            one["theme"],
            ", ".join(c["number"] for c in one["contributions"]),
            one["summary"],
            one["answer"],
            one["verdict"],
            one["reason"],
            one["forwarded_to"],
            one["department"],
            one["answered_at"] or "",
            *((one["change"][name] for name in ("number", "before", "after")) if one["change"] else ("", "", "")),
            one["corrects"],
        )
        for one in data["items"]
    ]
    return [Sheet("answers", columns, rows)]


def moderation_words(data: Data) -> list[Part]:
    facts = [
        *(
            (
                f"{label(RulingKind, one['kind'])}: {label(Ground, one['ground'])}"
                if one["ground"]
                else label(RulingKind, one["kind"]),
                number_words(one["number"]),
            )
            for one in data["rulings"]
        ),
        (_("Reports received"), number_words(data["reports"])),
        *(
            (
                _("Objections to a ruling: %(outcome)s")
                % {"outcome": label(AppealOutcome, outcome) if outcome else _("not decided yet")},
                number_words(number),
            )
            for outcome, number in data["appeals"].items()
        ),
    ]
    return [
        Sentence(
            _("What moderators did in this round, in numbers. What was hidden is not in this dossier."),
            reverse("moderation_record"),
            _("Record of moderation"),
        ),
        Facts([{"label": name[:1].upper() + name[1:], "value": value} for name, value in facts]),
        *([_taken_out_words(data["taken_out"])] if data.get("taken_out") else []),
    ]


def _taken_out_words(taken_out: list[Data]) -> Table:
    rows = []
    for one in taken_out:
        declared = redactable(one["record"])
        what = [one["about"], f"{declared.name} {one['number']}".strip() if declared is not None else one["number"]]
        field = str(declared.fields[one["field"]]) if declared is not None else one["field"]
        rows.append(
            [
                Cell(", ".join(filter(None, what))),
                Cell(field),
                Cell(moment_words(one["confirmed_at"])),
                Cell(label(RedactionReason, one["reason"])),
                in_own_words(one, "explanation"),
            ]
        )
    heads = (_("From what"), _("Which words"), _("Taken out"), _("Ground"), _("Why"))
    return Table(_("Words of the municipality that were taken out"), headings(*((one, False) for one in heads)), rows)


def moderation_sheets(data: Data) -> list[Sheet]:
    rows = [
        *(("ruling", one["kind"], one["ground"], one["number"]) for one in data["rulings"]),
        ("report", "", "", data["reports"]),
        *(("appeal", outcome, "", number) for outcome, number in data["appeals"].items()),
    ]
    return [Sheet("moderation", ("what", "kind", "ground", "number"), rows)]
