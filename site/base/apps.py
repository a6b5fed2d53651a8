from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete, pre_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "base"

    def ready(self) -> None:
        from django.db.models import IntegerField
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model

        from base import receivers
        from base.actions.record_redaction import confirm_record_redaction, destroy_record_words
        from base.actions.removal import (
            CONFIRM_REDACTION,
            CONFIRM_WITHDRAWAL,
            confirm_redaction,
            confirm_withdrawal,
            destroy_words,
        )
        from base.forms.whole_number import WholeNumberField
        from base.models import RecordRedaction, Redaction, Withdrawal
        from base.removal_kinds import FieldRemovalKind, RemovalKind, declare_removal
        from base.search_index import UPKEEP
        from base.triggers import Trigger, keep

        post_migrate.connect(receivers.make_cache_table, sender=self)
        pre_migrate.connect(receivers.lift_triggers, sender=self)
        post_migrate.connect(receivers.lay_triggers, sender=self)
        pre_delete.connect(receivers.keep_shown_size, sender=get_image_model().get_rendition_model())
        for model in (get_image_model(), get_document_model()):
            pre_delete.connect(receivers.keep_shown_file, sender=model)
            pre_save.connect(receivers.keep_shown_file_in_place, sender=model)
        # Pages, snippets and the rows in them take whole numbers as every other form does.
        register_form_field_override(IntegerField, override={"form_class": WholeNumberField})
        declare_removal(
            FieldRemovalKind(
                name="redaction",
                verb=_("destroy"),
                model=Redaction,
                confirm=confirm_redaction,
                right=CONFIRM_REDACTION,
                destroy=destroy_words,
                related=("version__reference",),
            ),
            FieldRemovalKind(
                name="record_redaction",
                verb=_("destroy"),
                model=RecordRedaction,
                confirm=confirm_record_redaction,
                right=CONFIRM_REDACTION,
                destroy=destroy_record_words,
                related=("about",),
            ),
            RemovalKind(
                name="withdrawal",
                verb=_("withdraw"),
                model=Withdrawal,
                confirm=confirm_withdrawal,
                right=CONFIRM_WITHDRAWAL,
                related=("version__reference",),
            ),
        )
        keep(
            Trigger("base_publishedversion", "UPDATE", "A published version is never changed.", _no_redaction()),
            Trigger(
                "base_recordredaction",
                "INSERT",
                "Words are taken out of fields that are declared.",
                f"NOT ({_declared()})",
            ),
            *UPKEEP,
        )


def _no_redaction() -> str:
    """All but one change: the change note goes, and nothing else, once a confirmed redaction names it."""
    from base.models import PublishedVersion
    from base.triggers import unchanged

    redacted = (
        "EXISTS (SELECT 1 FROM base_redaction WHERE base_redaction.version_id = OLD.id"
        " AND base_redaction.field = 'change_note' AND base_redaction.confirmed_at IS NOT NULL)"
    )
    return f"NOT (NEW.change_note = '' AND {redacted} AND {unchanged(PublishedVersion, 'change_note')})"


def _declared() -> str:
    """That a redaction names a field of a record that has words (base.redactable)."""
    from base.redactable import redactables

    names = [(kind.key, ", ".join(f"'{name}'" for name in kind.fields)) for kind in redactables()]
    return " OR ".join(f"NEW.kind = '{key}' AND NEW.field IN ({fields})" for key, fields in names)
