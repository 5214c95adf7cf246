"""The charts that belong to no story: the whole record, each actor's timeline, each affair's steps."""

from typing import TYPE_CHECKING

import pandas as pd

from expulsions import actors, charts, theme
from expulsions.analysis import by_year, cumulative
from expulsions.data import Record
from expulsions.english import begin, the
from expulsions.headlines import headline
from expulsions.totals import counted
from expulsions.waves import largest_waves

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

STEPS_FROM = 4


def own_charts(record: Record) -> "dict[str, Figure]":
    """The charts by name."""
    found: dict[str, Figure] = {"record": whole_record(record)}
    events = record.expulsions
    for code in sorted(set(events["expelling"]) | set(events["expelled"])):
        figure = actor_timeline(events, code)
        if figure is not None:
            found[f"actor-{code}"] = figure
    for episode, title in record.episodes[["episode", "title"]].itertuples(index=False):
        steps = affair_steps(events[events["episode"] == episode], title)
        if steps is not None:
            found[f"episode-{episode}"] = steps
    return found


def whole_record(record: Record) -> "Figure":
    """Each decision a bubble; the largest decision of each of the great waves against Moscow carries a label."""
    events = record.expulsions
    rows = events[counted(events) & events["count"].notna()]
    marked = rows["expelled"].isin(["SUN", "RUS"])
    waves = largest_waves(events[marked.reindex(events.index, fill_value=False)], record.episodes, top=6)
    labels: dict[str, str] = {}
    for episode in waves["episode"]:
        of_wave = rows[marked & (rows["episode"] == episode)]
        top = of_wave.loc[of_wave["count"].astype("float").idxmax()]
        labels[top["id"]] = f"{actors.name(top['expelling'])} {top['count']}"
    table = pd.DataFrame(
        {
            "date": rows["date"],
            "name": [headline(row) for row in rows.astype(object).to_dict("records")],
            "people": rows["count"],
            "independent_sources": rows["independent_sources"],
            "marked": marked,
            "label": rows["id"].map(labels).fillna(""),
        }
    )
    years = by_year(events[events["expelled"].isin(["SUN", "RUS"])])
    top = int(years.loc[years["people"].astype("float").idxmax(), "year"])
    return charts.bubbles(
        table,
        f"No year cost Moscow more officials than {top}",
        subtitle="People expelled per decision, logarithmic scale. [red:Soviet and Russian staff], [grey:all others]."
        " A ring: fewer than two independent witnesses. Ceilings on posts are left out.",
    )


def actor_timeline(events: pd.DataFrame, code: str) -> "Figure | None":
    """What an actor did and met year by year, or None where no figure is known."""
    took = by_year(events[events["expelling"] == code])[["year", "people"]].rename(columns={"people": "expelled_by_it"})
    met = by_year(events[events["expelled"] == code])[["year", "people"]].rename(columns={"people": "of_its_people"})
    table = took.merge(met, on="year", how="outer", validate="one_to_one").sort_values("year", ignore_index=True)
    if table.empty or not (table[["expelled_by_it", "of_its_people"]].fillna(0).to_numpy() > 0).any():
        return None
    first = int(table["year"].min())
    table = table[(table[["expelled_by_it", "of_its_people"]].fillna(0) > 0).any(axis="columns")]
    took_sum, met_sum = (theme.number(table[column].sum()) for column in ("expelled_by_it", "of_its_people"))
    return charts.timeline(
        table.reset_index(drop=True),
        f"{begin(the(code))} expelled {took_sum} and had {met_sum} of its own sent home",
        subtitle=f"People per year: [red:expelled by it] above the line, [grey:its own people expelled] below."
        f" Its record here begins in {first}.",
    )


def affair_steps(events: pd.DataFrame, title: str) -> "Figure | None":
    """How an affair grew on its first side, or None where it has few steps."""
    if events.empty:
        return None
    side = events.loc[counted(events), "expelled"].value_counts()
    if side.empty:
        return None
    against = side.index[0]
    table = cumulative(events[events["expelled"] == against])
    if len(table) < STEPS_FROM or table["people"].isna().all():
        return None
    steps = pd.DataFrame(
        {"date": table["date"], "people_so_far": table["people"].fillna(0), "authorities": table["authorities"]}
    )
    last = steps.iloc[-1]
    return charts.steps(
        steps,
        f"{title}: {theme.number(last['people_so_far'])} {actors.adjective(against)} officials, day by day",
        subtitle=f"[red:{actors.adjective(against)} officials expelled], added up, by {theme.number(last['authorities'])} authorities.",
    )
