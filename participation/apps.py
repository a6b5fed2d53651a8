from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "participation"

    def ready(self) -> None:
        from participation import receivers as receivers
        from participation.enums import FollowMoment
        from participation.news import tell_by, version_news

        tell_by(FollowMoment.VERSION, version_news)
