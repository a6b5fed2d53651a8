import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from base import clock
from base.actions.area import AreaOutline, import_areas
from base.refusal import Refusal


class Command(BaseCommand):
    help = "Takes the neighbourhoods, their names and their outlines over from a GeoJSON file (WGS 84)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="code", help="the property that has the code (code)")
        parser.add_argument("--name", default="name", help="the property that has the name (name)")

    def handle(self, *args: Any, file: Path, code: str, name: str, **options: Any) -> None:
        try:
            features = json.loads(file.read_text(encoding="utf-8"))["features"]
            areas = [
                AreaOutline(str(one["properties"][code]), str(one["properties"][name]), one["geometry"])
                for one in features
            ]
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(
                f"{file} is no GeoJSON FeatureCollection whose features have the properties '{code}' and '{name}'. "
                "Say with --code and --name what they are called."
            ) from error
        try:
            written = import_areas(areas=areas, by=None, at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{len(written)} neighbourhoods taken over.")
