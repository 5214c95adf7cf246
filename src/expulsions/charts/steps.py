"""The steps of a wave, day by day, with named moments."""

import datetime
from collections.abc import Sequence
from typing import Any

from expulsions import theme
from expulsions.charts.axes import day_ticks, round_ticks
from expulsions.charts.chart import PLOT_BOTTOM, Rows, chart, plot_size
from expulsions.charts.labels import LINE, ON_PAPER, Box, label_box

GAP = 10


@chart("date")
def steps(figure: Any, rows: Rows, narrow: bool, moments: Sequence[tuple[str, str]] = ()) -> str:
    """How a wave adds up, a row for each day with a decision in the order of time, as `cumulative` gives them.

    Columns: date (datetime64 or ISO str); people (Int64, the sum so far; people_so_far is read too). `moments` are
    pairs of an ISO date of the table and a few words that stand beside that step. Raises UnknownValue where a column is
    missing.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"date": ["2022-03-23", "2022-03-29"], "people": [45, 87]})
    >>> steps(days, "", moments=(("2022-03-29", "four in one day"),)).layout.meta["alt_text"][2:75]
    'A line that rises in steps from 45 on 23 March 2022 to 87 on 29 March 202'
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
        cliponaxis=False,
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
    at = [datetime.date.fromisoformat(day).toordinal() for day in days]
    span = at[-1] - at[0] or 1
    x = [(place - at[0]) / span * width for place in at]
    top = people[-1] or 1
    scale = height * 0.94 / top
    highest = 0.0
    placed: list[Box] = []
    for day, words in sorted(moments):
        step = days.index(day)
        date = theme.date_text(day, short=True).rsplit(" ", 1)[0]
        lines = _balanced(f"{date} {words}", room)
        level = people[step] * scale
        before = people[step - 1] * scale if step else 0.0
        tall = LINE * len(lines)
        # Where there is no room on the left the words begin at their step and stand above the line.
        align = "right" if label_box(lines, x[step] - GAP, 0, "right", bold=True).left >= 0 else "left"
        edge = x[step] - GAP if align == "right" else x[step]
        right = label_box(lines, edge, 0, align, bold=True).right
        under = max([before] + [people[one] * scale for one, place in enumerate(x) if place <= right + 4])
        foot = max(level - tall / 2, under + 6) if align == "right" else under + 12
        while label_box(lines, edge, -foot, align, bold=True).hits(placed):
            foot += 4
        box = label_box(lines, edge, -foot, align, bold=True)
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
            ax=edge - x[step],
            ay=-(foot + (tall / 2 if align == "right" else 0) - level),
            xanchor=align,
            yanchor="middle" if align == "right" else "bottom",
            align=align,
            **ON_PAPER,
        )
    tallest = max(top / 0.94, (highest + 4) / scale)
    figure.update_yaxes(range=[0, tallest], zeroline=True, zerolinecolor=theme.LIGHT["ink"], zerolinewidth=1)
    if len(days) > 1:
        figure.update_xaxes(range=[days[0], days[-1]])


def _balanced(text: str, room: float) -> list[str]:
    """As few lines as fit, and no last word alone on one of them."""
    lines = theme.wrap(text, room, bold=True)
    while len(lines) > 1 and len(narrower := theme.wrap(text, room - 4, bold=True)) == len(lines) and room > 40:
        room, lines = room - 4, narrower
    return lines
