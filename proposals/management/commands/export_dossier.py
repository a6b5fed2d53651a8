from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from base import clock
from base.archive import zipped
from base.refusal import Refusal
from participation.queries.consultation_round import round_by_reference
from proposals.exports.dossier_archive import dossier_files
from proposals.queries.dossier import dossier_of, refusal_of_dossier


class Command(BaseCommand):
    help = "Writes the dossier of a closed round as a zip for an archive: the same records are the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="the reference of the round, such as RND-2026-003")
        parser.add_argument("file", type=Path, help="where to write it; a file that is there is left alone")
        parser.add_argument("--pdf", action="store_true", help="with the PDFs, in every language, which takes minutes")

    def handle(self, *args: Any, **options: Any) -> None:
        reference, path, now = options["round"], Path(options["file"]), clock.now()
        consultation_round = round_by_reference(reference)
        if consultation_round is None:
            raise CommandError(f"There is no round {reference}.")
        if sentence := refusal_of_dossier(consultation_round, now):
            raise CommandError(sentence)
        dossier = dossier_of(consultation_round, now)
        try:
            with path.open("xb") as file:
                try:
                    for piece in zipped(dossier_files(consultation_round, dossier, has_pdf=options["pdf"])):
                        file.write(piece)
                except BaseException:
                    # Half a zip would look like one.
                    path.unlink()
                    raise
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        except FileExistsError as error:
            raise CommandError(f"{path} is there already. Choose another name, or move it away.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {path.stat().st_size} bytes, records SHA-256 {dossier.records_sha256}.")
