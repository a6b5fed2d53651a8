from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from participation.models import EquatedDay


class EquatedDayViewSet(SnippetViewSet):
    """Days that a Royal Decree equates with holidays, of years that the program does not know."""

    model = EquatedDay
    panels = [FieldPanel("day"), FieldPanel("decree")]
    list_display = ["day", "decree"]
