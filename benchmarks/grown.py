"""The record at many times its size: valid tables in which every decision, with all that points to it, stands N times.

A copy's ids get numbers of their own (`2022-03-29-bel-rus` becomes `2022-03-29-bel-rus-301` in the third), so that
answers, parts and citations keep pointing to the right rows; affairs, actors and tallies stay as they are.
"""

import re
import shutil
from pathlib import Path

from expulsions import schema

ID = re.compile(r"\b([0-9]{4}(?:-[0-9]{2}){0,2}-[a-z]{2,4}-[a-z]{2,4})(?:-([0-9]+))?\b")
TABLES = ("expulsions", "citations")


def grow(folder: Path, times: int, tables: tuple[str, ...] = TABLES) -> Path:
    """Write the record, grown, into a new folder and give it back."""
    source = schema.data_folder()
    folder.mkdir(parents=True)
    for path in (*source.glob("*.csv"), source / "datapackage.json"):
        if path.stem not in tables:
            shutil.copyfile(path, folder / path.name)
    for table in tables:
        header, body = (source / f"{table}.csv").read_text(encoding="utf-8").split("\n", 1)
        pieces = _apart(body, _ids(source))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(header + "\n")
            file.write(body)
            for copy in range(1, times):
                ends = (f"-{100 * copy + number}" if number else "" for _, number in pieces)
                file.write("".join(text + end for (text, _), end in zip(pieces, ends, strict=True)))
    return folder


def _ids(source: Path) -> set[str]:
    lines = (source / "expulsions.csv").read_text(encoding="utf-8").split("\n")
    return {line.split(",", 1)[0] for line in lines[1:]}


def _apart(body: str, ids: set[str]) -> list[tuple[str, int | None]]:
    """The text cut behind each id, and the number that the id has (1 where it has none); None at the end."""
    pieces: list[tuple[str, int | None]] = []
    last = 0
    for found in ID.finditer(body):
        if found[0] in ids:
            pieces.append((body[last : found.end(1)], int(found[2] or 1)))
            last = found.end()
    return [*pieces, (body[last:], None)]
