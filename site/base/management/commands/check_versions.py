from typing import Any

from django.core.management.base import BaseCommand, CommandError

from base.queries.drift import pages_that_differ


class Command(BaseCommand):
    help = "Lists live pages whose text differs from the version that the public reads, and why an editor should look."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(pages_that_differ())
        for page, sentence in found:
            self.stdout.write(f"page {page.pk} {page.title!r}: {sentence}")
        if found:
            raise CommandError(f"{len(found)} live pages differ from what is published of them.")
        self.stdout.write("Every live page says what its published version says.")
