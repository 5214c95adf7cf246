"""An actor's own timeline: its expulsions above the line, its people expelled below."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart


@chart
def timeline(figure: Any, rows: Rows, narrow: bool) -> str:
    """Year by year: rows with `year`, `expelled_by_it` (above the line) and `of_its_people` (below)."""
    years = [row["year"] for row in rows]
    for column, sign, colour, words in (
        ("expelled_by_it", 1, "red", "expelled by it"),
        ("of_its_people", -1, "grey", "of its people expelled"),
    ):
        values = [row[column] or 0 for row in rows]
        figure.add_bar(
            x=years,
            y=[sign * value for value in values],
            marker={"color": theme.LIGHT[colour]},
            customdata=values,
            hovertemplate="%{x}: %{customdata:,} " + words + "<extra></extra>",
        )
    up, down = (max((row[column] or 0 for row in rows), default=0) for column in ("expelled_by_it", "of_its_people"))
    largest = max(up, down, 1)
    for column, sign, height in (("expelled_by_it", 1, up), ("of_its_people", -1, down)):
        if height:
            row = next(row for row in rows if row[column] == height)
            figure.add_annotation(
                x=row["year"], y=sign * height, text=f"<b>{theme.number(height)}</b>", showarrow=False, yshift=9 * sign
            )
    figure.update_layout(barmode="relative", height=240 if narrow else 280, margin={"l": 42, "r": 16})
    ticks = _ticks(largest)
    shown = [-one for one in ticks[1:] if one <= down * 1.1] + [one for one in ticks if one <= up * 1.1]
    figure.update_yaxes(
        range=[-down - largest * 0.18, up + largest * 0.18],
        tickvals=shown,
        ticktext=[theme.number(abs(one)) for one in shown],
        zeroline=True,
        zerolinecolor=theme.LIGHT["ink"],
        zerolinewidth=1,
    )
    figure.update_xaxes(
        showgrid=False, nticks=4 if narrow else 9, tickformat="d", range=[min(years) - 0.7, max(years) + 0.7]
    )
    best = max(rows, key=lambda row: row["expelled_by_it"] or 0)
    worst = max(rows, key=lambda row: row["of_its_people"] or 0)
    return (
        f"Bars above the line for people it expelled, at most {theme.number(best['expelled_by_it'] or 0)} in {best['year']}; "
        f"below for its own people expelled, at most {theme.number(worst['of_its_people'] or 0)} in {worst['year']}."
    )


def _ticks(largest: int) -> list[int]:
    step = 1
    while largest / step > 3:
        step *= 5 if str(step).startswith("2") or (step == 1 and largest > 9) else 2
    return [step * place for place in range(int(largest / step) + 1)]
