"""Ask the record your own question: the decisions that fit, and their sentence, chart, table and file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from expulsions import charts, english, schema
from expulsions.analysis import by_pair, by_year, summary
from expulsions.data import Record
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.filters import against, by, within
from expulsions.formats.export import csv_bytes
from expulsions.story.prose import Prose, readable, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLUMNS = ("announced", "expelling", "expelled", "count", "measure", "grounds", "independent_sources", "note")


def choose(
    events: pd.DataFrame,
    expelling: Sequence[str] = (),
    expelled: Sequence[str] = (),
    years: tuple[int, int] | None = None,
    measures: Sequence[str] = (),
    episode: str = "",
) -> pd.DataFrame:
    """The decisions that fit; what is left out asks for all.

    `expelling` and `expelled` are names or codes of actors, "EU members", "NATO members"; `years` the first and the
    last year; `measures` values of that column; `episode` a slug. Raises UnknownValue for a name that is unknown.

    >>> from expulsions import data
    >>> choose(data.load_expulsions(), ["Belgium"], years=(2022, 2022))["id"].tolist()
    ['2022-03-29-bel-rus']
    """
    chosen = events
    if episode:
        chosen = within(chosen, episode)
    if years is not None:
        chosen = chosen[chosen["date"].dt.year.between(*years)]
    if measures:
        for one in measures:
            allowed = schema.allowed("expulsions", "measure")
            if one not in allowed:
                raise UnknownValue(f"measures: {one!r} is not a measure.{did_you_mean(one, list(allowed))}")
        chosen = chosen[chosen["measure"].isin(measures)]
    if expelling:
        chosen = by(chosen, *expelling)
    if expelled:
        chosen = against(chosen, *expelled)
    return chosen.reset_index(drop=True)


def sentence(chosen: pd.DataFrame) -> Prose:
    """What the chosen decisions come to, in one sentence.

    >>> from expulsions import data
    >>> sentence(choose(data.load_expulsions(), ["Ireland"], ["Russia"], (2022, 2022)))
    'Ireland took one decision against Russia in 2022: four people had to leave.'
    """
    if chosen.empty:
        return Prose(charts.chart.NOTHING)
    first, last = chosen["date"].dt.year.min(), chosen["date"].dt.year.max()
    hosts, sides = (chosen[side].unique() for side in ("expelling", "expelled"))
    one_host = len(hosts) == 1
    return say(
        "{who} took {rows:decision/decisions}{whose} {span}: {people_text} had to leave{beside}.",
        who=english.the(hosts[0]) if one_host else english.counted(len(hosts), "authority", "authorities"),
        rows=len(chosen),
        whose=f" against {english.the(sides[0])}" if len(sides) == 1 else "",
        span=f"in {first}" if first == last else f"from {first} to {last}",
        **_people(summary(chosen).iloc[0]),
    )


def _people(sums: pd.Series) -> dict[str, str]:
    if pd.isna(sums["people"]):
        people = "an unknown number of people"
    else:
        people = english.counted(int(sums["people"]), "person", "people") if sums["people"] else "nobody"
    if sums["people_low"] != sums["people_high"] and pd.notna(sums["people"]):
        people += f" ({sums['people_low']:,} to {sums['people_high']:,})"
    beside = []
    if sums["without_count"]:
        beside.append(english.counted(int(sums["without_count"]), "decision has no figure", "decisions have no figure"))
    if pd.notna(sums["ceilings"]) and sums["ceilings"]:
        beside.append(f"ceilings cut {sums['ceilings']:,} posts")
    return {"people_text": people, "beside": f"; {english.listed(beside)}" if beside else ""}


def chart(chosen: pd.DataFrame) -> "Figure":
    """The chosen decisions drawn: people per year, or, where all are of one year, per pair.

    >>> from expulsions import data
    >>> chart(choose(data.load_expulsions(), ["Belgium"], years=(2022, 2022))).layout.meta["chart"]
    'ranked_bars'
    """
    title = sentence(chosen).removesuffix(".")
    if chosen["date"].dt.year.nunique() > 1:
        return charts.per_year(by_year(chosen), title, subtitle="[red:People who had to leave] per year.")
    return charts.ranked_bars(by_pair(chosen), title, subtitle="[red:People who had to leave], host → whose people.")


def table(chosen: pd.DataFrame) -> pd.DataFrame:
    """The chosen decisions in words, a row for each."""
    return readable(chosen, *COLUMNS)


def csv(chosen: pd.DataFrame) -> bytes:
    """The chosen decisions as a CSV file, safe to open in a spreadsheet."""
    return csv_bytes(chosen)


def panel(record: Record) -> Any:
    """Controls for JupyterLab: choose, and chart, table and sentence change at once; buttons give CSV, SVG and PNG."""
    from expulsions.story.panel import panel as controls

    return controls(record)
