"""How a sum is made: which rows it counts, which it leaves out, and what stands beside it. Every summary uses this."""

from collections.abc import Mapping

import pandas as pd

from expulsions import schema

CEILING = "post_cap"
FIGURES = ["decisions", "people", "people_low", "people_high", "without_count", "ceilings"]


def counted(events: pd.DataFrame) -> pd.Series:
    """Which decisions a headline sum counts (boolean, one per row): their figure counts people who had to leave, and
    these people are not already inside another row's figure (`part_of`).

    >>> frame = pd.DataFrame({"measure": ["expelled", "post_cap", "expelled"], "part_of": ["", "", "a-row"]})
    >>> counted(frame).tolist()
    [True, False, False]
    """
    return events["measure"].isin(schema.counting_measures()) & (events["part_of"] == "")


def ceilings(events: pd.DataFrame) -> pd.Series:
    """Which decisions set a ceiling on posts (boolean, one per row): it stands beside every sum, never inside."""
    return (events["measure"] == CEILING) & (events["part_of"] == "")


def totals(events: pd.DataFrame, by: Mapping[str, pd.Series]) -> pd.DataFrame:
    """One row for each group that has a decision to count or a ceiling, sorted by the columns of `by`.

    `by` names the columns and gives each row's value. The figures (all `Int64`) are `decisions` whose people had to
    leave; their `people` with `people_low` and `people_high`; `without_count`, how many decisions have no figure, so
    that the sums skip them; `ceilings`, the posts under ceilings. A missing count is not zero: where no decision of a
    group has a figure, its people are missing; where there is no decision, they are 0.

    >>> frame = pd.DataFrame({
    ...     "measure": ["expelled", "expelled", "post_cap"], "part_of": "",
    ...     "count": pd.array([4, None, 170], "Int64"), "count_low": pd.array([3, None, 170], "Int64"),
    ...     "count_high": pd.array([4, None, 170], "Int64")})
    >>> totals(frame, {"year": pd.Series([1989, 1989, 1989])})
       year  decisions  people  people_low  people_high  without_count  ceilings
    0  1989          2       4           3            4              1       170
    """
    decision, ceiling = counted(events), ceilings(events)
    best = events["count"]
    known = decision & best.notna()
    parts = pd.DataFrame(
        {
            "decisions": decision,
            "people": best.where(known, 0),
            "people_low": events["count_low"].fillna(best).where(known, 0),
            "people_high": events["count_high"].fillna(best).where(known, 0),
            "without_count": decision & ~known,
            "ceilings": best.where(ceiling, 0).fillna(0),
            "unknown_ceilings": ceiling & best.isna(),
            "shown": decision | ceiling,
        }
    ).astype("int64")
    # Groups without a row to show go after the sums: to take those rows out first would copy all the others.
    grouped = parts.assign(**by).groupby(list(by), observed=True, sort=True)[list(parts)].sum()
    grouped = grouped[grouped.pop("shown") > 0].reset_index()
    people = FIGURES[1:4]
    no_figure = (grouped["decisions"] > 0) & (grouped["decisions"] == grouped["without_count"])
    no_height = (grouped["ceilings"] == 0) & (grouped.pop("unknown_ceilings") > 0)
    grouped[FIGURES] = grouped[FIGURES].astype("Int64")
    grouped[people] = grouped[people].mask(no_figure)
    grouped["ceilings"] = grouped["ceilings"].mask(no_height)
    return grouped


def spans(events: pd.DataFrame, by: Mapping[str, pd.Series]) -> pd.DataFrame:
    """For each group with a decision to count: `first`, `last` (datetime64) and `authorities` (Int64, how many
    different actors decided).

    >>> frame = pd.DataFrame({"date": pd.to_datetime(["2022-03-29", "2022-04-01"]), "expelling": ["BEL", "BEL"],
    ...                       "measure": "expelled", "part_of": ""})
    >>> spans(frame, {"against": pd.Series(["RUS", "RUS"])})["authorities"].tolist()
    [1]
    """
    dates = events[["date"]].where(counted(events)).assign(**by, authority=events["expelling"])
    each = dates.groupby([*by, "authority"])["date"].agg(["min", "max"]).dropna()
    table = each.groupby(list(by)).agg(first=("min", "min"), last=("max", "max"), authorities=("min", "size"))
    return table.astype({"authorities": "Int64"}).reset_index()


def largest_first(table: pd.DataFrame, ties: list[str]) -> pd.DataFrame:
    """The table with the most people first; equals by decisions, then by the columns of `ties`."""
    columns = ["people", "decisions", *ties]
    order = [False, False] + [True] * len(ties)
    return table.sort_values(columns, ascending=order, na_position="last", ignore_index=True)


def last_days(events: pd.DataFrame) -> pd.Series:
    """The last day that each decision's EDTF date allows (datetime64), as `date` is the first.

    >>> last_days(pd.DataFrame({"date": pd.to_datetime(["1983-02-01", "1983-01-01"]),
    ...                         "date_precision": ["month", "year"]})).dt.strftime("%Y-%m-%d").tolist()
    ['1983-02-28', '1983-12-31']
    """
    last, precision = events["date"].copy(), events["date_precision"]
    for unit, end in (("month", pd.offsets.MonthEnd(0)), ("year", pd.offsets.YearEnd(0))):
        vague = precision == unit
        last[vague] = (last[vague] + end).array
    return last
