"""A CSV file as rows of bytes, so that one row can change and every other stays as it was, byte for byte."""

import csv
import io
from collections.abc import Callable, Sequence

from expulsions.files.cells import csv_line

Key = tuple[object, ...]


def split_rows(content: bytes) -> list[bytes]:
    r"""The rows with their line ends, the header first; a quoted cell may span lines.

    >>> split_rows(b'a,b\n1,"x\ny"\n')
    [b'a,b\n', b'1,"x\ny"\n']
    """
    rows: list[bytes] = []
    begun = b""
    for line in content.splitlines(keepends=True) if b"\r" not in content else _lines(content):
        begun += line
        if begun.count(b'"') % 2 == 0:
            rows.append(begun)
            begun = b""
    return [*rows, begun] if begun else rows


def _lines(content: bytes) -> list[bytes]:
    """Lines that end in LF; a lone CR ends none."""
    return [line + b"\n" for line in content.split(b"\n")[:-1]] + [tail for tail in content.split(b"\n")[-1:] if tail]


def cells_of(row: bytes) -> list[str]:
    r"""The cells of a row.

    >>> cells_of(b'1,"x, y"\n')
    ['1', 'x, y']
    """
    return next(csv.reader(io.StringIO(row.decode("utf-8-sig"), newline="")), [])


def row_of(cells: Sequence[str], like: bytes = b"\n") -> bytes:
    r"""Cells as a row, with the line end of the row that it stands beside.

    >>> row_of(["1", "x, y"])
    b'1,"x, y"\n'
    """
    return csv_line(cells, "\r\n" if like.endswith(b"\r\n") else "\n").encode()


def with_row(content: bytes, cells: Sequence[str], key: Callable[[list[str]], Key]) -> bytes:
    """The file with one row more, after the last row whose key is not greater than its own, else after the header."""
    rows = split_rows(content)
    new = key(list(cells))
    at = next((at for at in range(len(rows) - 1, 0, -1) if key(cells_of(rows[at])) <= new), 0)
    if not rows[at].endswith(b"\n"):
        rows[at] += b"\n"
    return b"".join([*rows[: at + 1], row_of(cells, rows[at]), *rows[at + 1 :]])


def with_cells(content: bytes, at: int, cells: Sequence[str]) -> bytes:
    """The file with other cells in the row at this place, the header being 0."""
    rows = split_rows(content)
    new = row_of(cells, rows[at])
    rows[at] = new if rows[at].endswith(b"\n") else new.rstrip(b"\r\n")
    return b"".join(rows)
