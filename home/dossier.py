"""What home knows of a round's agenda item, for its dossier: where the item stood, and the versions of its text."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.models import PublishedVersion
from home.enums import ItemStep
from home.models import ItemState
from participation.models import ConsultationRound
from proposals.dossier_chapters import Cell, Chapter, Data, Part, Sentence, Sheet, Table, declare_chapter
from proposals.dossier_words.wording import headings, label, moment_words
from proposals.queries.dossier.values import link_value, moment_value

INTERNAL = (ItemStep.DRAFT, ItemStep.INTERNAL_REVIEW)


def item_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    about = consultation_round.about
    if about is None or not about.is_public:
        return {"item": None, "states": [], "versions": []}
    # What was done before anybody outside could take part is not told.
    states = (
        ItemState.objects.filter(reference=about)
        .exclude(step__in=INTERNAL)
        .select_related("evidence")
        .order_by("since", "pk")
    )
    versions = PublishedVersion.objects.filter(reference=about, withdrawal__confirmed_at=None)
    return {
        "item": link_value(about),
        "states": [
            {
                "step": one.step,
                "since_at": moment_value(one.since),
                "reason": one.reason,
                "department": one.department,
                "evidence": one.evidence.string if one.evidence is not None and one.evidence.is_public else None,
            }
            for one in states
        ],
        "versions": [
            {
                "version": one.label,
                "language": one.language,
                "address": one.lasting_address,
                "published_at": moment_value(one.published_at),
                "note": one.change_note,
                "note_language": one.note_language,
                "caused_by": one.caused_by.string if one.caused_by is not None else None,
                "sha256": one.sha256,
            }
            for one in versions.select_related("reference", "caused_by").order_by("published_at", "pk")
        ],
    }


def item_words(data: Data) -> list[Part]:
    if data["item"] is None:
        return [Sentence(_("This round is not about an item of the agenda."))]
    parts: list[Part] = [Sentence(_("The agenda item:"), data["item"]["address"], data["item"]["number"])]
    if data["states"]:
        rows: list[list[Cell]] = [
            [
                Cell(label(ItemStep, one["step"])),
                Cell(moment_words(one["since_at"])),
                Cell(one["department"]),
                Cell(one["reason"]),
            ]
            for one in data["states"]
        ]
        heads = headings(*((words, False) for words in (_("State"), _("Since"), _("Who"), _("Why"))))
        parts.append(Table(_("Where the item stood"), heads, rows))
    versions: list[list[Cell]] = [
        [
            Cell(f"{one['version']} ({one['language']})", one["address"]),
            Cell(moment_words(one["published_at"])),
            Cell(one["note"]),
            Cell(one["caused_by"] or ""),
        ]
        for one in data["versions"]
    ]
    heads = headings(*((words, False) for words in (_("Version"), _("Published"), _("What changed"), _("Because of"))))
    parts.append(Table(_("The versions of its text"), heads, versions))
    numbers = list(dict.fromkeys(one["version"] for one in data["versions"]))
    if len(numbers) > 1:
        address = reverse("difference", args=[data["item"]["number"], numbers[0], numbers[-1]])
        parts.append(Sentence(_("From the first to the newest:"), address, _("what changed in the text")))
    return parts


def item_sheets(data: Data) -> list[Sheet]:
    columns = ("version", "language", "published_at", "note", "caused_by", "sha256")
    rows: list[list[Any]] = [[one[name] for name in columns] for one in data["versions"]]
    return [Sheet("versions", columns, rows)]


def declare_item_chapter() -> None:
    declare_chapter(Chapter("item", 90, gettext_lazy("The agenda item"), item_data, item_words, item_sheets))
