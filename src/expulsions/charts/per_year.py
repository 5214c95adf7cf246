"""People per year, with ceilings on posts apart."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart


@chart
def per_year(figure: Any, rows: Rows, narrow: bool, marked_from: int = 100) -> str:
    """People who had to leave per year as bars, ceilings on posts as hollow squares.

    Rows with `year`, `people`, `people_low`, `people_high` and `ceilings`. Years of `marked_from` people or more are
    in full red, the rest quiet; the largest years carry their figure.
    """
    years = [row["year"] for row in rows]
    people = [row["people"] or 0 for row in rows]
    ceilings = [row.get("ceilings") or 0 for row in rows]
    figure.add_bar(
        x=years,
        y=people,
        marker={"color": [theme.LIGHT["red" if one >= marked_from else "quiet"] for one in people]},
        customdata=[theme.figure_range(row["people_low"], row["people"], row["people_high"]) for row in rows],
        hovertemplate="%{x}: %{customdata} people<extra></extra>",
    )
    capped = [(year, cap) for year, cap in zip(years, ceilings, strict=True) if cap]
    if capped:
        figure.add_scatter(
            x=[year for year, _ in capped],
            y=[cap for _, cap in capped],
            mode="markers",
            marker={"symbol": "square-open", "size": 9, "color": theme.LIGHT["muted"], "line": {"width": 1.5}},
            hovertemplate="%{x}: ceilings on %{y:,} posts<extra></extra>",
        )
    # The largest years are named unless a larger one stands so near that the two labels would touch.
    room = (9 if narrow else 4) * max(1, len(years) / 80)
    named: list[int] = []
    for place in sorted(range(len(rows)), key=lambda one: (-people[one], one)):
        if people[place] < marked_from or len(named) == (4 if narrow else 8):
            break
        if all(abs(years[place] - years[other]) >= room for other in named):
            named.append(place)
    for place in sorted(named):
        figure.add_annotation(
            x=years[place], y=people[place], text=f"<b>{theme.number(people[place])}</b>", showarrow=False, yshift=9
        )
    top = max([*people, *ceilings], default=1) or 1
    figure.update_layout(height=260 if narrow else 320, margin={"l": 42, "r": 16})
    figure.update_yaxes(range=[0, top * 1.12], nticks=6, tickformat=",")
    figure.update_xaxes(
        showgrid=False, nticks=4 if narrow else 9, tickformat="d", range=[min(years) - 0.7, max(years) + 0.7]
    )
    best = max(range(len(rows)), key=lambda place: people[place])
    beside = (
        f" Ceilings on posts, shown apart: {', '.join(f'{year} {cap:,}' for year, cap in capped)}." if capped else ""
    )
    return (
        f"Bars for {years[0]} to {years[-1]}; the highest is {years[best]} with {theme.number(people[best])}.{beside}"
    )
