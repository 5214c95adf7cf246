"""Frames out, for other programs: CSV, JSON, JSON Lines, Parquet, XLSX, SQLite and the Data Package as a zip.

A file is written beside its name and put in place once it is complete: whole or not at all.
"""

import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from expulsions import schema
from expulsions.cells import cell_text, harmless, text_cells
from expulsions.data import Record
from expulsions.errors import ExpulsionsError, UnknownValue, did_you_mean

DERIVED = ["date", "date_precision", "independent_sources"]
# The longest text that Excel keeps in a cell; it would cut the rest without a word.
LONGEST_CELL = 32_767
# Characters that XML 1.0 lacks, and the carriage return, which it turns into a line feed.
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
# A fixed time, so that the same tables give the same bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def export(record: Record, path: str | Path, events: pd.DataFrame | None = None, *, bom: bool = False) -> Path:
    """Write the record, or the decisions of `events` alone, into a file of the form that its ending names.

    `.csv`, `.json`, `.jsonl` and `.parquet` hold the decisions, with `date`, `date_precision` and
    `independent_sources`; `.xlsx` the decisions, the codebook and the other tables as sheets; `.sqlite` and `.zip` (a
    Data Package) all tables with their keys, where a choice is completed by the decisions that a chosen one is part of
    and limited to the citations and affairs of what it holds. `bom` begins a CSV with the mark by which Excel knows
    UTF-8. Cells that a spreadsheet would run carry an apostrophe in CSV and XLSX. Raises UnknownValue for another
    ending, ExpulsionsError where the file cannot be written or a library is missing; an old file then stays as it was.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in WRITERS:
        known = ", ".join(WRITERS)
        raise UnknownValue(f"{path.name}: the ending must be one of {known}.{did_you_mean(ending, WRITERS)}")
    if bom and ending != ".csv":
        raise UnknownValue(f"{path.name}: a byte order mark goes with .csv only.")
    chosen = record if events is None else replace(record, expulsions=events)
    with written_whole(path) as partial:
        if ending == ".csv" and bom:
            partial.write_bytes(b"\xef\xbb\xbf" + csv_bytes(chosen.expulsions))
        else:
            WRITERS[ending](chosen, partial, record)
    return path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into, which takes its place at the end, or goes where something fails."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise ExpulsionsError(f"{path} cannot be written: {error.strerror}.") from None
    os.close(descriptor)
    partial = Path(name)
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(partial, path)
    except OSError as error:
        raise ExpulsionsError(f"{path} cannot be written: {error.strerror or error}.") from None
    finally:
        partial.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def flat(events: pd.DataFrame) -> pd.DataFrame:
    """The decisions as text cells with the derived columns, as the CSV holds them."""
    text = text_cells("expulsions", events)
    for column in (one for one in DERIVED if one in events):
        cells = events[column]
        text[column] = (cells.dt.strftime("%Y-%m-%d") if column == "date" else cells.astype("str")).fillna("")
    return text


def csv_bytes(events: pd.DataFrame) -> bytes:
    """The decisions as a CSV file; cells that a spreadsheet would run are made harmless."""
    return _csv(flat(events))


def _csv(text: pd.DataFrame) -> bytes:
    safe = text.apply(lambda cells: cells.map(harmless))
    return str(safe.to_csv(index=False, lineterminator="\n")).encode()


def frame_bytes(table: pd.DataFrame) -> bytes:
    """Any answer table as a CSV file; lists joined with "|", cells harmless as in `csv_bytes`."""
    return _csv(table.apply(lambda column: column.map(cell_text)).astype("str"))


def plain_rows(events: pd.DataFrame) -> list[dict[str, Any]]:
    """The decisions as plain values for JSON: lists, whole numbers, null for a missing figure, dates as ISO text."""
    cells = events.assign(date=events["date"].dt.strftime("%Y-%m-%d")).astype(object)
    rows = cells.where(cells.notna(), None).to_dict("records")
    return [{str(name): list(one) if isinstance(one, tuple) else one for name, one in row.items()} for row in rows]


def json_text(events: pd.DataFrame) -> str:
    """The decisions as a JSON list."""
    return json.dumps(plain_rows(events), ensure_ascii=False, indent=1)


def _write_csv(chosen: Record, path: Path, record: Record) -> None:
    path.write_bytes(csv_bytes(chosen.expulsions))


def _write_json(chosen: Record, path: Path, record: Record) -> None:
    path.write_text(json_text(chosen.expulsions) + "\n", encoding="utf-8")


def _write_jsonl(chosen: Record, path: Path, record: Record) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in plain_rows(chosen.expulsions)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _write_parquet(chosen: Record, path: Path, record: Record) -> None:
    try:
        chosen.expulsions.to_parquet(path, index=False)
    except ImportError:
        raise _missing("pyarrow") from None


def _missing(library: str) -> ExpulsionsError:
    return ExpulsionsError(f"This form needs {library}; run: pip install 'expulsions[export]'")


def _write_xlsx(chosen: Record, path: Path, record: Record) -> None:
    try:
        from openpyxl import Workbook
    except ImportError:
        raise _missing("openpyxl") from None
    book = Workbook(write_only=True)
    whole = complete(chosen, record)
    _sheet(book, "expulsions", chosen.expulsions)
    _sheet(book, "codebook", codebook_frame())
    for table in schema.tables():
        if table != "expulsions":
            _sheet(book, table, getattr(whole, table))
    # Into memory first: a full disk must be seen here, not when the library cleans up after itself.
    held = io.BytesIO()
    book.save(held)
    path.write_bytes(held.getvalue())


def _sheet(book: Any, name: str, frame: pd.DataFrame) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    columns = {column: [_excel(value) for value in frame[column].tolist()] for column in frame}
    for at, (column, cells) in enumerate(columns.items(), 1):
        longest = max([len(column), *(len(str(cell)) for cell in cells[:500] if cell is not None)])
        sheet.column_dimensions[get_column_letter(at)].width = min(60, longest + 2)
    if len(frame):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(frame) + 1}"

    def cell(value: Any, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            # A text that begins with "=" must stay one, whatever the library makes of it.
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(str(column), bold=True) for column in columns])
    for row in zip(*columns.values(), strict=True):
        sheet.append([None if value is None else cell(value) for value in row])


def _excel(value: Any) -> Any:
    """A value as a spreadsheet holds it: numbers and dates as such, text harmless, nothing for a missing one."""
    if isinstance(value, tuple):
        value = "|".join(value)
    if isinstance(value, str):
        text = harmless(NOT_IN_XML.sub("�", value.replace("\r\n", "\n")))
        if len(text) > LONGEST_CELL:
            raise ExpulsionsError(f"A cell has {len(text):,} characters, more than XLSX holds; take another form.")
        return text or None
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.to_pydatetime().date() if isinstance(value, pd.Timestamp) else value


def codebook_frame() -> pd.DataFrame:
    """The codebook as a table: a row for each column and each allowed value.

    Columns (str): table, column, value, type, meaning.
    """
    rows = []
    for table in schema.tables():
        for field in schema.fields(table):
            kind = "EDTF date" if field.edtf else field.type
            rows.append((table, field.name, "", kind, field.description))
            rows += [(table, field.name, value, "", meaning) for value, meaning in field.allowed.items()]
    return pd.DataFrame(rows, columns=["table", "column", "value", "type", "meaning"], dtype="str")


def complete(chosen: Record, record: Record) -> Record:
    """The chosen decisions as a record whose keys hold: with the wholes of parts, their citations and affairs.

    Tallies speak of the whole record and stay only where all of it is chosen.
    """
    events, everything = chosen.expulsions, record.expulsions
    if len(events) == len(everything):
        return chosen
    wholes = everything["id"].isin(events["part_of"]) | everything["id"].isin(events["id"])
    events = everything[wholes].reset_index(drop=True)
    names = [*events["id"], *(f"{id} {url}" for id, url in record.citations[["expulsion", "url"]].itertuples(index=False))]
    cited = record.citations["expulsion"].isin(events["id"])
    return replace(
        chosen,
        expulsions=events,
        citations=record.citations[cited].reset_index(drop=True),
        episodes=record.episodes[record.episodes["episode"].isin(events["episode"])].reset_index(drop=True),
        tallies=record.tallies.head(0),
        changes=record.changes[record.changes["id"].isin(names)].reset_index(drop=True),
    )


def _write_sqlite(chosen: Record, path: Path, record: Record) -> None:
    from expulsions.database import write_database

    write_database(complete(chosen, record), path)


def _write_zip(chosen: Record, path: Path, record: Record) -> None:
    from expulsions.codebook import codebook_markdown

    whole = complete(chosen, record)
    book = schema.codebook()
    if len(whole.expulsions) < len(record.expulsions):
        book = {**book, "description": f"{book['description']} A choice of {len(whole.expulsions):,} decisions."}
    files = {f"{table}.csv": _csv(text_cells(table, getattr(whole, table))) for table in schema.tables()}
    licence = schema.data_folder() / "LICENSE"
    files["datapackage.json"] = (json.dumps(book, ensure_ascii=False, indent=1) + "\n").encode()
    files["README.md"] = codebook_markdown().encode()
    if licence.exists():
        files["LICENSE"] = licence.read_bytes()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


WRITERS: dict[str, Callable[[Record, Path, Record], None]] = {
    ".csv": _write_csv,
    ".json": _write_json,
    ".jsonl": _write_jsonl,
    ".parquet": _write_parquet,
    ".xlsx": _write_xlsx,
    ".sqlite": _write_sqlite,
    ".zip": _write_zip,
}
