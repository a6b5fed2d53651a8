"""Statements that are asked so often that writing their SQL anew each time, and the way to the database and back, is most of what
they cost."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery

Statement: TypeAlias = tuple[str, Sequence[Any]]


def asked_at_once(*statements: Statement) -> list[tuple[Any, ...]]:
    """The rows of the last of some statements, none of which waits for what another says. PostgreSQL takes them in one go, each with
    what is committed when it begins.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        texts, parameters = zip(*statements, strict=True)
        statements = ((";".join(texts), [value for each in parameters for value in each]),)
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
        while connection.vendor == "postgresql" and cursor.nextset():
            pass
        return cursor.fetchall() if cursor.description else []


def write_at_once(*rows: Model) -> None:
    """Writes rows of several tables, in this order. Nobody is told of it by a signal, and a key that the database gives stays there."""
    connection = connections[DEFAULT_DB_ALIAS]
    statements: list[Statement] = []
    for row in rows:
        sql, fields = _insert(type(row), connection.vendor)
        statements.append((sql, [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]))
    asked_at_once(*statements)


@cache
def _insert(model: type[Model], _vendor: str) -> tuple[str, list[Any]]:
    """What writes a row of a table, and the fields whose values it takes."""
    fields = [one for one in model._meta.local_concrete_fields if one is not model._meta.auto_field]
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    ((sql, _values),) = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()
    return sql, fields


class Compiled:
    """A query of values, whose SQL is written once for each kind of database and asked with other parameters each time.

    `build` takes the parameters (numbers or text) and gives a `values_list`, whose SQL holds them in that order and last.
    With `shares` the rows of that model that are found stand as they are until the transaction ends: others may share them
    too, and whoever wants them alone waits. What a query that waited finds beside those rows may be older than they are: it is
    asked `after` another, with the same parameters. SQLite has one writer at a time.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        shares: type[Model] | None = None,
        after: "Compiled | None" = None,
    ) -> None:
        self.build, self.shares, self.after = build, shares, after
        self._written: dict[str, tuple[str, tuple[Any, ...], list[tuple[int, Any, Any]]]] = {}

    def __call__(self, *parameters: int | str) -> list[tuple[Any, ...]]:
        connection = connections[DEFAULT_DB_ALIAS]
        before = [self.after.statement(*parameters)] if self.after else []
        rows = [list(row) for row in asked_at_once(*before, self.statement(*parameters))]
        for position, convert, expression in self._written[connection.vendor][2]:
            for row in rows:
                row[position] = convert(row[position], expression, connection)
        return [tuple(row) for row in rows]

    def statement(self, *parameters: int | str) -> Statement:
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection, parameters)
        sql, fixed, _conversions = self._written[connection.vendor]
        return sql, (*fixed, *parameters)

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
