"""Our sums beside what others counted: the same question asked of the record, the gap, and why it is there."""

import datetime
from collections.abc import Hashable
from typing import Any

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
    summed = counted(events)
    rows = events[summed].assign(last=last_days(events)[summed])
    answers = [_answer(rows, tally, actors) for tally in tallies.to_dict("records")]
    ours = pd.DataFrame(answers, columns=["ours", "ours_low", "ours_high"], index=tallies.index, dtype="Int64")
    table = tallies.rename(columns={"figure": "theirs", "remark": "why"}).join(ours)
    table["gap_percent"] = _gap_percent(table["ours"], table["theirs"])
    near = table["gap_percent"].abs() <= TOLERANCE
    inside = (table["ours_low"] <= table["theirs"]) & (table["theirs"] <= table["ours_high"])
    enough = table["at_least"] & (table["ours"] >= table["theirs"])
    table["agrees"] = (near.fillna(False) | inside.fillna(False) | enough.fillna(False)).astype(bool)
    return table[COLUMNS]


def _answer(rows: pd.DataFrame, tally: dict[Hashable, Any], actors: pd.DataFrame | None) -> list[Any]:
    chosen = rows[_asked_for(rows, tally, actors)]
    if tally["unit"] != "people":
        number = chosen["expelling"].nunique() if tally["unit"] == "authorities" else len(chosen)
        return [number] * 3
    known = chosen[chosen["count"].notna()]
    if known.empty and not chosen.empty:
        return [pd.NA] * 3
    ends = [known["count"], *(known[end].fillna(known["count"]) for end in ("count_low", "count_high"))]
    return [end.sum() for end in ends]


def _asked_for(rows: pd.DataFrame, tally: dict[Hashable, Any], actors: pd.DataFrame | None) -> pd.Series:
    asked = rows["last"] <= _day(tally["as_of"], last=True)
    if tally["from"]:
        asked &= rows["date"] >= _day(tally["from"], last=False)
    if tally["episode"]:
        asked &= rows["episode"] == tally["episode"]
    for side in ("expelling", "expelled"):
        if tally[side]:
            asked &= _is_any_of(rows, side, tally[side], actors)
    if tally["grounds"]:
        named = set(tally["grounds"])
        asked &= rows["grounds"].map(lambda grounds: not named.isdisjoint(grounds)).astype(bool)
    return asked


def _is_any_of(rows: pd.DataFrame, side: str, who: tuple[str, ...], actors: pd.DataFrame | None) -> pd.Series:
    chosen = rows[side].isin([one for one in who if one not in GROUPS])
    for group in (one for one in who if one in GROUPS):
        chosen |= is_member(rows[side], group, rows["date"], actors)
    return chosen


def _day(edtf: str, last: bool) -> pd.Timestamp:
    ends: tuple[datetime.date, datetime.date] = schema.edtf_interval(edtf)
    return pd.Timestamp(ends[last])


def _gap_percent(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    gap = (ours - theirs).astype("Float64") / theirs.where(theirs != 0).astype("Float64") * 100
    return gap.mask((theirs == 0) & (ours == 0), 0.0).round(1)
