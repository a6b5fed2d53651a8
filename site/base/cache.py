import base64
import pickle
from typing import Any

from django.core.cache.backends import db
from django.db import connections, router, transaction


class DatabaseCache(db.DatabaseCache):
    """Django's cache in a table, whose `incr` neither loses a count nor moves the moment of expiry.

    Django's own reads, adds and writes in three steps, so that two processes lose a count between them, and it gives
    the key a new life of TIMEOUT seconds.
    """

    _table: str  # Django gives it in its constructor.

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        name = self.make_and_validate_key(key, version=version)
        using = router.db_for_write(self.cache_model_class)
        connection = connections[using]
        table = connection.ops.quote_name(self._table)
        # SQLite has one writer at a time and knows no row locks: its transactions are immediate (config.environment).
        lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(f"SELECT value FROM {table} WHERE cache_key = %s {lock}", [name])  # noqa: S608 - no outside text
            if cursor.fetchone() is None:
                raise ValueError(f"Key '{key}' not found")
            # Django's own reading again, now under the lock: it knows what has expired.
            current: Any = self.get(key, version=version)
            if current is None:
                raise ValueError(f"Key '{key}' not found")
            value = base64.b64encode(pickle.dumps(current + delta, self.pickle_protocol)).decode("ascii")
            cursor.execute(f"UPDATE {table} SET value = %s WHERE cache_key = %s", [value, name])  # noqa: S608 - same
        return int(current + delta)
