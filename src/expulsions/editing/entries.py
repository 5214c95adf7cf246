"""Decisions that somebody wants to add, from a JSON or CSV file, as rows of text cells."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expulsions import actors, schema
from expulsions.errors import DataError, Problem, UnknownValue, did_you_mean
from expulsions.files.cells import cell_text

Cells = dict[str, str]
LARGEST = 50_000_000


@dataclass(frozen=True)
class Entry:
    """A decision with the citations that report it and, where it is new, its affair; all as text cells by column."""

    decision: Cells
    citations: tuple[Cells, ...]
    episode: Cells | None = None

    @property
    def id(self) -> str:
        return self.decision["id"]


def read_entries(path: str | Path) -> list[Entry]:
    """The decisions of a file that ends in .json or .csv.

    JSON: a decision, a list of them, or {"decisions": [...]}: an object with the columns of expulsions.csv, with
    "citations", a list of objects with the columns of citations.csv, and, where the affair is new, "new_episode", an
    object with the columns of episodes.csv (the decision's own "episode" may then be left out). CSV: one row per
    citation with the columns of both tables; the decision's cells may be left empty in its further rows.

    Names of actors may stand for codes. `id`, and a range where sources agree, need not be given. Raises DataError with
    every problem, which names the decision and the column.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise DataError([Problem(path.name, None, "", "", f"has more than {LARGEST:,} bytes.")])
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError([Problem(path.name, None, "", "", f"does not exist in {path.parent.resolve()}.")]) from None
    except UnicodeDecodeError:
        raise DataError([Problem(path.name, None, "", "", "is not UTF-8; save the file as UTF-8.")]) from None
    except OSError as error:
        raise DataError([Problem(path.name, None, "", "", f"cannot be read: {error.strerror}.")]) from None
    if path.suffix.lower() == ".csv":
        return entries(_from_csv(text, path.name), path.name)
    if path.suffix.lower() == ".json":
        return entries(_from_json(text, path.name), path.name)
    raise DataError([Problem(path.name, None, "", "", "must end in .json or .csv, so that it is clear what it is.")])


def entries(decisions: Iterable[Mapping[str, Any]], file: str = "decisions") -> list[Entry]:
    """Decisions as plain dicts, in the form of the JSON of `read_entries`, as entries.

    >>> [entry.id for entry in entries([{"announced": "2022-03-29", "expelling": "Belgium", "expelled": "RUS"}])]
    ['2022-03-29-bel-rus']
    """
    problems: list[Problem] = []
    found = [_entry(given, file, number, problems) for number, given in enumerate(decisions, 1)]
    if problems:
        raise DataError(problems)
    if not found:
        raise DataError([Problem(file, None, "", "", "holds no decision.")])
    return found


def _entry(given: Any, file: str, number: int, problems: list[Problem]) -> Entry:
    where = f"decision {number}"
    if not isinstance(given, Mapping):
        problems.append(Problem(file, None, where, "", "is not an object with the columns of expulsions.csv."))
        return Entry({"id": ""}, ())
    rest = {name: value for name, value in given.items() if name not in ("citations", "new_episode")}
    decision = _cells("expulsions", rest, file, where, problems)
    for side in ("expelling", "expelled"):
        try:
            decision[side] = actors.find(decision[side]) if decision[side] else ""
        except UnknownValue as error:
            problems.append(Problem(file, None, where, side, str(error).removeprefix("actor: ")))
    if decision["count"]:
        decision["count_low"] = decision["count_low"] or decision["count"]
        decision["count_high"] = decision["count_high"] or decision["count"]
    sides = (decision["expelling"], decision["expelled"])
    decision["id"] = decision["id"] or "-".join((decision["announced"], *sides)).lower()
    listed = given.get("citations") or []
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        problems.append(Problem(file, None, where, "citations", "is not a list of objects."))
        listed = []
    citations = tuple(_citation(one, decision["id"], file, where, problems) for one in listed)
    return Entry(decision, citations, _new_episode(given.get("new_episode"), decision, file, where, problems))


def _new_episode(given: Any, decision: Cells, file: str, where: str, problems: list[Problem]) -> Cells | None:
    """The cells of the affair that comes with the decision, which belongs to it."""
    if not given:
        return None
    if not isinstance(given, Mapping):
        problems.append(Problem(file, None, where, "new_episode", "is not an object with the columns of episodes.csv."))
        return None
    cells = _cells("episodes", given, file, where, problems)
    decision["episode"] = decision["episode"] or cells["episode"]
    if decision["episode"] != cells["episode"]:
        message = f"is {cells['episode']!r}, but the decision's episode is {decision['episode']!r}; name one of them."
        problems.append(Problem(file, None, where, "new_episode", message))
    return cells


def _citation(given: Mapping[str, Any], id: str, file: str, where: str, problems: list[Problem]) -> Cells:
    cells = _cells("citations", given, file, where, problems)
    if not cells["supports"] and cells["count_reported"]:
        cells["supports"] = "count"
    return {**cells, "expulsion": id}


def _cells(table: str, given: Mapping[str, Any], file: str, where: str, problems: list[Problem]) -> Cells:
    known = schema.columns(table)
    for name in given:
        if name not in known:
            message = f"is not a column of {table}.csv: {', '.join(known)}.{did_you_mean(str(name), known)}"
            problems.append(Problem(file, None, where, str(name)[:60], message))
    return {name: tidy(cell_text(given.get(name))) for name in known}


def tidy(text: str) -> str:
    """A cell as the record holds text: no blanks at its ends, composed Unicode."""
    return unicodedata.normalize("NFC", text.strip())


def _from_json(text: str, file: str) -> list[Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"is not JSON: {getattr(error, 'msg', 'it is nested too deeply')}."
        raise DataError([Problem(file, getattr(error, "lineno", None), "", "", message)]) from None
    if isinstance(given, Mapping):
        given = given.get("decisions", [given])
    if not isinstance(given, list):
        raise DataError([Problem(file, None, "", "", "holds neither a decision nor a list of decisions.")])
    return given


def _from_csv(text: str, file: str) -> list[dict[str, Any]]:
    of_decision, of_citation = schema.columns("expulsions"), schema.columns("citations")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    known = [*of_decision, *of_citation]
    problems = [
        Problem(file, 1, "", str(name)[:60], f"is not a column of either table.{did_you_mean(str(name), known)}")
        for name in rows.fieldnames or []
        if name not in known
    ]
    found: list[dict[str, Any]] = []
    try:
        for row in rows:
            if None in row or None in row.values():
                problems.append(
                    Problem(file, rows.line_num, "", "", "the row has another number of cells than columns.")
                )
                continue
            decision: dict[str, Any] = {name: row[name] for name in of_decision if row.get(name)}
            if found and all(found[-1].get(name) == value for name, value in decision.items()):
                decision = found[-1]
            else:
                found.append(decision := {**decision, "citations": []})
            citation = {name: row[name] for name in of_citation if row.get(name) and name != "expulsion"}
            if citation:
                decision["citations"].append(citation)
    except csv.Error as error:
        problems.append(Problem(file, rows.line_num, "", "", f"cannot be read: {error}."))
    if problems:
        raise DataError(problems)
    return found
