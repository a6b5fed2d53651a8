"""A city's own server. Every value that differs per city is an environment variable (docs/running.md)."""

from config.settings.shared import *  # noqa: F403 - the one place where settings are passed on
from config.settings.shared import STORAGES, environment

DEBUG = False
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.allowed_hosts()
BASE_URL = WAGTAILADMIN_BASE_URL = environment.base_url()
DATABASES = {"default": environment.database(f"sqlite:///{environment.ROOT}/var/leerstad.sqlite3")}
CACHES = {"default": environment.cache("database")}
TASKS = environment.tasks("database")
globals().update(environment.mail())
DEFAULT_FROM_EMAIL = environment.city_contact()
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# TLS ends at the proxy, which says so in this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Frames of our own are allowed (X_FRAME_OPTIONS): the editor's preview is one. The policy's frame-ancestors says the same.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
