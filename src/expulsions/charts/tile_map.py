"""Europe, one tile per state; no base map, so nothing is fetched and Luxembourg is seen."""

from functools import lru_cache
from typing import Any

from expulsions import actors, theme
from expulsions.charts.chart import EDGE, Rows, add_note, chart
from expulsions.data import load_actors

GAP = 2


@chart("actor", "people")
def tile_map(figure: Any, rows: Rows, narrow: bool) -> str:
    """People per state of Europe, as `by_actor` gives them.

    Columns: actor (code), people (Int64). A tile with people holds their figure and is quiet red, or full red with at
    least half as many as the largest; a state without people has an empty tile. States and organisations off the map
    are named beneath it. Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> states = pd.DataFrame({"actor": ["POL", "USA"], "people": [45, 12]})
    >>> tile_map(states, "").layout.meta["alt_text"]
    '. A map of tiles, a tile for each state: Poland 45. Off the map: United States 12.'
    """
    people: dict[str, int] = {}
    for row in rows:
        people[row["actor"]] = people.get(row["actor"], 0) + (row["people"] or 0)
    ranked = sorted((code for code in people if people[code]), key=lambda code: (-people[code], code))
    tiles = _tiles()
    cols, lines = [tile[0] for tile in tiles.values()], [tile[1] for tile in tiles.values()]
    width = figure.layout.width - 2 * EDGE
    across, down = max(cols) - min(cols) + 1, max(lines) - min(lines) + 1
    tile = min(width / across, 46)
    side = (figure.layout.width - tile * across) / 2
    figure.update_layout(height=round(tile * down) + 24, margin={"l": round(side), "r": round(side), "b": 12})
    figure.update_xaxes(range=[min(cols) - 0.5, max(cols) + 0.5], visible=False)
    figure.update_yaxes(range=[max(lines) + 0.5, min(lines) - 0.5], visible=False)
    largest = max([people[code] for code in ranked if code in tiles], default=0)

    def tone(code: str) -> str:
        few = "quiet" if people.get(code) else "paper"
        return "red" if 0 < largest <= people.get(code, 0) * 2 else few

    words_on = {"paper": "muted", "quiet": "ink", "red": "paper"}
    half = 0.5 - GAP / tile / 2
    squares = [
        {
            "type": "rect",
            "x0": col - half,
            "x1": col + half,
            "y0": line - half,
            "y1": line + half,
            "line": {"width": 1, "color": theme.LIGHT["rule"]} if tone(code) == "paper" else {"width": 0},
            "fillcolor": theme.LIGHT[tone(code)],
            "layer": "below",
        }
        for code, (col, line) in tiles.items()
    ]
    figure.layout.shapes = squares
    words = [_words(code, people.get(code, 0)) for code in tiles]
    figure.add_scatter(
        x=cols,
        y=lines,
        mode="text",
        text=words,
        textfont={
            "size": theme.SMALL if narrow else 13,
            "color": [theme.LIGHT[words_on[tone(code)]] for code in tiles],
        },
        customdata=[[actors.name(code), theme.number(people.get(code))] for code in tiles],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
    said = [f"{actors.name(code)} {theme.number(people[code])}" for code in ranked if code in tiles]
    off = [f"{actors.name(code)} {theme.number(people[code])}" for code in ranked if code not in tiles]
    beside = f"Off the map: {', '.join(off[:12])}{' and others' if len(off) > 12 else ''}." if off else ""
    key = "Full red: at least half as many as the largest." if said else ""
    if key or beside:
        add_note(figure, f"{key} {beside}".strip())
    listed = "; ".join(said[:10]) + ("; the others are in the table" if len(said) > 10 else "")
    return f"A map of tiles, a tile for each state: {listed or 'none'}. {beside}".strip()


def _words(code: str, people: int) -> str:
    return f"{code}<br><b>{theme.number(people)}</b>" if people else code


@lru_cache(maxsize=1)
def _tiles() -> dict[str, tuple[int, int]]:
    """The column and the line of each state that has a tile, in the order of codes."""
    table = load_actors()
    placed = table[table["tile_col"].notna()].sort_values("code")
    return {
        str(code): (int(col), int(line))
        for code, col, line in placed[["code", "tile_col", "tile_row"]].itertuples(index=False)
    }
