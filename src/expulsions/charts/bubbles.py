"""The whole record: each decision a bubble, the great waves labelled."""

import datetime
import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

from expulsions import theme
from expulsions.charts.axes import day_ticks
from expulsions.charts.chart import Rows, add_labels, chart, plot_size
from expulsions.charts.labels import LINE, ON_PAPER, Box, label_box

FLOOR, HEAD = -0.2, 0.5
MOST_LABELS = 12
NEAR = 4
# No label stands over a bubble of so many people; smaller ones it avoids where it can.
BIG = 30
ALIGNS = ("center", "left", "right")
# How far up and aside a label with a line may stand, the shortest line first.
LINES = sorted(
    itertools.product(range(16, 200, 12), (0, -14, 14, -30, 30, -50, 50, -75, 75, -110, 110), ALIGNS),
    key=lambda place: math.hypot(place[0], place[1]),
)
Point = Callable[[dict[str, Any]], tuple[float, float, float]]


@chart("date", "people")
def bubbles(figure: Any, rows: Rows, narrow: bool) -> str:
    """Each decision a bubble on a logarithmic scale of people, its area the people too.

    Columns: date (datetime64 or ISO str); name (str, what to say of it); people (Int64); independent_sources (Int64);
    marked (bool, red, else grey); label (str, words beside it, "" for none). All but date and people may be missing.
    A ring has fewer than two independent witnesses. On a phone a label is the year alone. Raises UnknownValue where a
    column is missing.

    >>> import pandas as pd
    >>> decisions = pd.DataFrame({"date": ["1971-09-24"], "people": [105], "label": ["London 105"]})
    >>> bubbles(decisions, "").layout.meta["alt_text"]
    '. Each decision is a bubble, 1971 to 1971. Labelled: 1971 London 105.'
    """
    # The largest first, so that the small ones lie on top and stay to be seen; red over grey.
    drawn = sorted(
        (row for row in rows if row["people"]),
        key=lambda row: (bool(row.get("marked", True)), -row["people"], row["date"], str(row.get("name", ""))),
    )
    figure.update_layout(height=330 if narrow else 420, margin={"l": 38, "r": 16})
    for colour in ("grey", "red"):
        of_colour = [row for row in drawn if bool(row.get("marked", True)) == (colour == "red")]
        if of_colour:
            _add(figure, of_colour, colour, narrow)
    top = max((row["people"] for row in drawn), default=1)
    days = sorted(row["date"] for row in drawn or rows)
    first, last = _year(days[0]), _year(days[-1])
    pad = max(1.0, (last - first) * 0.025)
    begin, end = (f"{int(year):04}-01-01" for year in (first - pad, last + pad + 1))
    figure.update_yaxes(
        type="log",
        range=[FLOOR, math.log10(top) + HEAD],
        tickvals=[tick for tick in (1, 3, 10, 30, 100, 300, 1000, 3000, 10000) if tick <= top],
        tickformat=",d",
    )
    ticks, texts = day_ticks(begin, end, 4 if narrow else 9)
    figure.update_xaxes(showgrid=False, type="date", range=[begin, end], tickvals=ticks, ticktext=texts)
    labelled = sorted((row for row in drawn if row.get("label")), key=lambda row: (-row["people"], row["date"]))
    labelled = labelled[:MOST_LABELS]
    years = (_year(begin), _year(end))
    add_labels(figure, _placed(figure, labelled, drawn, years, math.log10(top) + HEAD, narrow))
    said = [f"{row['date'][:4]} {row['label']}" for row in sorted(labelled, key=lambda row: row["date"])]
    return f"Each decision is a bubble, {days[0][:4]} to {days[-1][:4]}." + (
        f" Labelled: {'; '.join(said)}." if said else ""
    )


def _add(figure: Any, rows: Rows, colour: str, narrow: bool) -> None:
    solid = [_witnessed(row) for row in rows]
    figure.add_scatter(
        x=[row["date"] for row in rows],
        y=[row["people"] for row in rows],
        mode="markers",
        marker={
            "symbol": "circle",
            "size": [_size(row["people"], narrow) for row in rows],
            "color": [theme.LIGHT[colour if one else "paper"] for one in solid],
            "opacity": 1,
            "line": {
                "width": [0.6 if one else 1.2 for one in solid],
                "color": [theme.LIGHT["paper" if one else colour] for one in solid],
            },
        },
        cliponaxis=False,
        customdata=[[row.get("name") or row["date"], theme.number(row["people"])] for row in rows],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )


def _witnessed(row: dict[str, Any]) -> bool:
    sources = row.get("independent_sources", 2)
    return sources is not None and sources >= 2


def _size(people: int, narrow: bool) -> float:
    return round(min(36.0, 3.2 + 1.6 * math.sqrt(people)) * (0.75 if narrow else 1), 1)


def _year(day: str) -> float:
    return int(day[:4]) + (datetime.date.fromisoformat(day).timetuple().tm_yday - 1) / 365.25


def _placed(
    figure: Any, labelled: Rows, drawn: Rows, years: tuple[float, float], high: float, narrow: bool
) -> list[dict[str, Any]]:
    """Annotations for the labelled rows, on the nearest ground that is free.

    A label never stands on a label, a leader or a bubble of 30 people or more; it takes the place that covers the
    fewest of the others.
    """
    width, height = plot_size(figure)

    def point(row: dict[str, Any]) -> tuple[float, float, float]:
        across = (_year(row["date"]) - years[0]) / (years[1] - years[0])
        up = (math.log10(row["people"]) - FLOOR) / (high - FLOOR)
        return across * width, height * (1 - up), _size(row["people"], narrow) / 2

    big = [_disc(*point(row)) for row in drawn if row["people"] >= BIG]
    small = [_disc(*point(row)) for row in drawn if row["people"] < BIG]
    # From left to right labels climb like a staircase, so that no line has to cross a label.
    order = sorted(labelled, key=lambda row: row["date"])
    best: list[dict[str, Any]] = []
    for _ in labelled:
        notes, left_over = _in_turn(order, point, (big, small), (width, height), narrow)
        best = max(best, notes, key=len)
        if not left_over:
            break
        # Who found no place chooses first.
        order = left_over + [row for row in order if row not in left_over]
    return best


def _in_turn(
    rows: Rows, point: Point, discs: tuple[list[Box], list[Box]], size: tuple[float, float], narrow: bool
) -> tuple[list[dict[str, Any]], Rows]:
    """Each label on the best ground that those before it leave, and the rows for which there is none."""
    big, small = discs
    taken: list[Box] = []
    notes, left_over = [], []
    for row in rows:
        x, y, radius = point(row)
        year, words = row["date"][:4], "" if narrow else f" {row['label']}"
        # On the right, where the newest waves crowd, words end at their line and leave the next one free.
        aligns = ALIGNS if x < size[0] * 0.6 else ("right",)
        found: tuple[int, Box, list[Box], dict[str, Any]] | None = None
        for box, leader, place in _places(f"{year}{words}", x, y, radius, aligns):
            inside = box.left >= 0 and box.right <= size[0] and box.top >= -8
            if not inside or box.hits(taken) or any(dot.hits(taken) for dot in leader) or box.hits(big):
                continue
            covered = box.hits(small)
            if found is None or covered < found[0]:
                found = (covered, box, leader, place)
            if not covered:
                break
        if found is None:
            left_over.append(row)
            continue
        taken += [found[1], *found[2]]
        point_at = {"x": row["date"], "y": math.log10(row["people"])}
        notes.append({**point_at, "text": f"<b>{year}</b>{words}", **ON_PAPER, **found[3]})
    return notes, left_over


def _places(
    text: str, x: float, y: float, radius: float, aligns: tuple[str, ...]
) -> Iterator[tuple[Box, list[Box], dict[str, Any]]]:
    """Where a label may stand, the best first: over its bubble, beside it, or farther up with a line to it."""
    for align in aligns:
        box = label_box([text], x, y - radius - NEAR, align, bold=True)
        yield box, [], {"showarrow": False, "xanchor": align, "yanchor": "bottom", "yshift": radius + NEAR}
    for align, side in (("right", -1), ("left", 1)):
        box = label_box([text], x + side * (radius + NEAR), y + LINE / 2, align, bold=True)
        yield box, [], {"showarrow": False, "xanchor": align, "yanchor": "middle", "xshift": side * (radius + NEAR)}
    arrow = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": theme.LIGHT["muted"]}
    for lift, drift, align in (line for line in LINES if line[2] in aligns):
        box = label_box([text], x + drift, y - radius - lift, align, bold=True)
        place = {"ax": drift, "ay": -(radius + lift), "standoff": radius, "xanchor": align, "yanchor": "bottom"}
        yield box, _leader(x, y - radius, x + drift, box.bottom), {**arrow, **place}


def _leader(x: float, y: float, to_x: float, to_y: float) -> list[Box]:
    """A line as a string of small boxes, so that only what it really crosses is in its way."""
    steps = [step / 10 for step in range(11)]
    return [_disc(x + (to_x - x) * step, y + (to_y - y) * step, 2) for step in steps]


def _disc(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)
