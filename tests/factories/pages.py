import factory
from wagtail_factories import PageFactory

from base.models import CitablePage


class CityPageFactory(PageFactory):
    """A page under `parent`, in its parent's language; a citable one is published as an editor does, so it has a version."""

    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"pagina-{n}")

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        kwargs.setdefault("locale", parent.locale)
        live = kwargs.pop("live", True)
        # add_child of a live page sends no signal: no version would be written.
        page = super()._create_instance(
            model_class, parent, kwargs | {"live": live and not issubclass(model_class, CitablePage)}
        )
        if live and issubclass(model_class, CitablePage):
            page.save_revision().publish()
            page.refresh_from_db()
        return page
