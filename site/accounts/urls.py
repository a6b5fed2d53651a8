from django.urls import path

from accounts.views.my_page import my_page
from accounts.views.session import session_extend, sign_out, signed_out
from accounts.views.sign_in_request import sign_in, sign_in_code, sign_in_link, sign_in_person
from accounts.views.staff_door import staff_door

urlpatterns = [
    path("inloggen/", sign_in, name="sign_in"),
    # allauth sends people here by this name of its own.
    path("inloggen/", sign_in, name="account_login"),
    path("inloggen/code/", sign_in_code, name="sign_in_code"),
    path("inloggen/link/<str:secret>/", sign_in_link, name="sign_in_link"),
    path("inloggen/wie/", sign_in_person, name="sign_in_person"),
    path("uitloggen/", sign_out, name="sign_out"),
    path("uitgelogd/", signed_out, name="signed_out"),
    path("mijn/", my_page, name="my_page"),
    path("mijn/sessie/", session_extend, name="session_extend"),
    # Before Wagtail's: it has a page here that asks for a password.
    path("_util/login/", staff_door, name="frontend_login"),
]
