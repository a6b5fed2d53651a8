from accounts.models.sign_in_request import SignInRequest
from accounts.models.user import User

__all__ = ["SignInRequest", "User"]
