"""The steps of a wave, day by day, with named moments."""

import datetime
from collections.abc import Sequence
from typing import Any

from expulsions import theme
from expulsions.charts.axes import day_ticks, round_ticks
from expulsions.charts.chart import PLOT_BOTTOM, Rows, chart, plot_size
from expulsions.charts.labels import LINE, Box, label_box

GAP = 10


@chart("date")
def steps(figure: Any, rows: Rows, narrow: bool, moments: Sequence[tuple[str, str]] = ()) -> str:
    """How a wave adds up, a row for each day with a decision in the order of time, as `cumulative` gives them.

    Columns: date (datetime64 or ISO str); people (Int64, the sum so far; people_so_far is read too). `moments` are
    pairs of an ISO date of the table and a few words that stand beside that step. Raises UnknownValue where a column is
    missing.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"date": ["2022-03-23", "2022-03-29"], "people": [45, 87]})
    >>> steps(days, "", moments=(("2022-03-29", "four in one day"),)).layout.meta["alt_text"]
    '. A line that rises in steps from 45 on 23 March 2022 to 87 on 29 March 2022. Marked: 29 March 2022, four in one day.'
    """
    column = "people" if "people" in rows[0] else "people_so_far"
    rows = [row for row in rows if row.get(column) is not None] or [{**rows[0], column: 0}]
    days, people = [row["date"] for row in rows], [row[column] for row in rows]
    top = people[-1] or 1
    figure.update_layout(
        height=320 if narrow else 400,
        margin={"l": 40, "r": int(theme.text_width(theme.number(top), 14, bold=True)) + 18, "b": PLOT_BOTTOM + 14},
    )
    figure.add_scatter(
        x=days,
        y=people,
        mode="lines+markers" if len(rows) == 1 else "lines",
        line={"shape": "hv", "color": theme.LIGHT["red"], "width": 2.5},
        marker={"color": theme.LIGHT["red"], "opacity": 1},
        hovertemplate="%{x|%-d %B %Y}: %{y:,} so far<extra></extra>",
    )
    marked = [(day, words) for day, words in moments if day in days]
    _place_moments(figure, days, people, marked, 116 if narrow else 190)
    figure.add_annotation(
        x=days[-1],
        y=people[-1],
        text=f"<b>{theme.number(people[-1])}</b>",
        font_size=14,
        showarrow=False,
        xanchor="left",
        xshift=5,
    )
    ticks = round_ticks(top)
    figure.update_yaxes(tickvals=ticks, ticktext=[theme.number(tick) for tick in ticks])
    values, texts = day_ticks(days[0], days[-1], 3 if narrow else 6)
    figure.update_xaxes(showgrid=False, tickvals=values, ticktext=texts, type="date")
    first, last = theme.date_text(days[0]), theme.date_text(days[-1])
    said = "; ".join(f"{theme.date_text(day)}, {words}" for day, words in marked)
    return (
        f"A line that rises in steps from {theme.number(people[0])} on {first} to {theme.number(people[-1])} on {last}."
        + (f" Marked: {said}." if said else "")
    )


def _place_moments(
    figure: Any, days: list[str], people: list[int], moments: list[tuple[str, str]], room: float
) -> None:
    """Words left of their step and above the line, each above the one before where the two would meet.

    A line that only rises leaves the ground above and left of each step free. What stands over the top of the line
    makes the axis longer.
    """
    width, height = plot_size(figure)
    at = [
        datetime.date.fromisoformat(day).toordinal() - datetime.date.fromisoformat(days[0]).toordinal() for day in days
    ]
    span = at[-1] or 1
    x = [place / span * width for place in at]
    top = people[-1] or 1
    scale = height * 0.94 / top
    highest = 0.0
    placed: list[Box] = []
    for day, words in sorted(moments):
        step = days.index(day)
        date = theme.date_text(day, short=True).rsplit(" ", 1)[0]
        lines = theme.wrap(f"{date} {words}", room, bold=True)
        level = people[step] * scale
        before = people[step - 1] * scale if step else 0.0
        tall = LINE * len(lines)
        right = x[step] - GAP
        wide = max(theme.text_width(line) for line in lines) + 4
        if right - wide < 0:
            right = wide
        under = max([before] + [people[one] * scale for one, place in enumerate(x) if place <= right + 4])
        foot = max(level - tall / 2, under + 6)
        box = label_box(lines, right, -foot, "right")
        while box.hits(placed):
            foot += 4
            box = label_box(lines, right, -foot, "right")
        placed.append(box)
        highest = max(highest, foot + tall)
        figure.add_annotation(
            x=day,
            y=people[step],
            text="<br>".join(lines).replace(date, f"<b>{date}</b>", 1),
            showarrow=True,
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=theme.LIGHT["muted"],
            ax=right - x[step],
            ay=-(foot + tall / 2 - level),
            xanchor="right",
            align="right",
        )
    tallest = max(top / 0.94, (highest + 4) / scale)
    figure.update_yaxes(range=[0, tallest])
    if len(days) > 1:
        figure.update_xaxes(range=[days[0], days[-1]])
