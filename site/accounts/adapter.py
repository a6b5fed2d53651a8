from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.rules import refusal_of_inactive
from base.client_address import client_address


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us. An account is made by our own sign-in alone, never by allauth's pages."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        raise PermissionDenied(refusal_of_inactive([user]))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the pages say where one is, and a message would need a cookie after signing out."""
