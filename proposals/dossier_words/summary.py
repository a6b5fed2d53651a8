from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.council_enums import AnswerVerdict
from proposals.dossier_chapters import Data, Facts, Heading, Part, Sentence
from proposals.dossier_words.wording import day_words, label, number_words, read_here, said_in
from proposals.enums import DecidingBody, Verdict


def summary_words(data: Data) -> list[Part]:
    """For who has a minute: how many, what the municipality does with it, what was decided."""
    parts: list[Part] = [Sentence(*_decided(one)) for one in data["decisions"]]
    if not parts:
        parts.append(Sentence(_("College and council have not decided on it yet.")))
    figures = [
        (_("Proposals"), data["proposals"]),
        (_("Comments"), data["comments"]),
        (_("Formal views"), data["formal_views"]),
        (_("People who voted"), data["voted"]),
    ]
    if not any(number for _name, number in figures):
        return [*parts, Sentence(_("Nobody reacted."))]
    parts.append(_facts([(name, number) for name, number in figures if number]))
    parts += _chosen(data)
    where = reverse("dossier_chapter", args=[data["round"], "participation"])
    parts.append(Sentence(_("Who they were, and whom the round did not reach:"), where, _("Who took part")))
    return [*parts, *_answers(data["answers"])]


def _decided(one: Data) -> tuple[str, str, str]:
    body = label(DecidingBody, one["body"])
    words = _("%(body)s, %(day)s: %(verdict)s. %(title)s.") % {
        "body": body[:1].upper() + body[1:],
        "day": day_words(one["decided_on"]),
        "verdict": label(Verdict, one["verdict"]),
        "title": said_in(one, "title")[0].rstrip("."),
    }
    return words, one["address"], one["number"]


def _chosen(data: Data) -> list[Part]:
    chosen = data["chosen"]
    if chosen is None:
        return []
    words = _("Chosen in the vote: %(what)s.") if chosen else _("Nothing was chosen in the vote.")
    what = ", ".join(f"‘{one['title']}’" for one in chosen)
    return [Sentence(words % {"what": what}, reverse("result", args=[data["round"]]), _("The result"))]


def _answers(answers: Data | None) -> list[Part]:
    if answers is None:
        return [Sentence(_("The answer of the municipality has not been published yet."))]
    words = _(
        "Of %(contributions)s contributions %(answered)s were answered; %(changed)s changed something in the text."
    )
    named = {name: number_words(answers[name]) for name in ("contributions", "answered", "changed")}
    verdicts = [(label(AnswerVerdict, one["verdict"]), one["number"]) for one in answers["verdicts"]]
    return [
        Heading(_("What the municipality does with it")),
        Sentence(words % named, read_here(answers["address"]), _("All answers")),
        _facts([(name[:1].upper() + name[1:], number) for name, number in verdicts]),
    ]


def _facts(numbers: list[tuple[str, int]]) -> Facts:
    return Facts([{"label": name, "value": number_words(number)} for name, number in numbers])
