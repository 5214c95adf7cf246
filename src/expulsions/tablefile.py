"""A CSV file as a frame of text cells, or the reasons why it is none: encoding, header, quotes, width of rows."""

import codecs
import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd

from expulsions.errors import Problem, did_you_mean

# A thousand times today's record is about 300 MB; what is larger is not a table of this record.
LARGEST = 1 << 30
LONGEST_HEADER = 10_000
CHUNK = 1 << 22

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
COMMA, QUOTE, NEWLINE = 0x2C, 0x22, 0x0A


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
        if path.stat().st_size > LARGEST:
            return broken(f"has {path.stat().st_size:,} bytes; a table has at most {LARGEST:,}.")
        with path.open("rb") as file:
            head = file.read(LONGEST_HEADER)
            message, line = _encoding_problem(head, whole=False) or ("", None)
            if message:
                return broken(message, line)
            if len(head) == LONGEST_HEADER and b"\n" not in head:
                return broken(f"the header has more than {LONGEST_HEADER:,} characters.", 1)
            header_problems = _header_problems(path.name, head, columns)
            if header_problems:
                return empty, header_problems
            content = head + file.read()
    except FileNotFoundError:
        return broken(f"does not exist in {path.parent}; check the name of the folder.")
    except OSError as error:
        return broken(f"cannot be read: {error.strerror or error}.")
    message, line = _encoding_problem(content, whole=True) or ("", None)
    if message:
        return broken(message, line)
    content = content.removeprefix(codecs.BOM_UTF8)
    if not _even_rows(content, len(columns)):
        problems = _row_problems(path.name, content, len(columns))
        if problems:
            return empty, problems
    frame = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_values=[], encoding="utf-8")
    return frame, []


def line_numbers(text: pd.DataFrame) -> np.ndarray:
    """The line on which each row begins, the header being line 1 (a quoted cell may span several lines)."""
    inside = np.zeros(len(text), dtype=np.int64)
    for column in text.columns:
        inside += text[column].str.count("\n").to_numpy(dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(inside)[:-1]]) if len(text) else inside
    return np.arange(len(text)) + 2 + before


def _encoding_problem(content: bytes, whole: bool) -> tuple[str, int | None] | None:
    if not content.strip():
        return "is empty; a table has at least its header line.", None
    if content.startswith(UTF16):
        return "is encoded as UTF-16; save it as UTF-8.", None
    if (at := content.find(b"\0")) >= 0:
        return "holds a NUL byte, which no text has; take it out or save the file anew.", content.count(
            b"\n", 0, at
        ) + 1
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=whole)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        return f"byte 0x{byte:02X} is not UTF-8 (perhaps Windows-1252); save the file as UTF-8.", line
    return None


def _header_problems(file: str, head: bytes, columns: list[str]) -> list[Problem]:
    line = codecs.decode(head, "utf-8-sig", "ignore").splitlines()[0]
    found = next(csv.reader([line]), [])
    if found == columns:
        return []
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs")):
        if delimiter in line and "," not in line:
            message = f"cells are separated by {name}; save the file with commas."
            return [Problem(file, 1, "", "", message)]
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


def _even_rows(content: bytes, width: int) -> bool:
    """Whether each record has this many cells, by the parity of the quotes before each comma and line end (RFC 4180)."""
    quotes = commas = 0
    for start in range(0, len(content), CHUNK):
        chunk = np.frombuffer(content, np.uint8, min(CHUNK, len(content) - start), start)
        inside = (np.cumsum(chunk == QUOTE, dtype=np.int32) + quotes) % 2 == 1
        outside_commas = np.cumsum((chunk == COMMA) & ~inside, dtype=np.int32) + commas
        at_ends = outside_commas[(chunk == NEWLINE) & ~inside]
        widths = np.diff(at_ends, prepend=0) if len(at_ends) else at_ends
        if (widths != width - 1).any():
            return False
        quotes = (quotes + int((chunk == QUOTE).sum())) % 2
        commas = int(outside_commas[-1]) - (int(at_ends[-1]) if len(at_ends) else 0)
    return quotes == 0 and (content.endswith(b"\n") or commas == width - 1)


def _row_problems(file: str, content: bytes, width: int) -> list[Problem]:
    problems = []
    rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    start, blank = 1, 0
    try:
        for row in rows:
            if not row:
                blank = blank or start
            else:
                if blank:
                    problems.append(Problem(file, blank, "", "", "the line is empty; take it out."))
                    blank = 0
                if len(row) != width:
                    problems.append(Problem(file, start, row[0][:60], "", _width_message(len(row), width)))
            start = rows.line_num + 1
    except csv.Error as error:
        hint = "a quotation mark is not closed, or stands inside a cell without being doubled"
        message = f"the row that begins here cannot be read: {hint}."
        if "field larger" in str(error):
            message = f"the row that begins here has a cell of more than {csv.field_size_limit():,} characters."
        problems.append(Problem(file, start, "", "", message))
    return problems


def _width_message(found: int, width: int) -> str:
    many = "more" if found > width else "fewer"
    mend = "put quotation marks around a cell that holds a comma" if found > width else "a comma or a cell is missing"
    return f"the row has {found} cells, {many} than the {width} columns; {mend}."
