import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.enums import Ground
from participation.queries.moderation_record import moderation_record


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    rows = moderation_record()
    grounds = [
        (Ground(ground).label, [row.hidden[ground] for row in rows])
        for ground in Ground.values[1:]
        if any(row.hidden[ground] for row in rows)
    ]
    return render(request, "participation/moderation_record.html", {"rows": rows, "grounds": grounds})


@require_safe
def record_csv(request: HttpRequest) -> HttpResponse:
    """UTF-8 with a byte order mark, so that a spreadsheet reads it."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    writer = csv.writer(response)
    grounds = Ground.values[1:]
    names = ["published", "taken_back", "reports", "appeals", "overturned", "median_hours"]
    writer.writerow(["month", *(f"hidden_{ground}" for ground in grounds), *names])
    for row in moderation_record():
        counts = [row.published, row.taken_back, row.reports, row.appeals, row.overturned]
        hours = "" if row.hours is None else row.hours
        writer.writerow([f"{row.month:%Y-%m}", *(row.hidden[ground] for ground in grounds), *counts, hours])
    return response
