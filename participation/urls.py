from django.urls import path
from django.utils.translation import gettext_lazy as _

from participation.views import ballot, comment, draft, support

urlpatterns = [
    path(_("rounds/<str:reference>/vote/"), ballot.ballot, name="ballot"),
    path(_("rounds/<str:reference>/vote/check/"), ballot.check_ballot, name="check_ballot"),
    path(_("rounds/<str:reference>/vote/done/"), ballot.voted, name="voted"),
    path(_("proposals/<str:reference>/support/"), support.support, name="support"),
    path(_("my/comments/<int:number>/withdraw/"), comment.withdraw, name="withdraw_comment"),
    path(_("my/drafts/<uuid:key>/throw-away/"), draft.discard, name="discard_draft"),
    path(_("proposals/<str:reference>/comment/"), comment.write_comment, name="write_comment"),
]
