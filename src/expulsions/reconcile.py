"""Our sums beside what others counted: the same question asked of the record, the gap, and why it is there."""

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import pandas as pd

from expulsions import schema
from expulsions.actors import GROUPS, is_member
from expulsions.totals import counted, last_days

# By how many per cent two sums of the same thing may differ without a reason being given.
TOLERANCE = 5
COLUMNS = [
    "id",
    "publisher",
    "as_of",
    "unit",
    "ours",
    "ours_low",
    "ours_high",
    "theirs",
    "at_least",
    "gap_percent",
    "agrees",
    "why",
    "url",
]


def reconcile(events: pd.DataFrame, tallies: pd.DataFrame, actors: pd.DataFrame | None = None) -> pd.DataFrame:
    """What the record says to each tally's question, one row per tally, in their order.

    `events`, `tallies` and `actors` are frames as `load_expulsions`, `load_tallies` and `load_actors` give them;
    `actors` say who was a member of a group on the day, without it the shipped ones do.

    A sum counts the decisions whose figure counts people who had to leave and that are not part of another, announced
    from `from` to `as_of`, both included; a decision known only by its month or year is in when the whole of it is.

    Columns: id, publisher, as_of, unit; ours with ours_low and ours_high (Int64; missing where no decision has a
    figure), theirs (Int64), at_least (boolean); gap_percent (Float64: ours above theirs, in per cent of theirs; missing
    where theirs is 0 and ours is not); agrees (bool: within 5 %, or theirs lies in our range, or ours is no less where
    they say "at least"); why (the tally's remark); url.

    >>> from expulsions import data
    >>> table = reconcile(data.load_expulsions(), data.load_tallies())
    >>> table[["agrees", "why"]].query("not agrees and why == ''").empty
    True
    """
    rows = _Summed(events, actors)
    answers = [_answer(rows, tally) for tally in tallies.to_dict("records")]
    ours = pd.DataFrame(answers, columns=["ours", "ours_low", "ours_high"], index=tallies.index, dtype="Int64")
    table = tallies.rename(columns={"figure": "theirs", "remark": "why"}).join(ours)
    table["gap_percent"] = _gap_percent(table["ours"], table["theirs"])
    near = table["gap_percent"].abs() <= TOLERANCE
    inside = (table["ours_low"] <= table["theirs"]) & (table["theirs"] <= table["ours_high"])
    enough = table["at_least"] & (table["ours"] >= table["theirs"])
    table["agrees"] = (near.fillna(False) | inside.fillna(False) | enough.fillna(False)).astype(bool)
    return table[COLUMNS]


class _Summed:
    """The decisions that a sum counts, as arrays, made once for many tallies."""

    def __init__(self, events: pd.DataFrame, actors: pd.DataFrame | None) -> None:
        summed = counted(events)
        self.rows = rows = events[summed]
        self.actors = actors
        self.first, self.last = rows["date"].to_numpy(), last_days(events)[summed].to_numpy()
        self.coded: dict[str, tuple[np.ndarray, list[Any]]] = {}
        for column in ("expelling", "expelled", "episode", "grounds"):
            codes, values = pd.factorize(rows[column])
            self.coded[column] = codes, list(values.tolist())
        self.members: dict[tuple[str, str], np.ndarray] = {}
        best = rows["count"]
        self.figures = [
            end.to_numpy(dtype=float, na_value=np.nan)
            for end in (best, *(rows[end].fillna(best) for end in ("count_low", "count_high")))
        ]

    def where(self, column: str, fits: Callable[[Any], bool]) -> np.ndarray:
        """The rows whose value fits; each distinct value is asked once."""
        codes, values = self.coded[column]
        found: np.ndarray = np.array([fits(value) for value in values], dtype=bool)[codes]
        return found

    def is_any_of(self, side: str, who: tuple[str, ...]) -> np.ndarray:
        """The rows on whose side one of these codes or groups stands."""
        chosen = self.where(side, lambda code: code in who)
        for group in (one for one in who if one in GROUPS):
            if (side, group) not in self.members:
                member = is_member(self.rows[side], group, self.rows["date"], self.actors)
                self.members[side, group] = member.to_numpy(dtype=bool)
            chosen |= self.members[side, group]
        return chosen


def _answer(rows: _Summed, tally: dict[Hashable, Any]) -> list[Any]:
    chosen = _asked_for(rows, tally)
    if tally["unit"] != "people":
        codes = rows.coded["expelling"][0][chosen]
        number = len(np.unique(codes)) if tally["unit"] == "authorities" else int(chosen.sum())
        return [number] * 3
    known = chosen & ~np.isnan(rows.figures[0])
    if chosen.any() and not known.any():
        return [pd.NA] * 3
    return [int(end[known].sum()) for end in rows.figures]


def _asked_for(rows: _Summed, tally: dict[Hashable, Any]) -> np.ndarray:
    asked: np.ndarray = rows.last <= _day(tally["as_of"], last=True)
    if tally["from"]:
        asked &= rows.first >= _day(tally["from"], last=False)
    if tally["episode"]:
        asked &= rows.where("episode", lambda episode: episode == tally["episode"])
    for side in ("expelling", "expelled"):
        if tally[side]:
            asked &= rows.is_any_of(side, tally[side])
    if tally["grounds"]:
        named = set(tally["grounds"])
        asked &= rows.where("grounds", lambda grounds: not named.isdisjoint(grounds))
    return asked


def _day(edtf: str, last: bool) -> np.datetime64:
    return np.datetime64(schema.edtf_interval(edtf)[last])


def _gap_percent(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    gap = (ours - theirs).astype("Float64") / theirs.where(theirs != 0).astype("Float64") * 100
    return gap.mask((theirs == 0) & (ours == 0), 0.0).round(1)
