from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from base.translations import compile_catalogues


class Command(BaseCommand):
    help = "Compiles the translations of every package, without GNU gettext."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues(settings.ROOT):
            self.stdout.write(str(path.relative_to(settings.ROOT)))
