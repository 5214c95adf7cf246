"""Squares on a grid, their area the people: who in which year, who expels whom."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart, label_room


@chart
def heat_map(figure: Any, rows: Rows, narrow: bool) -> str:
    """Actor by year: rows with `name`, `year` and `people`; names are drawn in the order in which they first come.

    The area of a square is the people. On a phone only the last 25 years are drawn; the table holds them all.
    """
    names = list(dict.fromkeys(row["name"] for row in rows))
    years = [row["year"] for row in rows]
    first = max(min(years), max(years) - 25) if narrow else min(years)
    shown = [row for row in rows if row["year"] >= first and row["people"]]
    largest = max((row["people"] for row in rows if row["people"]), default=1)
    _squares(
        figure,
        xs=[row["year"] for row in shown],
        ys=[names.index(row["name"]) for row in shown],
        people=[row["people"] for row in shown],
        said=[f"{row['name']}, {row['year']}" for row in shown],
        largest=largest,
        biggest=20,
    )
    figure.update_layout(height=25 * len(names) + 56, margin={"l": label_room(names), "r": 16})
    figure.update_xaxes(range=[first - 1, max(years) + 1], nticks=4 if narrow else 8, tickformat="d", showgrid=False)
    _name_axis(figure, names)
    top = max(rows, key=lambda row: row["people"] or 0)
    return f"{len(names)} rows, {min(years)} to {max(years)}; the largest square is {top['name']} in {top['year']} with {theme.number(top['people'])}."


@chart
def flows(figure: Any, rows: Rows, narrow: bool) -> str:
    """Who expels whom: rows with `expelling`, `expelled` and `people`, the largest flows; a matrix of squares."""
    senders = list(dict.fromkeys(row["expelled"] for row in rows))[: 6 if narrow else 12]
    hosts = list(dict.fromkeys(row["expelling"] for row in rows))
    shown = [row for row in rows if row["expelled"] in senders and row["people"]]
    hosts = [host for host in hosts if any(row["expelling"] == host for row in shown)]
    _squares(
        figure,
        xs=[senders.index(row["expelled"]) for row in shown],
        ys=[hosts.index(row["expelling"]) for row in shown],
        people=[row["people"] for row in shown],
        said=[f"{row['expelling']} expelled people of {row['expelled']}" for row in shown],
        largest=max((row["people"] for row in rows if row["people"]), default=1),
        biggest=30,
    )
    figure.update_layout(height=30 * len(hosts) + 110, margin={"l": label_room(hosts), "r": 16, "t": 90, "b": 12})
    figure.update_xaxes(
        side="top",
        range=[-0.7, len(senders) - 0.3],
        tickvals=list(range(len(senders))),
        ticktext=senders,
        tickangle=-45,
    )
    figure.update_yaxes(gridcolor=theme.LIGHT["rule"])
    _name_axis(figure, hosts, grid=True)
    said = [f"{row['expelling']} expelled {row['people']:,} of {row['expelled']}" for row in rows[:5] if row["people"]]
    return f"The largest flows: {'; '.join(said)}."


def _squares(
    figure: Any, xs: list[Any], ys: list[int], people: list[int], said: list[str], largest: int, biggest: int
) -> None:
    figure.add_scatter(
        x=xs,
        y=ys,
        mode="markers",
        marker={
            "symbol": "square",
            "size": [round(max(3.0, biggest * (one / largest) ** 0.5), 1) for one in people],
            "color": theme.LIGHT["red"],
        },
        customdata=[[words, theme.number(one)] for words, one in zip(said, people, strict=True)],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )


def _name_axis(figure: Any, names: list[str], grid: bool = False) -> None:
    figure.update_yaxes(
        range=[len(names) - 0.4, -0.6],
        tickvals=list(range(len(names))),
        ticktext=names,
        tickfont={"color": theme.LIGHT["ink"]},
        showgrid=grid,
    )
