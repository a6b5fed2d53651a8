"""The demo and a developer's machine: SQLite, tasks at once, mail on screen."""

from config.settings.shared import *  # noqa: F403 - the one place where settings are passed on
from config.settings.shared import INSTALLED_APPS, ROOT, environment

DEBUG = environment.debug()
SECRET_KEY = environment.secret_key("a key for a demonstration on one machine, of no worth elsewhere")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
BASE_URL = WAGTAILADMIN_BASE_URL = environment.base_url("http://127.0.0.1:8000")
DATABASES = {"default": environment.database(f"sqlite:///{ROOT}/var/leerstad.sqlite3")}
CACHES = {"default": environment.cache("database")}
TASKS = environment.tasks("immediate")
EMAIL_BACKEND = "base.mail_sink.SinkBackend"
DEFAULT_FROM_EMAIL = environment.city_contact()
DEMO = True
# It is its own council's information system (home.demo.council).
COUNCIL_SOURCES = environment.council_sources() | {environment.origin_of(environment.urlsplit(BASE_URL)): True}
INSTALLED_APPS = [*INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WORKSHOP = True
