"""The record as an SQLite database: keys, constraints and meanings from the codebook; lists also as tables of pairs."""

import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd

from expulsions import schema
from expulsions.data import Record
from expulsions.errors import ExpulsionsError
from expulsions.files.cells import text_cells

# Lists of the decisions as tables of their own, so that a query can join them.
PAIRS = {"grounds": "expulsion_grounds", "responds_to": "answers"}


def write_database(record: Record, path: Path) -> None:
    """Write all tables into a new database at this path.

    An empty cell is NULL. Raises ExpulsionsError where a key of the record does not hold.
    """
    connection = sqlite3.connect(path)
    try:
        # The file is new and thrown away on failure, so nothing need be kept for going back.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;")
        for table in _parents_first():
            _write_table(connection, table, getattr(record, table))
        _write_pairs(connection, record.expulsions)
        connection.executescript(INDEXES)
        connection.commit()
        if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
            table, row, parent, _ = broken[0]
            raise ExpulsionsError(f"{table}, row {row}: its key is not in {parent}; run `expulsions check` first.")
    except sqlite3.IntegrityError as error:
        raise ExpulsionsError(f"The tables break a rule of the codebook ({error}); run `expulsions check`.") from None
    except sqlite3.OperationalError as error:
        raise OSError(None, f"{error}") from None
    finally:
        connection.close()


def _parents_first() -> list[str]:
    first = ("actors", "episodes", "expulsions")
    return [*first, *(table for table in schema.tables() if table not in first)]


def _write_table(connection: sqlite3.Connection, table: str, frame: pd.DataFrame) -> None:
    connection.execute(_create(table))
    extra = ["date", "independent_sources"] if table == "expulsions" else []
    places = ", ".join("?" * (len(schema.columns(table)) + len(extra)))
    text = text_cells(table, frame)
    columns = [_values(field, text[field.name]) for field in schema.fields(table)]
    if extra:
        columns += [
            frame["date"].dt.strftime("%Y-%m-%d").tolist(),
            _integers(frame.get("independent_sources"), len(frame)),
        ]
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", zip(*columns, strict=True))


def _integers(series: pd.Series | None, length: int) -> list[int | None]:
    return [None] * length if series is None else [None if pd.isna(one) else int(one) for one in series]


def _values(field: schema.Field, cells: pd.Series) -> list[Any]:
    if field.type == "integer":
        return [int(cell) if cell else None for cell in cells]
    if field.type == "boolean":
        return [None if cell == "" else int(cell == "true") for cell in cells]
    return [cell or None for cell in cells]


def _create(table: str) -> str:
    described = schema.resource(table)["schema"]
    lines = [_column(field) for field in schema.fields(table)]
    if table == "expulsions":
        lines += ["date TEXT NOT NULL", "independent_sources INTEGER"]
    lines.append(f"PRIMARY KEY ({_names(described['primaryKey'])})")
    for key in described.get("foreignKeys", []):
        reference = key["reference"]
        lines.append(
            f"FOREIGN KEY ({_names(key['fields'])}) "
            f"REFERENCES {_name(reference['resource'] or table)} ({_names(reference['fields'])})"
        )
    return f"CREATE TABLE {_name(table)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(field: schema.Field) -> str:
    kind = "INTEGER" if field.type in ("integer", "boolean") else "TEXT"
    line = f"{_name(field.name)} {kind}" + (" NOT NULL" if field.required else "")
    if field.allowed and field.type != "list":
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in field.allowed)
        line += f" CHECK ({_name(field.name)} IN ({values}))"
    if field.type == "boolean":
        line += f" CHECK ({_name(field.name)} IN (0, 1))"
    return line


def _name(column: str) -> str:
    return f'"{column}"'


def _names(columns: list[str]) -> str:
    return ", ".join(map(_name, columns))


def _write_pairs(connection: sqlite3.Connection, events: pd.DataFrame) -> None:
    known = set(events["id"])
    for column, table in PAIRS.items():
        reference = " REFERENCES expulsions (id)" if column == "responds_to" else ""
        connection.execute(
            f"CREATE TABLE {table} (expulsion TEXT NOT NULL REFERENCES expulsions (id), "
            f"{column} TEXT NOT NULL{reference}, PRIMARY KEY (expulsion, {column}))"
        )
        pairs = ((id, one) for id, given in zip(events["id"], events[column], strict=True) for one in given)
        chosen = ((id, one) for id, one in pairs if column != "responds_to" or one in known)
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", chosen)


INDEXES = """
CREATE INDEX expulsions_expelling ON expulsions (expelling, date);
CREATE INDEX expulsions_expelled ON expulsions (expelled, date);
CREATE INDEX expulsions_episode ON expulsions (episode);
"""
