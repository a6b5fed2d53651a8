from django.db.models import Q, QuerySet, Sum

from participation.models import PaperSupport, Subject


def lists_of(subject: Subject) -> QuerySet[PaperSupport]:
    """The signed lists that hold now, of a proposal and of what is part of it."""
    return PaperSupport.objects.filter(
        Q(subject=subject) | Q(subject__merged_into=subject), replaced_by__isnull=True
    ).order_by("received_at", "pk")


def supports_on_paper(subject: Subject) -> int:
    """How many of its supports are signatures on paper."""
    return lists_of(subject).aggregate(number=Sum("checked"))["number"] or 0
