"""How large the record is and how well it is witnessed: the figures that the README quotes."""

import pandas as pd

from expulsions.analysis import by_decade, coverage, summary
from expulsions.data import Record

Figures = dict[str, int | str]


def record_figures(record: Record) -> Figures:
    """The record in a few figures, by name.

    >>> from expulsions import data
    >>> list(record_figures(data.load()))[:3]
    ['decisions', 'people', 'people_low']
    """
    events, citations = record.expulsions, record.citations
    sums = summary(events).iloc[0]
    witness = citations["agency"].where(citations["agency"] != "", citations["publisher"])
    two = int((events["independent_sources"] >= 2).sum())
    return {
        "decisions": len(events),
        "people": int(sums["people"]),
        "people_low": int(sums["people_low"]),
        "people_high": int(sums["people_high"]),
        "without_figure": int(events["count"].isna().sum()),
        "citations": len(citations),
        "independent_sources": int(witness.nunique()),
        "languages_of_sources": int(citations["language"].nunique()),
        "with_two_witnesses": two,
        "with_two_witnesses_percent": round(100 * two / max(1, len(events))),
        "actors": len(set(events["expelling"]) | set(events["expelled"])),
        "affairs": int(events.loc[events["episode"] != "", "episode"].nunique()),
        "answers": int((events["responds_to"].map(len) > 0).sum()),
        "tallies": len(record.tallies),
        "first": str(events["announced"].min()),
        "last": str(events["announced"].max()),
        "corrections": len(record.changes),
    }


def by_decade_with_coverage(record: Record) -> pd.DataFrame:
    """Each decade's decisions, people and witnesses.

    Columns: decade, decisions (all rows), people, people_low, people_high, without_figure, two_witnesses (Int64),
    two_witnesses_percent (Int64).

    >>> from expulsions import data
    >>> by_decade_with_coverage(data.load())["decade"].tolist()[:2]
    [1940, 1950]
    """
    people = by_decade(record.expulsions)[["decade", "people", "people_low", "people_high"]]
    table = coverage(record.expulsions).merge(people, how="left", on="decade", validate="one_to_one")
    table["two_witnesses_percent"] = (100 * table["share_two_witnesses"]).round().astype("Int64")
    order = ["people", "people_low", "people_high", "without_figure", "two_witnesses", "two_witnesses_percent"]
    return table[["decade", "decisions", *order]]
