"""How soon answers came."""

from typing import Any

import pandas as pd

from expulsions import theme
from expulsions.charts.chart import PLOT_TOP, Rows, add_labels, chart
from expulsions.charts.labels import LINE

# The last day of each class and its words; a week, a fortnight and a month are what reports speak of.
CLASSES = {0: "same day", 7: "1–7 days", 14: "8–14 days", 30: "15–30 days", 60: "31–60 days", 10**6: "later"}


def answers_within(replies: pd.DataFrame) -> pd.DataFrame:
    """How many answers came within how many days: columns within (str), decisions (Int64).

    `replies` has a column days (Int64), as `replies` and `links` give it; rows without it are left out. A table that
    has the two columns already stays as it is.

    >>> answers_within(pd.DataFrame({"days": [0, 21, 16]}))["decisions"].tolist()
    [1, 0, 0, 2, 0, 0]
    """
    if "days" not in replies:
        return replies
    days = replies["days"].dropna()
    if days.empty:
        return pd.DataFrame({"within": pd.Series(dtype="str"), "decisions": pd.Series(dtype="Int64")})
    classes = pd.cut(days.astype("int64"), [-(10**6), *CLASSES], labels=list(CLASSES.values()))
    counts = classes.value_counts(sort=False).astype("Int64")
    return pd.DataFrame({"within": counts.index.astype("str"), "decisions": counts.array})


@chart("within", "decisions", prepare=answers_within)
def reply_times(figure: Any, rows: Rows, narrow: bool) -> str:
    """How many answers came within how many days.

    The table is that of `replies` (its column days, Int64, is counted), or has the columns within (str) and decisions
    (Int64) already; the plotted table is the latter. Raises UnknownValue where a column is missing.

    >>> reply_times(pd.DataFrame({"days": [0, 21, 16]}), "").layout.meta["alt_text"][:62]
    '. Answers by the time they took: same day 1, 1–7 days 0, 8–14 '
    """
    rows = rows[:12]
    names = [row["within"] for row in rows]
    counts = [row["decisions"] or 0 for row in rows]
    places = list(range(len(rows)))
    figure.add_bar(
        x=places,
        y=counts,
        marker={"color": theme.LIGHT["blue"]},
        customdata=names,
        hovertemplate="%{customdata}: %{y:,} answers<extra></extra>",
    )
    tops = zip(places, counts, strict=True)
    add_labels(figure, [{"x": x, "y": y, "text": f"<b>{theme.number(y)}</b>", "yanchor": "bottom"} for x, y in tops])
    figure.update_layout(height=230 if narrow else 290, margin={"l": 12, "r": 12, "t": PLOT_TOP + LINE, "b": 44})
    figure.update_yaxes(range=[0, max(counts) or 1], visible=False)
    room = (figure.layout.width - 24) / len(rows) - 6
    figure.update_xaxes(
        range=[-0.5, max(len(rows), 4) - 0.5],
        tickvals=places,
        ticktext=["<br>".join(theme.wrap(name, room)) for name in names],
        tickfont={"color": theme.LIGHT["ink"]},
        showgrid=False,
    )
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=0, y1=0, line={"color": theme.LIGHT["ink"], "width": 1})
    said = ", ".join(f"{name} {count:,}" for name, count in zip(names, counts, strict=True))
    return f"Answers by the time they took: {said}."
