from typing import Any

from django.db.models import F

from base.models import PublishedVersion
from participation.models import Subject


def subject_by_reference(string: str) -> Subject | None:
    """The subject with its round and phases, by `VST-2026-004`."""
    return (
        # The text of a round is talked about where the round says so; reactions to its passages have their own way.
        Subject.objects.exclude(reference=F("consultation_round__reference"), consultation_round__is_discussed=False)
        .select_related("reference", "consultation_round__reference", "ordinance")
        .prefetch_related("consultation_round__phases")
        .filter(reference__string=string)
        .first()
    )


def support_count(subject: Subject) -> int:
    """How many support it at this moment, those counted elsewhere included."""
    counted: Any = Subject.objects.with_counts().get(pk=subject.pk)
    return int(counted.support_count)


def was_public(subject: Subject) -> bool:
    """Whether everybody could read it at some time."""
    return PublishedVersion.objects.filter(reference=subject.reference_id).exists()
