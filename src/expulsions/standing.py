"""How one decision stands among others: larger, equal, smaller, and whether the ranges leave that in doubt."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from expulsions import schema
from expulsions.totals import ceilings, counted, last_days

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


def _none() -> Rows:
    return np.array([], dtype=np.intp)


@dataclass(frozen=True)
class Standing:
    """The rows of a group by their size against one decision; `unsure` when a range could change the order, `without`
    the rows that have no figure and might be larger."""

    larger: Rows = field(default_factory=_none)
    equal: Rows = field(default_factory=_none)
    smaller: Rows = field(default_factory=_none)
    unsure: bool = False
    without: Rows = field(default_factory=_none)

    @property
    def rank(self) -> int:
        return len(self.larger) + 1

    @property
    def rows(self) -> Rows:
        return np.concatenate([self.larger, self.equal, self.smaller])


class Claims:
    """The record as plain arrays, made once for many questions; a row is a number, a group a mask over the rows."""

    def __init__(self, events: pd.DataFrame) -> None:
        texts = ("id", "announced", "expelling", "expelled", "episode", "part_of", "responds_to")
        self.id, self.announced, self.expelling, self.expelled, self.episode, self.part_of, self.responds_to = (
            events[column].to_numpy(dtype=object) for column in texts
        )
        best = events["count"]
        self.best, self.low, self.high = (
            figure.to_numpy(dtype=float, na_value=np.nan)
            for figure in (best, events["count_low"].fillna(best), events["count_high"].fillna(best))
        )
        self.first = events["date"].to_numpy().astype("datetime64[D]")
        self.last = last_days(events).to_numpy().astype("datetime64[D]")
        self.exact_day = events["date_precision"].eq("day").to_numpy()
        self.year = events["date"].dt.year.to_numpy()
        self.people = events["measure"].isin(schema.counting_measures()).to_numpy()
        self.summed, self.ceiling = counted(events).to_numpy(), ceilings(events).to_numpy()
        self.has_size = self.summed & ~np.isnan(self.best)
        # A part of a ceiling on posts is in no other row's sum, so a claim of size has to reckon with it.
        self.compared = self.people & ~events["part_of"].isin(self.id[self.summed]).to_numpy()
        self.row_of = {id: row for row, id in enumerate(self.id)}
        self._answers: dict[str, list[int]] = {}
        for row, targets in enumerate(self.responds_to):
            for target in targets:
                self._answers.setdefault(target, []).append(row)
        # An answer to a part answers the whole.
        parts = [
            (self.part_of[part], self._answers.get(self.id[part], [])) for part in np.flatnonzero(self.part_of != "")
        ]
        for whole, answers in parts:
            self._answers[whole] = [*self._answers.get(whole, []), *answers]

    def rows(self, group: Mask) -> Rows:
        """The rows of a group in the order of time and of ids, so that the order of the frame never matters."""
        rows = np.flatnonzero(group)
        return rows[np.lexsort((self.id[rows].astype(str), self.first[rows]))]

    def standing(self, row: int, group: Mask) -> Standing:
        """How the decision of `row` stands among the others of the group, the largest first."""
        others = group & self.compared
        others[row] = False
        rows = np.flatnonzero(others)
        # The largest first, then in the order of time and of ids, so that the order of rows never matters.
        rows = rows[np.lexsort((self.id[rows].astype(str), self.first[rows], -np.nan_to_num(self.best[rows])))]
        best, low, high = self.best[rows], self.low[rows], self.high[rows]
        mine, my_low, my_high = self.best[row], self.low[row], self.high[row]
        larger, equal = best > mine, best == mine
        smaller = (best < mine) | (np.isnan(best) & (high < my_low))
        inexact = (low != high) | (my_low != my_high)
        doubt = (larger & (low <= my_high)) | (equal & inexact) | (smaller & (high >= my_low))
        without = ~(larger | equal | smaller)
        return Standing(rows[larger], rows[equal], rows[smaller], bool(doubt.any()), rows[without])

    def last_as_large_before(self, row: int, group: Mask) -> int | None:
        """The latest decision of the group that was surely announced before and is as large or larger."""
        before = np.flatnonzero(group & self.compared & (self.last < self.first[row]) & (self.best >= self.best[row]))
        if not before.size:
            return None
        return int(before[np.lexsort((self.id[before].astype(str), self.best[before], self.last[before]))[-1]])

    def oldest(self, group: Mask) -> int:
        """The first decision of the group, whatever its measure: there the record of the group begins."""
        return int(self.rows(group)[0])

    def answers_to(self, row: int) -> list[int]:
        """The decisions that answer this one, or a part of it, in the order of time."""
        rows = set(self._answers.get(self.id[row], [])) - {row}
        possible = (one for one in rows if self.last[one] >= self.first[row])
        return sorted(possible, key=lambda one: (self.first[one], self.id[one]))
