from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.citable import code_of
from base.enums import ReferenceKind
from base.version_words import parts_of_content
from participation.enums import AnnotationKind, Channel, Moderation, Stance, State
from participation.voting_enums import VotingChannel
from proposals.dossier_chapters import Cell, Data, Entry, Facts, Heading, Part, Sentence, Sheet
from proposals.dossier_words.wording import day_words, label, number_table, number_words, read_here
from proposals.enums import AgeBand, ProposalKind, Timing


def contributions_words(data: Data) -> list[Part]:
    """Under the heading of each theme what stands there, in the order that it has."""
    gone = [_gone(one) for one in data.get("gone", [])]
    views = _formal_views(data) if data.get("formal_views") else []
    if not data["items"] and not gone and not views:
        return [Sentence(_("Nothing was handed in that everybody may read."))]
    parts: list[Part] = [*views, *([Heading(_("Answered, and not to be read any more"))] if gone else []), *gone]
    before = None
    for one in data["items"]:
        if one["theme"] != before:
            before = one["theme"]
            parts.append(Heading(before or _("Without a theme")))
        parts.append(_proposal(one) if one["kind"] == "proposal" else _comment(one))
    return parts


def _formal_views(data: Data) -> list[Sentence]:
    number = data["formal_views"]
    words = ngettext(
        "%(number)s formal view came in. Its words are not public; its number and its answer are:",
        "%(number)s formal views came in. Their words are not public; their numbers and their answers are:",
        number,
    )
    named = {"number": number_words(number)}
    return [_in_chapter(data, "response", words % named, _("The answer of the municipality"))]


def _gone(one: Data) -> Sentence:
    if one["why"] == Moderation.WITHDRAWN:
        return Sentence(_("%(number)s: who wrote it withdrew it.") % one)
    return Sentence(_("%(number)s: a moderator hid it.") % one)


def _proposal(one: Data) -> Entry:
    content = one["content"]
    facts = [
        day_words(one["day"]),
        label(State, one["state"]),
        _("supported by %(n)s") % {"n": number_words(one["supports"])},
        label(Channel, one["channel"]),
    ]
    if one["part_of"]:
        facts.append(_("part of %(number)s") % {"number": one["part_of"]["number"]})
    if len(one["themes"]) > 1:
        facts.append(_("also under: %(themes)s") % {"themes": ", ".join(t for t in one["themes"] if t != one["theme"])})
    # Of the kind only what is no proposal.
    left_out = {"title", "language", *(["kind"] if code_of(content, "kind") == ProposalKind.PROPOSAL else [])}
    shown = [part for part in parts_of_content(ReferenceKind.PROPOSAL, content) if part.name not in left_out]
    words = [Cell(f"{part.label}: {part.plain}" if part.is_fact else part.plain) for part in shown]
    if not one["is_whole"]:
        words.append(Cell(_("Words were taken out of this text.")))
    title = content.get("title", "")
    return Entry(f"{one['number']} {title}".strip(), one["address"], one["language"], " · ".join(facts), words, level=4)


def _comment(one: Data) -> Entry:
    facts = [day_words(one["day"]), label(Channel, one["channel"]), _("about %(number)s") % {"number": one["about"]}]
    if one["answer_to"]:
        facts.append(_("answers %(number)s") % {"number": one["answer_to"]})
    if one["official_as"]:
        facts.append(_("for the municipality: %(who)s") % {"who": one["official_as"]})
    if one["stance"]:
        facts.append(label(Stance, one["stance"]))
    words = []
    if one["question"]:
        words.append(Cell(_("Asked was: %(question)s") % {"question": one["question"]}))
    if one["reaction"]:
        facts.append(label(AnnotationKind, one["reaction"]))
        if one["of_version"]["quoted"]:
            words.append(Cell(f"“{one['of_version']['quoted']}”", language=one["of_version"]["language"]))
    if one["text"]:
        words.append(Cell(one["text"]))
    title = _("Comment %(number)s") % {"number": one["number"]}
    return Entry(title, read_here(one["address"]), one["language"], " · ".join(facts), words, level=4)


def contributions_sheets(data: Data) -> list[Sheet]:
    columns = (
        "kind", "number", "address", "day", "theme", "themes", "title", "text", "language", "state", "supports",
        "comments", "channel", "about", "answer_to", "reaction", "stance", "official_as", "version", "sha256",
    )  # fmt: skip
    return [Sheet("contributions", columns, [_row(one) for one in data["items"]])]


def contributions_texts(data: Data) -> list[tuple[str, Data]]:
    return [(one["number"], one) for one in data["items"] if one["kind"] == "proposal" and one["version"]]


def _row(one: Data) -> list[str | int | None]:
    if one["kind"] == "proposal":
        shown = parts_of_content(ReferenceKind.PROPOSAL, one["content"])
        text = "\n\n".join(part.plain for part in shown if part.name in ("summary", "body", "text"))
        middle: list[Any] = [
            one["content"].get("title", ""),
            text,
            one["language"],
            one["state"],
            one["supports"],
            one["comments"],
            one["channel"],
        ]
        rest: list[Any] = ["", "", "", "", "", one["version"], one["sha256"]]
    else:
        middle = ["", one["text"], one["language"], "", None, None, one["channel"]]
        rest = [one["about"], one["answer_to"] or "", one["reaction"], one["stance"], one["official_as"], "", ""]
    first = [one["kind"], one["number"], one["address"], one["day"], one["theme"], ", ".join(one["themes"])]
    return [*first, *middle, *rest]


def participation_words(data: Data) -> list[Part]:
    return [*_how_many(data), *_whom(data["reach"])]


def _how_many(data: Data) -> list[Part]:
    timing = data["formal_views"]
    facts = [
        (_("Proposals"), number_words(data["proposals_in_all"])),
        (_("Comments"), number_words(data["comments_in_all"])),
        (_("Supports"), number_words(data["supports"])),
        (
            _("People who filled in the questions"),
            number_words(data["answer_sheets"]) if data["answer_sheets"] is not None else "",
        ),
        *((_("Formal views %(when)s") % {"when": label(Timing, when)}, number_words(n)) for when, n in timing.items()),
    ]
    parts: list[Part] = [
        Facts([{"label": name, "value": value} for name, value in facts if value]),
        _in_chapter(
            data, "contributions", _("Each with its number, its support and the way it came in:"), _("What was said")
        ),
    ]
    ways = list(dict.fromkeys([*data["proposals"], *data["comments"]]))
    if len(ways) > 1:
        rows = [(label(Channel, one), (data["proposals"].get(one, 0), data["comments"].get(one, 0))) for one in ways]
        parts.append(number_table(_("How contributions came in"), (_("Way"), _("Proposals"), _("Comments")), rows))
    if any(one["code"] for one in data["proposals_by_area"]):
        areas = [(one["name"] or _("no neighbourhood"), (one["number"],)) for one in data["proposals_by_area"]]
        parts.append(number_table(_("Proposals by neighbourhood"), (_("Neighbourhood"), _("Proposals")), areas))
    return [*parts, *_who_voted(data)] if data["has_vote"] else parts


def _in_chapter(data: Data, key: str, text: str, label: str) -> Sentence:
    return Sentence(text, reverse("dossier_chapter", args=[data["round"], key]), label)


def _who_voted(data: Data) -> list[Part]:
    """What is told of each neighbourhood as a sentence first, beside the whole of the roll."""
    voted, roll = data["voted"], data["roll"]
    if roll is None:
        words = _("%(voted)s people voted. Everybody who signed in could: there was no roll.")
    else:
        words = _("Of %(roll)s people on the electoral roll %(voted)s voted.")
    named = {"voted": number_words(voted), "roll": number_words(roll)}
    record = (reverse("vote_record", args=[data["round"]]), _("Record of the vote")) if data["has_record"] else ()
    parts: list[Part] = [
        Heading(_("Who voted")),
        Sentence(words % named, *record),
        _in_chapter(data, "vote", _("What they voted:"), _("The vote")),
    ]
    if len(data["voters"]) > 1:
        rows = [(label(VotingChannel, one), (n,)) for one, n in data["voters"].items()]
        parts.append(number_table(_("How people voted"), (_("Way"), _("People")), rows))
    of_area = {one["code"]: one["number"] for one in data["roll_by_area"]}
    places = [(one["name"], (one["number"], of_area.get(one["code"]))) for one in data["voters_by_area"]]
    told = [(name, number, on_roll) for name, (number, on_roll) in places if number is not None and on_roll]
    if roll:
        parts += [
            Sentence(
                (_turnout_in() if name else _turnout_of_no_area())
                % {"area": name, "percent": round(100 * n / on_roll), "town": round(100 * voted / roll)},
                "#who-voted",
                _("the figures"),
            )
            for name, n, on_roll in told
        ]
    if places and not told:
        parts.append(
            Sentence(
                _("Of no neighbourhood is it told how many voted: some are so small that people could be told apart.")
            )
        )
    elif places:
        heads = (_("Neighbourhood"), _("People who voted"), _("On the electoral roll"))
        figures = [(name or _("no neighbourhood"), numbers) for name, numbers in places]
        parts.append(number_table(_("Who voted, by neighbourhood"), heads, figures, "who-voted"))
    return parts


def _turnout_in() -> str:
    return _("In %(area)s %(percent)s%% of the roll voted, and in the whole town %(town)s%%.")


def _turnout_of_no_area() -> str:
    return _(
        "Of the people who stand on the roll without a neighbourhood %(percent)s%% voted, and in the whole town %(town)s%%."
    )


def _whom(reach: Data) -> list[Part]:
    """Sentences first, then the figures they are of; what follows from it is for the reader."""
    parts: list[Part] = [Heading(_("Whom the round reached"))]
    if not (reach["said_age"] or reach["said_area"]):
        return [
            *parts,
            Sentence(_("Fewer than 10 people said who they are, so nothing is known of their ages or neighbourhoods.")),
        ]
    parts.append(Sentence(_("After taking part people could say how old they are and where they live. Nobody had to.")))
    ages = [(label(AgeBand, one["age"]), one) for one in reach["ages"]]
    areas = [(one["name"], one) for one in reach["areas"]]
    parts += _beside(
        ages,
        reach["said_age"],
        _("Of the %(said)s who told their age, %(percent)s%% are %(what)s, where %(town)s%% of the town are."),
        "reach-age",
    )
    parts += _unknown(
        ages,
        reach["said_age"],
        _("Fewer than 10 people told their age, so nothing is known of the ages of who took part."),
        _("Too few people told that they are of one of these ages to say how many: %(which)s."),
        "reach-age",
    )
    parts += _beside(
        areas,
        reach["said_area"],
        _(
            "Of the %(said)s who told their neighbourhood, %(percent)s%% live in %(what)s, where %(town)s%% of the town lives."
        ),
        "reach-area",
    )
    parts += _unknown(
        areas,
        reach["said_area"],
        _("Fewer than 10 people told their neighbourhood, so nothing is known of where who took part lives."),
        _("Too few people told that they live in one of these to say how many: %(which)s."),
        "reach-area",
    )
    heads = (_("People who told it"), _("People in the town"))
    for caption, rows, anchor in ((_("Age"), ages, "reach-age"), (_("Neighbourhood"), areas, "reach-area")):
        if _has_figures(rows):
            figures = [(name, (one["people"], one["population"])) for name, one in rows]
            parts.append(number_table(caption, (caption, *heads), figures, anchor))
    if reach["sources"]:
        parts.append(
            Sentence(_("Figures of the town: %(sources)s.") % {"sources": "; ".join(map(_source, reach["sources"]))})
        )
    return parts


def _source(named: str) -> str:
    """Whose figure it is and of which day, as the record joins them."""
    name, _comma, on = named.rpartition(", ")
    return f"{name}, {day_words(on)}"


def _has_figures(rows: list[tuple[str, Data]]) -> bool:
    return any(one["people"] is not None for _name, one in rows)


def _unknown(rows: list[tuple[str, Data]], said: int | None, nothing: str, too_few: str, anchor: str) -> list[Sentence]:
    """Of which ages or neighbourhoods nothing is known, where the town has people there."""
    if not said:
        return [Sentence(nothing)]
    few = [name for name, one in rows if one["people"] is None and one["population"]]
    figures = (f"#{anchor}", _("the figures")) if _has_figures(rows) else ()
    return [Sentence(too_few % {"which": ", ".join(few)}, *figures)] if few else []


def _beside(rows: list[tuple[str, Data]], said: int | None, sentence: str, anchor: str) -> list[Sentence]:
    """A sentence for each that is told of both the people who answered and the town."""
    town = sum(one["population"] or 0 for _name, one in rows)
    return [
        Sentence(
            sentence
            % {
                "said": number_words(said),
                "percent": round(100 * one["people"] / said),
                "what": name,
                "town": round(100 * one["population"] / town),
            },
            f"#{anchor}",
            _("the figures"),
        )
        for name, one in rows
        if said and town and one["people"] is not None and one["population"]
    ]


def participation_sheets(data: Data) -> list[Sheet]:
    reach = data["reach"]
    rows: list[tuple[str, str, int | None, int | None]] = [
        *(("age", one["age"], one["people"], one["population"]) for one in reach["ages"]),
        *(("area", one["code"], one["people"], one["population"]) for one in reach["areas"]),
    ]
    channels = [
        (what, way, number) for what in ("proposals", "comments", "voters") for way, number in data[what].items()
    ]
    return [
        Sheet("channels", ("what", "channel", "number"), channels),
        Sheet("reach", ("by", "which", "people", "population"), rows),
    ]
