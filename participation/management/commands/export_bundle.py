from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from base.refusal import Refusal
from participation.queries.consultation_round import round_by_reference
from participation.queries.result_bundle import bundle_of, kept_file


class Command(BaseCommand):
    help = "Writes the bundle of a counted vote, exactly as it was kept and after its hash was checked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="the reference of the round, such as RND-2026-003")
        parser.add_argument("file", type=Path, help="where to write it; a file that is there is left alone")
        parser.add_argument("--sheet", type=int, help="the number of the tally sheet; the newest by itself")

    def handle(self, *args: Any, **options: Any) -> None:
        reference, path, number = options["round"], Path(options["file"]), options["sheet"]
        consultation_round = round_by_reference(reference)
        if consultation_round is None:
            raise CommandError(f"There is no round {reference}.")
        sheets = consultation_round.tally_sheets.order_by("-number")
        sheet = (sheets.filter(number=number) if number else sheets).first()
        if sheet is None:
            raise CommandError(
                f"Round {reference} has no tally sheet {number}."
                if number
                else f"Round {reference} has not been counted."
            )
        bundle = bundle_of(sheet)
        if bundle is None:
            raise CommandError(f"Round {reference} was counted before bundles were kept: there is none.")
        try:
            data = kept_file(bundle)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError as error:
            raise CommandError(f"{path} is there already. Choose another name, or move it away.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {bundle.size} bytes, SHA-256 {bundle.sha256}, of tally sheet {sheet.number}.")
