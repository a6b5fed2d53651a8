from home.models.agenda import AgendaItemPage, AgendaItemTag, AgendaPage
from home.models.citation import Citation
from home.models.election_freeze import ElectionFreeze
from home.models.home_page import ContentPage, HomePage
from home.models.item_state import ItemState
from home.models.item_term import ItemTerm
from home.models.party import Party, Representative
from home.models.taxonomy import ActionKind, FeatureArea, TargetGroup, Term
from home.models.way_terms import WayTerms

__all__ = [
    "ActionKind",
    "AgendaItemPage",
    "AgendaItemTag",
    "AgendaPage",
    "Citation",
    "ContentPage",
    "ElectionFreeze",
    "FeatureArea",
    "HomePage",
    "ItemState",
    "ItemTerm",
    "Party",
    "Representative",
    "TargetGroup",
    "Term",
    "WayTerms",
]
