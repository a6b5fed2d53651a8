from django.urls import path
from django.utils.translation import gettext_lazy as _

from proposals.views import attachment, change, consultation_round, decision, draft, my_page, proposal, proposal_list

urlpatterns = [
    # The page of accounts, with what the person made on it.
    path(_("my/"), my_page.my_page, name="my_page"),
    path(_("take-part/"), consultation_round.rounds, name="rounds"),
    path(_("outcomes/"), consultation_round.outcomes, name="outcomes"),
    path(_("start-something/"), consultation_round.begin, name="begin"),
    path(_("proposals/"), proposal_list.proposal_list, name="all_proposals"),
    path(_("proposals/feed.atom"), proposal_list.proposal_feed, name="all_proposals_feed"),
    path(_("proposals/table.csv"), proposal_list.proposal_csv, name="all_proposals_csv"),
    path(_("rounds/<str:reference>/proposals/"), proposal_list.proposal_list, name="proposals"),
    path(_("rounds/<str:reference>/proposals/feed.atom"), proposal_list.proposal_feed, name="proposals_feed"),
    path(_("rounds/<str:reference>/proposals/table.csv"), proposal_list.proposal_csv, name="proposals_csv"),
    path(_("rounds/<str:reference>/propose/"), draft.start_proposal, name="start_proposal"),
    path(_("rounds/<str:reference>/propose/<uuid:key>/"), draft.write_proposal, name="write_proposal"),
    path(_("rounds/<str:reference>/propose/<uuid:key>/check/"), draft.check_proposal, name="check_proposal"),
    path(_("rounds/<str:reference>/alike/"), draft.alike, name="alike_proposals"),
    path(_("rounds/<str:reference>/propose/<uuid:key>/files/"), attachment.attachments, name="attachments"),
    path(_("proposals/files/<uuid:key>/"), attachment.attachment, name="attachment"),
    path(_("rounds/<str:reference>/result/"), consultation_round.result, name="result"),
    path(_("rounds/<str:reference>/result.json"), consultation_round.result_json, name="result_json"),
    path(_("rounds/<str:reference>/result.csv"), consultation_round.result_csv, name="result_csv"),
    path(_("proposals/<str:reference>/withdraw/"), proposal.withdraw, name="withdraw_proposal"),
    path(_("proposals/<str:reference>/life.json"), proposal.proposal_json, name="proposal_json"),
    path(_("proposals/<str:reference>/change/"), change.change, name="change_proposal"),
    path(_("proposals/<str:reference>/"), proposal.proposal, name="proposal"),
    path(_("decisions/<str:reference>/"), decision.decision, name="decision"),
]
