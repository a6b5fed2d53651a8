"""The link by which whoever reported something reads what became of it, with an account or without: it is signed, and works
for ever, as a mail may be read late."""

from django.core import signing
from django.urls import reverse

from participation.models import Report

SALT = "participation.report"


def report_path(report: Report) -> str:
    return reverse("report", args=[signing.Signer(salt=SALT).sign(report.key)])


def key_of_report(token: str) -> str:
    """Empty for a link that is not ours."""
    try:
        return signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return ""
