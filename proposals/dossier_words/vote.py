from django.urls import reverse
from django.utils.translation import gettext as _

from base.templatetags.components import money
from participation.method_words import method_label
from participation.voting_enums import ObjectionRuling, SetAsideGround
from proposals.dossier_chapters import Cell, Data, Entry, Facts, Heading, Part, Sentence, Sheet, Table
from proposals.dossier_words.wording import headings, label, moment_words, number_words


def vote_words(data: Data) -> list[Part]:
    if not data["has_vote"]:
        return [Sentence(_("There was no vote in this round."))]
    parts: list[Part] = []
    if data["cancelled_at"]:
        parts.append(
            Sentence(_("The round was cancelled on %(moment)s.") % {"moment": moment_words(data["cancelled_at"])})
        )
    if not data["is_public"]:
        parts.append(Sentence(_("The result of this vote has not been published.")))
    parts.append(_figures(data))
    for sheet in data["sheets"]:
        parts += _sheet(sheet, data)
    if data["box"] is not None:
        record = reverse("vote_record", args=[data["round"]])
        parts.append(
            Sentence(_("What came in, what was opened and whether the sums close:"), record, _("Record of the vote"))
        )
    parts += _incidents(data)
    if data["is_public"]:
        parts += _objections(data)
    return parts


def _figures(data: Data) -> Facts:
    box = data["box"] or {}
    facts = [
        (_("On the electoral roll"), number_words(data["roll"]) if data["roll"] is not None else ""),
        (_("People who voted"), number_words(data["voted"])),
        (_("Ballots that were replaced by another"), number_words(data["replaced"])),
        (_("Box closed"), moment_words(box.get("closed_at"))),
        (_("Box opened"), moment_words(box.get("opened_at"))),
        (_("Ballots opened"), number_words(data["opened"]) if data["opened"] is not None else ""),
        *(
            (_("Set aside: %(ground)s") % {"ground": label(SetAsideGround, ground)}, number_words(number))
            for ground, number in (data["set_aside"] or {}).items()
        ),
        (_("Closing head of the box"), box.get("closing_head", "")),
    ]
    return Facts([{"label": name, "value": value} for name, value in facts if value])


def _sheet(sheet: Data, data: Data) -> list[Part]:
    newest = data["sheets"][-1]["number"] == sheet["number"]
    url = (
        reverse("result", args=[data["round"]])
        if newest
        else reverse("earlier_result", args=[data["round"], sheet["number"]])
    )
    parts: list[Part] = [
        Heading(_("Tally sheet %(number)s") % {"number": sheet["number"]}),
        Sentence(_("Counted on %(moment)s.") % {"moment": moment_words(sheet["counted_at"])}, url, _("The result")),
    ]
    if sheet["reason"]:
        said = (
            _("Counted again, nothing changed: %(why)s")
            if sheet.get("is_repeat")
            else _("It corrects the one before: %(why)s")
        )
        parts.append(Sentence(said % {"why": sheet["reason"]}))
    facts = [
        (_("How votes are counted"), method_label(sheet["rule"])),
        (_("Votes cast"), number_words(sheet["cast"])),
        (_("of which blank"), number_words(sheet["blank"])),
        (
            _("of which only what was withdrawn was marked"),
            number_words(sheet["emptied"]) if sheet.get("emptied") else "",
        ),
        (_("Set aside"), number_words(sheet["set_aside"])),
        (_("Budget"), money(sheet["budget"]) if sheet["budget"] else ""),
        (_("Cost of what was chosen"), money(sheet["cost"]) if sheet["cost"] else ""),
        (_("What the lot was drawn with"), sheet["public_value"]),
        (_("SHA-256 of the sheet"), sheet["sha256"]),
        (_("SHA-256 of the bundle"), sheet["bundle_sha256"]),
    ]
    parts.append(Facts([{"label": name, "value": value} for name, value in facts if value]))
    heads = ((_("Option"), False), (_("Score"), True), (_("Cost"), True), (_("Chosen as"), True))
    rows = [
        [
            Cell(_option(line), reverse("proposal", args=[line["number"]]), line["language"]),
            Cell(number_words(line["score"]), numeric=True),
            Cell(money(line["cost"]) if line["cost"] else "", numeric=True),
            Cell(str(line["place"] or ""), numeric=True),
        ]
        for line in sheet["lines"]
    ]
    parts.append(Table(_("Every option with its count"), headings(*heads), rows))
    certificate = sheet["certificate"]
    if certificate is None:
        words = (
            _("This result was settled elsewhere, or before counts were certified here.")
            if data["is_from_elsewhere"]
            else _("This count is not certified.")
        )
        parts.append(Sentence(words))
    elif certificate["second_at"] is None:
        parts.append(Sentence(_("One person certified this count; the second has yet to.")))
    else:
        words = _(
            "Certified by two people, on %(first)s and on %(second)s, each after the ballots had been counted again."
        )
        parts.append(
            Sentence(
                words
                % {"first": moment_words(certificate["first_at"]), "second": moment_words(certificate["second_at"])}
            )
        )
    return parts


def _option(line: Data) -> str:
    """What was hidden since has its number for a title."""
    return line["number"] if line["title"] == line["number"] else f"{line['title']} ({line['number']})"


def _incidents(data: Data) -> list[Part]:
    parts: list[Part] = [Heading(_("Incidents"))]
    if not data["incidents"]:
        return [*parts, Sentence(_("None was written down."))]
    for one in data["incidents"]:
        facts = [_("corrected below")] if one["is_corrected"] else []
        facts += [_("corrects what stood here before")] if one["is_correction"] else []
        facts += [_("added after the certificate")] if one.get("is_after_certificate") else []
        words = [Cell(one["what"]), Cell(_("What was done: %(done)s") % {"done": one["done"]})]
        parts.append(Entry(moment_words(one["happened_at"]), facts=" · ".join(facts), paragraphs=words, level=4))
    return parts


def _objections(data: Data) -> list[Part]:
    parts: list[Part] = [Heading(_("Objections to the count"))]
    if not data["objections"]:
        return [*parts, Sentence(_("Nobody has objected."))]
    for one in data["objections"]:
        title = _("Objection %(number)s") % {"number": one["number"]}
        facts = [moment_words(one["received_at"])]
        facts.append(label(ObjectionRuling, one["ruling"]) if one["ruling"] else _("waits for a ruling"))
        words = [Cell(text) for text in (one["gist"], one["ground"]) if text]
        parts.append(Entry(title, facts=" · ".join(facts), paragraphs=words, level=4))
    return parts


def vote_sheets(data: Data) -> list[Sheet]:
    rows = [
        (sheet["number"], line["number"], line["title"], line["score"], line["cost"], line["place"], sheet["sha256"])
        for sheet in data["sheets"]
        for line in sheet["lines"]
    ]
    return [Sheet("votes", ("sheet", "number", "title", "score", "cost", "place", "sha256"), rows)]
