from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from participation.views import (
    annotation,
    ballot,
    ballot_box,
    comment,
    count_objection,
    draft,
    follow,
    invented,
    mention,
    merge,
    moderation_record,
    questionnaire,
    reaction,
    report,
    round_rules,
    ruling,
    support,
    vote_record,
    voting_letter,
)

_round_urlpatterns = [
    path(_("vote/"), ballot.ballot, name="ballot"),
    path(_("vote/check/"), ballot.check_ballot, name="check_ballot"),
    path(_("vote/done/"), ballot.voted, name="voted"),
    path(_("rules/"), round_rules.round_rules, name="round_rules"),
    path(_("vote/paper/"), round_rules.paper_ballot, name="paper_ballot"),
    path(_("invented-counts/"), invented.invented_counts, name="invented_counts"),
    path(_("rules.json"), round_rules.rules_json, name="rules_json"),
    path(_("vote/code/"), voting_letter.vote_by_code, name="vote_by_code"),
    path(_("vote/leave/"), voting_letter.leave_vote, name="leave_vote"),
    path(_("box/"), ballot_box.ballot_box, name="ballot_box"),
    path(_("box/heads.json"), ballot_box.heads, name="heads"),
    path(_("box/receipts.txt"), ballot_box.receipts, name="receipts"),
    path(_("box/castings.csv"), ballot_box.castings, name="castings"),
    path(_("record/"), vote_record.vote_record, name="vote_record"),
    path(_("record.pdf"), vote_record.vote_record_pdf, name="vote_record_pdf"),
    path(_("object/"), count_objection.object_to_count, name="object_to_count"),
    path(_("questions/"), questionnaire.questionnaire, name="questionnaire"),
    path(_("questions/sent/"), questionnaire.sent, name="questionnaire_sent"),
    path(_("answers/"), questionnaire.answers, name="answers"),
    path(_("answers.csv"), questionnaire.answers_csv, name="answers_csv"),
]

_proposal_urlpatterns = [
    path(_("support/"), support.support, name="support"),
    path(_("on-its-own/"), merge.split, name="split_proposal"),
    path(_("comment/"), comment.write_comment, name="write_comment"),
    path(_("report/"), report.report_subject, name="report_subject"),
]

_comment_urlpatterns = [
    path("", comment.comment, name="comment"),
    path(_("helpful/"), reaction.helpful, name="helpful"),
    path(_("report/"), report.report_comment, name="report_comment"),
]

# What a letter asks people to type: a word after the address of the site, without a language or a number in it.
short_urlpatterns = [
    path("stem/", voting_letter.short_address, {"language": "nl"}, name="short_address_nl"),
    path("vote/", voting_letter.short_address, {"language": "en"}, name="short_address_en"),
]

urlpatterns = [
    path(_("vote/"), voting_letter.votes_by_letter, name="votes_by_letter"),
    path(_("objections/<str:token>/"), count_objection.receipt, name="objection_receipt"),
    path(_("rounds/<str:reference>/"), include(_round_urlpatterns)),
    path(_("my/together/<int:number>/"), merge.answer, name="answer_merge"),
    path(_("my/comments/<int:number>/withdraw/"), comment.withdraw, name="withdraw_comment"),
    path(_("my/comments/<int:number>/change/"), comment.edit, name="edit_comment"),
    path(_("mentions/stop/<str:token>"), mention.stop, name="stop_mentions"),
    path(_("my/mentions/"), mention.own, name="own_mentions"),
    path(_("my/drafts/<uuid:key>/throw-away/"), draft.discard, name="discard_draft"),
    path(_("proposals/<str:reference>/"), include(_proposal_urlpatterns)),
    path(_("comments/<int:number>/"), include(_comment_urlpatterns)),
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
