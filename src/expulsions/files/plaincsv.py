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
        line += int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == NEWLINE))
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


class Quotes:
    """Whether each quote opens or closes a whole cell, or is one of two inside it (RFC 4180), as pieces come.

    >>> [Quotes().look_at(cells) for cells in (b'a,"b, c",d', b'a,b "c" d')]
    [True, False]
    """

    def __init__(self) -> None:
        self.paired, self._seen = True, 0
        self._before = b"\n"

    def look_at(self, chunk: bytes) -> bool:
        """Whether all is well so far; the last byte waits, for what a quote means depends on the byte behind it."""
        if chunk and self.paired:
            cells = np.frombuffer(self._before + chunk, np.uint8)
            quotes = np.flatnonzero(cells[1:-1] == QUOTE) + 1
            opening, closing = quotes[self._seen % 2 :: 2], quotes[1 - self._seen % 2 :: 2]
            self.paired = bool(_OPENS[cells[opening - 1]].all() and _CLOSES[cells[closing + 1]].all())
            self._seen += len(quotes)
            self._before = (self._before + chunk[-2:])[-2:]
        return self.paired

    def seen(self) -> int:
        """How many quotes there were."""
        return self._seen + self._before[1:].count(b'"')

    def are_paired(self) -> bool:
        """Whether all was well, now that the file ends."""
        return self.look_at(b"\n") and self._seen % 2 == 0


class _Rows:
    """Rows counted as the pieces of a file come; `plain` turns False with the first doubt and stays so."""

    def __init__(self, width: int) -> None:
        self.width, self.plain, self._quotes = width, True, Quotes()
        self._cells, self._last = 0, NEWLINE

    def look_at(self, chunk: bytes) -> None:
        if not self.plain:
            return
        cells = np.frombuffer(chunk, np.uint8)
        quotes, before = np.flatnonzero(cells == QUOTE), self._quotes.seen()
        ends = np.flatnonzero((cells == COMMA) | (cells == NEWLINE))
        ends = ends[(np.searchsorted(quotes, ends) + before) % 2 == 0]
        lines = np.flatnonzero(cells[ends] == NEWLINE)
        widths = np.diff(lines, prepend=-1 - self._cells)
        self._cells = len(ends) - 1 - int(lines[-1]) if len(lines) else self._cells + len(ends)
        self._last = chunk[-1]
        after_returns = np.append(cells, np.uint8(NEWLINE))[np.flatnonzero(cells == RETURN) + 1]
        plain = (widths == self.width).all() and (after_returns == NEWLINE).all()
        self.plain = bool(plain) and self._quotes.look_at(chunk)

    def are_plain(self) -> bool:
        ended = self._last == NEWLINE or self._cells + 1 == self.width
        return self.plain and ended and self._quotes.are_paired()


_OPENS = np.isin(np.arange(256), (COMMA, QUOTE, NEWLINE))
_CLOSES = np.isin(np.arange(256), (COMMA, QUOTE, NEWLINE, RETURN))
