"""One square per person, by country."""

from collections.abc import Sequence
from typing import Any

from expulsions import theme
from expulsions.charts.axes import cut, label_lines, listing, name_axis, names_of, told
from expulsions.charts.chart import PLOT_TOP, Rows, chart

LARGEST = 2_000
GAP = 0.4


@chart("people")
def unit_chart(figure: Any, rows: Rows, narrow: bool, highlight: Sequence[str] = ()) -> str:
    """One square per person, in the order of the rows, as `by_actor` gives them.

    Columns: name (str), or actor (code), or expelling and expelled (codes); people (Int64). `highlight` as in
    `ranked_bars`. Where all people together are more than 2,000, a square stands for ten, a hundred … and the
    chart says so. The first 40 rows are drawn. Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> states = pd.DataFrame({"actor": ["POL", "IRL"], "people": [45, 4]})
    >>> unit_chart(states, "").layout.meta["alt_text"]
    '. One square is one person: Poland 45; Ireland 4.'
    """
    rows, note = cut(rows)
    names = names_of(rows)
    red = told(rows, names, highlight)
    each = 1
    while sum(row["people"] or 0 for row in rows) / each > LARGEST:
        each *= 10
    per_line, pitch, size = (15, 12, 9) if narrow else (25, 18, 14)
    strong = [bool(highlight) and one for one in red]
    labels = [f"{name}\u00a0\u00a0{theme.number(row['people'])}" for name, row in zip(names, rows, strict=True)]
    name_axis(figure, labels, narrow, strong)
    marks: dict[str, tuple[list[int], list[float], list[str]]] = {"red": ([], [], []), "grey": ([], [], [])}
    middles: list[float] = []
    y = 0.0
    for row, label, one, bold in zip(rows, labels, red, strong, strict=True):
        squares = -(-(row["people"] or 0) // each)
        lines = max(1, -(-squares // per_line))
        # A line of names is 16 px high and a line of squares on a phone 12.
        height = max(lines, 16 / pitch * len(label_lines(label, narrow, bold)))
        middles.append(y + (height - 1) / 2)
        xs, at, said = marks["red" if one else "grey"]
        xs += [square % per_line for square in range(squares)]
        at += [y + (height - lines) / 2 + square // per_line for square in range(squares)]
        said += [label] * squares
        y += height + GAP
    for colour, (xs, at, said) in marks.items():
        if xs:
            figure.add_scatter(
                x=xs,
                y=at,
                mode="markers",
                marker={"symbol": "square", "size": size, "color": theme.LIGHT[colour], "opacity": 1},
                customdata=said,
                hovertemplate="%{customdata}<extra></extra>",
            )
    layout = figure.layout
    right = layout.width - layout.margin.l - per_line * pitch
    figure.update_layout(height=round((y - GAP) * pitch) + PLOT_TOP + 12, margin={"r": max(4, right), "b": 12})
    figure.update_xaxes(range=[-0.5, per_line - 0.5], visible=False)
    figure.update_yaxes(range=[y - GAP - 0.5, -0.5], tickvals=middles)
    unit = "One square is one person" if each == 1 else f"One square is {each:,} people"
    if each > 1:
        note = f"{unit}. {note}".strip()
    said_rows = [f"{name} {theme.number(row['people'])}" for name, row in zip(names, rows, strict=True)]
    return f"{unit}: {listing(said_rows, LARGEST, figure, note)}"
