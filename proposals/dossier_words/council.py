from django.utils.translation import gettext as _

from base.templatetags.components import money
from proposals.council_contradiction import published_words
from proposals.council_enums import CommitmentOrigin, CommitmentStep, CouncilOutcome, MeetingBody, PaperKind
from proposals.council_understood import Understood
from proposals.dossier_chapters import Cell, Data, Entry, Heading, Part, Sentence, Sheet, Table
from proposals.dossier_words.wording import day_words, headings, in_own_words, label, number_words, read_here, said_in
from proposals.enums import DecidingBody, Verdict
from proposals.motion_life import MotionState


def council_words(data: Data) -> list[Part]:
    parts: list[Part] = []
    if not data["papers"] and not data["decisions"]:
        return [Sentence(_("College and council have not decided on it yet."))]
    if data["decisions"]:
        parts.append(Heading(_("Decisions")))
    for one in data["decisions"]:
        parts += _decision(one)
    if data["papers"]:
        parts.append(Heading(_("Papers and votes")))
    for one in data["papers"]:
        parts += _paper(one)
    return parts


def _paper(one: Data) -> list[Part]:
    kind = label(PaperKind, one["kind"])
    facts = [kind[:1].upper() + kind[1:], day_words(one["dated_on"]), _meeting(one["meeting"])]
    if one["part_of"]:
        other = f"{label(PaperKind, one['part_of']['kind'])} {one['part_of']['number']}".strip()
        facts.append(_("goes with %(paper)s") % {"paper": other})
    words = [Cell(one["url"], url=one["url"])] if one["url"] else []
    document, leads = one["document"], one["url"]
    if document is not None and document["file"]:
        leads = read_here(document["address"])
        words.append(Cell(_("The document itself. SHA-256: %(hash)s") % {"hash": document["sha256"]}, url=leads))
    elif document is not None:
        words.append(Cell(_("Its document was destroyed. SHA-256: %(hash)s") % {"hash": document["sha256"]}))
    if one["is_correction"]:
        words.append(Cell(_("Corrected: %(why)s") % {"why": one["reason"]}))
    title = " ".join(filter(None, [one["number"], one["title"]]))
    parts: list[Part] = [
        Entry(title, leads, language="nl", facts=" · ".join(filter(None, facts)), paragraphs=words, level=4)
    ]
    for vote in one["votes"]:
        parts += _vote(vote)
    if one["became"]:
        parts.append(_became(one["became"]))
    return parts


def _became(became: Data) -> Sentence:
    words = _("What became of it: %(state)s, %(day)s.") % {
        "state": label(MotionState, became["state"]),
        "day": day_words(became["since"]),
    }
    promise, version = became["commitment"], became["version"]
    if promise is not None:
        return Sentence(words, promise["address"], promise["number"])
    if version is not None:
        named = _("%(number)s, version %(version)s") % version
        return Sentence(words, version["address"], named)
    return Sentence(words)


def _meeting(meeting: Data | None) -> str:
    return f"{label(MeetingBody, meeting['body'])}, {day_words(meeting['held_on'])}" if meeting else ""


def _vote(vote: Data) -> list[Part]:
    outcome, when = label(CouncilOutcome, vote["outcome"]), day_words(vote["meeting"]["held_on"])
    record = read_here(vote["address"]), _("The vote")
    corrected = _corrected(vote)
    if not vote["was_called"]:
        words = _("Vote of %(day)s: %(outcome)s. Nobody asked for a vote.")
        return [Sentence(words % {"day": when, "outcome": outcome}, *record), *corrected, *_published(vote)]
    sums = {name: sum(one[name] for one in vote["groups"]) for name in ("in_favour", "against")}
    words = _("Vote of %(day)s: %(outcome)s, with %(for)s for and %(against)s against.")
    parts: list[Part] = [
        Sentence(
            words
            % {
                "day": when,
                "outcome": outcome,
                "for": number_words(sums["in_favour"]),
                "against": number_words(sums["against"]),
            },
            *record,
        )
    ]
    names = ("in_favour", "against", "abstained", "absent")
    heads = ((_("Group"), False), (_("For"), True), (_("Against"), True), (_("Abstained"), True), (_("Absent"), True))
    rows = [
        [Cell(one["name"], language="nl"), *(Cell(number_words(one[name]), numeric=True) for name in names)]
        for one in vote["groups"]
    ]
    if rows:
        parts.append(Table(_("Vote of %(day)s by group") % {"day": when}, headings(*heads), rows))
    return [*parts, *corrected, *_published(vote)]


def _corrected(vote: Data) -> list[Part]:
    """What was recorded before, and why it was corrected."""
    whys = [*(one["reason"] for one in vote["before"][1:]), vote["reason"]] if vote["before"] else []
    return [
        Sentence(
            _("Recorded before, of %(day)s: %(outcome)s, with %(for)s for and %(against)s against. Corrected: %(why)s")
            % {
                "day": day_words(one["meeting"]["held_on"]),
                "outcome": label(CouncilOutcome, one["outcome"]),
                "for": number_words(sum(group["in_favour"] for group in one["groups"])),
                "against": number_words(sum(group["against"] for group in one["groups"])),
                "why": why,
            },
            read_here(one["address"]),
            _("The vote"),
        )
        for one, why in zip(vote["before"], whys, strict=True)
    ]


def _published(vote: Data) -> list[Part]:
    """What the council published, where something else is recorded."""
    if vote["published"] is None:
        return []
    found = vote["published"]
    words = published_words(Understood(published=found["as"], results=found["results"], totals=found["totals"]))
    return [
        Sentence(
            _("The council published it otherwise: %(published)s. Why the numbers stand: %(why)s")
            % {"published": words, "why": vote["despite"]}
        )
    ]


def _decision(one: Data) -> list[Part]:
    title, language = said_in(one, "title")
    facts = [label(DecidingBody, one["body"]), day_words(one["decided_on"]), label(Verdict, one["verdict"])]
    words = [in_own_words(one, "reasons")]
    whys = [*(row["reason"] for row in one["before"][1:]), one["reason"]] if one["before"] else []
    for row, why in zip(one["before"], whys, strict=True):
        text = _("It corrects %(number)s of %(day)s: %(verdict)s, %(title)s. Why: %(why)s") % {
            "number": row["number"],
            "day": day_words(row["decided_on"]),
            "verdict": label(Verdict, row["verdict"]),
            "title": row["title"],
            "why": why,
        }
        words.append(Cell(text, url=row["address"]))
    if one["url"]:
        words.append(Cell(one["url"], url=one["url"]))
    for paper in one["publications"]:
        text = _("In the official gazette: %(number)s of %(day)s, in force from %(from)s.") % {
            "number": paper["number"],
            "day": day_words(paper["published_on"]),
            "from": day_words(paper["in_force_on"]),
        }
        words.append(Cell(text, url=paper["url"]))
    return [Entry(f"{one['number']} {title}", one["address"], language, " · ".join(facts), words, level=4)]


def council_sheets(data: Data) -> list[Sheet]:
    columns = (
        "paper", "title", "dated_on", "held_on", "outcome", "group", "in_favour", "against", "abstained", "absent",
    )  # fmt: skip
    rows = [
        (
            one["number"] or one["kind"],
            one["title"],
            one["dated_on"],
            vote["meeting"]["held_on"],
            vote["outcome"],
            group["name"],
            group["in_favour"],
            group["against"],
            group["abstained"],
            group["absent"],
        )
        for one in data["papers"]
        for vote in one["votes"]
        for group in vote["groups"]
    ]
    heads = ("in_favour", "against", "abstained", "absent")
    votes = [
        (
            one["number"] or one["kind"],
            one["title"],
            one["dated_on"],
            vote["meeting"]["held_on"],
            vote["outcome"],
            *(sum(group[name] for group in vote["groups"]) for name in heads),
        )
        for one in data["papers"]
        for vote in one["votes"]
    ]
    decisions = [
        (one["number"], one["body"], one["decided_on"], one["verdict"], one["title"], one["reasons"])
        for one in data["decisions"]
    ]
    return [
        Sheet("council", columns, rows),
        Sheet("council-votes", ("paper", "title", "dated_on", "held_on", "outcome", *heads), votes),
        Sheet("decisions", ("number", "body", "decided_on", "verdict", "title", "reasons"), decisions),
    ]


def commitments_words(data: Data) -> list[Part]:
    if not data["items"]:
        return [Sentence(_("Nothing was promised that was written down here."))]
    return [_commitment(one) for one in data["items"]]


def _commitment(one: Data) -> Entry:
    text, language = said_in(one, "text")
    facts = [
        label(CommitmentOrigin, one["origin"]),
        day_words(one["made_on"]),
        _due(one),
        one["department"],
    ]
    words = [
        Cell(_("Step by %(day)s: %(what)s") % {"day": day_words(step["due_on"]), "what": said_in(step, "title")[0]})
        for step in one["milestones"]
    ]
    words += [Cell(_("Corrected: %(why)s") % {"why": row["reason"]}) for row in one["corrections"]]
    for event in one["events"]:
        step = label(CommitmentStep, event["step"])
        if event["due_on"]:
            step = _("%(step)s to %(day)s") % {"step": step, "day": day_words(event["due_on"])}
        what = [day_words(event["happened_on"]), step, event["milestone"] or ""]
        note, _language = said_in(event, "note")
        words.append(Cell(": ".join(filter(None, [", ".join(filter(None, what)), note])), url=event["url"]))
    for year in one["money"]:
        text_of_year = _("%(year)s: %(planned)s planned, %(spent)s spent") % {
            "year": year["year"],
            "planned": money(year["planned"]),
            "spent": money(year["spent"]) if year["spent"] is not None else "–",
        }
        words.append(Cell(text_of_year))
    return Entry(f"{one['number']} {text}", one["address"], language, " · ".join(filter(None, facts)), words)


def _due(one: Data) -> str:
    if one["due_now"] == one["due_on"]:
        return _("by %(day)s") % {"day": day_words(one["due_on"])}
    return _("by %(day)s; it was %(first)s") % {"day": day_words(one["due_now"]), "first": day_words(one["due_on"])}


def commitments_sheets(data: Data) -> list[Sheet]:
    rows = [
        (
            one["number"],
            one["text"],
            one["department"],
            one["made_on"],
            one["due_on"],
            one["due_now"],
            one["events"][-1]["step"] if one["events"] else "",
        )
        for one in data["items"]
    ]
    return [Sheet("commitments", ("number", "text", "department", "made_on", "due_on", "due_now", "last_step"), rows)]
