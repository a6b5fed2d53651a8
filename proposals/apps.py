from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from base.triggers import Trigger, keep
        from participation.enums import FollowMoment
        from participation.news import tell_by
        from proposals import receivers  # noqa: F401 - connects them
        from proposals.news import commitment_news, decision_news
        from proposals.search_index import UPKEEP

        keep(
            *UPKEEP,
            Trigger("proposals_formalview", "UPDATE", "A formal view is never changed."),
            Trigger("proposals_formalview", "DELETE", "A formal view is never deleted."),
            *(
                Trigger(f"proposals_{table}", act, f"{words} is never {done}.")
                for table, words in (
                    ("commitment", "A promise"),
                    ("milestone", "A step of a promise"),
                    ("commitmentevent", "What became of a promise"),
                    ("spending", "What was said of the money of a promise"),
                )
                for act, done in (("UPDATE", "changed"), ("DELETE", "deleted"))
            ),
        )
        tell_by(FollowMoment.DECISION, decision_news)
        tell_by(FollowMoment.PROMISE, commitment_news)
