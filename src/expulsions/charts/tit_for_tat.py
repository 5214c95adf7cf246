"""Out and back per pair, with the days between."""

from collections.abc import Sequence
from typing import Any

from expulsions import theme
from expulsions.charts.axes import amount_axis, cut, listing, name_axis, names_of, told
from expulsions.charts.chart import PLOT_BOTTOM, PLOT_TOP, Rows, add_labels, chart
from expulsions.charts.labels import LINE

MUTED = {"color": theme.LIGHT["muted"]}


@chart("people_out", "people_back")
def tit_for_tat(figure: Any, rows: Rows, narrow: bool, highlight: Sequence[str] = ()) -> str:
    """People out and people back for each pair, as `replies_by_pair` and `replies` give them.

    Columns: expelling and expelled (codes) or name (str); people_out, people_back (Int64 or Float64); median_days or
    days (Float64 or Int64, where wanted). A red disc is the people expelled, a blue diamond the answer; where no figure
    of an answer is known there is no diamond. `highlight` sets names or codes in bold. The first 40 rows are drawn.
    Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"name": ["Poland"], "people_out": [45], "people_back": [45], "median_days": [16.0]})
    >>> tit_for_tat(pairs, "").layout.meta["alt_text"]
    '. Pairs: Poland 45 out, 45 back.'
    """
    rows, note = cut(rows)
    names = names_of(rows)
    strong = [bool(highlight) and one for one in told(rows, names, highlight)]
    name_axis(figure, names, narrow, strong, below=PLOT_BOTTOM)
    # Drawn as steps of one line with gaps, so that a long list stays one mark in the file.
    ends = [(at, row["people_out"], row["people_back"]) for at, row in enumerate(rows)]
    both = [end for end in ends if end[1] is not None and end[2] is not None]
    figure.add_scatter(
        x=[x for _, out, back in both for x in (out, back, None)],
        y=[y for at, _, _ in both for y in (at, at, None)],
        mode="lines",
        line={"color": theme.LIGHT["rule"], "width": 3},
        hoverinfo="skip",
    )
    # Where both are the same the smaller diamond lies on the disc and both are seen.
    for side, (colour, symbol, size, words) in enumerate(
        (("red", "circle", 13, "expelled"), ("blue", "diamond", 9, "expelled in answer")), 1
    ):
        known = [(end[side], end[0]) for end in ends if end[side] is not None]
        figure.add_scatter(
            x=[people for people, _ in known],
            y=[at for _, at in known],
            mode="markers",
            marker={
                "symbol": symbol,
                "size": size,
                "color": theme.LIGHT[colour],
                "opacity": 1,
                "line": {"width": 1, "color": theme.LIGHT["paper"]},
            },
            cliponaxis=False,
            customdata=[names[at] for _, at in known],
            hovertemplate="%{customdata}: %{x:,} " + words + "<extra></extra>",
        )
    _days(figure, rows)
    amount_axis(figure, max([people or 0 for end in ends for people in end[1:]]) or 1, 3 if narrow else 5)
    said = [
        f"{name} {theme.number(out)} out, "
        + (f"{theme.number(back)} back" if back is not None else "no figure for an answer")
        for name, (_, out, back) in zip(names, ends, strict=True)
    ]
    return f"Pairs: {listing(said, 8, figure, note)}"


def _days(figure: Any, rows: Rows) -> None:
    """A column of days on the right, with its heading."""
    column = next((one for one in ("median_days", "days") if one in rows[0]), None)
    if column is None:
        return
    heading = "median days" if column == "median_days" else "days"
    cells = [(at, theme.number(row[column])) for at, row in enumerate(rows) if row[column] is not None]
    layout = figure.layout
    figure.update_layout(
        height=layout.height + LINE,
        margin={"r": int(theme.text_width(heading, theme.SMALL)) + 26, "t": PLOT_TOP + LINE},
    )
    common = {"x": 1, "xref": "paper", "xanchor": "right", "xshift": figure.layout.margin.r - 10}
    head = {"y": -0.5, "text": heading, "yanchor": "bottom", "font": {**MUTED, "size": theme.SMALL}}
    add_labels(figure, [{**common, **head}, *({**common, "y": at, "text": text, "font": MUTED} for at, text in cells)])
