from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BaseConfig(AppConfig):
    name = "base"

    def ready(self) -> None:
        from base import receivers

        post_migrate.connect(receivers.make_cache_table, sender=self)
        pre_migrate.connect(receivers.lift_triggers, sender=self)
        post_migrate.connect(receivers.lay_triggers, sender=self)
