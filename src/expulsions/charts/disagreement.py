"""Each source's figure as a dot, the curated one marked."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart, label_room


@chart
def disagreement(figure: Any, rows: Rows, narrow: bool) -> str:
    """Who said what: rows with `name` (the decision), `figure`, `publishers` (how many give it) and `curated`."""
    names = list(dict.fromkeys(row["name"] for row in rows))
    for at, name in enumerate(names):
        figures = [row["figure"] for row in rows if row["name"] == name]
        figure.add_scatter(
            x=[min(figures), max(figures)],
            y=[at, at],
            mode="lines",
            line={"color": theme.LIGHT["rule"], "width": 3},
            hoverinfo="skip",
        )
    for curated in (False, True):
        part = [row for row in rows if bool(row["curated"]) == curated]
        figure.add_scatter(
            x=[row["figure"] for row in part],
            y=[names.index(row["name"]) for row in part],
            mode="markers",
            marker={
                "symbol": "circle",
                "size": 11 if curated else 9,
                "color": theme.LIGHT["red" if curated else "grey"],
            },
            customdata=[[row["name"], row["publishers"]] for row in part],
            hovertemplate="%{customdata[0]}: %{x:,}, given by %{customdata[1]}<extra></extra>",
        )
    figure.update_layout(height=26 * len(names) + 56, margin={"l": label_room(names), "r": 24})
    top = max((row["figure"] for row in rows), default=1) or 1
    figure.update_xaxes(range=[-top * 0.03, top * 1.05], nticks=4 if narrow else 7, tickformat=",d")
    figure.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        tickvals=list(range(len(names))),
        ticktext=names,
        tickfont={"color": theme.LIGHT["ink"]},
        showgrid=False,
    )
    said = []
    for name in names[:6]:
        mine = [row for row in rows if row["name"] == name]
        best = next((theme.number(row["figure"]) for row in mine if row["curated"]), "none")
        others = ", ".join(theme.number(row["figure"]) for row in mine if not row["curated"])
        said.append(f"{name}: best figure {best}, others {others}")
    return f"{'; '.join(said)}."
