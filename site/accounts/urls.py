from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.views import rehearsal
from accounts.views.my_page import my_page
from accounts.views.organisation import answer_membership, organisation_members
from accounts.views.residency import remove_residency
from accounts.views.session import session_extend, sign_out, signed_out
from accounts.views.sign_in_request import sign_in, sign_in_code, sign_in_link, sign_in_person
from accounts.views.staff_door import staff_door

urlpatterns = [
    path(_("sign-in/"), sign_in, name="sign_in"),
    # allauth sends people here by this name of its own.
    path(_("sign-in/"), sign_in, name="account_login"),
    path(_("sign-in/code/"), sign_in_code, name="sign_in_code"),
    path(_("sign-in/link/<str:secret>/"), sign_in_link, name="sign_in_link"),
    path(_("sign-in/who/"), sign_in_person, name="sign_in_person"),
    path(_("sign-out/"), sign_out, name="sign_out"),
    path(_("signed-out/"), signed_out, name="signed_out"),
    path(_("my/"), my_page, name="my_page"),
    path(_("my/residency/"), remove_residency, name="remove_residency"),
    path(_("my/membership/<int:pk>/"), answer_membership, name="answer_membership"),
    path(_("my/organisation/<int:pk>/"), organisation_members, name="organisation_members"),
    path(_("rehearsal/stop/"), rehearsal.stop, name="stop_rehearsal"),
    path(_("rehearsal/<str:token>/"), rehearsal.rehearsal, name="rehearsal"),
    path(_("my/session/"), session_extend, name="session_extend"),
    # Before Wagtail's: it has a page here that asks for a password.
    path("_util/login/", staff_door, name="frontend_login"),
]
