"""The charts that belong to no story: the whole record, each actor's timeline, each affair's steps."""

from typing import Any

import pandas as pd

from expulsions import actors, theme
from expulsions.analysis import by_actor, cumulative
from expulsions.charts.chart import plain_rows
from expulsions.data import Record
from expulsions.english import begin, the
from expulsions.headlines import headline
from expulsions.report.figures import Asked
from expulsions.totals import counted
from expulsions.waves import largest_waves

STEPS_FROM = 4
MOSCOW = ["SUN", "RUS"]


def own_charts(record: Record) -> dict[str, Asked]:
    """The charts by name; nothing is drawn yet."""
    found = {"record": whole_record(record)} if counted(record.expulsions).any() else {}
    found |= {f"actor-{code}": one for code, one in actor_timelines(record.expulsions).items()}
    found |= {f"episode-{episode}": one for episode, one in affair_steps(record).items()}
    return found


def asked(chart: str, table: pd.DataFrame, title: str, subtitle: str) -> Asked:
    """A chart of a table, in plain values."""
    rows = [list(row.values()) for row in plain_rows(table)]
    return Asked(chart, [str(column) for column in table.columns], rows, title, subtitle, {})


def whole_record(record: Record) -> Asked:
    """Each decision a bubble; the largest decision of each of the great waves against Moscow carries a label."""
    events = record.expulsions
    rows = events[counted(events) & events["count"].notna()]
    marked = rows["expelled"].isin(MOSCOW)
    moscow = events[events["expelled"].isin(MOSCOW)]
    labels: dict[str, str] = {}
    if len(moscow):
        for episode in largest_waves(moscow, record.episodes, top=6)["episode"]:
            of_wave = rows[marked & (rows["episode"] == episode)]
            if len(of_wave):
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
    return asked(
        "bubbles",
        table,
        _record_title(rows[marked]),
        "People expelled per decision, logarithmic scale. [red:Soviet and Russian staff], [grey:all others]."
        " A ring: fewer than two independent witnesses. Ceilings on posts are left out.",
    )


def _record_title(moscow: pd.DataFrame) -> str:
    if moscow.empty:
        return "Every decision of the record"
    years = moscow.groupby(moscow["date"].dt.year)["count"].sum().astype("float")
    return f"No year cost Moscow more officials than {years.idxmax()}"


def actor_timelines(events: pd.DataFrame) -> dict[str, Asked]:
    """What each actor did and met year by year; an actor of whom no figure is known has none."""
    sides = [
        by_actor(events, side, each="year")[["actor", "year", "people"]].rename(columns={"people": column})
        for side, column in (("expelling", "expelled_by_it"), ("expelled", "of_its_people"))
    ]
    table = sides[0].merge(sides[1], on=["actor", "year"], how="outer", validate="one_to_one")
    table = table.sort_values(["actor", "year"], ignore_index=True)
    figures = ["expelled_by_it", "of_its_people"]
    first = table.groupby("actor")["year"].min()
    table = table[(table[figures].fillna(0) > 0).any(axis="columns")]
    found = {}
    for code, rows in table.groupby("actor"):
        took, met = (theme.number(rows[column].sum()) for column in figures)
        found[str(code)] = asked(
            "timeline",
            rows[["year", *figures]],
            _timeline_title(str(code), took, met),
            f"People per year: [red:expelled by it] above the line, [grey:its own people expelled] below."
            f" Its record here begins in {first[code]}.",
        )
    return found


def _timeline_title(code: str, took: str, met: str) -> str:
    name = begin(the(code))
    if took == "0":
        return f"{name} had {met} of its people sent home"
    if met == "0":
        return f"{name} expelled {took} and lost none of its own"
    return f"{name} expelled {took} and had {met} of its own sent home"


def affair_steps(record: Record) -> dict[str, Asked]:
    """How each affair grew on its first side; an affair of few steps, or of no figures, has none."""
    events = record.expulsions
    rows = events[counted(events) & (events["episode"] != "")]
    titles = dict(zip(record.episodes["episode"], record.episodes["title"], strict=True))
    found = {}
    for episode, of_affair in rows.groupby("episode"):
        if episode in titles and of_affair["date"].nunique() >= STEPS_FROM:
            steps = _steps(of_affair, titles[episode])
            if steps is not None:
                found[str(episode)] = steps
    return found


def _steps(rows: pd.DataFrame, title: str) -> Asked | None:
    against = rows["expelled"].value_counts().index[0]
    table = cumulative(rows[rows["expelled"] == against])
    if len(table) < STEPS_FROM or table["people"].isna().all():
        return None
    columns: dict[str, Any] = {
        "date": table["date"],
        "people_so_far": table["people"].fillna(0),
        "authorities": table["authorities"],
    }
    people, authorities = (theme.number(table[column].iloc[-1]) for column in ("people", "authorities"))
    adjective = actors.adjective(against)
    many = "authority" if authorities == "1" else "authorities"
    return asked(
        "steps",
        pd.DataFrame(columns),
        f"{title}: {people} {adjective} officials, day by day",
        f"[red:{adjective} officials expelled], added up, by {authorities} {many}.",
    )
