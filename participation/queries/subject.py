from participation.models import Subject


def subject_by_reference(string: str) -> Subject | None:
    """The subject with its round and phases, by `VST-2026-004`."""
    return (
        Subject.objects.handed_in()
        .select_related("reference", "consultation_round__reference")
        .prefetch_related("consultation_round__phases")
        .filter(reference__string=string)
        .first()
    )
