from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import TranslatableField


@register_snippet
class GlossaryTerm(TranslatableMixin):
    """A word of officials or of education, and what it means in plain words. Writers are pointed to it."""

    term = models.CharField(_("word"), max_length=80)
    forms = models.CharField(
        _("other forms"),
        max_length=200,
        blank=True,
        help_text=_("With commas between them: the plural, the abbreviation."),
    )
    meaning = models.TextField(_("in plain words"), max_length=400)

    panels = [FieldPanel("term"), FieldPanel("forms"), FieldPanel("meaning")]
    translatable_fields = [TranslatableField("term"), TranslatableField("forms"), TranslatableField("meaning")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("glossary")
        ordering = ["term"]
        constraints = [models.UniqueConstraint(fields=["term", "locale"], name="glossary_term_once")]

    def __str__(self) -> str:
        return str(self.term)

    @property
    def words(self) -> list[str]:
        """The word and its other forms."""
        return [one.strip() for one in (self.term, *self.forms.split(",")) if one.strip()]
