"""The life so far of what was handed in before it was kept: its hand-in, its publication and its withdrawal."""

from typing import Any

from django.db import migrations


def write_past(apps: Any, schema_editor: Any) -> None:
    models = apps.get_app_config("participation").models
    Subject, StateEvent = models["subject"], models["stateevent"]
    subjects = Subject.objects.filter(state_events=None).prefetch_related("rulings", "holds")
    events = []
    for subject in subjects.select_related("consultation_round").iterator(chunk_size=500):
        events.append(StateEvent(subject=subject, state="submitted", by_id=subject.author_id, at=subject.submitted_at))
        published = _published_at(subject)
        if published is not None:
            events.append(StateEvent(subject=subject, state="published", at=published))
        if subject.withdrawn_at is not None:
            events.append(
                StateEvent(subject=subject, state="withdrawn", by_id=subject.author_id, at=subject.withdrawn_at)
            )
    StateEvent.objects.bulk_create(events, batch_size=500)


def _published_at(subject: Any) -> Any:
    """When it was public first: by a ruling, or as it was handed in."""
    rulings = sorted(subject.rulings.all(), key=lambda ruling: (ruling.at, ruling.pk))
    published = [ruling.at for ruling in rulings if ruling.kind == "publish"]
    was_read_first = subject.consultation_round.screening == "before" or bool(subject.holds.all())
    if not rulings:
        at_once = subject.moderation == "visible" or (subject.moderation == "withdrawn" and not was_read_first)
        return subject.submitted_at if at_once else None
    if rulings[0].state_before == "visible" or not (rulings[0].state_before or was_read_first):
        return subject.submitted_at
    return published[0] if published else None


class Migration(migrations.Migration):
    dependencies = [("participation", "0012_life")]

    operations = [migrations.RunPython(write_past, migrations.RunPython.noop)]
