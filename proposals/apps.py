from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from participation.enums import FollowMoment
        from participation.municipal_answers import answered_by
        from participation.news import tell_by
        from proposals import receivers  # noqa: F401 - connects them
        from proposals.dossier_declared import declare_chapters
        from proposals.news import answers_news, commitment_news, day_news, decision_news, vote_news
        from proposals.queries.response_document import answered_comments
        from proposals.search import declare_found
        from proposals.triggers import keep_triggers

        keep_triggers()
        tell_by(FollowMoment.DECISION, decision_news)
        tell_by(FollowMoment.PROMISE, commitment_news)
        tell_by(FollowMoment.VOTE, vote_news)
        tell_by(FollowMoment.DAY, day_news)
        tell_by(FollowMoment.ANSWERS, answers_news)
        answered_by(answered_comments)
        declare_chapters()
        declare_found()
