"""Each source's figure as a dot, the curated one marked."""

import math
from typing import Any

from expulsions import theme
from expulsions.charts.axes import cut, listing, name_axis, names_of
from expulsions.charts.chart import PLOT_BOTTOM, Rows, add_note, chart

# Where nobody stands on a logarithmic axis.
LEAST = 0.8


@chart("count", "figures")
def disagreement(figure: Any, rows: Rows, narrow: bool) -> str:
    """The figures that sources give for each decision, as `disagreements` gives them.

    Columns: expelling, expelled (codes) and date (datetime64 or ISO str), or name (str); count (Int64, the figure of
    the record); figures (tuple of int, the different figures of the sources). A red disc is the figure of the record, a
    grey one another that a source gives. The first 40 rows are drawn. Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> said = pd.DataFrame({"name": ["Bolivia, 1972"], "count": [119], "figures": [(49, 119)]})
    >>> disagreement(said, "").layout.meta["alt_text"]
    '. Bolivia, 1972: 119 in the record, sources also say 49.'
    """
    rows, note = cut(rows)
    names = _names(rows)
    name_axis(figure, names, narrow, below=PLOT_BOTTOM)
    others = [[one for one in row["figures"] or [] if one != row["count"]] for row in rows]
    known = [[*other, row["count"]] for other, row in zip(others, rows, strict=True)]
    spans = [[max(one, LEAST) for one in figures if one is not None] for figures in known]
    wide = [(at, min(span), max(span)) for at, span in enumerate(spans) if span]
    figure.add_scatter(
        x=[x for _, low, high in wide for x in (low, high, None)],
        y=[y for at, _, _ in wide for y in (at, at, None)],
        mode="lines",
        line={"color": theme.LIGHT["rule"], "width": 3},
        hoverinfo="skip",
    )
    curated = [(at, row["count"]) for at, row in enumerate(rows) if row["count"] is not None]
    differing = [(at, one) for at, other in enumerate(others) for one in other]
    for dots, words, marker in (
        (differing, "a source", {"symbol": "circle", "size": 9, "color": theme.LIGHT["grey"]}),
        (curated, "the record", {"symbol": "circle", "size": 12, "color": theme.LIGHT["red"]}),
    ):
        figure.add_scatter(
            x=[max(one, LEAST) for _, one in dots],
            y=[at for at, _ in dots],
            mode="markers",
            marker={**marker, "opacity": 1, "line": {"width": 1, "color": theme.LIGHT["paper"]}},
            cliponaxis=False,
            customdata=[[names[at], theme.number(one)] for at, one in dots],
            hovertemplate="%{customdata[0]}: %{customdata[1]} says " + words + "<extra></extra>",
        )
    # Figures of one and of a thousand stand in one table; a logarithmic axis lets both disagree visibly.
    top = max([one for span in spans for one in span], default=1) or 1
    ticks = [tick for tick in (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000) if tick <= top]
    figure.update_layout(margin_r=24)
    figure.update_xaxes(
        type="log",
        range=[-0.12, math.log10(top) + 0.06],
        tickvals=ticks,
        ticktext=[theme.number(tick) for tick in ticks],
    )
    add_note(figure, "Logarithmic scale.")
    said = [
        f"{name}: {theme.number(row['count']) if row['count'] is not None else 'no figure'} in the record"
        + (f", sources also say {', '.join(theme.number(one) for one in other)}" if other else "")
        for name, row, other in zip(names, rows, others, strict=True)
    ]
    return listing(said, 8, figure, note)


def _names(rows: Rows) -> list[str]:
    names = names_of(rows)
    if "name" in rows[0] or "date" not in rows[0]:
        return names
    return [
        name if name.endswith(row["date"][:4]) else f"{name}, {row['date'][:4]}"
        for name, row in zip(names, rows, strict=True)
    ]
