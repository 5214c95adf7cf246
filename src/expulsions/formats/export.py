"""Frames out, for other programs: CSV, JSON, JSON Lines, Parquet, XLSX, SQLite and the Data Package as a zip.

A file is written beside its name and put in place once it is complete: whole or not at all.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from expulsions import schema
from expulsions.data import Record
from expulsions.errors import ExpulsionsError, UnknownValue, did_you_mean
from expulsions.files.cells import cell_text, csv_line, harmless, text_cells

DERIVED = ["date", "date_precision", "independent_sources"]
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
    rows = zip(*(map(harmless, text[column].tolist()) for column in text), strict=True)
    return "".join([csv_line(map(str, text.columns)), *map(csv_line, rows)]).encode()


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
        raise ExpulsionsError("Parquet needs pyarrow; run: pip install 'expulsions[export]'") from None


def _write_xlsx(chosen: Record, path: Path, record: Record) -> None:
    from expulsions.formats.workbook import write_workbook

    write_workbook(chosen.expulsions, complete(chosen, record), path)


def complete(chosen: Record, record: Record) -> Record:
    """The chosen decisions as a record whose keys hold: with the wholes of parts, their citations and affairs.

    Tallies speak of the whole record and stay only where all of it is chosen.
    """
    events, everything = chosen.expulsions, record.expulsions
    if len(events) == len(everything):
        return chosen
    wholes = everything["id"].isin(events["part_of"]) | everything["id"].isin(events["id"])
    events = everything[wholes].reset_index(drop=True)
    names = [
        *events["id"],
        *(f"{id} {url}" for id, url in record.citations[["expulsion", "url"]].itertuples(index=False)),
    ]
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
    from expulsions.formats.database import write_database

    write_database(complete(chosen, record), path)


def _write_zip(chosen: Record, path: Path, record: Record) -> None:
    from expulsions.formats.codebook import codebook_markdown

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
