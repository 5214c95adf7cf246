"""A folder of tables in, a list of problems out: first each file, then each cell, then the rules across tables."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from expulsions import data, schema
from expulsions.errors import ExpulsionsError, Problem, did_you_mean
from expulsions.files import onepass, tableset
from expulsions.files.tablefile import line_numbers, read_text_table
from expulsions.rules import across as rules
from expulsions.rules.tables import Tables

LARGEST_CODEBOOK = 1 << 24


def check(folder: str | Path | None = None) -> list[Problem]:
    """All problems of a folder of tables at once; an empty list means that the record is sound.

    Files that cannot be read are named and left out of the checks that need them. Cells are checked against the
    codebook by frictionless (Table Schema), and the rules of `expulsions.rules` follow. Raises ExpulsionsError where
    the folder is none or frictionless is not installed.

    >>> check()
    []
    """
    place = schema.tables_folder() if folder is None else Path(folder)
    if not place.is_dir():
        what = "is a file; name the folder that holds the tables" if place.exists() else "does not exist"
        raise ExpulsionsError(f"{place} {what}. A folder holds {', '.join(f'{name}.csv' for name in schema.tables())}.")
    with tableset.reading(place):
        return _problems(place)


def _problems(place: Path) -> list[Problem]:
    problems = _codebook_problems(place / "datapackage.json")
    texts: dict[str, pd.DataFrame] = {}
    frames: dict[str, pd.DataFrame] = {}
    for table in schema.tables():
        path = place / f"{table}.csv"
        text, broken = read_text_table(path, schema.columns(table))
        if not broken:
            texts[table] = text
            problems += _line_end_problems(path)
        problems += broken
    cells = _schema_problems(texts)
    for table, text in texts.items():
        if (quick := onepass.read(place / f"{table}.csv", table)) is not None:
            frames[table] = quick
            continue
        frame, wrong = data.typed(table, text, f"{table}.csv")
        cells.update({(problem.file, problem.line, problem.column): problem for problem in wrong})
        if not wrong:
            frames[table] = data.with_dates(frame) if table == "expulsions" else frame
    problems += cells.values()
    tables = Tables(frames, texts, {table: line_numbers(text) for table, text in texts.items()})
    for rule, needed in rules.RULES.items():
        if all(table in frames for table in needed):
            problems += rule(tables)
    order = [f"{table}.csv" for table in schema.tables()]
    rank = {name: position for position, name in enumerate(order)}
    return sorted(dict.fromkeys(problems), key=lambda one: (rank.get(one.file, -1), one.line or 0))


def _line_end_problems(path: Path) -> list[Problem]:
    content = path.read_bytes()
    if b"\r" not in content:
        return []
    line = content.count(b"\n", 0, content.index(b"\r")) + 1
    message = "lines end in CR LF, as Windows writes them; save with LF, so that a comparison shows only what changed."
    return [Problem(path.name, line, "", "", message)]


def _codebook_problems(path: Path) -> list[Problem]:
    """A codebook beside the tables must be the one that this package reads them by."""
    if not path.exists():
        return []
    try:
        if path.stat().st_size > LARGEST_CODEBOOK:
            return [Problem(path.name, None, "", "", f"has {path.stat().st_size:,} bytes; a codebook has far fewer.")]
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        return [Problem(path.name, line, "", "", f"is not JSON: {getattr(error, 'msg', 'it cannot be read')}.")]
    if found != schema.codebook():
        message = "differs from the codebook of this version of the package; take that one, or the matching version."
        return [Problem(path.name, None, "", "", message)]
    return []


def _schema_problems(texts: dict[str, pd.DataFrame]) -> dict[tuple[str, int | None, str], Problem]:
    """What frictionless finds, by file, line and column, in our words."""
    try:
        import frictionless
    except ImportError:
        raise ExpulsionsError("checking needs frictionless; run: pip install 'expulsions[check]'") from None
    found: dict[tuple[str, int | None, str], Problem] = {}
    if not texts:
        return found
    package = frictionless.Package.from_descriptor(_descriptor(texts))
    report = package.validate(parallel=False, limit_errors=10_000)
    for task in report.tasks:
        file = f"{task.name}.csv"
        lines = line_numbers(texts[task.name])
        for error in task.errors:
            row = getattr(error, "row_number", None)
            line, id_ = None, ""
            if row and row - 2 < len(lines):
                line, id_ = int(lines[row - 2]), texts[task.name].iat[row - 2, 0][:60]
            column, message = _worded(task.name, error, texts)
            found[file, line, column] = Problem(file, line, id_, column, message)
    return found


class _Cells(list[Any]):
    """Rows that frictionless does not copy, cell by cell, each time it copies a description."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Cells":
        return self


def _descriptor(texts: dict[str, pd.DataFrame]) -> dict[str, object]:
    """The codebook's resources that can be read, without keys that point to those that cannot.

    Their cells stand in it, for frictionless would guess how a file is quoted, and takes hours over some.
    """
    readable = set(texts)
    resources = []
    for name in schema.tables():
        if name in readable:
            described = schema.resource(name)
            keys = described["schema"].get("foreignKeys", [])
            kept = [key for key in keys if key["reference"]["resource"] in readable | {""}]
            described["schema"] = {**described["schema"], "foreignKeys": kept}
            columns = [texts[name][column].tolist() for column in texts[name]]
            cells = _Cells([list(texts[name].columns), *zip(*columns, strict=True)])
            resources.append({"name": name, "type": "table", "schema": described["schema"], "data": cells})
    return {"name": "expulsions", "resources": resources}


def _worded(table: str, error: object, texts: dict[str, pd.DataFrame]) -> tuple[str, str]:
    """The column and the message of an error that frictionless found."""
    column = getattr(error, "field_name", "") or ""
    kind = getattr(error, "type", "")
    if kind == "foreign-key":
        column = error.field_names[0]  # type: ignore[attr-defined]
        reference = error.reference_name or table  # type: ignore[attr-defined]
        key = error.reference_field_names[0]  # type: ignore[attr-defined]
        value = error.field_cells[0]  # type: ignore[attr-defined]
        known = texts[reference][key].unique()
        article = "an" if key[0] in "aeiou" else "a"
        return column, f"'{value}' is not {article} {key} of {reference}.csv.{did_you_mean(str(value), known)}"
    if kind in ("primary-key", "unique-error"):
        key = schema.resource(table)["schema"]["primaryKey"]
        return column or key[0], f"another row has the same {' and '.join(key)}; each must be the only one."
    return column, str(getattr(error, "note", "") or getattr(error, "message", error))
