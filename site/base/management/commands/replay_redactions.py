from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from base.redaction_ledger import waiting_redactions


class Command(BaseCommand):
    help = "After a restore from a backup: destroys again what was redacted since. Run it before the site opens."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        waiting = waiting_redactions()
        people = get_user_model().objects
        for kind, entry in waiting:
            redaction = kind.model.at_place({name: entry[name] for name in kind.model.PLACE}, entry["field"])
            if redaction.is_confirmed:
                # The same words were destroyed with another entry.
                continue
            asked = people.filter(key=entry["asked_by"]).first()
            confirmed = people.filter(key=entry["confirmed_by"]).first()
            if asked is None or confirmed is None:
                raise CommandError(
                    f"{redaction.thing}: accounts {entry['asked_by']} and {entry['confirmed_by']}, who asked and confirmed, "
                    "are not both in this database. Restore them first; nothing was replayed."
                )
            redaction.reason, redaction.explanation = entry["reason"], entry["explanation"]
            # Entries of before there was an English one have none.
            redaction.explanation_en = entry.get("explanation_en", "")
            redaction.asked_by, redaction.asked_at = asked, datetime.fromisoformat(entry["asked_at"])
            redaction.confirmed_by, redaction.confirmed_at = confirmed, datetime.fromisoformat(entry["confirmed_at"])
            redaction.save()
            kind.destroy(redaction)
        self.stdout.write(f"{len(waiting)} redactions replayed.")
