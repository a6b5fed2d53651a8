from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from base import clock
from participation.queries.consultation_round import round_by_reference
from proposals.imports.dossier import Checked, check
from proposals.queries.dossier import dossier_of


class Command(BaseCommand):
    help = (
        "Reads the zip of a dossier again: whether every file hashes to what its manifest says, whether the records hash to what "
        "the dossier says, and whether they are what stands in this site's database now."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the zip")
        parser.add_argument("--sha256", default="", help="the hash of the records, as somebody noted it")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        found = check(path)
        wrong = list(found.wrong)
        if options["sha256"] and options["sha256"].lower() != found.records_sha256:
            wrong.append(f"Its records hash to {found.records_sha256}, and not to what you noted.")
        if wrong:
            raise CommandError("\n".join(["Not the same:", *wrong]))
        self.stdout.write(f"Same: {found.files} files, records SHA-256 {found.records_sha256}.")
        self.stdout.write(_beside_database(found))


def _beside_database(found: Checked) -> str:
    consultation_round = round_by_reference(found.reference)
    if consultation_round is None:
        return f"This site has no round {found.reference} to compare it with."
    now = dossier_of(consultation_round, clock.now())
    if now.records_sha256 == found.records_sha256:
        return "The records in the database give the same dossier."
    differ = [key for key in {**now.chapters, **found.chapters} if now.chapters.get(key) != found.chapters.get(key)]
    return f"The records in the database give another dossier now. What differs: {', '.join(differ)}."
