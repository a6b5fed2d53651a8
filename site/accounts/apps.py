from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import receivers
        from base.audit_kinds import declare_personal_acts

        receivers.connect()
        declare_personal_acts("display_name_changed", "said_whether_minor")
