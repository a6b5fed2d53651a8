"""What was said with a step of an item, in sentences: on whose authority, and what it asked for. Timeline, desk and dossier read it."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from home.enums import Authority, ItemStep, Recorder
from home.models import ItemState

# Of whoever only records it nothing else is said.
ON_AUTHORITY = {
    Authority.OWNER: gettext_lazy("Its owner decided"),
    Authority.EXECUTIVE: gettext_lazy("The mayor and aldermen decided"),
    Authority.PRESIDIUM: gettext_lazy("The presidium of the council decided"),
    Authority.COUNCIL: gettext_lazy("The council decided"),
}
# Where that is another word than deciding.
REPORTED = {
    ItemStep.DEFERRED_ON_TIE: gettext_lazy("The council voted"),
    **dict.fromkeys((ItemStep.STARTED, ItemStep.DONE, ItemStep.EVALUATED), gettext_lazy("Its owner reported it")),
}
RECORDED = {
    Recorder.EDITOR: gettext_lazy("recorded by the editors"),
    Recorder.CLERK: gettext_lazy("recorded by the office of the council"),
}


def authority_words(state: ItemState) -> str:
    """On whose authority it was taken and who recorded it; nothing of what followed by itself, or of before that was kept."""
    if not (state.authority and state.recorded_as):
        return ""
    recorded, decided = RECORDED[Recorder(state.recorded_as)], ON_AUTHORITY.get(Authority(state.authority))
    if decided is None:
        return f"{capfirst(str(recorded))}."
    return _("%(decided)s; %(recorded)s.") % {
        "decided": REPORTED.get(ItemStep(state.step), decided),
        "recorded": recorded,
    }


def answers_words(state: ItemState) -> list[str]:
    """What the step asked for, a sentence each."""
    found = []
    if state.level:
        found.append(_("Your influence: %(level)s.") % {"level": state.get_level_display()})
        found.append(_("Who decides: %(body)s.") % {"body": state.get_who_decides_display()})
    if state.consult_again is not None:
        found.append(
            _("People are asked again about the new text.")
            if state.consult_again
            else _("People are not asked again about the new text.")
        )
    if state.speakers is not None:
        spoke = ngettext(
            "%(number)d person spoke in the committee.", "%(number)d people spoke in the committee.", state.speakers
        )
        found.append(spoke % {"number": state.speakers} if state.speakers else _("Nobody spoke in the committee."))
    return found


def said_with(state: ItemState) -> list[str]:
    """All of it, a sentence each; nothing of what takes a step back: that stands with the step itself."""
    if state.takes_back_id is not None:
        return []
    return [*answers_words(state), *filter(None, [authority_words(state)])]


def difference_path(state: ItemState) -> str:
    """Where everybody reads what changed in the text; nothing where no other version was there."""
    if state.version is None or state.version_before is None:
        return ""
    string = state.version.reference.string
    return reverse("difference", args=[string, state.version_before.label, state.version.label])
