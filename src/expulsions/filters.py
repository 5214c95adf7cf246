"""Which decisions a question is about. Filters read as a sentence and can be chained.

`against(between(events, "2022", "2022"), "RUS")` are the decisions of 2022 against Russia.
"""

import datetime

import pandas as pd

from expulsions import actors, schema
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.totals import last_days

Day = str | datetime.date


def between(events: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """The decisions announced from `start` to `end`, both included.

    A day may be written "2022-03-29" or given as a date; "2022-03" and "2022" mean the whole month or year. A decision
    known only by its month or year is in when the whole of it is. Raises UnknownValue where a day cannot be read or
    the end is before the start.

    >>> from expulsions import data
    >>> sorted(between(data.load_expulsions(), "2022-03-29", "2022-03-29").query("expelled == 'RUS'")["expelling"])[:2]
    ['BEL', 'CZE']
    """
    first, last = _interval("start", start)[0], _interval("end", end)[1]
    if last < first:
        raise UnknownValue(f"between: the end {end} is before the start {start}.")
    inside = (events["date"] >= pd.Timestamp(first)) & (last_days(events) <= pd.Timestamp(last))
    return events[inside].reset_index(drop=True)


def by(events: pd.DataFrame, *who: str) -> pd.DataFrame:
    """The decisions taken by any of these.

    `who` are codes or names of actors, or "EU members", "NATO members": those who were members on the day of the
    decision (its first day, where only month or year are known). Raises UnknownValue for a name that is no actor's.

    >>> from expulsions import data
    >>> by(data.load_expulsions(), "Belgium")["expelling"].unique().tolist()
    ['BEL']
    """
    return events[_is_any_of(events, "expelling", who)].reset_index(drop=True)


def against(events: pd.DataFrame, *who: str) -> pd.DataFrame:
    """The decisions against the people of any of these; `who` as in `by`.

    >>> from expulsions import data
    >>> against(data.load_expulsions(), "RUS", "SUN")["expelled"].unique().tolist()
    ['SUN', 'RUS']
    """
    return events[_is_any_of(events, "expelled", who)].reset_index(drop=True)


def within(events: pd.DataFrame, *episodes: str) -> pd.DataFrame:
    """The decisions that belong to any of these affairs (slugs of episodes.csv).

    Raises UnknownValue for an affair to which no decision of the frame belongs: filter by affair first, then by actor.

    >>> from expulsions import data
    >>> within(data.load_expulsions(), "skripal-2018")["episode"].unique().tolist()
    ['skripal-2018']
    """
    for episode in episodes:
        if episode == "" or not (events["episode"] == episode).any():
            known = [name for name in events["episode"].unique() if name]
            raise UnknownValue(
                f"within: no decision of the frame belongs to {episode!r}.{did_you_mean(episode, known)}"
            )
    return events[events["episode"].isin(episodes)].reset_index(drop=True)


def _is_any_of(events: pd.DataFrame, side: str, who: tuple[str, ...]) -> pd.Series:
    chosen = pd.Series(False, index=events.index)
    for one in who:
        if one in actors.GROUPS:
            chosen |= actors.is_member(events[side], one, events["date"])
        else:
            chosen |= events[side] == actors.find(one)
    return chosen


def _interval(argument: str, day: Day) -> tuple[datetime.date, datetime.date]:
    text = day if isinstance(day, str) else day.isoformat()[:10]
    try:
        return schema.edtf_interval(text)
    except ValueError as error:
        raise UnknownValue(f"{argument}: {error}") from None
