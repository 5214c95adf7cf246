"""Bars from the largest down, with a whisker where sources differ."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart, label_room


@chart
def ranked_bars(figure: Any, rows: Rows, narrow: bool, highlight: tuple[str, ...] = ()) -> str:
    """Bars from the largest down: rows with `name`, `people`, `people_low`, `people_high`, in the order to draw.

    `highlight` names the rows that the story is about; they are red, the rest grey. Without it all are red.
    """
    names = [row["name"] for row in rows]
    people = [row["people"] or 0 for row in rows]
    lows, highs = (
        [row[end] if row[end] is not None else row["people"] for row in rows] for end in ("people_low", "people_high")
    )
    told = [name in highlight or not highlight for name in names]
    position = list(range(len(rows)))
    labels = [theme.figure_range(low, best, high) for low, best, high in zip(lows, people, highs, strict=True)]
    figure.add_bar(
        x=people,
        y=position,
        orientation="h",
        marker={"color": [theme.LIGHT["red" if one else "grey"] for one in told]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(high or 0) - best for high, best in zip(highs, people, strict=True)],
            "arrayminus": [best - (low or 0) for low, best in zip(lows, people, strict=True)],
            "color": theme.LIGHT["ink"],
            "thickness": 1,
            "width": 3,
        },
        customdata=[[name, label] for name, label in zip(names, labels, strict=True)],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
    # Labels stand right of the whisker, at the larger of bar and range.
    ends = [max(best, high or 0) for best, high in zip(people, highs, strict=True)]
    figure.add_scatter(
        x=ends,
        y=position,
        mode="text",
        text=[f" {label}" for label in labels],
        textposition="middle right",
        textfont={"color": theme.LIGHT["ink"]},
        cliponaxis=False,
        hoverinfo="skip",
    )
    left, right = label_room(names), label_room(labels)
    top = max(ends, default=1) or 1
    figure.update_layout(height=24 * len(rows) + 48, margin={"l": left, "r": right})
    figure.update_xaxes(range=[0, top], visible=False)
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5],
        tickvals=position,
        ticktext=[f"<b>{name}</b>" if one and highlight else name for name, one in zip(names, told, strict=True)],
        tickfont={"color": theme.LIGHT["ink"]},
        showgrid=False,
    )
    first = [f"{name} {label}" for name, label in zip(names, labels, strict=True)][:8]
    rest = f", and {len(rows) - 8} more" if len(rows) > 8 else ""
    return f"Bars, the largest first: {', '.join(first)}{rest}."
