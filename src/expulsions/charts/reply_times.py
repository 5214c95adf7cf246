"""How soon answers came."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart


@chart
def reply_times(figure: Any, rows: Rows, narrow: bool) -> str:
    """How many answers came within how many days: rows with `within` (words) and `decisions`."""
    names = [row["within"] for row in rows]
    counts = [row["decisions"] for row in rows]
    figure.add_bar(
        x=list(range(len(rows))),
        y=counts,
        text=[theme.number(count) for count in counts],
        textposition="outside",
        cliponaxis=False,
        marker={"color": theme.LIGHT["blue"]},
        customdata=names,
        hovertemplate="%{customdata}: %{y:,} answers<extra></extra>",
    )
    top = max(counts, default=1) or 1
    figure.update_layout(height=260 if narrow else 300, margin={"l": 16, "r": 16, "b": 48})
    figure.update_yaxes(range=[0, top * 1.15], visible=False)
    labels = ["<br>".join(theme.wrap(name, (310 if narrow else 640) / max(1, len(rows)), 12)) for name in names]
    figure.update_xaxes(tickvals=list(range(len(rows))), ticktext=labels, showgrid=False)
    return (
        "Answers by the time they took: "
        + ", ".join(f"{name} {count:,}" for name, count in zip(names, counts, strict=True))
        + "."
    )
