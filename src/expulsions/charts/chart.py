"""What every chart has in common: its frame, its table, its words, and how it is drawn again at another width."""

import datetime
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from expulsions import theme
from expulsions.errors import UnknownValue

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Rows = list[dict[str, Any]]
Drawing = Callable[..., str]
Chart = Callable[..., "Figure"]

CHARTS: dict[str, Chart] = {}
NOTHING = "The record holds no decision that fits."
PLOT_TOP, PLOT_BOTTOM, SOURCE_ROOM, EDGE = 12, 32, 30, 12
_WORDS = "words"


def chart(*needs: str, prepare: Callable[[pd.DataFrame], pd.DataFrame] | None = None) -> Callable[[Drawing], Chart]:
    """Make a chart of a function that draws rows into a figure and returns the alt text.

    `needs` are the columns without which there is no chart; `prepare` makes the plotted table of the given one.
    `draw(figure, rows, narrow, **options)` gets the table as a list of dicts of plain values (dates as ISO text,
    missing figures as None), so that the figure's JSON is readable and the same rows give the same bytes. The chart
    that comes of it is `NAME(table, title, *, subtitle="", narrow=False, **options)`; its `layout.meta` holds all that
    a page needs: name, title, subtitle, alt text, the plotted table, source line and data date.
    """

    def made(draw: Drawing) -> Chart:
        @functools.wraps(draw)
        def drawn(
            table: pd.DataFrame, title: str, *, subtitle: str = "", narrow: bool = False, **options: Any
        ) -> "Figure":
            import plotly.graph_objects as go

            plotted = _in_order(table if prepare is None else prepare(table), draw.__name__, needs)
            rows = plain_rows(plotted)
            figure = go.Figure(layout=_base(narrow))
            alt_text = draw(figure, rows, narrow, **options) if rows else _nothing(figure)
            figure.update_layout(
                meta={
                    "chart": draw.__name__,
                    "title": title,
                    "subtitle": subtitle,
                    "alt_text": f"{title}. {alt_text}",
                    "table": {"columns": plotted.columns.tolist(), "rows": [list(row.values()) for row in rows]},
                    "options": options,
                    "source": theme.source_line(),
                    "data_date": theme.data_date(),
                }
            )
            _frame(figure, title, subtitle)
            return figure

        CHARTS[draw.__name__] = drawn
        return drawn

    return made


def plain_rows(table: pd.DataFrame) -> Rows:
    """The rows as dicts of plain values: dates as ISO text, missing values as None, whole numbers as int."""
    columns = {str(name): [_plain(value) for value in table[name].tolist()] for name in table.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def meta_table(figure: "Figure") -> pd.DataFrame:
    """The rows that a chart plots, as they stand in its `layout.meta`."""
    table = figure.layout.meta["table"]
    return pd.DataFrame([list(row) for row in table["rows"]], columns=list(table["columns"]))


def redrawn(figure: "Figure", narrow: bool) -> "Figure":
    """The same chart from its own table at the other width."""
    meta = figure.layout.meta
    again = CHARTS[meta["chart"]]
    return again(meta_table(figure), meta["title"], subtitle=meta["subtitle"], narrow=narrow, **meta["options"])


def without_words(figure: "Figure") -> "Figure":
    """The drawing alone, for a page that sets title, subtitle and source line itself."""
    import plotly.graph_objects as go

    bare = figure.to_plotly_json()
    layout, margin, meta = bare["layout"], bare["layout"]["margin"], bare["layout"]["meta"]
    words = _words_height(*_words(meta["title"], meta["subtitle"], layout["width"]))
    layout["height"] -= words + SOURCE_ROOM
    layout["margin"] = {**margin, "t": margin["t"] - words, "b": margin["b"] - SOURCE_ROOM}
    for kind in ("annotations", "shapes"):
        layout[kind] = [one for one in layout.get(kind, ()) if one.get("name") != _WORDS]
    return go.Figure(bare)


def plot_size(figure: Any) -> tuple[float, float]:
    """Width and height in px of the plot within its margins."""
    layout = figure.layout
    return layout.width - layout.margin.l - layout.margin.r, layout.height - layout.margin.t - layout.margin.b


def add_labels(figure: Any, labels: list[dict[str, Any]]) -> None:
    """Labels without an arrow unless they say so; all at once, since Plotly checks the whole list each time.

    They are set, not merged by `update_layout`, which takes ten times as long to compare old and new one by one.
    """
    figure.layout.annotations = [*figure.layout.annotations, *({"showarrow": False, **one} for one in labels)]


def add_note(figure: Any, text: str) -> None:
    """A small line under the drawing, which makes room for it; the last thing that a drawing does."""
    layout = figure.layout
    lines = theme.wrap(text, layout.width - 2 * EDGE, theme.SMALL)
    room = 15 * len(lines) + 8
    figure.update_layout(height=layout.height + room, margin_b=layout.margin.b + room)
    margin = figure.layout.margin
    note = _text("<br>".join(lines), margin.l, 4 - margin.b, "bottom", theme.SMALL, "muted")
    add_labels(figure, [{**note, "name": "note"}])


def _in_order(table: pd.DataFrame, name: str, needs: tuple[str, ...]) -> pd.DataFrame:
    missing = [column for column in needs if column not in table]
    if missing:
        has = ", ".join(map(str, table.columns)) or "no columns"
        raise UnknownValue(f"{name}: the table lacks the column {missing[0]!r}; it has: {has}.")
    return table[[*needs, *sorted(str(column) for column in table.columns if column not in needs)]]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, pd.Timestamp | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, pd.Timedelta):
        return value.days
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.item() if hasattr(value, "item") else value


def _nothing(figure: Any) -> str:
    figure.update_layout(height=120)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(text=NOTHING, showarrow=False, font_size=14, x=0.5, y=0.5, xref="paper", yref="paper")
    return NOTHING


def _base(narrow: bool) -> dict[str, Any]:
    colours = theme.LIGHT
    axis = {
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "ticklabelstandoff": 6,
        "gridcolor": colours["rule"],
        "gridwidth": 1,
        "tickangle": 0,
        "tickfont": {"color": colours["muted"], "size": theme.TEXT},
        "title": {"text": ""},
        "fixedrange": True,
        "automargin": False,
    }
    return {
        "template": "none",
        "width": theme.NARROW if narrow else theme.WIDE,
        "height": 420,
        "margin": {"l": 60, "r": 16, "t": PLOT_TOP, "b": PLOT_BOTTOM, "pad": 0},
        "paper_bgcolor": colours["paper"],
        "plot_bgcolor": colours["paper"],
        "font": {"family": theme.SANS, "size": theme.TEXT, "color": colours["ink"]},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": colours["paper"], "bordercolor": colours["rule"], "font": {"color": colours["ink"]}},
        "dragmode": False,
        "bargap": 0.25,
        "xaxis": axis,
        "yaxis": axis,
    }


def _words(title: str, subtitle: str, width: float) -> tuple[list[str], list[str]]:
    room = width - 2 * EDGE
    return (
        theme.wrap(title, room, 18, bold=True) if title else [],
        theme.wrap(subtitle, room, 13, bold="[" in subtitle) if subtitle else [],
    )


def _words_height(headline: list[str], lines: list[str]) -> int:
    return 20 + 23 * len(headline) + 17 * len(lines)


def _frame(figure: Any, title: str, subtitle: str) -> None:
    """A rule, title and subtitle above, a hairline and the source line below, in room of their own."""
    width, margin = figure.layout.width, figure.layout.margin
    headline, lines = _words(title, subtitle, width)
    words = _words_height(headline, lines)
    left, top, bottom = margin.l, margin.t + words, margin.b + SOURCE_ROOM
    texts = [
        _text("<br>".join(f"<b>{line}</b>" for line in headline), left, top - 10, "top", 18, "ink"),
        _text(theme.coloured("<br>".join(lines)), left, top - 13 - 23 * len(headline), "top", 13, "muted"),
        _text(theme.source_line(), left, 7 - bottom, "bottom", theme.SMALL, "muted"),
    ]
    add_labels(figure, [{**text, "name": _WORDS} for text in texts if text["text"]])
    rules = [_rule("ink", left, width, top - 5, 1), _rule("rule", left, width, SOURCE_ROOM - 4 - bottom, 0)]
    figure.layout.shapes = [*figure.layout.shapes, *rules]
    figure.update_layout(height=figure.layout.height + words + SOURCE_ROOM, margin={"t": top, "b": bottom})


def _rule(colour: str, left: float, width: float, y: float, end: int) -> dict[str, Any]:
    """A line from edge to edge, so many px above the upper (1) or the lower (0) end of the plot."""
    return {
        "name": _WORDS,
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": end,
        "x0": EDGE - left,
        "x1": width - EDGE - left,
        "y0": y,
        "y1": y,
        "line": {"color": theme.LIGHT[colour], "width": 1},
    }


def _text(text: str, left: float, y: float, anchor: str, size: int, colour: str) -> dict[str, Any]:
    """Words at the left edge, so many px above the upper ("top") or the lower ("bottom") end of the plot."""
    return {
        "text": text,
        "align": "left",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1 if anchor == "top" else 0,
        "xshift": EDGE - 1 - left,
        "yshift": y,
        "xanchor": "left",
        "yanchor": anchor,
        "font": {"size": size, "color": theme.LIGHT[colour]},
    }
