"""What home knows of a round's agenda item, for its dossier: where the item stood, and the versions of its text."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.models import PublishedVersion
from home.enums import ItemStep
from home.item_log import Records
from home.item_said import difference_path, said_with
from home.item_stations import is_told
from home.models import ItemState
from home.models.item_state import ANSWERS
from home.queries.item_life import facts_of, states_of
from participation.models import ConsultationRound
from proposals.dossier_chapters import Cell, Chapter, Data, Part, Sentence, Sheet, Table, declare_chapter
from proposals.dossier_words.wording import day_words, headings, label, moment_words
from proposals.models import CouncilPaper
from proposals.queries.dossier.question import version_value
from proposals.queries.dossier.values import link_value, moment_value

# What was said with a step (home.item_said), as fields.
SAID = (*ANSWERS, "authority", "recorded_as")


def item_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    about = consultation_round.about
    if about is None or not about.is_public:
        return {"item": None, "states": [], "versions": []}
    states = [one for one in states_of([about.pk]) if is_told(one)]
    versions = PublishedVersion.objects.filter(reference=about, withdrawal__confirmed_at=None)
    records = facts_of([about])[about.pk].records
    return {
        "item": link_value(about),
        "states": [_state(one, records) for one in states],
        "versions": [
            version_value(one)
            | {
                "note": one.change_note,
                "note_language": one.note_language,
                "caused_by": one.caused_by.string if one.caused_by is not None else None,
            }
            for one in versions.order_by("published_at", "pk").read()
        ],
    }


def _state(one: ItemState, records: Records) -> Data:
    """A step on the day on which it happened, as the timeline tells it, and the record that it rests on."""
    evidence = one.evidence if one.evidence is not None and one.evidence.is_public else None
    publication = records.publication_of(one)
    return {
        "step": one.step,
        "happened_on": records.happened_on(one).isoformat(),
        "since_at": moment_value(one.since),
        "reason": one.reason,
        "department": one.department,
        "evidence": link_value(evidence),
        "paper": _paper(one.paper),
        "beside": _paper(one.beside),
        "vote": reverse("council_vote", args=[one.vote_id]) if one.vote_id is not None else "",
        "difference": difference_path(one),
        "said": {name: getattr(one, name) for name in SAID} if one.takes_back_id is None else {},
        "document": publication.url if publication is not None else one.document,
        "gazette": publication.number if publication is not None else "",
    }


def _paper(paper: CouncilPaper | None) -> Data | None:
    return {"number": paper.number, "url": paper.url} if paper is not None else None


def item_words(data: Data) -> list[Part]:
    if data["item"] is None:
        return [Sentence(_("This round is not about an item of the agenda."))]
    parts: list[Part] = [Sentence(_("The agenda item:"), data["item"]["address"], data["item"]["number"])]
    if data["states"]:
        rows: list[list[Cell]] = [
            [
                Cell(label(ItemStep, one["step"])),
                Cell(day_words(one["happened_on"])),
                Cell(one["department"], language="nl"),
                Cell(one["reason"], language="nl"),
                Cell(" ".join(said_with(ItemState(step=one["step"], **one["said"])))),
                _evidence(one),
            ]
            for one in data["states"]
        ]
        heads = headings(
            *(
                (words, False)
                for words in (_("State"), _("Since"), _("Department"), _("Why"), _("Said with it"), _("Rests on"))
            )
        )
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


def _evidence(state: Data) -> Cell:
    if state["difference"]:
        return Cell(_("what changed in the text"), state["difference"])
    if state["evidence"] is not None:
        return Cell(state["evidence"]["number"], state["evidence"]["address"])
    if state["paper"] is not None:
        return Cell(state["paper"]["number"], state["paper"]["url"], "nl")
    return Cell(state["gazette"] or _("the document"), state["document"]) if state["document"] else Cell("")


def item_texts(data: Data) -> list[tuple[str, Data]]:
    """Every version: what people reacted to, and what became of it."""
    return [(data["item"]["number"], one) for one in data["versions"]]


def item_sheets(data: Data) -> list[Sheet]:
    columns = ("version", "language", "published_at", "note", "caused_by", "sha256")
    rows: list[list[Any]] = [[one[name] for name in columns] for one in data["versions"]]
    return [Sheet("versions", columns, rows)]


def declare_item_chapter() -> None:
    declare_chapter(
        Chapter("item", 90, gettext_lazy("The agenda item"), item_data, item_words, item_sheets, texts=item_texts)
    )
