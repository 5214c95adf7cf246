"""Whether the bytes of a CSV file are plain: UTF-8, quotes in pairs, as many cells in each row as there are columns.

Files are looked through in pieces, so that one of any size needs little memory.
"""

import codecs
from typing import BinaryIO

import numpy as np

CHUNK = 1 << 22
COMMA, QUOTE, NEWLINE, RETURN = 0x2C, 0x22, 0x0A, 0x0D
Fault = tuple[str, int | None]


def look_through(file: BinaryIO, width: int) -> tuple[Fault | None, bool]:
    """What makes the rest of the file no text (message, line), and whether it is a plain table of so many columns.

    >>> import io
    >>> look_through(io.BytesIO(b"a,b\\n1,2\\n"), 2), look_through(io.BytesIO(b"a,b\\n1\\n"), 2)
    ((None, True), (None, False))
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    rows, line = _Rows(width), 1
    while chunk := file.read(CHUNK):
        if len(chunk) == CHUNK and b"\n" not in chunk:
            return (f"a line has more than {CHUNK:,} bytes; a row has far fewer.", line), False
        if fault := not_text(chunk, line, decoder):
            return fault, False
        rows.look_at(chunk)
        line += chunk.count(b"\n")
    return not_text(b"", line, decoder, last=True), rows.are_plain()


def not_text(
    chunk: bytes, line: int, decoder: codecs.IncrementalDecoder | None = None, last: bool = False
) -> Fault | None:
    """What makes a piece of a file, which begins on this line, no UTF-8 text."""
    if (at := chunk.find(b"\0")) >= 0:
        message = "holds a NUL byte, which no text has; take it out or save the file anew."
        return message, line + chunk.count(b"\n", 0, at)
    try:
        (decoder or codecs.getincrementaldecoder("utf-8")()).decode(chunk, final=last)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        message = f"byte 0x{byte:02X} is not UTF-8 (perhaps Windows-1252); save the file as UTF-8."
        return message, line + error.object.count(b"\n", 0, error.start)
    return None


def quotes_are_paired(content: bytes) -> bool:
    """Whether each quote opens or closes a whole cell, or is one of two inside it (RFC 4180).

    >>> quotes_are_paired(b'a,"b, c",d'), quotes_are_paired(b'a,b "c" d'), quotes_are_paired(b'"a')
    (True, False, False)
    """
    rows = _Rows(0)
    for start in range(0, len(content), CHUNK):
        rows.pair_quotes(np.frombuffer(content, np.uint8, min(CHUNK, len(content) - start), start))
        if not rows.plain:
            return False
    return rows.are_plain()


class _Rows:
    """Rows counted as the pieces of a file come; `plain` turns False with the first doubt and stays so."""

    def __init__(self, width: int) -> None:
        self.width, self.plain = width, True
        self._quotes = self._cells = 0
        self._before = np.full(1, NEWLINE, np.uint8)

    def look_at(self, chunk: bytes) -> None:
        if not self.plain:
            return
        cells = np.frombuffer(chunk, np.uint8)
        quotes, inside = np.flatnonzero(cells == QUOTE), self._quotes_so_far(cells)
        ends = np.flatnonzero((cells == COMMA) | (cells == NEWLINE))
        ends = ends[(np.searchsorted(quotes, ends) + inside) % 2 == 0]
        lines = np.flatnonzero(cells[ends] == NEWLINE)
        widths = np.diff(lines, prepend=-1 - self._cells)
        self._cells = len(ends) - 1 - int(lines[-1]) if len(lines) else self._cells + len(ends)
        self.plain = bool((widths == self.width).all())
        self.pair_quotes(cells)
        returns = np.flatnonzero(cells == RETURN)
        if len(returns):
            after = np.append(cells, np.uint8(NEWLINE))[returns + 1]
            self.plain &= bool((after == NEWLINE).all())

    def pair_quotes(self, cells: np.ndarray) -> None:
        # The last byte waits for the next piece, for what a quote means depends on the byte behind it.
        seen = np.concatenate([self._before, cells])
        quotes = np.flatnonzero(seen[1:-1] == QUOTE) + 1
        opening, closing = quotes[self._quotes % 2 :: 2], quotes[1 - self._quotes % 2 :: 2]
        self.plain &= bool(_OUTSIDE[seen[opening - 1]].all() and (_OUTSIDE | _RETURN)[seen[closing + 1]].all())
        self._quotes += len(quotes)
        self._before = seen[-2:]

    def are_plain(self) -> bool:
        ended = self._before[-1] == NEWLINE
        self.pair_quotes(np.full(1, NEWLINE, np.uint8))
        return self.plain and self._quotes % 2 == 0 and bool(ended or self.width in (0, self._cells + 1))

    def _quotes_so_far(self, cells: np.ndarray) -> int:
        return self._quotes + int(self._before[-1] == QUOTE and len(self._before) > 1)


_OUTSIDE = np.isin(np.arange(256), (COMMA, QUOTE, NEWLINE))
_RETURN = np.arange(256) == RETURN
