"""Where witnesses differ: who said what, and how far apart they are."""

import numpy as np
import pandas as pd

DECISION = ["id", "date", "expelling", "expelled", "count", "count_low", "count_high"]


def who_said_what(events: pd.DataFrame, citations: pd.DataFrame) -> pd.DataFrame:
    """Every figure that a source gives, a row for each, in the order of the decisions, the lowest first.

    Columns: id, date, expelling, expelled, count, count_low, count_high of the decision; source (str, the agency whose
    text the page reprints, else the publisher: the independent witness), publisher, url, published; count_reported
    (Int64), difference (Int64, count_reported − count, missing where the decision has no figure).

    >>> from expulsions import data
    >>> said = who_said_what(data.load_expulsions(), data.load_citations())
    >>> 21 in said.loc[said["id"] == "2022-03-29-bel-rus", "count_reported"].tolist()
    True
    """
    said = citations[citations["count_reported"].notna()]
    said = said.assign(source=said["agency"].where(said["agency"] != "", said["publisher"]))
    said = said[["expulsion", "source", "publisher", "url", "published", "count_reported"]]
    table = events[DECISION].merge(said, how="inner", left_on="id", right_on="expulsion", validate="one_to_many")
    table["difference"] = table["count_reported"] - table["count"]
    order = ["date", "id", "count_reported", "source", "url"]
    return table.drop(columns="expulsion").sort_values(order, ignore_index=True)


def disagreements(events: pd.DataFrame, citations: pd.DataFrame) -> pd.DataFrame:
    """The decisions for which sources give different figures, the widest spread first.

    Columns: id, date, expelling, expelled, count, count_low, count_high; sources (Int64, independent witnesses that
    give a figure), figures (tuple of the different figures, the lowest first), lowest, highest, spread (Int64). A
    witness that gives two figures disagrees with itself and is listed too.

    >>> from expulsions import data
    >>> wide = disagreements(data.load_expulsions(), data.load_citations())
    >>> bool((wide["spread"] > 0).all())
    True
    """
    said = who_said_what(events, citations)[["id", "source", "count_reported"]]
    said["count_reported"] = said["count_reported"].astype("int64")
    figures = said.groupby("id").agg(
        sources=("source", "nunique"), lowest=("count_reported", "min"), highest=("count_reported", "max")
    )
    figures = figures[figures["lowest"] < figures["highest"]].astype("Int64")
    figures["spread"] = figures["highest"] - figures["lowest"]
    table = events[DECISION].merge(figures.reset_index(), how="inner", on="id", validate="one_to_one")
    different = said[said["id"].isin(figures.index)].drop_duplicates(["id", "count_reported"])
    table["figures"] = _tuples(different.sort_values(["id", "count_reported"]), table["id"])
    table = table.sort_values(["spread", "date", "id"], ascending=[False, True, True], ignore_index=True)
    return table[[*DECISION, "sources", "figures", "lowest", "highest", "spread"]]


def _tuples(said: pd.DataFrame, ids: pd.Series) -> pd.Series:
    named, starts = np.unique(said["id"].to_numpy(dtype=object), return_index=True)
    figures = said["count_reported"].tolist()
    bounds = np.append(starts, len(figures))
    of_id = {one: tuple(figures[a:b]) for one, a, b in zip(named, bounds[:-1], bounds[1:], strict=True)}
    return pd.Series([of_id[one] for one in ids], index=ids.index, dtype=object)
