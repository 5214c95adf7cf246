"""What every chart has in common: its frame, its table, its words, and how it is drawn again at another width."""

import datetime
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from expulsions import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Rows = list[dict[str, Any]]
Drawing = Callable[..., str]

CHARTS: dict[str, Callable[..., "Figure"]] = {}


def chart(draw: Drawing) -> Callable[..., "Figure"]:
    """Make a chart of a function that draws rows into a figure and returns the alt text.

    `draw(figure, rows, narrow, **options)` gets the table as a list of dicts of plain values (dates as ISO text,
    missing figures as None), so that the figure's JSON is readable and the same rows give the same bytes. The chart
    that comes of it is `NAME(table, title, *, subtitle="", narrow=False, **options)`; its `layout.meta` holds all that
    a page needs: name, title, subtitle, alt text, the plotted table, source line and data date.
    """

    @functools.wraps(draw)
    def drawn(table: pd.DataFrame, title: str, *, subtitle: str = "", narrow: bool = False, **options: Any) -> "Figure":
        import plotly.graph_objects as go

        rows = plain_rows(table)
        figure = go.Figure()
        _base(figure, narrow)
        if rows:
            alt_text = draw(figure, rows, narrow, **options)
        else:
            figure.update_layout(height=120)
            figure.update_xaxes(visible=False)
            figure.update_yaxes(visible=False)
            alt_text = "The record holds no decision that fits."
            figure.add_annotation(
                text=alt_text, showarrow=False, font_size=14, x=0.5, y=0.5, xref="paper", yref="paper"
            )
        figure.update_layout(
            meta={
                "chart": draw.__name__,
                "title": title,
                "subtitle": subtitle,
                "alt_text": f"{title}. {alt_text}",
                "table": {
                    "columns": [str(name) for name in table.columns],
                    "rows": [list(row.values()) for row in rows],
                },
                "options": options,
                "source": theme.source_line(),
                "data_date": theme.data_date(),
            }
        )
        return _framed(figure, title, subtitle)

    drawn.__doc__ = draw.__doc__
    CHARTS[draw.__name__] = drawn
    return drawn


def plain_rows(table: pd.DataFrame) -> Rows:
    """The rows as dicts of plain values: dates as ISO text, missing values as None, whole numbers as int."""
    columns = {str(name): [_plain(value) for value in table[name].tolist()] for name in table.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


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

    bare = go.Figure(figure)
    extra = bare.layout.margin.t - PLOT_TOP
    bare.update_layout(title=None, height=bare.layout.height - extra - SOURCE_ROOM, margin_t=PLOT_TOP)
    bare.update_layout(margin_b=bare.layout.margin.b - SOURCE_ROOM)
    bare.layout.annotations = [note for note in bare.layout.annotations if note.name != "source"]
    return bare


PLOT_TOP, SOURCE_ROOM = 12, 30


def _base(figure: "Figure", narrow: bool) -> None:
    colours = theme.LIGHT
    figure.update_layout(
        template="none",
        width=theme.NARROW if narrow else theme.WIDE,
        height=420,
        margin={"l": 60, "r": 16, "t": PLOT_TOP, "b": 32, "pad": 0},
        paper_bgcolor=colours["paper"],
        plot_bgcolor=colours["paper"],
        font={"family": theme.SANS, "size": theme.SMALLEST, "color": colours["ink"]},
        showlegend=False,
        hovermode="closest",
        hoverlabel={"bgcolor": colours["paper"], "bordercolor": colours["rule"], "font": {"color": colours["ink"]}},
        dragmode=False,
        bargap=0.25,
    )
    axis = {
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "gridcolor": colours["rule"],
        "gridwidth": 1,
        "tickfont": {"color": colours["muted"], "size": theme.SMALLEST},
        "title": {"text": ""},
        "fixedrange": True,
        "automargin": False,
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)


def _framed(figure: "Figure", title: str, subtitle: str) -> "Figure":
    """Title and subtitle above, the source line below, each broken into lines that fit."""
    width = figure.layout.width - 24
    headline = [line for line in theme.wrap(title, width, 18)] if title else []
    lines = [line for line in theme.wrap(subtitle, width, 13)] if subtitle else []
    top = 14 + 23 * len(headline) + 17 * len(lines) + PLOT_TOP
    figure.update_layout(
        height=figure.layout.height + top - PLOT_TOP + SOURCE_ROOM,
        margin={"t": top, "b": figure.layout.margin.b + SOURCE_ROOM},
        title={
            "text": "<br>".join(f"<b>{line}</b>" for line in headline),
            "subtitle": {
                "text": theme.coloured("<br>".join(lines)),
                "font": {"size": 13, "color": theme.LIGHT["muted"]},
            },
            "font": {"size": 18, "color": theme.LIGHT["ink"]},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 12, "t": 14},
        },
    )
    figure.add_annotation(
        name="source",
        text=theme.source_line(),
        showarrow=False,
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xshift=12 - figure.layout.margin.l,
        yshift=8 - figure.layout.margin.b,
        xanchor="left",
        yanchor="bottom",
        font={"size": 11, "color": theme.LIGHT["muted"]},
    )
    return figure


def listed(names: list[str]) -> str:
    """Names as a sentence holds them.

    >>> listed(["Poland", "Belgium", "Ireland"])
    'Poland, Belgium and Ireland'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def label_room(labels: list[str]) -> int:
    """The width in px that the longest label needs."""
    return int(max((len(label) for label in labels), default=0) * theme.LETTER) + 14
