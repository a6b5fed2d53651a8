from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete, pre_migrate, pre_save


class BaseConfig(AppConfig):
    name = "base"

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model

        from base import receivers

        post_migrate.connect(receivers.make_cache_table, sender=self)
        pre_migrate.connect(receivers.lift_triggers, sender=self)
        post_migrate.connect(receivers.lay_triggers, sender=self)
        for model in (get_image_model(), get_document_model()):
            pre_delete.connect(receivers.keep_shown_file, sender=model)
            pre_save.connect(receivers.keep_shown_file_in_place, sender=model)
