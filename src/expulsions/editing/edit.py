"""Adds and corrects rows: checked before a byte is written, whole or not at all, every other row as it was."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from expulsions import data, schema
from expulsions.check import check
from expulsions.editing.entries import Entry, tidy
from expulsions.editing.rowedits import Tables, citation_of, inserted, with_citation, with_correction, with_witness
from expulsions.errors import DataError, ExpulsionsError, Problem, UnknownValue, did_you_mean
from expulsions.files import tableset
from expulsions.files.cells import cell_text
from expulsions.files.tablerows import cells_of, split_rows

Make = Callable[[Tables], dict[str, bytes]]
Waiting = Callable[[], None]


@dataclass(frozen=True)
class Change:
    """A change that was thought through and checked: the tables before and after it, as bytes and as frames."""

    folder: Path
    old: Tables
    new: Tables
    before: data.Record
    after: data.Record
    make: Make

    @property
    def files(self) -> dict[str, bytes]:
        """The files that change, with their new content."""
        return {name: content for name, content in self.new.items() if self.old[name] != content}


def data_folder(folder: str | Path | None = None) -> Path:
    """The folder whose tables are edited: the one named, else `data` here, else that of the checkout.

    Raises ExpulsionsError where it is none, or where only the tables inside an installed package are left.
    """
    if folder is not None:
        place = Path(folder)
    elif Path("data/expulsions.csv").exists():
        place = Path("data")
    else:
        place = schema.data_folder()
        if place.name == "_data":
            raise ExpulsionsError("These tables are inside the installed package; name the folder to edit with --data.")
    missing = [f"{table}.csv" for table in schema.tables() if not (place / f"{table}.csv").is_file()]
    if missing:
        what = f"lacks {', '.join(missing)}" if place.is_dir() else "is not a folder"
        raise ExpulsionsError(f"{place} {what}; name the folder of the tables with --data.")
    return place


def add(entries: Sequence[Entry], folder: str | Path | None = None, waiting: Waiting = lambda: None) -> Change:
    """Add decisions with their citations and return what changed.

    Raises DataError with every problem, and writes nothing, where the tables with the new rows are not sound.
    """
    return write(plan_addition(entries, folder), waiting)


def cite(
    id: str, source: Mapping[str, object], folder: str | Path | None = None, waiting: Waiting = lambda: None
) -> Change:
    """Add a page that reports a decision, a further witness, and return what changed.

    `source` is a dict with the columns of citations.csv; what is already known of the page from another decision need
    not be given. Raises UnknownValue for an unknown decision or a page that it cites already, DataError with every
    problem where the tables would not be sound; then nothing is written.
    """
    return write(plan_citation(id, source, folder), waiting)


def correct(
    id: str,
    values: Mapping[str, object],
    why: str,
    folder: str | Path | None = None,
    *,
    table: str = "expulsions",
    source: Mapping[str, object] | None = None,
    waiting: Waiting = lambda: None,
) -> Change:
    """Correct cells of a row, log them in changes.csv with the reason, and return what changed.

    `values` are the new cells by column; `source` is the citation that says so, a dict with the columns of
    citations.csv, where there is one. Raises UnknownValue for an unknown row or column, DataError with every problem
    where the tables would not be sound; then nothing is written.
    """
    return write(plan_correction(id, values, why, folder, table=table, source=source), waiting)


def plan_addition(entries: Sequence[Entry], folder: str | Path | None = None) -> Change:
    """What `add` would change, with nothing written."""
    return _plan(data_folder(folder), partial(with_entries, entries=entries))


def plan_citation(id: str, source: Mapping[str, object], folder: str | Path | None = None) -> Change:
    """What `cite` would change, with nothing written."""
    return _plan(data_folder(folder), partial(with_witness, id=id, source=source))


def plan_correction(
    id: str,
    values: Mapping[str, object],
    why: str,
    folder: str | Path | None = None,
    *,
    table: str = "expulsions",
    source: Mapping[str, object] | None = None,
) -> Change:
    """What `correct` would change, with nothing written."""
    known = schema.columns(table)
    cells = {column: tidy(cell_text(value)) for column, value in values.items()}
    for column in cells:
        if column not in known:
            raise UnknownValue(
                f"{column!r} is not a column of {table}: {', '.join(known)}.{did_you_mean(column, known)}"
            )
        if column == known[0]:
            raise UnknownValue(f"{column} is a permanent name and never changes.")
    if not tidy(why):
        raise UnknownValue("why: a correction needs its reason.")
    citation = None if source is None else citation_of(id, cells, source)
    make = partial(with_correction, table=table, id=id, values=cells, why=tidy(why), citation=citation)
    return _plan(data_folder(folder), make)


def write(change: Change, waiting: Waiting = lambda: None) -> Change:
    """Write a planned change; where another one came first, think it through and check it again on the new tables."""
    with tableset.writing(change.folder, waiting):
        tables = _tables(change.folder)
        if tables != change.old:
            change = _checked(change.folder, tables, change.make)
        tableset.write(change.folder, change.files)
    return change


def _plan(folder: Path, make: Make) -> Change:
    with tableset.reading(folder):
        tables = _tables(folder)
    return _checked(folder, tables, make)


def _tables(folder: Path) -> dict[str, bytes]:
    names = [f"{table}.csv" for table in schema.tables()]
    return {name: tableset.newest(folder / name).read_bytes() for name in names}


def _checked(folder: Path, tables: Tables, make: Make) -> Change:
    """The change, once the new tables have no problem that the old ones lack."""
    with tempfile.TemporaryDirectory(prefix="expulsions-") as temporary:
        old, new = Path(temporary, "old"), Path(temporary, "new")
        _put(old, tables)
        before = data.load(old)
        changed = {**tables, **make(tables)}
        _put(new, changed)
        if problems := check(new):
            known = {_sameness(problem) for problem in check(old)}
            problems = [problem for problem in problems if _sameness(problem) not in known]
        if problems:
            raise DataError(problems)
        return Change(folder, tables, changed, before, data.load(new), make)


def _put(folder: Path, tables: Tables) -> None:
    folder.mkdir()
    for name, content in tables.items():
        (folder / name).write_bytes(content)


def _sameness(problem: Problem) -> tuple[str, str, str, str]:
    """A problem without its line, which an added row moves."""
    return problem.file, problem.id, problem.column, problem.message


def with_entries(tables: Tables, entries: Sequence[Entry]) -> dict[str, bytes]:
    """The tables with these decisions, not yet checked. Raises DataError for one that is there already."""
    known = {cells[0] for cells in map(cells_of, split_rows(tables["expulsions.csv"])[1:])}
    twice = [entry.id for at, entry in enumerate(entries) if entry.id in known | {one.id for one in entries[:at]}]
    if twice:
        message = f"is already in the record; a second decision of that day is called {twice[0]}-2."
        raise DataError(Problem("expulsions.csv", None, id, "id", message) for id in twice)
    new = dict(tables)
    for entry in entries:
        if entry.episode:
            new["episodes.csv"] = inserted("episodes", new["episodes.csv"], entry.episode, ("began", "episode"))
        new["expulsions.csv"] = inserted("expulsions", new["expulsions.csv"], entry.decision, ("announced", "id"))
        for citation in entry.citations:
            new["citations.csv"] = with_citation(new, citation)
    return new
