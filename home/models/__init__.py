from home.models.agenda import AgendaItemPage, AgendaItemTag, AgendaPage
from home.models.home_page import ContentPage, HomePage
from home.models.item_state import ItemState
from home.models.taxonomy import ActionKind, FeatureArea, TargetGroup, Term

__all__ = [
    "ActionKind",
    "AgendaItemPage",
    "AgendaItemTag",
    "AgendaPage",
    "ContentPage",
    "FeatureArea",
    "HomePage",
    "ItemState",
    "TargetGroup",
    "Term",
]
