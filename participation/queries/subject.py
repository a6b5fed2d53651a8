from participation.models import Subject


def subject_by_reference(string: str) -> Subject | None:
    """The subject with its round and phases, by `VST-2026-004`."""
    return (
        Subject.objects.select_related("reference", "consultation_round__reference")
        .prefetch_related("consultation_round__phases")
        .filter(reference__string=string)
        .first()
    )


def support_count(subject: Subject) -> int:
    """How many support it at this moment, those counted elsewhere included."""
    return int(Subject.objects.with_counts().values_list("support_count", flat=True).get(pk=subject.pk))
