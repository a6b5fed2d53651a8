from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "participation"

    def ready(self) -> None:
        from base.triggers import Trigger, keep
        from participation import receivers as receivers
        from participation.counts import COUNTS
        from participation.enums import FollowMoment
        from participation.news import life_news, tell_by, version_news

        keep(*COUNTS)
        tell_by(FollowMoment.VERSION, version_news)
        tell_by(FollowMoment.LIFE, life_news)
        keep(
            Trigger(
                "participation_coauthor",
                "INSERT",
                "The author of a proposal is no co-author of it.",
                "NEW.person_id = (SELECT author_id FROM participation_subject WHERE id = NEW.subject_id)",
            ),
            Trigger("participation_stateevent", "UPDATE", "A step in the life of a proposal is never changed."),
            Trigger("participation_stateevent", "DELETE", "A step in the life of a proposal is never deleted."),
            Trigger(
                "participation_assessment",
                "UPDATE",
                "A published assessment is never changed.",
                "OLD.published_at IS NOT NULL",
            ),
            Trigger(
                "participation_assessment",
                "DELETE",
                "A published assessment is never deleted.",
                "OLD.published_at IS NOT NULL",
            ),
        )
