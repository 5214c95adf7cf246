"""The steps of a wave, day by day, with named moments."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart


@chart
def steps(figure: Any, rows: Rows, narrow: bool, moments: tuple[tuple[str, str], ...] = ()) -> str:
    """How a wave adds up: rows with `date` and `people_so_far`, one per day with a decision, in order.

    `moments` are pairs of an ISO date of the table and a few words that stand beside that step.
    """
    dates = [row["date"] for row in rows]
    people = [row["people_so_far"] for row in rows]
    figure.add_scatter(
        x=dates,
        y=people,
        mode="lines+markers" if len(rows) < 3 else "lines",
        line={"shape": "hv", "color": theme.LIGHT["red"], "width": 2.5},
        hovertemplate="%{x|%-d %B %Y}: %{y:,} so far<extra></extra>",
    )
    top = max(people, default=1) or 1
    for day, words in moments:
        if day not in dates:
            continue
        height = people[dates.index(day)]
        figure.add_annotation(
            x=day,
            y=height,
            text="<br>".join(
                theme.wrap(f"{theme.date_text(day, short=True)[:-5]}: {words}", 120 if narrow else 200, 12)
            ),
            showarrow=True,
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=theme.LIGHT["muted"],
            ax=-12,
            ay=0,
            xanchor="right",
            align="right",
        )
    figure.add_annotation(
        x=dates[-1], y=people[-1], text=f"<b>{theme.number(people[-1])}</b>", showarrow=False, xanchor="left", xshift=6
    )
    figure.update_layout(height=300 if narrow else 360, margin={"l": 40, "r": 44})
    figure.update_yaxes(range=[0, top * 1.08], nticks=5, tickformat=",")
    figure.update_xaxes(showgrid=False, nticks=4 if narrow else 7, tickformat="%-d %b<br>%Y")
    first, last = theme.date_text(dates[0]), theme.date_text(dates[-1])
    return (
        f"A line that rises in steps from {theme.number(people[0])} on {first} to {theme.number(people[-1])} on {last}."
    )
