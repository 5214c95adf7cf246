"""Frames in, small answer tables out: how many, by year, by actor, by affair, by ground, and how well witnessed.

Every table has the figures that `totals.totals` describes; decisions that are `part_of` another never count twice.
"""

from collections.abc import Iterable

import pandas as pd

from expulsions.errors import UnknownValue, did_you_mean
from expulsions.totals import FIGURES, counted, largest_first, spans, totals

SIDES = ("expelling", "expelled")
PERIODS = ("year", "decade")


def summary(events: pd.DataFrame) -> pd.DataFrame:
    """The whole frame in one row of figures.

    Columns (all `Int64`): decisions, people, people_low, people_high, without_count, ceilings.

    >>> from expulsions import data
    >>> summary(data.load_expulsions().query("id == '2022-03-29-bel-rus'"))
       decisions  people  people_low  people_high  without_count  ceilings
    0          1      21          21           21              0         0
    """
    everything = pd.Series(0, index=events.index)
    whole = totals(events, {"all": everything})[FIGURES]
    if whole.empty:
        return pd.DataFrame({name: pd.array([0], dtype="Int64") for name in FIGURES})
    return whole


def by_year(events: pd.DataFrame) -> pd.DataFrame:
    """A row for each year from the first to the last in the frame; a year without a decision has zeros.

    Columns: year (Int64), then the figures of `summary`. A decision belongs to the year in which it was announced.

    >>> from expulsions import data
    >>> irish = data.load_expulsions().query("expelling == 'IRL' and date < '2012'")
    >>> by_year(irish)["year"].tolist()[:3]
    [1983, 1984, 1985]
    """
    return _each_period(totals(events, {"year": _period(events, "year")}), "year", 1)


def by_decade(events: pd.DataFrame) -> pd.DataFrame:
    """A row for each decade from the first to the last in the frame; 1980 is the decade of 1980 to 1989.

    Columns: decade (Int64), then the figures of `summary`.

    >>> from expulsions import data
    >>> by_decade(data.load_expulsions())["decade"].tolist()[:3]
    [1940, 1950, 1960]
    """
    return _each_period(totals(events, {"decade": _period(events, "decade")}), "decade", 10)


def by_actor(events: pd.DataFrame, side: str = "expelling", each: str | None = None) -> pd.DataFrame:
    """A row for each actor on one side, the most people first.

    `side` is "expelling" or "expelled"; `each` "year" or "decade" makes a row for each actor in each of them, in the
    order of time. Columns: year or decade (where asked for), actor (code), then the figures of `summary`.
    Raises UnknownValue for another side or period.

    >>> from expulsions import data
    >>> day = data.load_expulsions().query("announced == '2022-03-29' and expelled == 'RUS'")
    >>> by_actor(day)[["actor", "people"]].head(2)
      actor  people
    0   BEL      21
    1   NLD      17
    """
    _one_of(side, SIDES, "side")
    return _ranked(events, {"actor": events[side]}, each)


def by_pair(events: pd.DataFrame, each: str | None = None) -> pd.DataFrame:
    """A row for each pair of who expelled whom, the most people first; `each` as in `by_actor`.

    Columns: expelling, expelled (codes), then the figures of `summary`.

    >>> from expulsions import data
    >>> by_pair(data.load_expulsions().query("id == '2022-03-29-irl-rus'"))[["expelled", "people"]]
      expelled  people
    0      RUS       4
    """
    return _ranked(events, {side: events[side] for side in SIDES}, each)


def by_grounds(events: pd.DataFrame, each: str | None = None) -> pd.DataFrame:
    """A row for each main ground, the most people first; `each` as in `by_actor`.

    A decision counts once, under the first of its grounds. Columns: grounds (str), then the figures of `summary`.

    >>> from expulsions import data
    >>> by_grounds(data.load_expulsions().query("id == '2022-03-29-bel-rus'"))["grounds"].tolist()
    ['espionage']
    """
    codes, lists = pd.factorize(events["grounds"])
    main = pd.Series([grounds[0] if grounds else "not_stated" for grounds in lists], dtype="str")
    return _ranked(events, {"grounds": main.take(codes).set_axis(events.index)}, each)


def by_episode(events: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """A row for each affair, in the order of its first decision; decisions that belong to none are left out.

    Columns: episode, title, first, last (datetime64, the first and the last decision counted), authorities (Int64, how
    many different actors decided), then the figures of `summary`.

    >>> from expulsions import data
    >>> syria = data.load_expulsions().query("episode == 'syria-houla-2012'")
    >>> by_episode(syria, data.load_episodes())["episode"].tolist()
    ['syria-houla-2012']
    """
    by = {"episode": events["episode"]}
    table = totals(events, by).query("episode != ''")
    table = table.merge(episodes[["episode", "title"]], how="left", on="episode", validate="many_to_one")
    table = table.merge(spans(events, by), how="left", on="episode", validate="one_to_one")
    table["title"] = table["title"].fillna("")
    table["authorities"] = table["authorities"].fillna(0)
    columns = ["episode", "title", "first", "last", "authorities", *FIGURES]
    return table.sort_values(["first", "episode"], ignore_index=True)[columns]


def cumulative(events: pd.DataFrame) -> pd.DataFrame:
    """How a wave grew: a row for each day with a decision, and the sums up to that day.

    Columns: date (datetime64); new_decisions, new_people of that day; authorities, how many different actors had
    decided by then; without_day, how many of the decisions so far are known by month or year only and stand on its
    first day; then the figures of `summary` up to that day. All figures are `Int64`.

    >>> from expulsions import data
    >>> week = data.load_expulsions().query("announced in ['2022-03-23', '2022-03-29'] and expelling in ['POL', 'BEL']")
    >>> cumulative(week)[["new_people", "people"]]
       new_people  people
    0          45      45
    1          21      66
    """
    days = totals(events, {"date": events["date"]})
    dates = events["date"].where(counted(events))
    newcomers = dates.groupby(events["expelling"]).min().value_counts()
    vague = dates[events["date_precision"] != "day"].value_counts()
    sums = days[FIGURES].fillna(0).cumsum().astype("Int64")
    known = (days["decisions"] - days["without_count"]).cumsum() > 0
    people = FIGURES[1:4]
    sums[people] = sums[people].where(known | (sums["decisions"] == 0))
    return pd.concat(
        [
            days["date"],
            days["decisions"].rename("new_decisions"),
            days["people"].rename("new_people"),
            _so_far(days["date"], newcomers).rename("authorities"),
            _so_far(days["date"], vague).rename("without_day"),
            sums,
        ],
        axis="columns",
    )


def coverage(events: pd.DataFrame) -> pd.DataFrame:
    """How well the record is witnessed, a row for each decade that has a decision; every decision is looked at.

    Needs the column `independent_sources`, which `data.load()` adds. Columns: decade, decisions (Int64); two_witnesses
    (Int64, how many have two or more independent witnesses), share_two_witnesses (Float64, 0 to 1); without_figure
    (Int64), share_without_figure (Float64). Raises UnknownValue where the column is missing.

    >>> frame = pd.DataFrame({"date": pd.to_datetime(["1983-04-05", "1986-01-01"]),
    ...                       "count": pd.array([47, None], "Int64"), "independent_sources": pd.array([3, 1], "Int64")})
    >>> coverage(frame)[["decade", "share_two_witnesses", "share_without_figure"]]
       decade  share_two_witnesses  share_without_figure
    0    1980                  0.5                   0.5
    """
    if "independent_sources" not in events:
        raise UnknownValue("coverage: the frame has no column 'independent_sources'; take `load().expulsions`.")
    parts = pd.DataFrame(
        {
            "decade": _period(events, "decade"),
            "decisions": 1,
            "two_witnesses": (events["independent_sources"] >= 2).fillna(False).astype("int64"),
            "without_figure": events["count"].isna().astype("int64"),
        }
    )
    table = parts.groupby("decade").sum().reset_index().astype("Int64")
    for share in ("two_witnesses", "without_figure"):
        table[f"share_{share}"] = (table[share] / table["decisions"]).astype("Float64")
    columns = ["two_witnesses", "share_two_witnesses", "without_figure", "share_without_figure"]
    return table[["decade", "decisions", *columns]]


def _ranked(events: pd.DataFrame, by: dict[str, pd.Series], each: str | None) -> pd.DataFrame:
    if each is None:
        return largest_first(totals(events, by), list(by))
    _one_of(each, PERIODS, "each")
    table = totals(events, {each: _period(events, each), **by})
    return largest_first(table, list(by)).sort_values(each, kind="stable", ignore_index=True)


def _period(events: pd.DataFrame, period: str) -> pd.Series:
    year: pd.Series = events["date"].dt.year.astype("Int64")
    return year if period == "year" else year // 10 * 10


def _each_period(table: pd.DataFrame, period: str, step: int) -> pd.DataFrame:
    if table.empty:
        return table
    every = pd.RangeIndex(int(table[period].min()), int(table[period].max()) + 1, step, name=period)
    gaps = every[~every.isin(table[period])]
    empty = pd.DataFrame({period: gaps, **dict.fromkeys(FIGURES, 0)}).astype("Int64")
    return pd.concat([table, empty]).sort_values(period, ignore_index=True)


def _so_far(days: pd.Series, counts: pd.Series) -> pd.Series:
    return days.map(counts).fillna(0).astype("Int64").cumsum()


def _one_of(value: str, allowed: Iterable[str], argument: str) -> None:
    if value not in allowed:
        listed = ", ".join(repr(one) for one in allowed)
        raise UnknownValue(f"{argument}: {value!r} is not one of: {listed}.{did_you_mean(value, allowed)}")
