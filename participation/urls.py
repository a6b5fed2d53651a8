from django.urls import path
from django.utils.translation import gettext_lazy as _

from participation.views import (
    annotation,
    ballot,
    comment,
    draft,
    follow,
    mention,
    moderation_record,
    reaction,
    report,
    ruling,
    support,
)

urlpatterns = [
    path(_("rounds/<str:reference>/vote/"), ballot.ballot, name="ballot"),
    path(_("rounds/<str:reference>/vote/check/"), ballot.check_ballot, name="check_ballot"),
    path(_("rounds/<str:reference>/vote/done/"), ballot.voted, name="voted"),
    path(_("proposals/<str:reference>/support/"), support.support, name="support"),
    path(_("my/comments/<int:number>/withdraw/"), comment.withdraw, name="withdraw_comment"),
    path(_("my/comments/<int:number>/change/"), comment.edit, name="edit_comment"),
    path(_("comments/<int:number>/"), comment.comment, name="comment"),
    path(_("comments/<int:number>/helpful/"), reaction.helpful, name="helpful"),
    path(_("mentions/stop/<str:token>"), mention.stop, name="stop_mentions"),
    path(_("my/mentions/"), mention.own, name="own_mentions"),
    path(_("my/drafts/<uuid:key>/throw-away/"), draft.discard, name="discard_draft"),
    path(_("proposals/<str:reference>/comment/"), comment.write_comment, name="write_comment"),
    path(_("proposals/<str:reference>/report/"), report.report_subject, name="report_subject"),
    path(_("comments/<int:number>/report/"), report.report_comment, name="report_comment"),
    path(_("reports/<str:token>/"), report.report, name="report"),
    path(_("my/rulings/<int:number>/"), ruling.statement, name="statement"),
    path(_("moderation-record/"), moderation_record.record, name="moderation_record"),
    path(_("moderation-record.csv"), moderation_record.record_csv, name="moderation_record_csv"),
    path(
        _("id/<str:string>/v/<label:label>/<language:language>/react"),
        annotation.react,
        name="react",
    ),
    path(_("id/<str:string>/reactions"), annotation.annotations, name="annotations"),
    path(_("id/<str:string>/follow"), follow.follow, name="follow"),
    path(_("follow/confirm/<str:token>"), follow.confirm, name="confirm_follow"),
    path(_("follow/stop/<str:token>"), follow.stop, name="stop_follow"),
    path(_("follow/again"), follow.again, name="follow_again"),
    path(_("my/follows/stop/"), follow.stop_own, name="stop_own_follows"),
]
