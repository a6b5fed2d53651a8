from home.models.agenda import AgendaItemPage, AgendaItemTag, AgendaPage
from home.models.home_page import ContentPage, HomePage

__all__ = ["AgendaItemPage", "AgendaItemTag", "AgendaPage", "ContentPage", "HomePage"]
