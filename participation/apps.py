from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "participation"

    def ready(self) -> None:
        from base.triggers import keep
        from participation import receivers as receivers
        from participation.counts import COUNTS
        from participation.enums import FollowMoment
        from participation.news import tell_by, version_news

        keep(*COUNTS)
        tell_by(FollowMoment.VERSION, version_news)
