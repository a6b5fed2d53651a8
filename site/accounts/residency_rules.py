"""Who may note that somebody lives here. Each rule returns a refusal as a sentence, or nothing."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User

KEEP_RESIDENCY = "accounts.keep_residency"
# After these somebody shows again that they live here.
TERM = 2  # years
OLDEST = 130  # years


def years_before(day: date, years: int) -> date:
    """Who was born on that day or earlier has reached so many years on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def refusal_to_keep_residency(by: Any, person: User, born_on: date, today: date) -> str:
    if not by.has_perm(KEEP_RESIDENCY):
        return _("Only a clerk can note that somebody lives here.")
    if by.pk == person.pk:
        return _("Let another clerk note where you live yourself.")
    if not person.is_active:
        return _("This account is closed.")
    if not years_before(today, OLDEST) < born_on <= today:
        return _("On this day no living person was born. Look at the document once more.")
    return ""
