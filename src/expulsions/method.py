"""What the record counts and where it lies: the measures, decisions on the border, the files."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from expulsions import schema
from expulsions.data import Record
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.headlines import headline
from expulsions.theme import number


def measures(events: pd.DataFrame) -> pd.DataFrame:
    """Each kind of measure: whether a sum counts its people, how many decisions, what the codebook says of it.

    Columns: measure, in_sums (bool), decisions (Int64), meaning.

    >>> from expulsions import data
    >>> measures(data.load_expulsions()).query("not in_sums")["measure"].tolist()
    ['post_cap', 'visa_refused']
    """
    meanings = schema.allowed("expulsions", "measure")
    rows = events["measure"].value_counts()
    table = pd.DataFrame({"measure": list(meanings), "meaning": list(meanings.values())})
    table["in_sums"] = table["measure"].isin(schema.counting_measures())
    table["decisions"] = table["measure"].map(rows).fillna(0).astype("Int64")
    return table[["measure", "in_sums", "decisions", "meaning"]]


def border_cases(events: pd.DataFrame, *ids: str) -> pd.DataFrame:
    """Decisions on the border, each with what the sums make of it and why.

    Columns: decision (str), announced, count with count_low and count_high, in_sums (str), note. Raises UnknownValue
    for an id that the frame lacks.

    >>> from expulsions import data
    >>> border_cases(data.load_expulsions(), "2017-07-28-rus-usa")["in_sums"].tolist()
    ['no: a ceiling on posts']
    """
    by_id = events.set_index("id")
    for one in ids:
        if one not in by_id.index:
            raise UnknownValue(f"border_cases: the record has no decision {one!r}.{did_you_mean(one, events['id'])}")
    rows = by_id.loc[list(ids)].reset_index()
    why = [_in_sums(row) for row in rows.to_dict("records")]
    table = rows.assign(decision=[headline(row) for row in rows.astype(object).to_dict("records")], in_sums=why)
    return table[["decision", "announced", "count", "count_low", "count_high", "in_sums", "note"]]


def files(record: Record) -> pd.DataFrame:
    """Where the data are: each file with its rows and what a row is.

    Columns: file, rows (Int64), holds.

    >>> from expulsions import data
    >>> files(data.load())["file"].tolist()[0]
    'data/expulsions.csv'
    """
    rows = [
        (f"data/{one['name']}.csv", len(getattr(record, one["name"])), one["description"])
        for one in schema.codebook()["resources"]
    ]
    return pd.DataFrame(rows, columns=["file", "rows", "holds"]).astype({"rows": "Int64"})


def _in_sums(row: Mapping[Hashable, Any]) -> str:
    if row["part_of"]:
        return f"no: part of {row['part_of']}"
    if row["measure"] == "post_cap":
        return "no: a ceiling on posts"
    if row["measure"] not in schema.counting_measures():
        return "no: nobody had to leave"
    return "as a decision without a figure" if pd.isna(row["count"]) else f"yes: {number(row['count'])}"
