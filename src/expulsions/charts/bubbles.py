"""The whole record: each decision a bubble, the great waves labelled."""

import math
from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart


@chart
def bubbles(figure: Any, rows: Rows, narrow: bool) -> str:
    """Each decision a bubble on a logarithmic scale of people.

    Rows with `date`, `name` (what to say of it), `people`, `independent_sources`, `marked` (red, else grey) and
    `label` (words beside it, or empty). A ring has fewer than two independent witnesses.
    """
    drawn = sorted((row for row in rows if row["people"]), key=lambda row: (bool(row["marked"]), row["date"]))
    for colour, solid in (("grey", True), ("grey", False), ("red", True), ("red", False)):
        part = [
            row
            for row in drawn
            if bool(row["marked"]) == (colour == "red") and ((row["independent_sources"] or 0) >= 2) == solid
        ]
        if not part:
            continue
        sizes = [_size(row["people"], narrow) for row in part]
        figure.add_scatter(
            x=[row["date"] for row in part],
            y=[row["people"] for row in part],
            mode="markers",
            marker={
                "symbol": "circle" if solid else "circle-open",
                "size": sizes,
                "color": theme.LIGHT[colour],
                "opacity": 0.75 if solid else 1,
                "line": {"width": 0.5 if solid else 1.5, "color": theme.LIGHT["paper" if solid else colour]},
            },
            customdata=[[row["name"], theme.number(row["people"])] for row in part],
            hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
        )
    for label in placed_labels([row for row in drawn if row["label"]], narrow):
        figure.add_annotation(**label)
    top = max((row["people"] for row in drawn), default=1)
    figure.update_layout(height=320 if narrow else 380, margin={"l": 40, "r": 16})
    # Head room above the biggest wave for its label, as a log axis gives none by itself.
    figure.update_yaxes(
        type="log", range=[-0.15, math.log10(top) + 0.75], tickvals=[1, 3, 10, 30, 100, 300, 1000], tickformat=",d"
    )
    figure.update_xaxes(showgrid=False, nticks=4 if narrow else 9, tickformat="%Y")
    named = [f"{row['label']} ({row['people']})" for row in drawn if row["label"]]
    said = f" Labelled: {', '.join(named)}." if named else ""
    rings = sum((row["independent_sources"] or 0) < 2 for row in drawn)
    return f"{len(drawn):,} decisions as bubbles from {drawn[0]['date'][:4] if drawn else ''} on, {rings:,} of them rings.{said}"


def _size(people: int, narrow: bool) -> float:
    return round(min(34.0, 3.5 + 1.7 * people**0.5) * (0.75 if narrow else 1), 1)


def placed_labels(rows: Rows, narrow: bool) -> list[dict[str, Any]]:
    """Annotations for the labelled rows, raised in turn where the one before is too near to read both."""
    placed: list[dict[str, Any]] = []
    years_per_label = 16 if narrow else 9
    level, last = 0, -1e9
    for row in sorted(rows, key=lambda row: row["date"]):
        year = int(row["date"][:4]) + int(row["date"][5:7]) / 12
        level = (level + 1) % 3 if year - last < years_per_label else 0
        last = year
        placed.append(
            {
                "x": row["date"],
                "y": math.log10(row["people"]),
                "text": f"<b>{row['date'][:4]}</b>" if narrow else f"<b>{row['date'][:4]}</b> {row['label']}",
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": theme.LIGHT["muted"],
                "ax": 0 if narrow else -18,
                "ay": -28 - 18 * level,
            }
        )
    return placed
