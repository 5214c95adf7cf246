"""Europe, one square per state; no base map, so nothing is fetched and Luxembourg is seen."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart


@chart
def tile_map(figure: Any, rows: Rows, narrow: bool) -> str:
    """A tile per state: rows with `code`, `name`, `tile_col`, `tile_row` and `people` (missing or 0: an empty tile).

    The red square within a tile has the area of the people; the figure stands under the code.
    """
    cols = [row["tile_col"] for row in rows]
    lines = [row["tile_row"] for row in rows]
    width = (theme.NARROW if narrow else theme.WIDE) - 16
    across, down = max(cols) - min(cols) + 1, max(lines) - min(lines) + 1
    tile = min(width / across, 54)
    largest = max((row["people"] or 0 for row in rows), default=1) or 1
    figure.add_scatter(
        x=cols,
        y=lines,
        mode="markers",
        marker={
            "symbol": "square-open",
            "size": round(tile - 3, 1),
            "color": theme.LIGHT["rule"],
            "line": {"width": 1},
        },
        hoverinfo="skip",
    )
    filled = [row for row in rows if row["people"]]
    figure.add_scatter(
        x=[row["tile_col"] for row in filled],
        y=[row["tile_row"] for row in filled],
        mode="markers",
        marker={
            "symbol": "square",
            "size": [round(max(3.0, (tile - 4) * (row["people"] / largest) ** 0.5), 1) for row in filled],
            "color": theme.LIGHT["quiet"],
        },
        customdata=[[row["name"], theme.number(row["people"])] for row in filled],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
    figure.add_scatter(
        x=cols,
        y=lines,
        mode="text",
        text=[
            f"<b>{row['code'][:2] if narrow else row['code']}</b><br>{theme.number(row['people'])}"
            if row["people"]
            else row["code"][: 2 if narrow else 3]
            for row in rows
        ],
        textfont={"size": 11 if narrow else 12, "color": theme.LIGHT["ink"]},
        hoverinfo="skip",
    )
    height = round(tile * down) + 24
    side = (theme.NARROW if narrow else theme.WIDE) - tile * across
    figure.update_layout(height=height, margin={"l": round(side / 2), "r": round(side / 2), "t": 12, "b": 12})
    figure.update_xaxes(range=[min(cols) - 0.5, max(cols) + 0.5], visible=False)
    figure.update_yaxes(range=[max(lines) + 0.5, min(lines) - 0.5], visible=False)
    said = [f"{row['name']} {theme.number(row['people'])}" for row in sorted(filled, key=lambda row: -row["people"])]
    return f"A map of tiles. {', '.join(said[:10])}" + (f", and {len(said) - 10} more." if len(said) > 10 else ".")
