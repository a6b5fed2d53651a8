from django.apps import AppConfig
from django.db.models.signals import post_migrate

from base.triggers import Trigger, keep, unchanged


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from base.citable import declare_citers
        from base.enums import ReferenceKind
        from home import receivers
        from home.dossier import declare_item_chapter
        from home.news import state_news
        from home.queries.citation import citers_of
        from home.queries.party import party_names
        from home.search import declare_found
        from participation.enums import FollowMoment
        from participation.news import tell_by
        from participation.reserved_names import reserve_names

        tell_by(FollowMoment.STATE, state_news)
        reserve_names(party_names)
        declare_item_chapter()
        declare_citers(ReferenceKind.AGENDA_ITEM, citers_of)
        declare_found()
        post_migrate.connect(receivers.lay_terms, sender=self)
        post_migrate.connect(receivers.fill_search, sender=self)
        keep(
            Trigger("home_citation", "UPDATE", "A row of the register is never changed.", _no_redaction()),
            Trigger("home_itemstate", "UPDATE", "Where an item was is never changed."),
            Trigger("home_itemstate", "DELETE", "Where an item was is never deleted."),
            Trigger("home_citation", "DELETE", "A row of the register is never deleted."),
        )


def _no_redaction() -> str:
    """All but one change: the quoted words go, and nothing else, once a confirmed redaction destroyed words of the thing
    that is cited."""
    from home.enums import QuoteCheck
    from home.models import Citation

    redacted = (
        "EXISTS (SELECT 1 FROM base_redaction"
        " JOIN base_publishedversion redacted ON redacted.id = base_redaction.version_id"
        " JOIN base_publishedversion cited ON cited.reference_id = redacted.reference_id"
        " WHERE cited.id = OLD.version_id AND base_redaction.confirmed_at IS NOT NULL)"
    )
    gone = f"NEW.quote = '' AND NEW.quote_check = '{QuoteCheck.REDACTED.value}'"
    return f"NOT ({gone} AND {redacted} AND {unchanged(Citation, 'quote', 'quote_check')})"
