from django.apps import AppConfig
from django.db.models.signals import post_migrate

from base.triggers import Trigger, keep


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import receivers

        post_migrate.connect(receivers.lay_terms, sender=self)
        keep(
            Trigger("home_citation", "UPDATE", "A row of the register is never changed."),
            Trigger("home_citation", "DELETE", "A row of the register is never deleted."),
        )
