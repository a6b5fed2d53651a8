"""The tests: everything in memory unless DATABASE_URL says otherwise."""

from pathlib import Path
from tempfile import TemporaryDirectory

from config.settings.shared import *  # noqa: F403 - the one place where settings are passed on
from config.settings.shared import BALLOT_BOX, ROOT, STORAGES, WAGTAILSEARCH_BACKENDS, environment

SECRET_KEY = "a key for tests alone, long enough to pass the check of its length, of no worth elsewhere"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
DATABASES = {"default": environment.database(f"sqlite:///{ROOT}/var/test.sqlite3")}
CACHES = {"default": environment.cache("memory")}
TASKS = environment.tasks("immediate")
# Every count keeps a file: they go when this process ends.
MEDIA = TemporaryDirectory(prefix="leerstad-media-")
MEDIA_ROOT = Path(MEDIA.name)
STORAGES = {**STORAGES, "default": {**STORAGES["default"], "OPTIONS": {"location": MEDIA.name, "base_url": "/media/"}}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = environment.city_contact()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BALLOT_BOX = BALLOT_BOX | {"passphrase_rounds": 1, "passphrase_memory": 8192}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WORKSHOP = True
# Indexing costs a quarter of what a test does: those that mind ask for the fixture `indexes`.
WAGTAILSEARCH_BACKENDS = {"default": WAGTAILSEARCH_BACKENDS["default"] | {"AUTO_UPDATE": False}}
