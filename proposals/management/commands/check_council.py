from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from base import clock
from proposals.imports.council_reading import look_again
from proposals.queries.council_difference import differences


class Command(BaseCommand):
    help = (
        "Looks again at the council's information system for everything that was recorded from it. What it says otherwise "
        "now waits on the clerk's desk, to be accepted or set aside."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            looked = look_again(by=None, at=clock.now())
            self.stdout.write(
                f"{looked.addresses} addresses, {looked.new} with something new. Differences to decide on: {len(differences())}."
            )
            if looked.failed:
                raise CommandError("\n".join(f"{address}: {why}" for address, why in looked.failed))
