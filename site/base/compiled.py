"""Queries that are asked so often that writing their SQL anew each time is most of what they cost."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet


class Compiled:
    """A query of values, whose SQL is written once for each kind of database and asked with other parameters each time.

    `build` takes the parameters (numbers or text) and gives a `values_list`, whose SQL holds them in that order and last.
    With `shares` the rows of that model that are found stand as they are until the transaction ends: others may share them
    too, and whoever wants them alone waits. What a query that waited finds beside those rows may be older than they are.
    SQLite has one writer at a time.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, shares: type[Model] | None = None) -> None:
        self.build, self.shares = build, shares
        self._written: dict[str, tuple[str, tuple[Any, ...], list[tuple[int, Any, Any]]]] = {}

    def __call__(self, *parameters: int | str) -> list[tuple[Any, ...]]:
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection, parameters)
        sql, fixed, conversions = self._written[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, (*fixed, *parameters))
            rows = [list(row) for row in cursor.fetchall()]
        for position, convert, expression in conversions:
            for row in rows:
                row[position] = convert(row[position], expression, connection)
        return [tuple(row) for row in rows]

    def _write(
        self, connection: BaseDatabaseWrapper, parameters: tuple[int | str, ...]
    ) -> tuple[str, tuple[Any, ...], list[tuple[int, Any, Any]]]:
        compiler = self.build(*parameters).query.get_compiler(connection=connection)
        sql, written = compiler.as_sql()
        fixed, last = tuple(written[: -len(parameters)]), tuple(written[-len(parameters) :])
        if last != parameters:
            raise ValueError(f"The query ends with {last}, and not with what it is asked with: {parameters}.")
        if self.shares is not None and connection.vendor == "postgresql":
            sql += f" FOR KEY SHARE OF {connection.ops.quote_name(self.shares._meta.db_table)}"
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return (
            sql,
            fixed,
            [
                (position, convert, expression)
                for position, (conversions, expression) in converters.items()
                for convert in conversions
            ],
        )
