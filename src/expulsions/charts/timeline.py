"""An actor's own timeline: its expulsions above the line, its people expelled below."""

from typing import Any

from expulsions import theme
from expulsions.charts.axes import round_ticks, year_ticks
from expulsions.charts.chart import Rows, add_labels, chart, plot_size
from expulsions.charts.labels import LINE, ON_PAPER, Box, label_box

SIDES = (("expelled_by_it", 1, "red", "expelled by it"), ("of_its_people", -1, "grey", "of its people expelled"))

# As many bars can all carry their figure; of more only those that can be told apart from the line.
FEW = 16


@chart("year", "expelled_by_it", "of_its_people")
def timeline(figure: Any, rows: Rows, narrow: bool) -> str:
    """Year by year what an actor did and what it met.

    Columns: year (Int64), expelled_by_it (Int64, above the line), of_its_people (Int64, below). Every bar carries its
    figure where there is room, the largest first. Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> years = pd.DataFrame({"year": [1983, 2022], "expelled_by_it": [3, 21], "of_its_people": [0, 12]})
    >>> timeline(years, "").layout.meta["alt_text"][2:76]
    'Bars above the line for people it expelled, at most 21 in 2022; below for '
    """
    rows = sorted(rows, key=lambda row: row["year"])
    years = [row["year"] for row in rows]
    up, down = (max(row[column] or 0 for row in rows) for column, *_ in SIDES)
    figure.update_layout(barmode="relative", height=250 if narrow else 300, margin={"l": 40, "r": 16})
    for column, sign, colour, words in SIDES:
        values = [row[column] or 0 for row in rows]
        figure.add_bar(
            x=years,
            y=[sign * value for value in values],
            width=0.8,
            marker={"color": theme.LIGHT[colour]},
            customdata=values,
            hovertemplate="%{x}: %{customdata:,} " + words + "<extra></extra>",
        )
    # Few years do not become walls, and each end has room for the figure at its longest bar.
    short = max(0, 19 - (years[-1] - years[0])) / 2
    span = (years[0] - 0.7 - short, years[-1] + 0.7 + short)
    height = plot_size(figure)[1]
    unit = (up + down or 1) / (height - LINE * (bool(up) + bool(down)) - 6)
    low, high = -down - (LINE + 2) * unit * bool(down), up + (LINE + 2) * unit * bool(up)
    _name_bars(figure, rows, span, low, high)
    ticks = round_ticks(max(up, down), 3)
    shown = [-one for one in ticks[1:] if one <= down] + [one for one in ticks if one <= up]
    figure.update_yaxes(
        range=[low, high],
        tickvals=shown,
        ticktext=[theme.number(abs(one)) for one in shown],
        zeroline=True,
        zerolinecolor=theme.LIGHT["ink"],
        zerolinewidth=1,
    )
    figure.update_xaxes(
        showgrid=False,
        range=list(span),
        tickvals=year_ticks(int(span[0]) + 1, int(span[1]), 4 if narrow else 9),
        tickformat="d",
    )
    most = [max(rows, key=lambda row: row[column] or 0) for column, *_ in SIDES]
    return (
        f"Bars above the line for people it expelled, at most {theme.number(most[0]['expelled_by_it'] or 0)} in "
        f"{most[0]['year']}; below for its own people expelled, at most "
        f"{theme.number(most[1]['of_its_people'] or 0)} in {most[1]['year']}."
    )


def _name_bars(figure: Any, rows: Rows, span: tuple[float, float], low: float, high: float) -> None:
    """Figures at the ends of the bars, the largest first, where no bar and no other figure is in the way."""
    width, height = plot_size(figure)

    def x(year: float) -> float:
        return (year - span[0]) / (span[1] - span[0]) * width

    def y(value: float) -> float:
        return height * (high - value) / (high - low)

    bars = [(row["year"], sign, row[column]) for row in rows for column, sign, *_ in SIDES if row[column]]
    taken = [
        Box(x(year - 0.4), min(y(0), y(sign * value)), x(year + 0.4), max(y(0), y(sign * value)))
        for year, sign, value in bars
    ]
    labels: list[dict[str, Any]] = []
    for year, sign, value in sorted(bars, key=lambda bar: (-bar[2], bar)):
        if len(bars) > FEW and value * 25 < high - low:
            break
        text = theme.number(value)
        foot = y(value) - 1 if sign > 0 else y(-value) + LINE + 1
        box = label_box([text], x(year), foot, bold=True)
        if not box.hits(taken):
            taken.append(box)
            anchor = "bottom" if sign > 0 else "top"
            labels.append({"x": year, "y": sign * value, "text": f"<b>{text}</b>", "yanchor": anchor, **ON_PAPER})
    add_labels(figure, labels)
