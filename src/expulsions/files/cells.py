"""Typed frames back to the text cells that they were read from, and cells that no spreadsheet runs."""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from expulsions import schema

NEEDS_QUOTES = re.compile('[",\r\n]')
# What a spreadsheet may take for the beginning of a formula, the wide forms of East Asian keyboards included.
RUNS = re.compile("'*\\s*[=+\\-@\t\r\n＝＋－＠]")


def text_cells(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns as text, as its CSV file holds them; columns that the codebook lacks are left out.

    >>> frame = pd.DataFrame({"episode": ["skripal-2018"], "title": ["x"], "began": ["2018-03"], "summary": [""]})
    >>> text_cells("episodes", frame).loc[0].tolist()
    ['skripal-2018', 'x', '2018-03', '']
    """
    found = {field.name: _as_text(field, frame[field.name]) for field in schema.fields(table)}
    return pd.DataFrame(found, index=frame.index)


def _as_text(field: schema.Field, series: pd.Series) -> pd.Series:
    if field.type == "list":
        return pd.Series([field.delimiter.join(parts) for parts in series], index=series.index, dtype="str")
    if field.type == "boolean":
        return series.map({True: "true", False: "false"}).astype("str").fillna("")
    return series.astype("str").fillna("")


def cell_text(value: Any, delimiter: str = "|") -> str:
    """A single value as its cell: lists joined, nothing for a missing value.

    >>> cell_text(("espionage", "security")), cell_text(True), cell_text(None), cell_text(21.0)
    ('espionage|security', 'true', '', '21')
    """
    if isinstance(value, list | tuple):
        return delimiter.join(cell_text(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: with an apostrophe before what could begin a formula.

    A text that already begins with apostrophes before such a character gets one more, so that `as_it_was` gives back
    every text as it was.

    >>> harmless("=1+1"), harmless("Belgium = 21"), as_it_was(harmless("'=x"))
    ("'=1+1", 'Belgium = 21', "'=x")
    """
    return "'" + text if RUNS.match(text) else text


def as_it_was(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


def csv_line(cells: Iterable[str], end: str = "\n") -> str:
    r"""Cells as a line of a CSV file (RFC 4180), quoted where need be; a lone carriage return needs it too.

    >>> csv_line(["1", "x, y", "c\rd"])
    '1,"x, y","c\rd"\n'
    """
    quoted = ['"' + cell.replace('"', '""') + '"' if NEEDS_QUOTES.search(cell) else cell for cell in cells]
    # A row of one empty cell would be an empty line, which readers pass over.
    return (",".join(quoted) if quoted != [""] else '""') + end
