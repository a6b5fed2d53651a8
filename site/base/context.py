from typing import Any

from django.conf import settings
from django.http import HttpRequest


def city(request: HttpRequest) -> dict[str, Any]:
    """What every template knows of the city."""
    return {
        "city_name": settings.CITY_NAME,
        "city_contact": settings.CITY_CONTACT,
        "demo": settings.DEMO,
        "base_url": settings.BASE_URL,
    }
