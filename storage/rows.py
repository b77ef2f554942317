"""Put a whole record into its table: the one statement that reads the same for every family."""

from datetime import time
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from storage.records import Record, to_json
from storage.transaction import Transaction, Value


@lru_cache(maxsize=256)
def _insert_sql(table: str, columns: tuple[str, ...], tail: str) -> str:
    names = ", ".join(columns)
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values}) {tail}"  # noqa: S608 - names of our own records only


def _value(value: Any) -> Value:
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, tuple | list | dict):
        return to_json([_plain(one) for one in value] if isinstance(value, tuple | list) else value)
    result: Value = value
    return result


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def values_of(record: Record) -> dict[str, Value]:
    """The record's fields as a database takes them: JSON text for everything with parts."""
    return {name: _value(getattr(record, name)) for name in type(record).model_fields}


def insert(tx: Transaction, table: str, record: Record) -> None:
    """Insert a record. Raises AlreadyRecorded when a unique key says that it is there."""
    values = values_of(record)
    tx.run(_insert_sql(table, tuple(values), ""), **values)


def insert_many(tx: Transaction, table: str, records: list[Record]) -> None:
    """Insert records of one kind with one statement; those whose unique key is there already are passed over."""
    if records:
        rows = [values_of(record) for record in records]
        tx.many(_insert_sql(table, tuple(rows[0]), "ON CONFLICT DO NOTHING"), rows)
