"""People per year, with ceilings on posts apart."""

from typing import Any

from expulsions import theme
from expulsions.charts.axes import round_ticks, year_ticks
from expulsions.charts.chart import Rows, add_labels, chart, plot_size
from expulsions.charts.labels import ON_PAPER, Box, label_box

HEAD = 1.1


@chart("year", "people")
def per_year(figure: Any, rows: Rows, narrow: bool, marked_from: int = 100) -> str:
    """People who had to leave per year as bars, ceilings on posts as hollow squares, as `by_year` gives them.

    Columns: year (Int64), people (Int64), people_low, people_high, ceilings (Int64, where wanted). Years of
    `marked_from` people or more are in full red, the rest quiet; years carry their figure from the largest down as long
    as there is room. A thin line is the range that sources give. Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> years = pd.DataFrame({"year": [1985, 1986], "people": [44, 86], "ceilings": [0, 251]})
    >>> per_year(years, "").layout.meta["alt_text"]
    '. Bars for 1985 to 1986; the highest is 1986 with 86. Ceilings on posts, shown apart: 1986 251.'
    """
    rows = sorted(rows, key=lambda row: row["year"])
    years = [row["year"] for row in rows]
    people = [row["people"] or 0 for row in rows]
    highs = [max(best, row.get("people_high") or 0) for row, best in zip(rows, people, strict=True)]
    capped = [(row["year"], row["ceilings"]) for row in rows if row.get("ceilings")]
    figure.add_bar(
        x=years,
        y=people,
        marker={"color": [theme.LIGHT["red" if one >= marked_from else "quiet"] for one in people]},
        customdata=[theme.figure_range(row.get("people_low"), row["people"], row.get("people_high")) for row in rows],
        hovertemplate="%{x}: %{customdata} people<extra></extra>",
    )
    top = max([*highs, *(cap for _, cap in capped)]) or 1
    figure.update_layout(height=270 if narrow else 340, margin={"l": 42, "r": 16})
    _whiskers(figure, rows, people, top, narrow)
    if capped:
        figure.add_scatter(
            x=[year for year, _ in capped],
            y=[cap for _, cap in capped],
            mode="markers",
            marker={"symbol": "square-open", "size": 8, "color": theme.LIGHT["ink"], "opacity": 1, "line_width": 1.5},
            hovertemplate="%{x}: ceilings on %{y:,} posts<extra></extra>",
        )
    # A chart of few years does not make walls of them.
    short = max(0, 9 - (years[-1] - years[0])) / 2
    span = (years[0] - 0.7 - short, years[-1] + 0.7 + short)
    _name_bars(figure, list(zip(years, people, highs, strict=True)), capped, top, span, 6 if narrow else 14)
    ticks = round_ticks(top)
    figure.update_yaxes(range=[0, top * HEAD], tickvals=ticks, ticktext=[theme.number(tick) for tick in ticks])
    figure.update_yaxes(zeroline=True, zerolinecolor=theme.LIGHT["ink"], zerolinewidth=1)
    figure.update_xaxes(
        showgrid=False, range=list(span), tickvals=year_ticks(years[0], years[-1], 4 if narrow else 9), tickformat="d"
    )
    best = people.index(max(people))
    beside = ", ".join(f"{year} {cap:,}" for year, cap in capped[:8]) + (" …" if len(capped) > 8 else "")
    return f"Bars for {years[0]} to {years[-1]}; the highest is {years[best]} with {theme.number(people[best])}." + (
        f" Ceilings on posts, shown apart: {beside}." if capped else ""
    )


def _whiskers(figure: Any, rows: Rows, people: list[int], top: float, narrow: bool) -> None:
    """A line from low to high where it is long enough to be seen; on a phone, where bars are thin, above them only."""
    ranges = [
        (row["year"], low, best, high)
        for row, best in zip(rows, people, strict=True)
        if (low := row.get("people_low")) is not None and (high := row.get("people_high")) is not None and best
    ]
    visible = 4 * top * HEAD / plot_size(figure)[1]
    lines = [(year, best if narrow else low, high) for year, low, best, high in ranges]
    lines = [line for line in lines if line[2] - line[1] > visible]
    figure.add_scatter(
        x=[x for year, _, _ in lines for x in (year, year, None)],
        y=[y for _, start, end in lines for y in (start, end, None)],
        mode="lines",
        line={"color": theme.LIGHT["ink"], "width": 1},
        hoverinfo="skip",
    )


def _name_bars(
    figure: Any,
    bars: list[tuple[int, int, int]],
    capped: list[tuple[int, int]],
    top: float,
    span: tuple[float, float],
    most: int,
) -> None:
    """Figures over the bars, the largest first, where neither a bar nor a square nor another figure is in the way."""
    width, height = plot_size(figure)

    def x(year: float) -> float:
        return (year - span[0]) / (span[1] - span[0]) * width

    def y(value: float) -> float:
        return height * (1 - value / (top * HEAD))

    taken = [Box(x(year - 0.4), y(high), x(year + 0.4), height) for year, _, high in bars if high]
    taken += [Box(x(year) - 6, y(cap) - 6, x(year) + 6, y(cap) + 6) for year, cap in capped]
    wanted = [(cap, year, cap, False) for year, cap in capped] + [(high, year, best, True) for year, best, high in bars]
    labels: list[dict[str, Any]] = []
    for high, year, best, is_bar in sorted(wanted, key=lambda one: (-one[2], one[1])):
        text = theme.number(best)
        box = label_box([text], x(year), y(high) - (1 if is_bar else 8), bold=is_bar)
        if len(labels) == most or best * 20 < top:
            break
        if box.hits(taken) or box.left < 0 or box.top < -10:
            continue
        taken.append(box)
        words = f"<b>{text}</b>" if is_bar else text
        labels.append({"x": year, "y": high, "text": words, "yanchor": "bottom", "yshift": 0 if is_bar else 7})
    add_labels(figure, [{**label, **ON_PAPER} for label in labels])
