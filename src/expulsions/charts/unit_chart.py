"""One square per person, by country."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart, label_room

LARGEST = 2_000


@chart
def unit_chart(figure: Any, rows: Rows, narrow: bool, highlight: tuple[str, ...] = ()) -> str:
    """One square per person: rows with `name` and `people`, in the order to draw.

    `highlight` names the rows that the story is about. Where all people together are more than 2,000, one square
    stands for ten or a hundred, and the chart says so.
    """
    total = sum(row["people"] or 0 for row in rows)
    each = 1
    while total / each > LARGEST:
        each *= 10
    per_line = 15 if narrow else 25
    ys: list[float] = []
    marks: dict[str, tuple[list[float], list[float], list[list[str]]]] = {"red": ([], [], []), "grey": ([], [], [])}
    y = 0.0
    labels = []
    for row in rows:
        squares = -(-(row["people"] or 0) // each)
        xs, at, said = marks["red" if row["name"] in highlight or not highlight else "grey"]
        ys.append(y)
        for square in range(squares):
            xs.append(square % per_line)
            at.append(y + square // per_line)
            said.append([row["name"], theme.number(row["people"])])
        y += max(1, -(-squares // per_line)) + 0.45
        name, figure_text = row["name"], theme.number(row["people"])
        labels.append(f"<b>{name} {figure_text}</b>" if row["name"] in highlight else f"{name} {figure_text}")
    for colour, (xs, at, said) in marks.items():
        if xs:
            figure.add_scatter(
                x=xs,
                y=at,
                mode="markers",
                marker={"symbol": "square", "size": 9 if narrow else 11, "color": theme.LIGHT[colour]},
                customdata=said,
                hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
            )
    step = 13 if narrow else 15
    left = label_room([row["name"] + " 0,000" for row in rows])
    width = theme.NARROW if narrow else theme.WIDE
    right = max(8, width - left - per_line * (step - 1 if narrow else step + 4))
    figure.update_layout(height=int(y * step) + 44, margin={"l": left, "r": right})
    figure.update_xaxes(range=[-0.7, per_line - 0.3], visible=False)
    figure.update_yaxes(
        range=[y - 0.4, -0.6], tickvals=ys, ticktext=labels, tickfont={"color": theme.LIGHT["ink"]}, showgrid=False
    )
    unit = "One square is one person" if each == 1 else f"One square is {each} people"
    said_rows = [f"{row['name']} {theme.number(row['people'])}" for row in rows]
    return f"{unit}: {', '.join(said_rows)}."
