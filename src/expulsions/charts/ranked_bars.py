"""Bars from the largest down, with a whisker where sources differ."""

from collections.abc import Sequence
from typing import Any

from expulsions import theme
from expulsions.charts.axes import cut, listing, name_axis, names_of, told
from expulsions.charts.chart import Rows, add_labels, chart


@chart("people")
def ranked_bars(figure: Any, rows: Rows, narrow: bool, highlight: Sequence[str] = ()) -> str:
    """Bars in the order of the rows, as `by_actor` and `by_pair` give them.

    Columns: name (str), or actor (code), or expelling and expelled (codes); people (Int64); people_low, people_high
    (Int64, where wanted). `highlight` holds the names or codes that the story is about: they are red, the rest grey;
    without it all are red. A line across the end of a bar is the range that sources give. A row without a figure has a
    dash. The first 40 rows are drawn. Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> states = pd.DataFrame({"actor": ["POL", "BEL"], "people": [45, 21]})
    >>> ranked_bars(states, "Poland expelled 45").layout.meta["alt_text"]
    'Poland expelled 45. Bars, in this order: Poland 45; Belgium 21.'
    """
    rows, note = cut(rows)
    names = names_of(rows)
    red = told(rows, names, highlight)
    ranges = [_range(row) for row in rows]
    labels = [theme.figure_range(low, row["people"], high) for row, (low, high) in zip(rows, ranges, strict=True)]
    places = list(range(len(rows)))
    strong = [bool(highlight) and one for one in red]
    name_axis(figure, names, narrow, strong, pitch=22)
    figure.add_bar(
        x=[row["people"] or 0 for row in rows],
        y=places,
        orientation="h",
        marker={"color": [theme.LIGHT["red" if one else "grey"] for one in red]},
        customdata=[[name, label] for name, label in zip(names, labels, strict=True)],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
    wide = [(place, low, high) for place, (low, high) in enumerate(ranges) if low < high]
    figure.add_scatter(
        x=[x for _, low, high in wide for x in (low, high, None)],
        y=[y for place, *_ in wide for y in (place, place, None)],
        mode="lines+markers",
        line={"color": theme.LIGHT["ink"], "width": 1},
        marker={"symbol": "line-ns-open", "size": 6, "color": theme.LIGHT["ink"], "line": {"width": 1}},
        hoverinfo="skip",
    )
    ends = [max(row["people"] or 0, high) for row, (_, high) in zip(rows, ranges, strict=True)]
    texts = [f"<b>{label}</b>" if one else label for label, one in zip(labels, strong, strict=True)]
    spots = zip(ends, places, texts, strict=True)
    add_labels(figure, [{"x": x, "y": y, "text": text, "xanchor": "left", "xshift": 4} for x, y, text in spots])
    top = max(ends) or 1
    figure.update_layout(margin_r=int(max(theme.text_width(label, bold=True) for label in labels)) + 14)
    figure.update_xaxes(range=[0, top], visible=False)
    said = [f"{name} {label}" for name, label in zip(names, labels, strict=True)]
    return f"Bars, in this order: {listing(said, 8, figure, note)}"


def _range(row: dict[str, Any]) -> tuple[int, int]:
    best = row["people"] or 0
    low, high = row.get("people_low"), row.get("people_high")
    return (best if low is None else low, best if high is None else high)
