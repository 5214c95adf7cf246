"""Waves: many authorities against one side. The curated affairs, and what the dates alone show."""

import numpy as np
import pandas as pd

from expulsions.errors import UnknownValue
from expulsions.totals import FIGURES, counted, largest_first, spans, totals

AUTHORITIES, DAYS = 4, 14


def largest_waves(
    events: pd.DataFrame, episodes: pd.DataFrame, order: str = "people", top: int | None = 10
) -> pd.DataFrame:
    """The largest affairs, each side that was expelled in an affair by itself, so that answers do not swell it.

    `order` is "people" or "authorities"; `top` how many rows, None for all. Columns: episode, title, against (code of
    the side expelled), first, last (datetime64, the first and the last decision counted), authorities (Int64, how many
    different actors decided), then the figures of `summary`. Raises UnknownValue for another order.

    >>> from expulsions import data
    >>> waves = largest_waves(data.load_expulsions(), data.load_episodes(), top=1)
    >>> waves[["episode", "against"]]
                     episode against
    0  ukraine-invasion-2022     RUS
    """
    if order not in ("people", "authorities"):
        raise UnknownValue(f"order: {order!r} is not one of: 'people', 'authorities'.")
    by = {"episode": events["episode"], "against": events["expelled"]}
    waves = totals(events, by).query("episode != ''")
    waves = waves.merge(spans(events, by), how="inner", on=list(by), validate="one_to_one")
    waves = waves.merge(episodes[["episode", "title"]], how="left", on="episode", validate="many_to_one")
    waves["title"] = waves["title"].fillna("")
    waves = largest_first(waves, ["first", "episode", "against"])
    if order == "authorities":
        waves = waves.sort_values("authorities", ascending=False, kind="stable", ignore_index=True)
    waves = waves[["episode", "title", "against", "first", "last", "authorities", *FIGURES]]
    return waves if top is None else waves.head(top)


def wave_of(events: pd.DataFrame, authorities: int = AUTHORITIES, days: int = DAYS) -> pd.Series:
    """The number of the wave that each decision belongs to (Int64, from 1 in the order of time), missing for none.

    The rule looks at dates alone. A decision is part of a wave when some span of `days` days that holds it (from the
    first to the last of them no more than `days` apart) holds decisions of at least `authorities` different actors
    against the same side. Spans that share a decision are one wave. Only decisions that a headline sum counts and whose
    day is known are looked at.

    >>> frame = pd.DataFrame({
    ...     "date": pd.to_datetime(["2022-03-01", "2022-03-05", "2022-03-30"]), "date_precision": "day",
    ...     "expelling": ["BEL", "NLD", "IRL"], "expelled": "RUS", "measure": "expelled", "part_of": ""})
    >>> wave_of(frame, authorities=2, days=7).tolist()
    [1, 1, <NA>]
    """
    if authorities < 1 or days < 0:
        raise UnknownValue(f"wave_of: authorities must be 1 or more and days 0 or more, not {authorities} and {days}.")
    looked_at = (counted(events) & (events["date_precision"] == "day")).to_numpy()
    number = pd.Series(pd.NA, index=events.index, dtype="Int64")
    if not looked_at.any():
        return number
    dates = events["date"][looked_at]
    day = (dates - dates.min()).dt.days.to_numpy()
    side, actor = (pd.factorize(events[column], sort=True)[0][looked_at] for column in ("expelled", "expelling"))
    # One line of time for all sides, each in a stretch of its own, too far from the next for a span to reach across.
    stretch = day.max() + 2 * days + 2
    moment, times = pd.factorize(side * stretch + day, sort=True)
    opens, closes = _dense(times[moment], actor, authorities, days)
    if not len(opens):
        return number
    # The decisions of a span that ends on day t lie in [t - days, t]; spans end on the dense days.
    at = np.minimum(np.searchsorted(closes, times), len(opens) - 1)
    part = (closes[at] >= times) & (opens[at] <= times + days)
    earlier, later = times[part][:-1], times[part][1:]
    at = np.minimum(np.searchsorted(closes, later), len(opens) - 1)
    apart = (later > earlier + days) | (closes[at] < later) | (opens[at] > earlier + days)
    begins = np.concatenate([[True], apart])
    side_of_wave, first_day = np.divmod(times[part][begins], stretch)
    rank = np.argsort(np.lexsort((side_of_wave, first_day))) + 1
    wave = np.zeros(len(times), dtype="int64")
    wave[part] = rank[np.cumsum(begins) - 1]
    number[looked_at] = pd.Series(wave[moment], dtype="Int64").replace(0, pd.NA).array
    return number


def find_waves(events: pd.DataFrame, authorities: int = AUTHORITIES, days: int = DAYS) -> pd.DataFrame:
    """The waves that the dates alone show, in the order of time; the rule is that of `wave_of`.

    Columns: wave (Int64), against (code), first, last (datetime64), authorities (Int64), then the figures of `summary`.

    >>> from expulsions import data
    >>> waves = find_waves(data.load_expulsions().query("date >= '2018' and date < '2019'"))
    >>> waves["against"].tolist()
    ['RUS']
    """
    number = wave_of(events, authorities, days)
    by = {"wave": number}
    sides = events[["expelled"]].assign(wave=number).drop_duplicates("wave").rename(columns={"expelled": "against"})
    waves = totals(events, by).merge(spans(events, by), how="inner", on="wave", validate="one_to_one")
    waves = waves.merge(sides, how="inner", on="wave", validate="one_to_one")
    return waves[["wave", "against", "first", "last", "authorities", *FIGURES]]


def waves_and_episodes(events: pd.DataFrame, authorities: int = AUTHORITIES, days: int = DAYS) -> pd.DataFrame:
    """Found waves beside curated affairs: a row for each pair that shares a decision, and for each that has no partner.

    Columns: wave (Int64, missing for an affair that no wave shows), episode ("" for decisions of a wave that belong to
    no affair), against, in_both, only_in_wave, only_in_episode (Int64, decisions). Affairs with fewer than
    `authorities` actors against one side are left out, for the rule cannot find them.

    >>> from expulsions import data
    >>> pairs = waves_and_episodes(data.load_expulsions().query("date >= '2018' and date < '2019'"))
    >>> pairs["episode"].tolist()[0]
    'skripal-2018'
    """
    columns = ["wave", "episode", "expelled"]
    decisions = events[["episode", "expelled", "expelling"]].assign(
        wave=wave_of(events, authorities, days), size=counted(events)
    )
    each = decisions.groupby([*columns, "expelling"], dropna=False)["size"].sum().reset_index()
    each = each[each["size"] > 0]
    curated = each[each["episode"] != ""].groupby(["episode", "expelled"])
    size = curated.agg(authorities=("expelling", "nunique"), size=("size", "sum")).reset_index()
    pairs = each.groupby(columns, dropna=False)["size"].sum().rename("in_both").reset_index()
    pairs = pairs.merge(size, how="left", on=["episode", "expelled"], validate="many_to_one")
    found = pairs[pairs["wave"].notna()]
    of_wave = found.groupby("wave")["in_both"].sum()
    matched = pd.MultiIndex.from_frame(found[["episode", "expelled"]])
    missed = pairs[
        pairs["wave"].isna()
        & (pairs["authorities"] >= authorities)
        & ~pd.MultiIndex.from_frame(pairs[["episode", "expelled"]]).isin(matched)
    ]
    table = pd.concat([found, missed.assign(in_both=0)], ignore_index=True).rename(columns={"expelled": "against"})
    in_both = table["in_both"].astype("Int64")
    table["only_in_wave"] = table["wave"].map(of_wave).fillna(0).astype("Int64") - in_both
    table["only_in_episode"] = table["size"].fillna(0).astype("Int64") - in_both.where(table["episode"] != "", 0)
    table["in_both"] = in_both
    table = table.sort_values(["wave", "in_both", "episode"], ascending=[True, False, True], ignore_index=True)
    return table[["wave", "episode", "against", "in_both", "only_in_wave", "only_in_episode"]]


def _dense(time: np.ndarray, actor: np.ndarray, authorities: int, days: int) -> tuple[np.ndarray, np.ndarray]:
    """The days on which a span may end that holds enough actors, as sorted intervals: first days and last days.

    A decision of day t is inside the spans that end on t … t + days. Each actor's stretches of such days, joined where
    they overlap, are laid over one another; where enough lie on top of each other, the day is dense.
    """
    # One line of time for all actors, each in a stretch of its own, as for the sides.
    stretch = time.max() + days + 2
    line = np.unique(actor * stretch + time)
    apart = line[1:] > line[:-1] + days + 1
    starts = line[np.concatenate([[True], apart])] % stretch
    ends = line[np.concatenate([apart, [True]])] % stretch + days + 1
    at = np.concatenate([starts, ends])
    step = np.concatenate([np.ones(len(starts), int), -np.ones(len(ends), int)])
    moments, where = np.unique(at, return_inverse=True)
    deep = np.cumsum(np.bincount(where, weights=step)) >= authorities
    turns = np.diff(np.concatenate([[False], deep]).astype(int))
    return moments[turns == 1], moments[turns == -1] - 1
