from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from base.translations import NotTranslatable, faults, update_catalogue


class Command(BaseCommand):
    help = (
        "Brings the catalogues under site/locale up to date with the sources and tells what is still to be translated."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # Messages are English already: every other language has a catalogue.
        for language in (code for code, _name in settings.LANGUAGES if code != "en"):
            try:
                catalogue = update_catalogue(settings.ROOT, language)
            except NotTranslatable as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{language}: {len(catalogue)} messages in site/locale")
            for sentence in faults(settings.ROOT, language):
                self.stdout.write(f"  {sentence}")
