"""A sound CSV file as a typed frame in one pass of Arrow; what is not plainly sound is left to `tablefile` and `data`.

These two look at each cell and say what is wrong; here a file is taken only where they would take it, and gives the
same frame. A test compares both ways on damaged files.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from expulsions import schema
from expulsions.files.plaincsv import CHUNK, Quotes
from expulsions.files.tablefile import LARGEST

PRECISIONS = pd.CategoricalDtype(("year", "month", "day"), ordered=True)
SAMPLED, FEWEST_PER_LINE = 61, 3
EDTF = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


class _Doubt(Exception):
    """The file needs a closer look."""


def read(path: Path, table: str) -> pd.DataFrame | None:
    """The typed frame of a table, for expulsions with `date` and `date_precision`; None where it needs a closer look.

    None too where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.csv
    except ImportError:
        return None
    fields = schema.fields(table)
    try:
        if path.stat().st_size > LARGEST:
            return None
        with path.open("rb") as file:
            looked = _Looked(file, ",".join(field.name for field in fields).encode() + b"\n")
            arrow = pyarrow.csv.read_csv(
                pa.PythonFile(looked, mode="r"),
                read_options=pyarrow.csv.ReadOptions(block_size=CHUNK),
                parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
                convert_options=_as_text(table),
            )
        if not looked.is_plain():
            return None
        if arrow.num_columns != len(fields) or not arrow.num_rows:
            return None
        if arrow.column(0).num_chunks > 1:
            arrow = arrow.unify_dictionaries()
        columns = _columns(table, arrow)
    except (_Doubt, ValueError, OSError):  # Arrow's errors about files are ValueErrors.
        return None
    return pd.DataFrame(columns, index=pd.RangeIndex(arrow.num_rows), copy=False)


class _Looked:
    """A file that is looked at while Arrow reads it; it ends where it is not plain."""

    closed = False

    def __init__(self, file: BinaryIO, header: bytes) -> None:
        self.file, self.header, self.quotes, self.doubt = file, header, Quotes(), False

    def read(self, size: int) -> bytes:
        chunk = self.file.read(size)
        # Arrow makes rows of empty lines, which the columns that need a value refuse; a flood of them fills the memory.
        sample = chunk[::SAMPLED]
        flooded = sample.count(b"\n") > len(sample) // FEWEST_PER_LINE + 1
        self.doubt |= flooded or b"\0" in chunk or b"\r" in chunk or not chunk.startswith(self.header)
        self.header = b""
        return b"" if self.doubt or not self.quotes.look_at(chunk) else chunk

    def is_plain(self) -> bool:
        return not self.doubt and self.quotes.are_paired()

    def close(self) -> None:
        self.closed = True


@cache
def _as_text(table: str) -> Any:
    import pyarrow as pa
    from pyarrow.csv import ConvertOptions

    coded, text = pa.dictionary(pa.int32(), pa.string()), pa.large_string()
    return ConvertOptions(column_types={one.name: coded if _is_coded(one) else text for one in schema.fields(table)})


def _is_coded(field: schema.Field) -> bool:
    """Whether the column has few distinct texts, each of which is looked at once."""
    few = field.type in ("integer", "boolean", "date") or field.edtf
    return few or bool(field.allowed)


def _columns(table: str, arrow: Any) -> dict[str, Any]:
    """The typed columns by name; those of a large table are made at once, since Arrow's work lets others run."""

    def typed(field: schema.Field) -> dict[str, Any]:
        return _column(table, field, arrow.column(field.name))

    fields = schema.fields(table)
    if arrow.column(0).num_chunks == 1:
        made = [typed(field) for field in fields]
    else:
        with ThreadPoolExecutor() as pool:
            made = list(pool.map(typed, fields))
    columns = {name: column for one in made for name, column in one.items()}
    # Those that no file has, derived from another, stand last.
    return {name: columns.pop(name) for name in schema.columns(table)} | columns


def _column(table: str, field: schema.Field, cells: Any) -> dict[str, Any]:
    if field.edtf or field.type == "date":
        codes, texts = _distinct(cells)
        days = _first_days(field, texts)
        derived = _dates(codes, texts, days) if (table, field.name) == ("expulsions", "announced") else {}
        return {field.name: _text(cells), **derived}
    if _is_coded(field):
        return {field.name: _coded(field, *_distinct(cells))}
    if field.type == "list":
        return {field.name: _named_lists(field, cells)}
    return {field.name: _text(_checked(field, cells))}


def _text(cells: Any) -> Any:
    import pyarrow as pa

    return pd.StringDtype(na_value=np.nan).__from_arrow__(cells.cast(pa.large_string()))


def _coded(field: schema.Field, codes: np.ndarray, texts: Any) -> Any:
    values = [field.parse(text) for text in texts.to_pylist()]
    if field.type == "list":
        return _objects(values)[codes]
    if field.allowed:
        places = {value: place for place, value in enumerate(field.allowed)}
        known = np.array([places.get(value, -1) for value in values], dtype=np.int16)
        return pd.Categorical.from_codes(known[codes], dtype=_categories(tuple(field.allowed), field.ordered))
    missing = np.array([value is None for value in values], dtype=bool)[codes]
    kind, array = (np.int64, pd.arrays.IntegerArray) if field.type == "integer" else (bool, pd.arrays.BooleanArray)
    return array(np.array([value or 0 for value in values], dtype=kind)[codes], missing)


@cache
def _categories(allowed: tuple[str, ...], ordered: bool) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(allowed), ordered=ordered)


def _checked(field: schema.Field, cells: Any) -> Any:
    """The cells of a column of free text, which hold what the codebook asks of them."""
    import pyarrow.compute as pc

    if field.required and pc.min(pc.binary_length(cells)).as_py() == 0:
        raise _Doubt
    if field.max_length is not None and pc.max(pc.utf8_length(cells)).as_py() > field.max_length:
        raise _Doubt
    if field.pattern:
        # Arrow's expressions are not Python's: \s, for one, knows fewer blanks.
        if "\\" in field.pattern:
            matches = all(map(re.compile(field.pattern).fullmatch, filter(None, cells.to_pylist())))
        else:
            filled = cells if field.required else cells.filter(pc.not_equal(cells, ""))
            matches = pc.all(pc.match_substring_regex(filled, field.pattern)).as_py() is not False
        if not matches:
            raise _Doubt
    return cells


def _named_lists(field: schema.Field, cells: Any) -> np.ndarray:
    """Lists of names, such as ids; most rows have none."""
    import pyarrow.compute as pc

    filled = pc.not_equal(cells, "")
    named = [field.parse(cell) if field.delimiter in cell else (cell,) for cell in cells.filter(filled).to_pylist()]
    if field.required and len(named) < len(cells):
        raise _Doubt
    found = np.empty(len(cells), dtype=object)
    found.fill(())
    found[filled.to_numpy()] = _objects(named)
    return found


def _objects(values: list[Any]) -> np.ndarray:
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return cells


def _distinct(cells: Any) -> tuple[np.ndarray, Any]:
    """The number of each row's text among the distinct ones, and these."""
    return np.concatenate([chunk.indices.to_numpy() for chunk in cells.chunks]), cells.chunk(0).dictionary


def _first_days(field: schema.Field, texts: Any) -> Any:
    """The first day that each EDTF date allows; without the empty ones, where the column may be empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not field.required:
        texts = texts.filter(pc.not_equal(texts, ""))
    shape = EDTF if field.edtf else EDTF.replace("?", "")
    fits = pc.and_not(pc.match_substring_regex(texts, shape), pc.starts_with(texts, "0000"))
    if pc.all(fits).as_py() is False:
        raise _Doubt
    padded = pc.utf8_slice_codeunits(pc.binary_join_element_wise(texts, pa.scalar("-01-01"), ""), 0, 10)
    return padded.cast(pa.timestamp("us"))


def _dates(codes: np.ndarray, texts: Any, days: Any) -> dict[str, Any]:
    import pyarrow.compute as pc

    precision = (pc.binary_length(texts).to_numpy() - 4) // 3
    return {
        "date": days.to_numpy(zero_copy_only=False)[codes],
        "date_precision": pd.Categorical.from_codes(precision.astype(np.int8)[codes], dtype=PRECISIONS),
    }
