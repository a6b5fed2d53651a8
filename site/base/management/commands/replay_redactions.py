from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from base.actions.removal import destroy_words
from base.models import PublishedVersion, Redaction
from base.redaction_ledger import waiting_redactions


class Command(BaseCommand):
    help = "After a restore from a backup: destroys again what was redacted since. Run it before the site opens."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        waiting = waiting_redactions()
        people = get_user_model().objects
        for entry in waiting:
            version = PublishedVersion.objects.filter(
                reference__string=entry["reference"],
                number=entry["number"],
                correction=entry["correction"],
                language=entry["language"],
            ).get()
            asked = people.filter(key=entry["asked_by"]).first()
            confirmed = people.filter(key=entry["confirmed_by"]).first()
            if asked is None or confirmed is None:
                raise CommandError(
                    f"{version}: accounts {entry['asked_by']} and {entry['confirmed_by']}, who asked and confirmed, are "
                    "not both in this database. Restore them first; nothing was replayed."
                )
            Redaction.objects.filter(version=version, field=entry["field"], confirmed_at__isnull=True).delete()
            redaction = Redaction.objects.create(
                version=version,
                field=entry["field"],
                reason=entry["reason"],
                explanation=entry["explanation"],
                asked_by=asked,
                asked_at=datetime.fromisoformat(entry["asked_at"]),
                confirmed_by=confirmed,
                confirmed_at=datetime.fromisoformat(entry["confirmed_at"]),
            )
            destroy_words(redaction)
        self.stdout.write(f"{len(waiting)} redactions replayed.")
