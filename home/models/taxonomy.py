from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home.enums import AreaLayer


class Term(TranslatableMixin):
    """A term of a taxonomy: a code that never changes, and what it is called in a language."""

    code = models.SlugField(_("code"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=120)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    panels = [FieldPanel("name"), FieldPanel("code", read_only=True), FieldPanel("place")]
    translatable_fields = [
        TranslatableField("name"),
        SynchronizedField("code", overridable=False),
        SynchronizedField("place", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new term gets its code from its name, once: versions cite it."""
        if not self.code:
            wish = slugify(self.name)[:50] or "term"
            taken = set(type(self)._base_manager.filter(code__startswith=wish).values_list("code", flat=True))
            self.code = next(code for code in chain([wish], (f"{wish}-{n}" for n in count(2))) if code not in taken)
        super().save(*args, **kwargs)


def named_in(terms: Iterable[Term], locale: int) -> list[Term]:
    """Terms as they are called in a language (its key); one that has no name in it keeps the one it has. One query."""
    named = {term.translation_key: term for term in terms}
    for model in {type(term) for term in named.values()}:
        for term in model._default_manager.filter(translation_key__in=named, locale_id=locale):
            named[term.translation_key] = term
    return list(named.values())


@register_snippet
class ActionKind(Term):
    """One of the nine kinds of action by which a learning city supports equity and inclusion."""

    class Meta(Term.Meta):
        verbose_name = _("kind of action")
        verbose_name_plural = _("kinds of action")
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="action_kind_once")]


@register_snippet
class FeatureArea(Term):
    """One of the twelve areas of UNESCO's Key Features of Learning Cities; the code is its usual number with a dash."""

    layer = models.CharField(_("layer"), max_length=10, choices=AreaLayer.choices)

    class Meta(Term.Meta):
        verbose_name = _("UNESCO area")
        verbose_name_plural = _("UNESCO areas")
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="feature_area_once")]


@register_snippet
class TargetGroup(Term):
    """For whom an item is meant."""

    class Meta(Term.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="target_group_once")]
