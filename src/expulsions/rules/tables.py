"""The tables of a folder together, as the rules across them see them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from expulsions import schema
from expulsions.errors import Problem


@dataclass(frozen=True)
class Tables:
    """Typed frames by name, the text they were read from, and the line on which each row stands."""

    frames: dict[str, pd.DataFrame]
    texts: dict[str, pd.DataFrame]
    lines: dict[str, np.ndarray]

    def problem(self, table: str, row: int | np.integer, column: str, message: str) -> Problem:
        """A problem of one row, by its position."""
        return Problem(
            f"{table}.csv", int(self.lines[table][row]), self.texts[table].iat[int(row), 0][:60], column, message
        )

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    @cached_property
    def intervals(self) -> tuple[np.ndarray, np.ndarray]:
        """The first and the last day of each decision's `announced` (datetime64), by row."""
        codes, texts = pd.factorize(self["expulsions"]["announced"])
        ends = np.array([schema.edtf_interval(text) for text in texts], dtype="datetime64[D]").reshape(-1, 2)
        return ends[codes, 0], ends[codes, 1]

    @cached_property
    def reported(self) -> dict[str, set[int]]:
        """The figures that citations give, by decision."""
        citations = self["citations"].dropna(subset="count_reported")
        given: dict[str, set[int]] = {}
        for id_, figure in zip(citations["expulsion"].tolist(), citations["count_reported"].tolist(), strict=True):
            given.setdefault(id_, set()).add(figure)
        return given
