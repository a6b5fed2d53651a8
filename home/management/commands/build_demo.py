from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from base import clock
from base.refusal import Refusal
from home.demo.build import build_city, forget_everything, is_built
from home.demo.people import PEOPLE
from home.demo.rounds import BOX_WORDS


class Command(BaseCommand):
    help = "Builds the demo city Waterrijk in an empty database, and tells who can sign in. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew",
            action="store_true",
            help="empty the database first and build the city anew (in a demonstration only)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anew"]:
            if not settings.DEMO:
                raise CommandError(
                    "--anew empties the database, so it works in a demonstration only (DEMO in the settings)."
                )
            forget_everything()
        if not is_built():
            self._build()
        self._tell_sign_ins()

    def _build(self) -> None:
        self.stdout.write("Building the demo city Waterrijk ...")
        begun = monotonic()
        try:
            happened = build_city(at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{happened} things happened in Waterrijk, in {monotonic() - begun:.0f} seconds.")

    def _tell_sign_ins(self) -> None:
        shown = [person for person in PEOPLE if person.is_shown]
        rows = [("role", "name", "mail address"), *((str(one.role), one.name, one.email) for one in shown)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        self.stdout.write("\nSign in with one of these mail addresses; no password is needed:\n\n")
        for row in rows:
            self.stdout.write(
                "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )
        self.stdout.write(
            f"\nThe mail with the code is shown at {settings.BASE_URL}/demo/mail/.\n"
            f"The city is at {settings.BASE_URL}/, its editors work at {settings.BASE_URL}/admin/.\n"
            f"What the council's information system says, for the clerk to read: {settings.BASE_URL}/demo/raad/.\n"
            f"What opens its ballot boxes: {BOX_WORDS}"
        )
