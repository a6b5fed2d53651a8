from django.apps import AppConfig

# That a row belongs to answers that are public.
_OF_ROW = "SELECT 1 FROM proposals_responsedocument d WHERE d.published_at IS NOT NULL AND d.id = "
PUBLISHED = {
    "responserow": f"EXISTS ({_OF_ROW}OLD.document_id)",
    # No outside text reaches it.
    "answeredcontribution": f"EXISTS ({_OF_ROW}(SELECT document_id FROM proposals_responserow r WHERE r.id = OLD.row_id))",  # noqa: S608
}


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from base.triggers import Trigger, keep, unchanged
        from participation.enums import FollowMoment
        from participation.news import tell_by
        from proposals import receivers  # noqa: F401 - connects them
        from proposals.models import ResponseDocument
        from proposals.news import answers_news, commitment_news, decision_news
        from proposals.search_index import UPKEEP

        keep(
            *UPKEEP,
            Trigger("proposals_formalview", "UPDATE", "A formal view is never changed."),
            Trigger("proposals_formalview", "DELETE", "A formal view is never deleted."),
            Trigger(
                "proposals_responsedocument",
                "UPDATE",
                "Published answers are never changed.",
                "OLD.published_at IS NOT NULL AND NOT (" + unchanged(ResponseDocument, "rows_made") + ")",
            ),
            Trigger(
                "proposals_responsedocument",
                "DELETE",
                "Published answers are never deleted.",
                "OLD.published_at IS NOT NULL",
            ),
            *(
                Trigger(
                    f"proposals_{table}",
                    act,
                    "A published answer is never changed, but corrected by a new one.",
                    PUBLISHED[table],
                )
                for table in ("responserow", "answeredcontribution")
                for act in ("UPDATE", "DELETE")
            ),
            *(
                Trigger(f"proposals_{table}", act, f"{words} is never {done}.")
                for table, words in (
                    ("councilpaper", "A paper of the council"),
                    ("councilvote", "A vote of the council"),
                    ("groupvote", "A vote of the council"),
                    ("officialpublication", "An official publication"),
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
        tell_by(FollowMoment.ANSWERS, answers_news)
