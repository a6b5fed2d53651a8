from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import receivers

        post_migrate.connect(receivers.lay_terms, sender=self)
