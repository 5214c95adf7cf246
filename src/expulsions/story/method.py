"""What the record counts and where it lies: the measures, decisions on the border, the files."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from expulsions import schema
from expulsions.data import Record
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.headlines import headline
from expulsions.theme import number


def values(events: pd.DataFrame, column: str) -> pd.DataFrame:
    """Each value that the codebook allows in a column: how many decisions have it, and what it means.

    Columns: the column itself, decisions (Int64), meaning; for `measure` in_sums too (bool: do sums count it?).

    >>> from expulsions import data
    >>> values(data.load_expulsions(), "measure").query("not in_sums")["measure"].tolist()
    ['post_cap', 'visa_refused']
    """
    meanings = schema.allowed("expulsions", column)
    table = pd.DataFrame({column: list(meanings), "meaning": list(meanings.values())})
    table["decisions"] = table[column].map(events[column].value_counts()).fillna(0).astype("Int64")
    if column != "measure":
        return table[[column, "decisions", "meaning"]]
    table["in_sums"] = table["measure"].isin(schema.counting_measures())
    return table[["measure", "in_sums", "decisions", "meaning"]]


def languages(citations: pd.DataFrame) -> pd.DataFrame:
    """In which languages the witnesses speak, the most pages first.

    Columns: language (its English name), pages (Int64).

    >>> from expulsions import data
    >>> languages(data.load_citations())["language"].tolist()[0]
    'English'
    """
    from babel import Locale

    names = Locale("en").languages
    pages = citations["language"].value_counts().astype("Int64").rename("pages").reset_index()
    return pages.assign(language=[names.get(code, code) for code in pages["language"]])


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
