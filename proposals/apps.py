from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from base.triggers import Trigger, keep
        from participation.enums import FollowMoment
        from participation.news import tell_by
        from proposals import receivers  # noqa: F401 - connects them
        from proposals.dossier_declared import declare_chapters
        from proposals.news import decision_news
        from proposals.search_index import UPKEEP

        keep(
            *UPKEEP,
            Trigger("proposals_formalview", "UPDATE", "A formal view is never changed."),
            Trigger("proposals_formalview", "DELETE", "A formal view is never deleted."),
            Trigger("proposals_reachanswer", "UPDATE", "What people said of themselves is never changed."),
            Trigger(
                "proposals_dossiervolume",
                "UPDATE",
                "A volume that was made is never changed.",
                "OLD.made_at IS NOT NULL",
            ),
        )
        tell_by(FollowMoment.DECISION, decision_news)
        declare_chapters()
