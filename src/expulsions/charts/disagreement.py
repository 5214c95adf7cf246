"""Each source's figure as a dot, the curated one marked."""

from typing import Any

from expulsions import theme
from expulsions.charts.axes import amount_axis, cut, listing, name_axis, names_of
from expulsions.charts.chart import PLOT_BOTTOM, Rows, chart


@chart("count", "figures")
def disagreement(figure: Any, rows: Rows, narrow: bool) -> str:
    """The figures that sources give for each decision, as `disagreements` gives them.

    Columns: expelling, expelled (codes) and date (datetime64 or ISO str), or name (str); count (Int64, the figure of
    the record); figures (tuple of int, the different figures of the sources). A red disc is the figure of the record, a
    grey ring another that a source gives. The first 40 rows are drawn. Raises UnknownValue where a column is missing.

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
    spans = [[one for one in figures if one is not None] for figures in known]
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
            x=[one for _, one in dots],
            y=[at for at, _ in dots],
            mode="markers",
            marker={**marker, "opacity": 1, "line": {"width": 1, "color": theme.LIGHT["paper"]}},
            cliponaxis=False,
            customdata=[names[at] for at, _ in dots],
            hovertemplate="%{customdata}: %{x:,} says " + words + "<extra></extra>",
        )
    figure.update_layout(margin_r=24)
    amount_axis(figure, max([one for span in spans for one in span], default=1) or 1, 3 if narrow else 6)
    said = [
        f"{name}: {theme.number(row['count']) if row['count'] is not None else 'no figure'} in the record"
        + (f", sources also say {', '.join(theme.number(one) for one in other)}" if other else "")
        for name, row, other in zip(names, rows, others, strict=True)
    ]
    return listing(said, 8, note, figure)


def _names(rows: Rows) -> list[str]:
    names = names_of(rows)
    if "name" in rows[0] or "date" not in rows[0]:
        return names
    return [
        name if name.endswith(row["date"][:4]) else f"{name}, {row['date'][:4]}"
        for name, row in zip(names, rows, strict=True)
    ]
