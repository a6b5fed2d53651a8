"""Settings that hold everywhere. What differs per place is read in config.environment and set in the other modules."""

from datetime import timedelta
from typing import Any

from config import environment as environment

ROOT = environment.ROOT
SITE = ROOT / "site"

INSTALLED_APPS = [
    "home",
    "proposals",
    "participation",
    "accounts",
    "base",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    # wagtail.users, with our people in it.
    "accounts.admin_apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    # django.contrib.admin, without a way in of its own.
    "accounts.admin_apps.SuperuserAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Form templates from our own folder (Django's TemplatesSetting renderer wants it).
    "django.forms",
]

MIDDLEWARE = [
    "base.middleware.SecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "base.middleware.NullCharacterMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "base.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionRenewalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.RehearsalMiddleware",
    "base.middleware.WriteLimitMiddleware",
    "base.middleware.InvisibleTextMiddleware",
    "base.middleware.RefusalMiddleware",
    # The innermost: an old address is led on before another language is looked for.
    "base.middleware.MovedPageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "base.context.city",
                "accounts.context.session",
                "home.context.navigation",
            ],
        },
    },
]
MESSAGE_STORAGE = "base.message_storage.OnceStorage"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# The only one: it checks no passwords, so no form anywhere can sign anybody in with one.
AUTHENTICATION_BACKENDS = ["accounts.backends.MailBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "sign_in"
SIGN_IN = {
    # How long a mail works, and how long one may take to say who one is afterwards.
    "minutes": 15,
    # Tries with the code of one mail.
    "attempts": 5,
    "mails_per_address_per_hour": 10,
    # Generous: a library or a school is one client.
    "mails_per_client_per_hour": 300,
    # Of a million; the link of the mail goes on working.
    "wrong_codes_per_address_per_day": 30,
    # A household, not an electorate: whoever reads a mailbox can be everybody at it.
    "accounts_per_address": 4,
}
FOLLOW = {
    # How long the link of the mail works, and an address is kept that nobody confirmed.
    "confirm_days": 7,
    # Mails that ask to confirm, whatever they are about: somebody else may have typed the address.
    "mails_per_address_per_day": 5,
    # Generous, as with signing in.
    "asked_per_client_per_hour": 300,
}
TALK = {
    # So long after posting its author may change a comment.
    "edit_minutes": 15,
    # Of one comment at most so many people are told that it names them.
    "most_mentions": 10,
}

# So long after its round closed nobody who wrote something is named any more; of a round without an end, after the words
# themselves. It follows from the clock, and is no job.
NAMES_SHOWN_FOR = timedelta(days=2 * 365)
# How soon after a round the municipality promises to answer everything that was said in it.
ANSWER_WEEKS = 8
# Words that no resident has in the name to show: with one of them readers take somebody for the municipality.
RESERVED_OFFICES = [
    *("griffie", "griffier", "raadsgriffier", "burgemeester", "wethouder", "raadslid", "moderator", "redactie"),
    *("gemeentesecretaris", "ambtenaar", "beheerder"),
    *("clerk", "mayor", "alderman", "alderwoman", "councillor", "editors", "administrator"),
]
CO_AUTHORS = {
    # How long the link of an invitation works; then its mail address is forgotten.
    "invitation_days": 14,
    # Of one proposal, those who were asked and did not answer included.
    "most": 10,
    "invitations_per_person_per_day": 20,
    # Whoever asks: nobody's mailbox is flooded.
    "mails_per_address_per_day": 3,
}
MODERATION = {
    # Within how many working days a moderator reads what waits: what people are told.
    "working_days": 2,
    # How long a claim keeps others from ruling.
    "claim_minutes": 15,
    # Article 20 of the DSA: half a year at least.
    "appeal_days": 183,
    # Reports of one thing after which the moderators are mailed.
    "reports_for_mail": 3,
    # Generous, as with signing in; and receipts, since somebody else may have typed the address.
    "reports_per_client_per_hour": 60,
    "receipts_per_address_per_day": 10,
    # Name and mail address of who reported are forgotten so long after the report.
    "forget_reporters_days": 365,
    # What an account younger than this posts with a link in it waits.
    "new_account_days": 7,
    # The same text again within so many days waits, if it is no shorter: many say 'I agree'.
    "same_text_days": 7,
    "same_text_characters": 40,
}
BALLOT_BOX = {
    # Of the hash of a passphrase (argon2id); what a box was made with is kept beside its key.
    "passphrase_rounds": 3,
    "passphrase_memory": 64 * 1024 * 1024,  # bytes
    # How often a head of the castings is published while people vote.
    "minutes_between_heads": 10,
}
VOTING_LETTERS = {
    # Wrong codes with one beginning from one address, before codes with that beginning wait (ADR 25); right codes do not count.
    "wrong_codes_of_one_beginning": 5,
    # And with whatever beginning: a library or a school is one address, so it waits only briefly.
    "wrong_codes_per_client": 60,
    "minutes_to_wait": 5,
    # All addresses together in an hour; from then on each may be wrong only so often in that time.
    "wrong_codes_per_hour": 2000,
    "wrong_codes_while_many_guess": 10,
    # After so long without a step a code is asked for again.
    "minutes": 30,
    "minutes_after_casting": 10,
    # Letters in one PDF: they are drawn while the clerk waits. A print file has no limit but its size.
    "most_in_pdf": 250,
    "list_bytes": 20 * 1024 * 1024,
}
QUESTIONNAIRE = {
    # Of fewer people no answers are shown: they could be told apart.
    "least_people": 10,
    # Of who answers without an account; a library or a school is one client.
    "guests_per_client_per_hour": 60,
}
COUNT_OBJECTION = {
    # Fewer than with signing in: each asks a ruling of its own, and the same objection twice is one.
    "per_client_per_hour": 10,
}
FORMAL_VIEW = {
    # Generous, as with signing in.
    "per_client_per_hour": 60,
    # Awb 6:9: what was posted in time and came so many days after the term is in time.
    "post_days": 7,
    # Who sent it is forgotten so long after the term, or after it came: courts may ask who sent what.
    "forget_senders_days": 5 * 365,
}
# How long a draft is kept that nobody signed in for, and the browser can open it.
DRAFT_DAYS = 30
# Where the mail of a demonstration is written (base.mail_sink).
MAIL_SINK = ROOT / "var/mail"
# Mail is handed over while somebody waits.
EMAIL_TIMEOUT = 10
SESSION_COOKIE_AGE = 2 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# The token lives in the session: no cookie of its own, and none before one is needed.
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "base.views.failure.csrf_failure"

# Language and time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = environment.time_zone()

# Files --------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var/static"
STATICFILES_DIRS = [SITE / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = ROOT / "var/media"
STORAGES = {
    "default": environment.storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A ballot may have many options, each with a field of its own; a Wagtail page form has many too.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail ------------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Leerstad"
# No call to foreign hosts from the admin.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "base.forms.file.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "base.forms.file.ImageForm"
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_WORKFLOW_ENABLED = True
TAGGIT_CASE_INSENSITIVE = True

# allauth ------------------------------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "key"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*"]
ACCOUNT_PREVENT_ENUMERATION = True
# Two people may share a mail address; the key of an account is not its address.
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_EMAIL_VERIFICATION = "none"

# Doors --------------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
MAP = environment.city_map()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *filter(None, [MAP["host"]])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        # The editor's preview is a frame of our own.
        "frame-ancestors": ["'self'"],
    }
}
# Wagtail's admin has inline scripts and styles (Wagtail 8): a policy of its own, for its addresses alone.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}
ADMIN_PATHS = ("/admin/", "/django-admin/")
# Writes per hour: an account's own, and generous per address, since a library or a school is one address.
WRITE_LIMITS = {"account": 300, "address": 3000}
TRUSTED_PROXIES = environment.trusted_proxies()

# Errors are written where the server's own lines go; Django alone would only mail them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# The city -----------------------------------------------------------------------------------------------------------
# Under which licence anybody may use what the city publishes: CC0, as Dutch governments choose for their texts.
TEXT_LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"
# Beside the database and outside its backups (base.redaction_ledger).
REDACTION_LEDGER = environment.redaction_ledger()
CITY_NAME = environment.city_name()
CITY_CONTACT = environment.city_contact()
# Told in the metadata of a dossier that goes to an archive.
ARCHIVE_TERM = environment.archive_term()
MUNICIPALITY, MUNICIPALITY_CODE = environment.municipality()
# Whether a host is an internal one, by its origin.
COUNCIL_SOURCES = environment.council_sources()
SECURITY_CONTACT = environment.security_contact()
# A demonstration says so on every page and shows its mail on screen.
DEMO = False
# The gallery of components, for developers and tests.
WORKSHOP = False
