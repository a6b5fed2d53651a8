from base.refusal import Refusal
from home.models import AgendaItemPage
from home.queries.agenda import agenda_item_page


def named_item(reference: str) -> AgendaItemPage:
    """The item that a command's option names. Raises Refusal where there is none."""
    page = agenda_item_page(reference)
    if page is None:
        raise Refusal(f"There is no agenda item {reference}. Look its reference up on the agenda.")
    return page
