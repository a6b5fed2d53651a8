"""In which sentence whoever follows an item is told of a step on its way: of each on which residents wait or can act. What is not
in it is told only where the public sees another word than before; DONE and OVER are told to who took part in a round as well.
"""

from django.utils.translation import gettext_lazy as _

from home.enums import ItemStep
from home.models.item_state import LAPSES

TOLD = {
    ItemStep.EXECUTIVE_ADOPTED: _("The municipal executive decided on it. What it decided stands on its page."),
    ItemStep.COUNCIL_SUBMITTED: _(
        "The municipal executive sent it to the council. A committee of the council usually talks about it first."
    ),
    ItemStep.IN_COMMITTEE: _(
        "A committee of the council talks about it. Ask the office of the council if you want to speak there."
    ),
    ItemStep.ON_COUNCIL_AGENDA: _("The council decides on it in its meeting."),
    ItemStep.ADOPTED: _("The council adopted it."),
    ItemStep.ADOPTED_AMENDED: _("The council adopted it, with changes to the text."),
    ItemStep.DEFERRED_ON_TIE: _("As many voted for it as against it. The council votes on it once more."),
    ItemStep.REJECTED: _("The council voted against it: it does not go on."),
    ItemStep.RETURNED: _("The council sent it back to the municipal executive, which looks at it again."),
    ItemStep.WITHDRAWN: _("It was withdrawn: nobody decides on it any more."),
    ItemStep.PUBLISHED: _("It stands in the official gazette."),
    ItemStep.IN_FORCE: _("It applies now."),
    ItemStep.PLANNED: _("How it is carried out has been planned."),
    ItemStep.STARTED: _("It is being carried out."),
    ItemStep.ON_HOLD: _("Carrying it out is on hold for now."),
    ItemStep.DONE: _("It was carried out."),
    ItemStep.EVALUATED: _("Residents and municipality looked at how it went."),
    **dict.fromkeys(map(ItemStep, LAPSES), _("It does not apply any more.")),
}
