from accounts.models.organisation import Membership, Organisation
from accounts.models.residency import BirthDate, Residency
from accounts.models.sign_in_request import SignInRequest
from accounts.models.user import User

__all__ = ["BirthDate", "Membership", "Organisation", "Residency", "SignInRequest", "User"]
