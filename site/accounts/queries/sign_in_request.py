from accounts.digest import digest
from accounts.models import SignInRequest


def sign_in_request_of_link(secret: str) -> SignInRequest | None:
    return SignInRequest.objects.filter(link_digest=digest("link", secret)).first()
