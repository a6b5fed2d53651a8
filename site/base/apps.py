from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "base"

    def ready(self) -> None:
        from base import receivers

        post_migrate.connect(receivers.make_cache_table, sender=self)
        post_migrate.connect(receivers.lay_triggers, sender=self)
