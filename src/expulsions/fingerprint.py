"""What was released: a short hash of every cell, so that no released cell changes without a line in changes.csv."""

import csv
import hashlib
import io
from pathlib import Path

import pandas as pd

from expulsions import schema
from expulsions.data import load_changes, table_path
from expulsions.errors import DataError, Problem
from expulsions.files.tablefile import line_numbers, read_text_table

# What is released; changes.csv is the log itself.
TABLES = ("expulsions", "citations", "episodes", "actors", "tallies")


def fingerprint(folder: str | Path | None = None) -> str:
    """The fingerprint of a folder's tables as CSV text: table, key of the row, and a hash of each cell in turn.

    >>> fingerprint().splitlines()[0]
    'table,key,cells'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["table", "key", "cells"])
    for table in TABLES:
        text = _text(table, folder)
        for key, row in zip(_keys(table, text), text.itertuples(index=False), strict=True):
            writer.writerow([table, key, "".join(_hash(cell) for cell in row)])
    return out.getvalue()


def unlogged(released: str | Path, folder: str | Path | None = None) -> list[Problem]:
    """The released cells that differ now, and the released rows that are gone, without a line in changes.csv.

    `released` is a file that `fingerprint` made. A change is logged where changes.csv has a line of that table, row and
    column whose `new` is the cell of today. Rows that came after the release are no change.
    """
    logged = {(row.table, row.id, row.column): row.new for row in load_changes(folder).sort_values("date").itertuples()}
    known = pd.read_csv(released, dtype="str", keep_default_na=False)
    problems: list[Problem] = []
    for table in TABLES:
        text = _text(table, folder)
        lines = line_numbers(text)
        now = {key: at for at, key in enumerate(_keys(table, text))}
        columns = schema.columns(table)
        file = f"{table}.csv"
        for key, cells in known.loc[known["table"] == table, ["key", "cells"]].itertuples(index=False):
            if key not in now:
                if (table, key, "") not in logged:
                    message = "was released and is gone; put it back, or log in changes.csv why it went."
                    problems.append(Problem(file, None, key, "", message))
                continue
            at = now[key]
            for place, column in enumerate(columns):
                cell = text.iat[at, place]
                if _hash(cell) != cells[4 * place : 4 * place + 4] and logged.get((table, key, column)) != cell:
                    message = f"{schema.shorten(cell)} is not what was released; log the change in changes.csv."
                    problems.append(Problem(file, int(lines[at]), key, column, message))
    return problems


def _text(table: str, folder: str | Path | None) -> pd.DataFrame:
    text, problems = read_text_table(table_path(table, folder), schema.columns(table))
    if problems:
        raise DataError(problems)
    return text


def _keys(table: str, text: pd.DataFrame) -> list[str]:
    """The primary key of each row; of two columns, with a space between, as changes.csv has it."""
    columns = schema.resource(table)["schema"]["primaryKey"]
    return [" ".join(cells) for cells in text[columns].itertuples(index=False)]


def _hash(cell: str) -> str:
    return hashlib.blake2b(cell.encode(), digest_size=2).hexdigest()
