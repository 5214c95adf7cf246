"""Files in, typed frames out; the only module that reads the data files."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from expulsions import schema
from expulsions.errors import DataError, Problem
from expulsions.files import onepass, tableset
from expulsions.files.tablefile import line_numbers, read_text_table

PRECISIONS = ("year", "month", "day")
Source = str | Path | None


def load_expulsions(path: Source = None) -> pd.DataFrame:
    """The decisions: one row each, who expelled whom, how many, when, why.

    `path` is a folder of tables or one CSV file; without it the shipped record is read. The columns are those of the
    codebook (text as `str`, figures as `Int64` with missing values, fixed values as categories, lists as tuples) and
    two derived from `announced`: `date` (datetime64, the first day that the EDTF date allows) and `date_precision`
    (ordered category: year < month < day). Raises DataError, which names file, line, column, value and mend.

    >>> load_expulsions().query("id == '2022-03-29-bel-rus'")["count"].tolist()
    [21]
    """
    frame = _load("expulsions", path)
    return frame if "date" in frame else with_dates(frame)


def load_citations(path: Source = None) -> pd.DataFrame:
    """The citations: one row per page that reports a decision, with the figure it gives. Types: `load_expulsions`."""
    return _load("citations", path)


def load_episodes(path: Source = None) -> pd.DataFrame:
    """The affairs that decisions belong to. Types as in `load_expulsions`."""
    return _load("episodes", path)


def load_actors(path: Source = None) -> pd.DataFrame:
    """The states and organisations that act. Types as in `load_expulsions`."""
    return _load("actors", path)


def load_tallies(path: Source = None) -> pd.DataFrame:
    """What others counted, to reconcile our sums with. Types as in `load_expulsions`."""
    return _load("tallies", path)


def load_changes(path: Source = None) -> pd.DataFrame:
    """Corrections since the first release. Types as in `load_expulsions`."""
    return _load("changes", path)


@dataclass(frozen=True)
class Record:
    """All tables of the record; `expulsions` has the column `independent_sources` besides."""

    expulsions: pd.DataFrame
    citations: pd.DataFrame
    episodes: pd.DataFrame
    actors: pd.DataFrame
    tallies: pd.DataFrame
    changes: pd.DataFrame


def load(folder: Source = None) -> Record:
    """The whole record, from the shipped tables or from a folder.

    >>> record = load()
    >>> int(record.expulsions["independent_sources"].min()) >= 1
    True
    """
    with tableset.reading(table_path("expulsions", folder).parent):
        citations = load_citations(folder)
        return Record(
            expulsions=with_independent_sources(load_expulsions(folder), citations),
            citations=citations,
            episodes=load_episodes(folder),
            actors=load_actors(folder),
            tallies=load_tallies(folder),
            changes=load_changes(folder),
        )


def with_independent_sources(events: pd.DataFrame, citations: pd.DataFrame) -> pd.DataFrame:
    """The decisions with the column `independent_sources` (Int64): how many independent witnesses each has.

    Two pages that reprint one wire are one witness: distinct `agency`, or `publisher` where there is none, are counted.
    """
    witness = citations["agency"].where(citations["agency"] != "", citations["publisher"])
    counted = witness.groupby(citations["expulsion"]).nunique()
    return events.assign(independent_sources=events["id"].map(counted).fillna(0).astype("Int64"))


def with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """The decisions with `date` and `date_precision`, derived from `announced`."""
    lengths = frame["announced"].str.len()
    first = frame["announced"].where(lengths != 4, frame["announced"] + "-01")
    first = first.where(lengths == 10, first.str[:7] + "-01")
    precision = lengths.map({4: "year", 7: "month", 10: "day"})
    return frame.assign(
        date=pd.to_datetime(first, format="%Y-%m-%d"),
        date_precision=precision.astype(pd.CategoricalDtype(PRECISIONS, ordered=True)),
    )


def table_path(table: str, source: Source = None) -> Path:
    """Where a table lies: in the shipped record, in the folder, or the file itself that the user names."""
    if source is None:
        return tableset.newest(schema.tables_folder() / f"{table}.csv")
    named = Path(source)
    return tableset.newest(named / f"{table}.csv") if named.is_dir() else named


def _load(table: str, source: Source) -> pd.DataFrame:
    with tableset.reading(table_path(table, source).parent):
        path = table_path(table, source)
        if (frame := onepass.read(path, table)) is not None:
            return frame
        text, problems = read_text_table(path, schema.columns(table))
    if problems:
        raise DataError(problems)
    frame, problems = typed(table, text, path.name)
    if problems:
        raise DataError(problems)
    return frame


def typed(table: str, text: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """A frame of text cells with the codebook's types, and a problem for each cell that does not fit.

    Each distinct text is parsed once and spread over the rows, so that the cost follows the distinct values.
    """
    problems: list[Problem] = []
    series: dict[str, pd.Series] = {}
    for column in schema.fields(table):
        codes, distinct = pd.factorize(text[column.name])
        texts = distinct.tolist()
        values: list[Any] = []
        wrong: dict[int, str] = {}
        for code, cell in enumerate(texts):
            try:
                values.append(column.parse(cell))
            except ValueError as error:
                values.append(None)
                wrong[code] = str(error)
        if wrong:
            problems += _problems(file, column.name, text, codes, wrong)
            continue
        series[column.name] = _series(column, text[column.name], codes, values)
    problems.sort(key=lambda problem: problem.line or 0)
    return pd.DataFrame(series, index=text.index), problems


def _problems(file: str, column: str, text: pd.DataFrame, codes: Any, wrong: dict[int, str]) -> Iterator[Problem]:
    lines = line_numbers(text)
    for row in pd.Series(codes).isin(list(wrong)).to_numpy().nonzero()[0]:
        yield Problem(file, int(lines[row]), text.iat[row, 0][:60], column, wrong[codes[row]])


def _series(column: schema.Field, text: pd.Series, codes: Any, values: list[Any]) -> pd.Series:
    spread = partial(pd.Series, index=text.index)
    if column.type == "list":
        cells = pd.Series(values, dtype=object)
        return spread(cells.to_numpy()[codes] if len(text) else [], dtype=object)
    if column.type in ("integer", "boolean"):
        dtype = "Int64" if column.type == "integer" else "boolean"
        return spread(pd.array(values, dtype=dtype).take(codes) if len(text) else pd.array([], dtype=dtype))
    if column.allowed:
        dtype_of = pd.CategoricalDtype(list(column.allowed), ordered=column.ordered)
        return text.astype(dtype_of)
    return text.astype("str")
