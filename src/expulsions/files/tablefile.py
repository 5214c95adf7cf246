"""A CSV file as a frame of text cells, or the reasons why it is none: encoding, header, quotes, width of rows."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import numpy as np
import pandas as pd

from expulsions.errors import Problem, did_you_mean
from expulsions.files.plaincsv import CHUNK, look_through, not_text

# A thousand times today's citations are 1.1 GB; what is twice that is not a table of this record.
LARGEST = 1 << 31
LONGEST_HEADER = 10_000
# Whoever reads these has enough to mend.
MOST_PROBLEMS = 10_000

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text_table(path: Path, columns: list[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells of a CSV file as text, in a frame with these columns; or an empty frame and what is wrong.

    Never raises for a broken file. Line ends may be LF or CRLF and a UTF-8 byte order mark is passed over, since
    spreadsheets write both.
    """
    empty = pd.DataFrame({column: pd.Series(dtype="str") for column in columns})

    def broken(message: str, line: int | None = None, column: str = "") -> tuple[pd.DataFrame, list[Problem]]:
        return empty, [Problem(path.name, line, "", column, message)]

    try:
        if path.is_dir():
            return broken("is a folder, not a file; name a CSV file.")
        if path.exists() and not path.is_file():
            return broken("is a device or a pipe, not a file; name a CSV file.")
        if path.stat().st_size > LARGEST:
            return broken(f"has {path.stat().st_size:,} bytes; a table has at most {LARGEST:,}.")
        with path.open("rb") as file:
            head = file.read(LONGEST_HEADER)
            message, line = _no_table(head) or ("", None)
            if message:
                return broken(message, line)
            header_problems = _header_problems(path.name, head, columns)
            if header_problems:
                return empty, header_problems
            file.seek(len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0)
            fault, plain = look_through(file, len(columns))
            if fault:
                return broken(*fault)
        if plain:
            # Blank lines at the end are none of its rows, and pandas passes over them.
            return pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[], encoding="utf-8-sig"), []
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows, problems = _rows(path.name, text, len(columns))
        return (empty if problems else pd.DataFrame(rows, columns=columns, dtype="str")), problems
    except FileNotFoundError:
        return broken(f"does not exist in {path.parent}; check the name of the folder.")
    except OSError as error:
        return broken(f"cannot be read: {error.strerror or error}.")


def line_numbers(text: pd.DataFrame) -> np.ndarray:
    """The line on which each row begins, the header being line 1 (a quoted cell may span several lines)."""
    inside = np.zeros(len(text), dtype=np.int64)
    for column in (name for name in text.columns if text[name].str.contains("\n", regex=False).any()):
        inside += text[column].str.count("\n").to_numpy(dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(inside)[:-1]]) if len(text) else inside
    return np.arange(len(text)) + 2 + before


def _no_table(head: bytes) -> tuple[str, int | None] | None:
    """What makes the beginning of a file that of no table (message, line)."""
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        return "is empty; a table has at least its header line.", None
    if head.startswith(UTF16):
        return "is encoded as UTF-16; save it as UTF-8.", None
    if fault := not_text(head, 1):
        return fault
    if len(head) == LONGEST_HEADER and b"\n" not in head:
        return f"the header has more than {LONGEST_HEADER:,} characters.", 1
    return None


def _header_problems(file: str, head: bytes, columns: list[str]) -> list[Problem]:
    line = re.split("\r\n|\r|\n", codecs.decode(head, "utf-8-sig", "ignore"), maxsplit=1)[0]
    found = next(csv.reader([line]), [])
    if found == columns:
        return []
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs")):
        if delimiter in line and "," not in line:
            message = f"cells are separated by {name}; save the file with commas."
            return [Problem(file, 1, "", "", message)]
    if len(found) > 10 * len(columns):
        return [
            Problem(file, 1, "", "", f"the header has {len(found):,} cells; this table has {len(columns)} columns.")
        ]
    problems = []
    for column in dict.fromkeys(found):
        if found.count(column) > 1:
            problems.append(
                Problem(file, 1, "", column[:60], f"this column stands {found.count(column)} times; keep one.")
            )
        if column not in columns:
            hint = did_you_mean(column, [name for name in columns if name not in found])
            problems.append(Problem(file, 1, "", column[:60], f"is not a column of this table.{hint}"))
    problems += [Problem(file, 1, "", column, "this column is missing.") for column in columns if column not in found]
    if not problems:
        problems.append(
            Problem(file, 1, "", "", f"the columns are in another order; it must be: {', '.join(columns)}.")
        )
    return problems


def _rows(file: str, text: TextIO, width: int) -> tuple[list[list[str]], list[Problem]]:
    """The rows below the header, read one by one, and what is wrong with each."""
    rows: list[list[str]] = []
    problems: list[Problem] = []
    reader = csv.reader(_lines(text), strict=True)
    start, blank = 1, 0
    try:
        for row in reader:
            if not row:
                blank = blank or start
                if start - blank >= MOST_PROBLEMS:
                    problems.append(Problem(file, blank, "", "", f"{MOST_PROBLEMS:,} lines are empty; take them out."))
                    break
            else:
                if blank:
                    problems.append(Problem(file, blank, "", "", "the line is empty; take it out."))
                    blank = 0
                if len(row) != width:
                    problems.append(Problem(file, start, row[0][:60], "", _width_message(len(row), width)))
                elif not problems:
                    rows.append(row)
            start = reader.line_num + 1
            if len(problems) >= MOST_PROBLEMS:
                problems.append(
                    Problem(file, start, "", "", "the rows from here on were not looked at: too many are wrong.")
                )
                break
    except csv.Error as error:
        hint = "a quotation mark is not closed, or stands inside a cell without being doubled"
        message = f"the row that begins here cannot be read: {hint}."
        if "field larger" in str(error):
            message = f"the row that begins here has a cell of more than {csv.field_size_limit():,} characters."
        problems.append(Problem(file, start, "", "", message))
    return rows[1:], problems


def _lines(text: TextIO) -> Iterator[str]:
    """The lines, in pieces that do not fill the memory; a line that is cut holds a cell longer than csv takes."""
    while line := text.readline(CHUNK):
        yield line


def _width_message(found: int, width: int) -> str:
    many = "more" if found > width else "fewer"
    mend = "put quotation marks around a cell that holds a comma" if found > width else "a comma or a cell is missing"
    return f"the row has {found} cells, {many} than the {width} columns; {mend}."
